#!/bin/sh
# Draws every workbook of a folder as PDF and its pages as PNG, to be looked at.
# Usage: render.sh DIR_IN DIR_OUT
set -eu

[ $# -eq 2 ] || { echo "usage: render.sh DIR_IN DIR_OUT" >&2; exit 2; }
mkdir -p "$2"
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
libreoffice "-env:UserInstallation=file://$profile" --headless --convert-to pdf --outdir "$2" "$1"/*.xlsx >/dev/null
count=0
for workbook in "$1"/*.xlsx; do
    name=$(basename "$workbook" .xlsx)
    [ -s "$2/$name.pdf" ] || { echo "$workbook was not rendered" >&2; exit 1; }
    pdftoppm -png -r 70 "$2/$name.pdf" "$2/$name"
    count=$((count + 1))
done
echo "$count workbooks rendered to $2"

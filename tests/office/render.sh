#!/bin/bash
# Draws every workbook of a folder as PDF, and its first pages as PNG to be looked at; prints the pages of each.
# Usage: render.sh DIR_IN DIR_OUT
set -euo pipefail

[ $# -eq 2 ] || { echo "usage: render.sh DIR_IN DIR_OUT" >&2; exit 2; }
mkdir -p "$2"
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
libreoffice "-env:UserInstallation=file://$profile" --headless --convert-to pdf --outdir "$2" "$1"/*.xlsx >/dev/null 2>&1
for workbook in "$1"/*.xlsx; do
    name=$(basename "$workbook" .xlsx)
    [ -s "$2/$name.pdf" ] || { echo "$workbook was not rendered" >&2; exit 1; }
    pdftoppm -png -r 80 -l 12 "$2/$name.pdf" "$2/$name"
    echo "$name $(pdfinfo "$2/$name.pdf" | awk '/^Pages:/ { print $2 }')"
done

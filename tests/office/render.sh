#!/bin/bash
# Draws every workbook and document of a folder as PDF, and its first pages as PNG to be looked at; prints the pages of each.
# Usage: render.sh DIR_IN DIR_OUT
set -euo pipefail

[ $# -eq 2 ] || { echo "usage: render.sh DIR_IN DIR_OUT" >&2; exit 2; }
mkdir -p "$2"
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
shopt -s nullglob
files=("$1"/*.xlsx "$1"/*.docx)
[ ${#files[@]} -gt 0 ] || { echo "$1 has nothing to draw" >&2; exit 1; }
libreoffice "-env:UserInstallation=file://$profile" --headless --convert-to pdf --outdir "$2" "${files[@]}" >/dev/null 2>&1
for file in "${files[@]}"; do
    name=$(basename "${file%.*}")
    [ -s "$2/$name.pdf" ] || { echo "$file was not rendered" >&2; exit 1; }
    pdftoppm -png -r 80 -l 12 "$2/$name.pdf" "$2/$name"
    echo "$name $(pdfinfo "$2/$name.pdf" | awk '/^Pages:/ { print $2 }')"
done

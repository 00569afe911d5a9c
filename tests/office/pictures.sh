#!/bin/bash
# Draws the pictures of docs/pictures: every sheet of every shipped pack, blank and filled, as LibreOffice prints it, and
# annotated.png, 附件2 of the first annotated workbook of the demo.
# Usage: pictures.sh DIR   (needs annex or target/debug/annex, libreoffice, poppler-utils, a CJK font, python3 with Pillow and openpyxl)
set -euo pipefail

[ $# -eq 1 ] || { echo "usage: pictures.sh DIR" >&2; exit 2; }
out=$(realpath -m "$1")
here=$(realpath "$(dirname "$0")")
annex="$here/../../target/debug/annex"
[ -x "$annex" ] || annex=annex
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out" "$work/books" "$work/pdf"
rm -f "$out"/*.png

for pack in $("$annex" template list | awk '{ print $1 }'); do
    "$annex" --quiet demo --pack "$pack" "$work/$pack" >/dev/null
    cp "$(ls "$work/$pack"/outbox/*.xlsx | sed -n 2p)" "$work/books/$pack-blank.xlsx"
    # A return with next to no findings, so that the forms look as they should.
    clean=$(python3 "$here/cleanest.py" "$work/$pack/findings/findings.json")
    cp "$work/$pack/inbox/$clean" "$work/books/$pack-filled.xlsx"
    cp "$(ls "$work/$pack"/annotated/*.xlsx | sed -n 1p)" "$work/books/$pack-annotated.xlsx"
done
libreoffice "-env:UserInstallation=file://$work/profile" --headless --convert-to pdf --outdir "$work/pdf" "$work"/books/*.xlsx >/dev/null
python3 "$here/pictures.py" "$work/books" "$work/pdf" "$out"

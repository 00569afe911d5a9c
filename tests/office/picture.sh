#!/bin/sh
# Draws docs/pictures/annotated.png: 附件2 of the first annotated workbook of the demo, as LibreOffice shows it in print.
# Usage: picture.sh FILE.png   (needs annex or target/debug/annex, libreoffice, pdftotext, pdftoppm, python3 with Pillow)
set -eu

[ $# -eq 1 ] || { echo "usage: picture.sh FILE.png" >&2; exit 2; }
root=$(cd "$(dirname "$0")/../.." && pwd)
annex="$root/target/debug/annex"
[ -x "$annex" ] || annex=annex
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$annex" --quiet demo "$work/demo" >/dev/null
first=$(ls "$work"/demo/annotated/*.xlsx | head -n 1)
cp "$first" "$work/annotated.xlsx"
libreoffice "-env:UserInstallation=file://$work/profile" --headless --convert-to pdf --outdir "$work" "$work/annotated.xlsx" >/dev/null
page=1
while ! pdftotext -f $page -l $page "$work/annotated.pdf" - | grep -q '绩效自评表'; do
    page=$((page + 1))
    [ $page -lt 50 ] || { echo "no page shows 附件2" >&2; exit 1; }
done
pdftoppm -png -r 110 -f $page -l $page -singlefile "$work/annotated.pdf" "$work/page"
python3 - "$work/page.png" "$1" <<'PYTHON'
import sys
from PIL import Image, ImageChops

page = Image.open(sys.argv[1]).convert("RGB")
width, height = page.size
# The running header and footer are no part of the sheet.
body = page.crop((0, height // 28, width, height * 19 // 20))
left, top, right, bottom = ImageChops.difference(body, Image.new("RGB", body.size, "white")).getbbox()
body.crop((max(left - 8, 0), max(top - 8, 0), right + 8, bottom + 8)).quantize(64).save(sys.argv[2], optimize=True)
PYTHON
echo "$1 drawn"

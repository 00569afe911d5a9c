#!/bin/bash
# Numbers and truths in an .xlsb that SheetJS 0.18.5 wrote are missing for calamine 0.38.0 and for pyxlsb 1.0.10, which report no error.
#
# [MS-XLSB] has two records for each kind of cell: one that tells its column, and a short one for a cell right of the one before. SheetJS writes
# numbers and truths short wherever it can. Both readers know only the records with a column and take the short ones for something that is no cell,
# so that a sheet loses nearly all its figures and keeps its texts (calamine), or little of anything (pyxlsb, which knows no texts in the cell either).
# SheetJS reads its own file rightly.
#
# Seen on the rows  label 1 2.5 - text TRUE  and  x - 3 4 - y:
#   sheetjs   ["label",1,2.5,null,"text",true] ["x",null,3,4,null,"y"]
#   calamine  ["label","","","","text",""] ["x","",3,"","","y"]
#   pyxlsb    [null,null,null,null,null,null] [null,null,3.0,null,null,null]
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund xlsx@0.18.5 >/dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyxlsb==1.0.10
cat >write.js <<'JS'
const XLSX = require("xlsx");
const rows = [["label", 1, 2.5, null, "text", true], ["x", null, 3, 4, null, "y"]];
const book = XLSX.utils.book_new();
XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows), "s");
XLSX.writeFile(book, "book.xlsb");
const back = XLSX.utils.sheet_to_json(XLSX.readFile("book.xlsb").Sheets.s, { header: 1 });
console.log("sheetjs  ", back.map(JSON.stringify).join(" "));
JS
cat >read.py <<'PY'
import json
import pyxlsb
with pyxlsb.open_workbook("book.xlsb") as book, book.get_sheet(1) as sheet:
    rows = [json.dumps([cell.v for cell in row], separators=(",", ":")) for row in sheet.rows()]
print("pyxlsb   ", *rows)
PY
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "columns"
version = "0.1.0"
edition = "2021"

[dependencies]
calamine = "=0.38.0"
TOML
cat >src/main.rs <<'RUST'
use calamine::{open_workbook, Data, Reader, Xlsb};

fn main() {
    let mut book: Xlsb<_> = open_workbook("book.xlsb").unwrap();
    let range = book.worksheet_range("s").unwrap();
    print!("calamine  ");
    for row in range.rows() {
        let shown: Vec<String> = row
            .iter()
            .map(|cell| match cell {
                Data::Float(number) => number.to_string(),
                Data::Int(number) => number.to_string(),
                other => format!("\"{other}\""),
            })
            .collect();
        print!("[{}] ", shown.join(","));
    }
    println!();
}
RUST
said=$(node write.js; CARGO_TARGET_DIR="$dir/target" cargo run --quiet; venv/bin/python read.py)
said=$(sed 's/ *$//' <<<"$said")
echo "$said"
[ "$said" = 'sheetjs   ["label",1,2.5,null,"text",true] ["x",null,3,4,null,"y"]
calamine  ["label","","","","text",""] ["x","",3,"","","y"]
pyxlsb    [null,null,null,null,null,null] [null,null,3.0,null,null,null]' ]

#!/bin/bash
# calamine 0.38.0: one cell with an error value younger than the classic seven (#SPILL!, #CALC! …) makes a whole sheet unreadable.
#
# Excel 365 saves such values in ordinary workbooks. worksheet_range fails for the sheet with an error that names the value and no cell;
# the reader by cells fails at that cell only and goes on behind it.
#
# Seen with calamine 0.38.0, on a workbook of openpyxl 3.1.5 with one value changed:
#   range: CellError("#SPILL!")
#   cell by cell: 2 read, 1 failed
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check openpyxl==3.1.5
"$dir/venv/bin/python" - "$dir" <<'PY'
import sys, zipfile, openpyxl
book = openpyxl.Workbook()
book.active.title = "s"
for row in (1, 2, 3):
    book.active.cell(row, 1, row)
book.save(sys.argv[1] + "/plain.xlsx")
before = zipfile.ZipFile(sys.argv[1] + "/plain.xlsx")
with zipfile.ZipFile(sys.argv[1] + "/spill.xlsx", "w") as after:
    for name in before.namelist():
        part = before.read(name)
        if name.endswith("sheet1.xml"):
            changed = part.replace(b'<c r="A2" t="n"><v>2</v></c>', b'<c r="A2" t="e"><v>#SPILL!</v></c>')
            assert changed != part
            part = changed
        after.writestr(name, part)
PY
mkdir "$dir/src"
cat >"$dir/Cargo.toml" <<'TOML'
[package]
name = "spill"
version = "0.1.0"
edition = "2021"

[dependencies]
calamine = "=0.38.0"
TOML
cat >"$dir/src/main.rs" <<'RUST'
use calamine::{open_workbook, Reader, Xlsx};

fn main() {
    let path = std::env::args().nth(1).unwrap();
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    println!("range: {:?}", book.worksheet_range("s").unwrap_err());
    let mut cells = book.worksheet_cells_reader("s").unwrap();
    let (mut read, mut failed) = (0, 0);
    loop {
        match cells.next_cell() {
            Ok(Some(_)) => read += 1,
            Ok(None) => break,
            Err(_) => failed += 1,
        }
    }
    println!("cell by cell: {read} read, {failed} failed");
}
RUST
said=$(CARGO_TARGET_DIR="$dir/target" cargo run --quiet --manifest-path "$dir/Cargo.toml" -- "$dir/spill.xlsx")
echo "$said"
[ "$said" = 'range: CellError("#SPILL!")
cell by cell: 2 read, 1 failed' ]

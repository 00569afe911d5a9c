#!/bin/bash
# calamine 0.38.0 gives `>` of a formula in an .xls as `>=`, and `>=` as `>`.
#
# The values of the cells are right; only the text of the formula is wrong, so that whoever compares formulas of .xls files with those of
# .xlsx files finds differences that are none, and misses those that are.
#
# Seen with calamine 0.38.0, on an .xls written by xlwt 1.3.0; LibreOffice 7.4 reads the three formulas of it as written:
#   written A1>3, read A1>=3
#   written A1>=3, read A1>3
#   written A1<3, read A1<3
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check xlwt==1.3.0
"$dir/venv/bin/python" - "$dir/book.xls" <<'PY'
import sys, xlwt
book = xlwt.Workbook()
sheet = book.add_sheet("s")
sheet.write(0, 0, 5)
for column, text in enumerate(["A1>3", "A1>=3", "A1<3"], 1):
    sheet.write(0, column, xlwt.Formula(text))
book.save(sys.argv[1])
PY
mkdir "$dir/src"
cat >"$dir/Cargo.toml" <<'TOML'
[package]
name = "comparisons"
version = "0.1.0"
edition = "2021"

[dependencies]
calamine = "=0.38.0"
TOML
cat >"$dir/src/main.rs" <<'RUST'
use calamine::{open_workbook, Reader, Xls};

fn main() {
    let path = std::env::args().nth(1).unwrap();
    let mut book: Xls<_> = open_workbook(path).unwrap();
    let formulas = book.worksheet_formula("s").unwrap();
    for (column, written) in ["A1>3", "A1>=3", "A1<3"].iter().enumerate() {
        println!("written {written}, read {}", formulas.get_value((0, column as u32 + 1)).unwrap());
    }
}
RUST
said=$(CARGO_TARGET_DIR="$dir/target" cargo run --quiet --manifest-path "$dir/Cargo.toml" -- "$dir/book.xls")
echo "$said"
[ "$said" = "written A1>3, read A1>=3
written A1>=3, read A1>3
written A1<3, read A1<3" ]

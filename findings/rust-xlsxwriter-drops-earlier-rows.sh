#!/bin/bash
# rust_xlsxwriter 0.102.0, feature constant_memory: a worksheet of Workbook::add_worksheet_with_constant_memory takes a cell for a row
# that lies before the one it is at, returns Ok, and leaves the cell out. It says so on standard error alone, in words nobody's
# program sees; an embedded image at the same place is an Err. merge_range makes it easy to meet: it begins at its first row, so that
# merging rows 1 to 3 in the usual way, after their texts were written, merges cells that are blank in the file.
#
# Seen: two calls after a later row, both Ok; the file has neither "late" nor the text of the merged cell.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "seen"
version = "0.0.0"
edition = "2021"
[dependencies]
rust_xlsxwriter = { version = "=0.102.0", features = ["constant_memory"] }
TOML
cat >src/main.rs <<'RUST'
use rust_xlsxwriter::{Format, Workbook};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory()?;
    sheet.write_string(0, 0, "first")?;
    sheet.write_string(2, 0, "third")?;
    println!("write_string: {}", sheet.write_string(1, 0, "late").is_ok());
    let merged = sheet.merge_range(0, 1, 2, 1, "merged", &Format::new());
    println!("merge_range: {}", merged.is_ok());
    book.save("seen.xlsx")?;
    Ok(())
}
RUST
cargo run --quiet >out 2>err
python3 - <<'PYTHON'
import zipfile

out = open("out").read().split("\n")
assert out[:2] == ["write_string: true", "merge_range: true"], out
sheet = zipfile.ZipFile("seen.xlsx").read("xl/worksheets/sheet1.xml").decode()
assert "first" in sheet and "third" in sheet, sheet
assert "late" not in sheet and "merged" not in sheet, sheet
assert 'mergeCell ref="B1:B3"' in sheet, sheet
print("both calls gave Ok; neither text is in the file, the merged area is")
PYTHON

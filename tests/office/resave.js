// Opens workbooks in ExcelJS or in SheetJS and saves them, with a note on each second sheet.
//
// Usage: node resave.js exceljs|xlsx IN OUT

"use strict";
const fs = require("fs");
const path = require("path");

const [program, from, to] = process.argv.slice(2);
const library = require(path.resolve("node_modules", program));
const NOTE = "请核对";

async function resave(source, target) {
  if (program === "exceljs") {
    const book = new library.Workbook();
    await book.xlsx.readFile(source);
    book.worksheets[1].getCell("A1").note = NOTE;
    await book.xlsx.writeFile(target);
  } else {
    const book = library.readFile(source, { cellStyles: true, cellFormula: true });
    book.Sheets[book.SheetNames[1]].A1.c = [{ a: "", t: NOTE }];
    library.writeFile(book, target);
  }
}

(async () => {
  fs.mkdirSync(to, { recursive: true });
  const files = fs.readdirSync(from).filter((file) => file.endsWith(".xlsx"));
  for (const file of files) await resave(path.join(from, file), path.join(to, file));
  console.log(`${files.length} workbooks saved by ${program}`);
})();

//! Reads workbook bytes.

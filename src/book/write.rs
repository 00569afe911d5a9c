//! Writes workbook bytes.

//! The formula language: Excel's own, over field names.

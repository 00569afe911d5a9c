#!/bin/bash
# rust_decimal 1.43.0: a precision in a format string cuts digits off, where floats and every printf round.
#
# `{:.1}` of 0.99 is 1.0 for an f64 and 0.9 for a Decimal; `{:.0}` of 2.7 is 3 and 2. round_dp rounds, so the same value shows differently
# by the way it is printed.
#
# Seen with rust_decimal 1.43.0, Rust 1.95:
#   0.99: f64 1.0, Decimal 0.9, rounded first 1.0
#   2.7: f64 3, Decimal 2, rounded first 3
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
mkdir "$dir/src"
cat >"$dir/Cargo.toml" <<'TOML'
[package]
name = "precision"
version = "0.1.0"
edition = "2021"

[dependencies]
rust_decimal = { version = "=1.43.0", default-features = false, features = ["std"] }
TOML
cat >"$dir/src/main.rs" <<'RUST'
use rust_decimal::Decimal;

fn main() {
    let (share, count): (Decimal, Decimal) = (Decimal::new(99, 2), Decimal::new(27, 1));
    println!("0.99: f64 {:.1}, Decimal {share:.1}, rounded first {}", 0.99, share.round_dp(1));
    println!("2.7: f64 {:.0}, Decimal {count:.0}, rounded first {}", 2.7, count.round_dp(0));
}
RUST
said=$(CARGO_TARGET_DIR="$dir/target" cargo run --quiet --manifest-path "$dir/Cargo.toml")
echo "$said"
[ "$said" = "0.99: f64 1.0, Decimal 0.9, rounded first 1.0
2.7: f64 3, Decimal 2, rounded first 3" ]

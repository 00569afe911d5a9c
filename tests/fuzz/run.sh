#!/bin/bash
# Fuzzes one target: bash tests/fuzz/run.sh TARGET [SECONDS]
#
# What is found new lies in target/fuzz/corpus/TARGET, what crashed in target/fuzz/crashes/TARGET. Needs a C++ compiler and nothing of
# nightly: the flags are those of cargo-fuzz without a sanitizer, for code without `unsafe` has nothing for one to see.
set -euo pipefail

[ $# -ge 1 ] || { echo "usage: run.sh workbook|part|template|formula|word [SECONDS]" >&2; exit 2; }
target=$1 seconds=${2:-600}
here=$(realpath "$(dirname "$0")")
root=$(realpath "$here/../..")
work=$root/target/fuzz
mkdir -p "$work/corpus/$target" "$work/crashes/$target"

# The libraries that the tests have built are taken over: only annex is compiled anew, for the fuzzer to follow.
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target}
RUSTC_WRAPPER=$here/rustc.sh cargo build --locked --features fuzzer --manifest-path "$here/Cargo.toml" --bin "$target"
(cd "$root" && ANNEX_SEEDS=$work/seeds cargo test --locked --test suite crashers::write_seeds -- --ignored)
mkdir -p "$here/corpus/$target" "$work/seeds/$target"
cd "$work"
# One core, and as many seconds; a hang is whatever takes a minute, for other work may go on beside it.
exec nice -n 19 "$CARGO_TARGET_DIR/debug/$target" "corpus/$target" "$here/corpus/$target" "seeds/$target" \
    -artifact_prefix="crashes/$target/" -max_total_time="$seconds" -timeout=60 -rss_limit_mb=2048 -print_final_stats=1

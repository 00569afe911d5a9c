#!/bin/bash
# Fuzzes one target: bash tests/fuzz/run.sh TARGET [SECONDS]
#
# What is found new lies in target/fuzz/corpus/TARGET, what crashed in target/fuzz/crashes/TARGET. Needs a C++ compiler and nothing of
# nightly: the flags are those of cargo-fuzz without a sanitizer, for code without `unsafe` has nothing for one to see.
set -euo pipefail

[ $# -ge 1 ] || { echo "usage: run.sh workbook|part|template|formula|word [SECONDS]" >&2; exit 2; }
target=$1 seconds=${2:-600}
here=$(realpath "$(dirname "$0")")
work=$(realpath -m "$here/../../target/fuzz")
mkdir -p "$work/corpus/$target" "$work/crashes/$target"

export CARGO_TARGET_DIR=$work/build
host=$(rustc -vV | sed -n 's/^host: //p')
pass="-Cpasses=sancov-module"
for option in level=4 inline-8bit-counters pc-table trace-compares; do
    pass+=" -Cllvm-args=-sanitizer-coverage-$option"
done
# With --target the flags are for what is fuzzed and not for what builds it.
RUSTFLAGS="--cfg fuzzing $pass" cargo build --locked --release --features fuzzer --target "$host" --manifest-path "$here/Cargo.toml" --bin "$target" --bin seeds
bin=$CARGO_TARGET_DIR/$host/release
"$bin/seeds" "$work/seeds"
mkdir -p "$here/corpus/$target" "$work/seeds/$target"
cd "$work"
# One core, and as many seconds; a hang is whatever takes ten.
exec nice -n 19 "$bin/$target" "corpus/$target" "$here/corpus/$target" "seeds/$target" \
    -artifact_prefix="crashes/$target/" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1

#!/bin/bash
# Stands before rustc: compiles annex so that a fuzzer sees which way it went, and everything else as it always is.
rustc=$1
shift
if [[ " $* " == *" --crate-name annex "* && " $* " == *" --crate-type lib "* ]]; then
    set -- "$@" -Cpasses=sancov-module
    for option in level=4 inline-8bit-counters pc-table trace-compares; do
        set -- "$@" "-Cllvm-args=-sanitizer-coverage-$option"
    done
fi
exec "$rustc" "$@"

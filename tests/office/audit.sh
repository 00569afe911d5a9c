#!/bin/sh
# Validates workbooks against the schemas of two Office versions; any finding fails.
# Usage: audit.sh FILE...   (needs requirements.txt installed and openxml-audit on the PATH)
set -eu

[ $# -gt 0 ] || { echo "usage: audit.sh FILE..." >&2; exit 2; }
failed=0
for file in "$@"; do
    for office in office2019 microsoft365; do
        report=$(openxml-audit --format "$office" --policy strict --max-errors 0 --output json "$file") || true
        # The exit status only speaks of errors; a warning counts as well.
        if ! printf '%s' "$report" | python3 -c '
import json, sys
files = json.load(sys.stdin)
files = files if isinstance(files, list) else [files]
sys.exit(0 if files and all(
    file["valid"] and not file["error_count"] and not file["warning_count"] and not file["errors"]
    for file in files) else 1)'; then
            echo "$file ($office):" >&2
            printf '%s\n' "$report" >&2
            failed=1
        fi
    done
done
[ "$failed" -eq 0 ] && echo "$# workbooks without a finding"
exit "$failed"

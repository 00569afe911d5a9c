#!/bin/sh
# Validates the workbooks and documents of a folder, and of those within, against the schemas of two Office versions; any
# finding fails.
# Usage: audit.sh DIR   (needs requirements.txt installed and openxml-audit on the PATH)
set -eu

[ $# -eq 1 ] || { echo "usage: audit.sh DIR" >&2; exit 2; }
for office in office2019 microsoft365; do
    # The exit status only speaks of errors; a warning counts as well.
    (cd "$1" && openxml-audit --recursive --format "$office" --policy strict --max-errors 0 --output json . || true) |
        python3 -c '
import json, sys
files = json.load(sys.stdin)
files = files if isinstance(files, list) else [files]
wrong = [file for file in files if not file["valid"] or file["error_count"] or file["warning_count"] or file["errors"]]
for file in wrong:
    print(json.dumps(file, ensure_ascii=False, indent=1), file=sys.stderr)
print(f"{len(files)} files, {len(wrong)} with findings ('"$office"')")
sys.exit(1 if wrong or not files else 0)'
done

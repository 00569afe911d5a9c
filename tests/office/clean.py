#!/usr/bin/env python3
"""Fails if a return has a finding above the level info; counts the infos.

Usage: clean.py FINDINGS.json    (from `annex check --format json`)
"""

import collections
import json
import pathlib
import sys

from flat import each


def main(path: str) -> int:
    files = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))["files"]
    infos: collections.Counter[str] = collections.Counter()
    wrong = 0
    for file in files:
        for finding in each(file["findings"]):
            if finding["level"] == "info":
                infos[finding["code"]] += 1
                continue
            wrong += 1
            print(f"{file['file']} {finding.get('sheet')}!{finding.get('cell')}: {finding['code']} {finding['message']}")
    remain = ", ".join(f"{number} × {code}" for code, number in sorted(infos.items())) or "none"
    print(f"{len(files)} returns, {wrong} errors and warnings, infos: {remain}")
    return 1 if wrong or not files else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    sys.exit(main(sys.argv[1]))

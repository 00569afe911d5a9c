#!/usr/bin/env python3
"""Takes a department of the demo apart: what it filled in, and the words that make its form.

Usage: department.py DEPARTMENT.json VALUES.json

The values are written to VALUES.json, as `annex fill` takes them; the words for `annex generate` are printed, a line each.
"""

import json
import pathlib
import sys


def main(source: pathlib.Path, target: pathlib.Path) -> None:
    department = json.loads(source.read_text(encoding="utf-8"))
    target.write_text(json.dumps(department["values"], ensure_ascii=False), encoding="utf-8")
    words = ["--department", department["name"], "--code", department["code"]]
    for project in department["projects"]:
        words += ["--project", project]
    print("\n".join(words))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))

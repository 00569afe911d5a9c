#!/usr/bin/env python3
"""Compares the findings of the same returns in two folders: `annex check DIR --format json`.

Usage: findings.py BEFORE.json AFTER.json [--ignore WHAT]...

Files are paired by their names, an annotated one (-校验) with the return it was made from. Everything a program relies on must
be the same: code, level, sheet, cell, field, reported, computed. That the structure is no longer locked (W017 of no sheet) is
left out: most programs drop that lock. WHAT tells what the program in between changed:

  results  it saves formulas without their results, so no result can be said not to fit its formula (the warnings C001,
           C002 and C003; as errors they speak of cells that have lost their formula) and none is reported (C004)
"""

import argparse
import collections
import json
import pathlib

from flat import each

KEYS = ("code", "level", "sheet", "cell", "field", "reported", "computed")
UNFIT = {"C001", "C002", "C003"}

Finding = tuple[str | None, ...]


def load(path: str, ignore: list[str]) -> tuple[dict[str, collections.Counter[Finding]], int]:
    """The findings of each file, and how many were left out."""
    no_results = "results" in ignore
    files, left_out = {}, 0
    for file in json.loads(pathlib.Path(path).read_text(encoding="utf-8"))["files"]:
        name = pathlib.Path(file["file"]).name.replace("-校验.xlsx", ".xlsx")
        kept = files[name] = collections.Counter()
        for finding in each(file["findings"]):
            if finding["code"] == "W017" and finding.get("sheet") is None:
                continue
            # A level set by what follows was a lower one before: no error.
            if no_results and finding["level"] in ("warning", None) and finding["code"] in UNFIT:
                left_out += 1
                continue
            if no_results and finding["code"] == "C004":
                finding.pop("reported", None)
            kept[tuple(finding.get(key) for key in KEYS)] += 1
    return files, left_out


def differing(before: collections.Counter[Finding], after: collections.Counter[Finding]) -> list[tuple[str, Finding]]:
    """What one of them has and the other has not. A level nobody tells may be any."""
    level = KEYS.index("level")
    bare = lambda finding: finding[:level] + finding[level + 1 :]
    lost, new = list((before - after).elements()), list((after - before).elements())
    for one in list(lost):
        same = (other for other in new if bare(one) == bare(other) and None in (one[level], other[level]))
        if (other := next(same, None)) is not None:
            lost.remove(one)
            new.remove(other)
    return [("-", one) for one in lost] + [("+", one) for one in new]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("before")
    parser.add_argument("after")
    parser.add_argument("--ignore", action="append", default=[], choices=["results"])
    arguments = parser.parse_args()
    before, left_out = load(arguments.before, arguments.ignore)
    after, _ = load(arguments.after, arguments.ignore)
    wrong = 0
    for name in sorted(before.keys() | after.keys()):
        if name not in before or name not in after:
            print(f"{name}: only in {arguments.before if name in before else arguments.after}")
            wrong += 1
            continue
        for mark, finding in differing(before[name], after[name]):
            print(f"{mark} {name}: {' | '.join(str(part) for part in finding)}")
            wrong += 1
    total = sum(findings.total() for findings in before.values())
    print(f"{len(before)} returns, {total} findings, {wrong} differ, {left_out} left out")
    return 1 if wrong or not before else 0


if __name__ == "__main__":
    raise SystemExit(main())

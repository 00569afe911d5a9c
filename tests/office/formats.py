"""Returns saved as .ods and .xls give the findings of the .xlsx they were saved from.

formats.py XLSX.json OTHER.json UNSAID…   UNSAID are codes of what the other format does not tell.

Besides, every file of the other format is W024.
"""

import json
import pathlib
import sys

from flat import each

FACTS = ("code", "level", "sheet", "cell", "field", "reported", "computed", "difference")


def findings(path):
    files = json.load(open(path, encoding="utf-8"))["files"]
    return {
        pathlib.PurePath(file["file"]).stem: sorted(
            json.dumps([finding.get(key) for key in FACTS], ensure_ascii=False) for finding in each(file["findings"])
        )
        for file in files
    }


def main():
    sent, other, *unsaid = sys.argv[1:]
    sent, other = findings(sent), findings(other)
    assert sent.keys() == other.keys(), (sent.keys(), other.keys())
    wrong = 0
    said = 0
    for name, expected in sent.items():
        codes = {line: json.loads(line)[0] for line in expected + other[name]}
        expected = [line for line in expected if codes[line] not in unsaid]
        found = [line for line in other[name] if codes[line] != "W024"]
        if len(other[name]) - len(found) != 1:
            print(f"{name}: not said once that it is of another format")
            wrong += 1
        # What is left unsaid may make a difference of level: a total typed over is an error, one computed wrong a warning.
        facts = lambda lines: sorted(json.dumps([x for i, x in enumerate(json.loads(line)) if i != 1]) for line in lines)
        if facts(expected) != facts(found):
            print(f"{name}:\n  {expected}\n  {found}")
            wrong += 1
        said += len(found)
    print(f"{len(sent)} returns, {said} findings, {wrong} differ")
    sys.exit(wrong > 0)


main()

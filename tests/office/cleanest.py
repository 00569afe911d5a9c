"""Names the return with the fewest errors and warnings; of several the one with the most sheets filled, the last.

Usage: cleanest.py FINDINGS.json
"""

import json
import sys

files = json.load(open(sys.argv[1], encoding="utf-8"))["files"]
grave = lambda file: sum(finding["level"] != "info" for finding in file["findings"])
fewest = min(map(grave, files))
print([file["file"] for file in files if grave(file) == fewest][-1])

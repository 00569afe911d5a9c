"""Broken variants of workbooks of other formats: each is refused or read, and none takes annex with it.

broken.py ANNEX COUNT FILE…   makes COUNT variants of the files in all and checks them, AT_ONCE in each run.
"""

import io
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import zipfile

AT_ONCE = 40


def flipped(content, dice):
    content = bytearray(content)
    for _ in range(dice.randint(1, 8)):
        content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    return bytes(content)


def spoilt(content, dice):
    """Flips bits, cuts, drops a piece, or makes the largest numbers there are."""
    at = dice.randrange(len(content))
    what = dice.randrange(5)
    if what == 0:
        return content[:at]
    if what == 1:
        return content[:at] + content[at + dice.randint(1, 64) :]
    if what == 2:
        return content[:at] + dice.choice([b"\xff" * 4, b"\x00" * 4, b"\xff\x7f", b"99999999999"]) + content[at + 4 :]
    return flipped(content, dice)


def within_zip(content, dice):
    """Spoils one part and packs it anew, so that its checksum is right."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [(part.filename, package.read(part)) for part in package.infolist()]
    which = dice.choice([index for index, (_, part) in enumerate(parts) if part])
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as package:
        for index, (name, part) in enumerate(parts):
            package.writestr(name, spoilt(part, dice) if index == which else part)
    return written.getvalue()


def checked(annex, folder, files, variants, dice):
    """Makes the VARIANTS in FOLDER and gives what annex says of each file."""
    for index in variants:
        file = pathlib.Path(files[index % len(files)])
        content = file.read_bytes()
        is_zip = content.startswith(b"PK") and dice.random() < 0.8
        broken = within_zip(content, dice) if is_zip else spoilt(content, dice)
        pathlib.Path(folder, f"{index:05}{file.suffix}").write_bytes(broken)
    run = subprocess.run([annex, "check", "--format", "json", folder], capture_output=True, text=True)
    assert run.returncode in (0, 1), (run.returncode, run.stderr)
    assert "mistake in annex" not in run.stderr, run.stderr
    return json.loads(run.stdout)["files"]


def main():
    annex, count, *files = sys.argv[1:]
    count = int(count)
    dice = random.Random(7)
    seen = refused = 0
    # An unpacked variant takes megabytes: a few at a time need no disk worth speaking of.
    for start in range(0, count, AT_ONCE):
        with tempfile.TemporaryDirectory() as folder:
            returns = checked(annex, folder, files, range(start, min(start + AT_ONCE, count)), dice)
        seen += len(returns)
        refused += sum(any(finding["code"] == "W001" for finding in file["findings"]) for file in returns)
    assert seen == count, seen
    print(f"{count} variants, {refused} refused")


main()

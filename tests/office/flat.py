"""The findings of a file as JSON has them, each for itself: those with several cells, and what follows from others."""


def each(findings):
    for finding in findings:
        # As grave as what follows from it: how grave it is by itself is not told.
        own = {"level": None} if finding.get("set_by") == "consequence" else {}
        for member in finding.get("alike") or [finding]:
            yield {**member, **own}
        # What cannot be checked because of its cause is an info, and hangs on the results a program saved; how a value was
        # read does not.
        follows = each(finding.get("follows", []))
        yield from (one for one in follows if one["level"] != "info" or one["code"].startswith("V"))

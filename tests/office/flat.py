"""The findings of a file as JSON has them, each for itself: those with several cells, and what follows from others."""


def each(findings):
    for finding in findings:
        # As grave as what follows from it: by itself it is a warning.
        own = {"level": "warning"} if finding.get("set_by") == "consequence" else {}
        for member in finding.get("alike") or [finding]:
            yield {**member, **own}
        # What cannot be checked because of its cause is an info, and hangs on the results a program saved.
        yield from (one for one in each(finding.get("follows", [])) if one["level"] != "info")

"""Write the raw points (and missing reasons) of every case that counts into tests/cases/rules: read the difference.

    .venv/bin/python -m tools.case_points

A case counts when it has a line `reason = …`; `reason = "?"` is filled in. For use after a strength, a bound or a
kernel has been changed on purpose.
"""

from __future__ import annotations

import json
import re
import tomllib

from tests.rules.cases import FILES, outcome

_REASON = re.compile(r"^reason = .*$", re.MULTILINE)
_POINTS = re.compile(r"^points = .*\n", re.MULTILINE)


def filled(block: str) -> str:
    """Write the points of one case below its reason; a case that should count and does not is left and told."""
    case = tomllib.loads(f"[[cases]]{block}")["cases"][0]
    if "reason" not in case:
        return block
    found = outcome(case)
    if found is None:
        print(f"{case['rule']}: {case['name']}: does not count")
        return block
    reason, points = found
    said = case["reason"] if case["reason"] != "?" else reason
    line = f"reason = {json.dumps(said, ensure_ascii=False)}\npoints = {points}"
    return _REASON.sub(lambda _: line, _POINTS.sub("", block))


def main() -> None:
    """Fill in every file."""
    for path in FILES:
        head, *blocks = path.read_text("utf-8").split("[[cases]]")
        path.write_text("[[cases]]".join([head, *map(filled, blocks)]), "utf-8")


if __name__ == "__main__":
    main()

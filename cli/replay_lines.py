"""The rows of a replay for a person: under the names of their columns, each verdict with its story's headline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cli.replay import HEADLINE, WHERE
from digests.escape import clean
from digests.texts import say
from model.score import Axis

COLUMNS = ("date", "company", "what", "headline or numbers", "why")
VERDICTS = {"Now": "alert", "Update": "edit", "InDigest": "digest", "Held": "held"}
LONGEST = 100  # of a headline
GAP = "  "


def lines(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Lay rows under the names of their columns; no lines when there are no rows."""
    if not rows:
        return
    table = [COLUMNS, *(_cells(row) for row in rows)]
    widths = [max(len(cells[column]) for cells in table) for column in range(3)]
    for cells in table:
        front = [cell.ljust(width) for cell, width in zip(cells, widths, strict=False)]
        yield GAP.join([*front, *cells[3:]]).rstrip()


def _cells(row: Mapping[str, Any]) -> tuple[str, str, str, str, str]:
    if HEADLINE in row:
        what = f"{row['change']} in {row[WHERE]}" if "change" in row else VERDICTS[row["verdict"]]
        return row["date"], row["company"], what, clean(row[HEADLINE], LONGEST), row["reason"]
    numbers = ", ".join(f"{say(axis)} {'unknown' if row[axis] is None else row[axis]}" for axis in Axis)
    sure = say(row["confidence"]) if row.get("confidence") else ""
    return row["date"], row["company"], row.get("change", "numbers"), numbers, sure

"""Rows laid out in columns for a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from digests.escape import clean

LONGEST = 100  # of one cell
GAP = "  "


def lay_out(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Lay rows of the same keys under the names of their columns; no lines when there are no rows."""
    if not rows:
        return []
    heads = [name.replace("_", " ") for name in rows[0]]
    table = [heads, *([_cell(value) for value in row.values()] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return [GAP.join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip() for cells in table]


def _cell(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, list | tuple):
        return clean(", ".join(map(str, value)), LONGEST)
    return clean(str(value), LONGEST)

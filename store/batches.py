"""Long lists in pieces: both databases bound how many parameters one statement may carry."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TypeVar

Value = TypeVar("Value")
MOST = 1_000


def batches(values: Collection[Value], most: int = MOST) -> Iterator[list[Value]]:
    """Yield `values` in order, at most `most` at a time."""
    row = list(values)
    for start in range(0, len(row), most):
        yield row[start : start + most]

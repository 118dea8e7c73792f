"""Sets of characters as expressions write them."""

from __future__ import annotations

import re
from collections.abc import Iterable


def members(chars: Iterable[str]) -> str:
    """Return characters as they stand within a set; neighbours are written as a span, since that is read much faster.

    A word list is mostly neighbours: its words got their characters one after the other.
    """
    spans: list[list[int]] = []
    for code in sorted(set(map(ord, chars))):
        if spans and spans[-1][1] == code - 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return "".join(_written(first, last) for first, last in spans)


def _written(first: int, last: int) -> str:
    ends = re.escape(chr(first)), re.escape(chr(last))
    return ends[0] if first == last else ("" if last == first + 1 else "-").join(ends)

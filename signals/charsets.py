"""Sets of characters as expressions write them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from signals.alphabet import FIRST_WORD


def escaped(char: str) -> str:
    """Return a character as an expression writes it; those of words mean nothing else there."""
    return char if char >= FIRST_WORD else re.escape(char)


def one_of(chars: str) -> str:
    """Return an expression for one of `chars`."""
    return escaped(chars) if len(chars) == 1 else f"[{members(chars)}]"


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
    return "".join(map(_written, spans))


def _written(span: list[int]) -> str:
    first, last = span
    if first == last:
        return escaped(chr(first))
    return f"{escaped(chr(first))}{'-' if last > first + 1 else ''}{escaped(chr(last))}"

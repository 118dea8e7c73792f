"""A pattern with everything left out but the words that must stand side by side.

It is searched in the bare words of a sentence, before names, roles and numbers are known, to tell cheaply that the
pattern cannot match. What it leaves out may be anything, so it errs on the side of reading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from signals.alphabet import STAND_INS

NAME_START = STAND_INS[2]  # stands for the words that a name may begin with
NOUN = STAND_INS[1]  # stands for the words of which each role or group has one
WHO = STAND_INS[0]  # stands for people, of whom little can be said but that some patterns want one of those words
_ANYTHING = ""
ENDING = r"(?=[.!…]?$)"  # where a sentence ends


class Rough:
    """Collects the parts of one pattern."""

    def __init__(self) -> None:
        self._frames: list[list[str]] = [[]]
        self._optional = {_ANYTHING}  # what may be missing
        self._either = False

    def add(self, part: str, regex: str) -> None:
        """Add one element with its expression over bare words, "" for one that may be anything."""
        if part == "(":
            self._frames.append([])
        elif part.startswith(")") and len(self._frames) > 1:
            inside = self._frames.pop()
            times = {")": "", ")?": "?", ")*": "{0,5}"}[part]
            whole = _ANYTHING if {_ANYTHING, WHO} & set(inside) else f"(?:{''.join(inside)}){times}"
            if times:
                self._optional.add(whole)
            self._frames[-1].append(whole)
        elif part in {"|", "^", "$"}:
            self._either = self._either or (part == "|" and len(self._frames) == 1)
            self._frames[-1].append(ENDING if part == "$" else part)
        elif part == ",":
            self._frames[-1].append(part)
        elif not part.startswith("!"):
            if part.endswith(("?", "*")):
                self._optional.add(regex)
            self._frames[-1].append(regex or _ANYTHING)

    def parts(self) -> tuple[str, ...]:
        """Return the expressions to be found one after the other."""
        if self._either:
            return ()
        parts: list[list[str]] = [[]]
        for piece in self._frames[0]:
            if piece == WHO:
                parts += [[WHO], []]
            elif piece == _ANYTHING:
                parts.append([])
            else:
                parts[-1].append(piece)
        return tuple("".join(part) for part in map(self._bare, parts) if part)

    def _bare(self, part: list[str]) -> list[str]:
        """Return a part without what may be missing at its ends: that would only slow down its search."""
        first, stop = 0, len(part)
        while first < stop and part[first] in self._optional:
            first += 1
        while first < stop and part[stop - 1] in self._optional:
            stop -= 1
        return part[first:stop]


class Followed:
    """The parts of one pattern, compiled when they are first looked for.

    `sets` are the expressions of the words that a name may begin with and of those of which a role has one; a pattern
    that is `titled` wants people by what they do.
    """

    def __init__(self, parts: tuple[str, ...], sets: Mapping[str, str], titled: bool) -> None:
        self._parts = tuple(NOUN if part == WHO else part for part in parts if titled or part != WHO)
        self._sets = sets
        self._compiled: tuple[re.Pattern[str], ...] | None = None

    def stand(self, symbols: str) -> bool:
        """Tell whether the parts stand in `symbols` one behind the other."""
        if self._compiled is None:
            self._compiled = tuple(map(self._compile, self._parts))
        at = 0
        for part in self._compiled:
            found = part.search(symbols, at)
            if found is None:
                return False
            at = found.start()
        return True

    def _compile(self, part: str) -> re.Pattern[str]:
        for sign, regex in self._sets.items():
            part = part.replace(sign, regex)
        return re.compile(part, re.DOTALL)

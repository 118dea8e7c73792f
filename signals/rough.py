"""A pattern with everything left out but the words that must stand side by side.

It is searched in the bare words of a sentence, before names, roles and numbers are known, to tell cheaply that the
pattern cannot match. What it leaves out may be anything, so it errs on the side of reading.
"""

from __future__ import annotations

import re

NAME_START = "\uf8ff"  # stands for the words that a name may begin with
_ANYTHING = ""


class Rough:
    """Collects the parts of one pattern while it is compiled."""

    def __init__(self) -> None:
        self._frames: list[list[str]] = [[]]
        self._either = False

    def add(self, part: str, regex: str) -> None:
        """Add one element with its expression over bare words, "" for one that may be anything."""
        if part == "(":
            self._frames.append([])
        elif part.startswith(")") and len(self._frames) > 1:
            inside = self._frames.pop()
            times = {")": "", ")?": "?", ")*": "{0,5}"}[part]
            self._frames[-1].append(_ANYTHING if _ANYTHING in inside else f"(?:{''.join(inside)}){times}")
        elif part in {"|", "^", "$"}:
            self._either = self._either or (part == "|" and len(self._frames) == 1)
            self._frames[-1].append(part)
        elif part == ",":
            self._frames[-1].append(part)
        elif not part.startswith("!"):
            self._frames[-1].append(regex or _ANYTHING)

    def parts(self) -> tuple[str, ...]:
        """Return the expressions to be found one after the other."""
        if self._either:
            return ()
        parts: list[list[str]] = [[]]
        for piece in self._frames[0]:
            if piece == _ANYTHING:
                parts.append([])
            else:
                parts[-1].append(piece)
        return tuple("".join(part) for part in parts if part)


def compiled(parts: tuple[str, ...], starts: str) -> tuple[re.Pattern[str], ...]:
    """Compile the parts of a pattern; `starts` are the characters of words that a name may begin with."""
    return tuple(re.compile(part.replace(NAME_START, f"[{re.escape(starts)}]"), re.DOTALL) for part in parts)


def follow(parts: tuple[re.Pattern[str], ...], symbols: str) -> bool:
    """Tell whether the parts stand in `symbols` one behind the other."""
    at = 0
    for part in parts:
        found = part.search(symbols, at)
        if found is None:
            return False
        at = found.start()
    return True

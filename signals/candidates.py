"""Which patterns can match a sentence at all: most lack a character that a pattern cannot do without."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence, Set

from signals.patterns import Pattern


class Candidates:
    """Patterns by what they need, so that a sentence asks few of them."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._needs = [tuple(need.chars for need in pattern.needs) for pattern in patterns]
        self._by_rarest: dict[str, array[int]] = {}
        for number, needs in enumerate(self._needs):
            for char in needs[0]:
                self._by_rarest.setdefault(char, array("H")).append(number)

    def among(self, present: Set[str], possible: Iterable[int] | None = None) -> list[int]:
        """Return the numbers, in order, of the patterns that a sentence with just these characters can match.

        Only the `possible` ones are looked at when it is known which these are; there are few of them.
        """
        if possible is None:
            possible = {number for char in present & self._by_rarest.keys() for number in self._by_rarest[char]}
        lacking: dict[str, bool] = {}  # patterns share their needs
        found: list[int] = []
        for number in sorted(possible):
            for need in self._needs[number]:
                lacks = lacking.get(need)
                if lacks is None:
                    lacks = lacking[need] = present.isdisjoint(need)
                if lacks:
                    break
            else:
                found.append(number)
        return found

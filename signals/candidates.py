"""Which patterns can match a sentence at all: most lack a character that a pattern cannot do without."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence, Set

from signals.alphabet import FIRST_WORD
from signals.patterns import Pattern


class Candidates:
    """Patterns by what they need, so that a sentence asks few of them."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._patterns = patterns
        kept: dict[tuple[str, ...], tuple[str, ...]] = {}
        units = (tuple(one.chars for one in pattern.needs if max(one.chars) < FIRST_WORD) for pattern in patterns)
        self._units = [kept.setdefault(needs, needs) for needs in units]
        self._by_rarest: dict[str, array[int]] = {}
        for number, pattern in enumerate(patterns):
            for char in pattern.needs[0].chars:
                self._by_rarest.setdefault(char, array("H")).append(number)

    def among(self, present: Set[str], possible: Iterable[int] | None = None) -> list[int]:
        """Return the numbers, in order, of the patterns that a sentence with just these characters can match.

        Only the `possible` ones are looked at when it is known which these are: a glance found their words already,
        but not whether a role, a sum or a number is among them.
        """
        lacks = present.isdisjoint
        if possible is not None:
            return [number for number in sorted(possible) if not any(map(lacks, self._units[number]))]
        rare = {number for char in present & self._by_rarest.keys() for number in self._by_rarest[char]}
        return [one for one in sorted(rare) if not any(lacks(need.chars) for need in self._patterns[one].needs)]

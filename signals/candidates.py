"""Which patterns can match a sentence at all: most lack a character that a pattern cannot do without."""

from __future__ import annotations

from collections.abc import Sequence, Set

from signals.patterns import Pattern


class Candidates:
    """Patterns by the rarest thing they need, so that a sentence asks few of them.

    Each different need is one bit of a number, and patterns that need the same stand in one group.
    """

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        bits: dict[frozenset[str], int] = {}
        groups: dict[int, list[int]] = {}
        firsts: dict[int, frozenset[str]] = {}
        for number, pattern in enumerate(patterns):
            needs = sum({bits.setdefault(need.chars, 1 << len(bits)) for need in pattern.needs})
            groups.setdefault(needs, []).append(number)
            firsts.setdefault(needs, pattern.needs[0].chars)
        self._groups = groups
        self._meets: dict[str, int] = {}
        for chars, bit in bits.items():
            for char in chars:
                self._meets[char] = self._meets.get(char, 0) | bit
        self._by_first: dict[str, list[int]] = {}
        for needs, chars in firsts.items():
            for char in chars:
                self._by_first.setdefault(char, []).append(needs)

    def among(self, present: Set[str]) -> list[int]:
        """Return the numbers, in order, of the patterns that a sentence with just these characters can match."""
        met = 0
        for char in present:
            met |= self._meets.get(char, 0)
        absent = ~met
        found = {needs for char in present for needs in self._by_first.get(char, ()) if not needs & absent}
        return sorted(number for needs in found for number in self._groups[needs])

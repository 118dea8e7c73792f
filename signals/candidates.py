"""Which patterns can match a sentence at all: most lack a character that a pattern cannot do without."""

from __future__ import annotations

from collections.abc import Sequence, Set

from signals.patterns import Pattern


class Candidates:
    """Patterns by the rarest thing they need, so that a sentence asks few of them."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._others = [[need.chars for need in pattern.needs[1:]] for pattern in patterns]
        self._by_first: dict[str, list[int]] = {}
        for number, pattern in enumerate(patterns):
            for char in pattern.needs[0].chars:
                self._by_first.setdefault(char, []).append(number)

    def among(self, present: Set[str]) -> list[int]:
        """Return the numbers, in order, of the patterns that a sentence with just these characters can match."""
        numbers = {number for char in present for number in self._by_first.get(char, ())}
        return sorted(n for n in numbers if not any(need.isdisjoint(present) for need in self._others[n]))

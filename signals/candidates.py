"""Which patterns can match a sentence at all: most lack a character that a pattern cannot do without."""

from __future__ import annotations

from collections.abc import Sequence, Set

from signals.needs import Needs, numbers
from signals.patterns import Pattern


class Candidates:
    """Patterns by what they need, so that a sentence asks few of them; those that need the same stand in one group."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        groups: dict[frozenset[str], list[int]] = {}
        for number, pattern in enumerate(patterns):
            groups.setdefault(frozenset(need.chars for need in pattern.needs), []).append(number)
        ordered = sorted(groups, key=len, reverse=True)
        self._groups = [groups[needs] for needs in ordered]
        self._group_of = [0] * len(patterns)
        for group, members in enumerate(self._groups):
            for number in members:
                self._group_of[number] = group
        self._needs = Needs([tuple(needs) for needs in ordered])

    def among(self, present: Set[str], possible: Sequence[int] | None = None) -> list[int]:
        """Return the numbers, in order, of the patterns that a sentence with just these characters can match.

        Only the `possible` ones are looked at when it is known which these are; there are few of them.
        """
        groups = self._needs.ranks.complete(self._needs.met(present))
        if possible is None:
            return sorted(number for group in numbers(groups) for number in self._groups[group])
        return [number for number in sorted(possible) if groups >> self._group_of[number] & 1]

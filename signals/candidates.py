"""Which patterns can match a sentence at all: most lack a character that a pattern cannot do without."""

from __future__ import annotations

from collections.abc import Sequence, Set

from signals.needs import Needs, numbers
from signals.patterns import Pattern


class Candidates:
    """Patterns by what they need, so that a sentence asks few of them; those that need the same stand in one group."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._wanted = [tuple(need.chars for need in pattern.needs) for pattern in patterns]
        groups: dict[frozenset[frozenset[str]], list[int]] = {}
        for number, wanted in enumerate(self._wanted):
            groups.setdefault(frozenset(wanted), []).append(number)
        ordered = sorted(groups, key=len, reverse=True)
        self._groups = [groups[needs] for needs in ordered]
        self._needs = Needs([tuple(needs) for needs in ordered])

    def among(self, present: Set[str], possible: Sequence[int] | None = None) -> list[int]:
        """Return the numbers, in order, of the patterns that a sentence with just these characters can match.

        Only the `possible` ones are looked at when it is known which these are; there are few of them.
        """
        if possible is None:
            groups = self._needs.complete(self._needs.met(present))
            return sorted(number for group in numbers(groups) for number in self._groups[group])
        return [number for number in sorted(possible) if not any(map(present.isdisjoint, self._wanted[number]))]

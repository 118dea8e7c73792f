"""Which of many groups have all they need, asked of one number instead of group by group."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import or_


class Ranks:
    """Where the needs of groups stand in a number: the first needs of all groups, then their second ones and so on."""

    def __init__(self, groups: Sequence[Sequence[object]]) -> None:
        self._every = (1 << len(groups)) - 1
        # For each rank of needs: where its bits begin, and the groups that have none.
        self._ranks: list[tuple[int, int]] = []
        first = 0
        for rank in range(len(groups[0]) if groups else 0):
            having = sum(len(needs) > rank for needs in groups)
            self._ranks.append((first, self._every ^ (1 << having) - 1))
            first += having

    def complete(self, met: int) -> int:
        """Return the groups all of whose needs are `met`, a bit for each."""
        groups = self._every
        for first, lacking in self._ranks:
            groups &= met >> first | lacking
            if not groups:
                break
        return groups

    def __iter__(self) -> Iterator[int]:
        """Yield where the bits of each rank begin."""
        return (first for first, _ in self._ranks)


class Needs:
    """The needs of `groups`, those with most needs first; any one of the marks of a need meets it.

    One number says which needs of which groups are met; its `ranks` tell by a few shifts of it which groups lack none.
    """

    def __init__(self, groups: Sequence[Sequence[Iterable[str]]]) -> None:
        self.ranks = Ranks(groups)
        # Many marks meet a few needs each: numbers of two bytes side by side take a fraction of a list's room.
        bits: dict[str, array[int]] = {}
        for rank, first in enumerate(self.ranks):
            for number, needs in enumerate(groups):
                for mark in needs[rank] if len(needs) > rank else ():
                    bits.setdefault(mark, array("H")).append(first + number)
        kept: dict[bytes, int] = {}  # the words of one list meet the same needs
        self.marks: dict[str, int] = {}  # the needs that each mark meets
        for mark, found in bits.items():
            key = found.tobytes()
            self.marks[mark] = kept[key] = kept.get(key) or sum(1 << bit for bit in found)

    def met(self, marks: Iterable[str]) -> int:
        """Return the needs that these marks meet."""
        return reduce(or_, filter(None, map(self.marks.get, marks)), 0)


def numbers(bits: int) -> Iterator[int]:
    """Yield the numbers of the bits that are set."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest

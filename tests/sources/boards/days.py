"""A board played day by day: what it lists each day, and what the diff makes of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from model.item import Item
from sources.boards.diff import Diff, compare
from sources.boards.memory import Memory
from sources.boards.posting import Posting
from sources.boards.telling import items_of, remembering

START = datetime(2024, 9, 2, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def post(
    id: str, title: str | None = None, *cities: str, department: str = "Engineering", published: datetime | None = None
) -> Posting:
    """Make a post; its title names its identity unless another is given, so that no two are alike."""
    return Posting(id, title or f"Post {id}", department, cities, published=published)


def board(*ids: str) -> list[Posting]:
    """List posts by their identities."""
    return [post(id) for id in ids]


def play(days: Iterable[Sequence[Posting]], before: Memory | None = None, every: timedelta = DAY) -> list[Diff]:
    """Read the board once for each listing, one day apart unless said otherwise."""
    found: list[Diff] = []
    at = before.read + every if before else START
    for listed in days:
        found.append(compare(before, listed, at))
        before = found[-1].memory
        at += every
    return found


def told(days: Iterable[Sequence[Posting]], company: str = "Acme") -> list[Item]:
    """Tell what a company's board had to say, day after day."""
    found: list[Item] = []
    before: Memory | None = None
    at = START
    for listed in days:
        diff = compare(before, listed, at)
        found += items_of("ashby:acme", company, "https://jobs.ashbyhq.com/acme", diff)
        before = remembering(company, diff.memory)
        at += DAY
    return found

"""What is remembered of a source between two polls."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from model.item import Item, Notice

OLD_NEWS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class PollState:
    """What we remember of one source between polls; stored in the transaction that stores its items.

    `cursor` is the source's own memory (a timestamp, the last accession number); `body_digest` is of the last page
    that was parsed, so that a server without ETags costs no parsing when nothing changed. `polled` is the last
    success, `next_due` when to ask again, `failures` how many polls in a row failed, `down_since` since when, and
    `trouble` what it said. `gone` sources are not asked again. `moved_to` is where permanent redirects led, `moved`
    how often in a row. `had_items` says that the page once held items, so that an empty one is a fault (C7).
    `noticed` is when its owner was told, once, that it is gone or has failed for seven days (C9, C10).
    """

    source: str
    etag: str | None = None
    last_modified: str | None = None
    cursor: str | None = None
    body_digest: str | None = None
    polled: datetime | None = None
    next_due: datetime | None = None
    failures: int = 0
    down_since: datetime | None = None
    trouble: str | None = None
    gone: bool = False
    moved_to: str | None = None
    moved: int = 0
    had_items: bool = False
    noticed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Harvest:
    """One successful poll, ready to be kept: the new state of the source and the items of its page.

    `pending` are the keys of items that name a watched company and wait to be read; `silent` the keys of items that
    are old news: they are read for the scores and never speak.
    """

    state: PollState
    items: tuple[Item, ...]
    pending: frozenset[str]
    silent: frozenset[str]


def old_news(items: Iterable[Item], now: datetime, *, first: bool) -> frozenset[str]:
    """List the keys of items that were older than seven days when they came, on the `first` poll of their source.

    Rows of somebody's list are old whenever they come so: people add to such a list what happened long ago.
    """
    old = (item for item in items if item.published < now - OLD_NEWS or item.published >= now)
    return frozenset(item.key for item in old if first or _is_listed(item, now))


def _is_listed(item: Item, now: datetime) -> bool:
    return isinstance(item.shape, Notice) and not item.shape.official and item.published < now

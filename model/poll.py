"""What is remembered of a source between two polls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from model.item import Item


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
    were already older than seven days on the source's first poll: they are read for the scores and never speak.
    """

    state: PollState
    items: tuple[Item, ...]
    pending: frozenset[str]
    silent: frozenset[str]

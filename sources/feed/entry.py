"""What every format of feed comes down to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed, whichever format it was in; "" and None where the feed is silent.

    `id` is as the feed writes it; `link` is absolute; `title` is plain text without line breaks; `summary` is one
    sentence of plain text. `published`, `updated` are in UTC. `lang` is the feed's own code ("en-US").
    """

    id: str
    link: str
    title: str
    summary: str
    published: datetime | None
    updated: datetime | None
    lang: str | None

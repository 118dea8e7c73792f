"""`/signals sources`: whether each source answers."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_sources
from handlers.books import Asker, Books
from handlers.commands import Answered, Public
from handlers.words import Asked

WORD = "sources"
HELP = "where the news come from, and whether each source answers"
PUBLIC = True


async def answer(_asked: Asked, asker: Asker, books: Books, now: datetime) -> Answered:
    """Draw how every configured source fares."""
    zone, add = (await books.subscription(asker)).zone, not books.feeds.refused()
    return Public(draw_sources(await books.archive.sources(now), zone, add=add))

"""`/signals sources`: whether each source answers."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_sources
from handlers.books import Asker, Books
from handlers.words import Asked
from model.message import Drawn

WORD = "sources"
HELP = "where the news come from, and whether each source answers"


async def answer(_asked: Asked, asker: Asker, books: Books, _now: datetime) -> Drawn:
    """Draw how every configured source fares."""
    return draw_sources(await books.archive.sources(), (await books.subscription(asker)).zone)

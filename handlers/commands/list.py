"""`/signals list`: what this channel hears, and when."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_list
from handlers.books import Asker, Books
from handlers.words import Asked
from model.message import Drawn

WORD = "list"
HELP = "what this channel watches and when its next digest comes"


async def answer(_asked: Asked, asker: Asker, books: Books, now: datetime) -> Drawn:
    """Draw the channel's wishes."""
    names = [company.name for company in await books.watched(asker)]
    return draw_list(await books.subscription(asker), names, await books.next_digest(asker, now))

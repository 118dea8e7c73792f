"""`/signals list`: what this channel hears, and when."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_list
from handlers.books import Asker, Books
from handlers.commands import Answered, Public
from handlers.words import Asked

WORD = "list"
HELP = "what this channel watches and when its next digest comes"
PUBLIC = True


async def answer(_asked: Asked, asker: Asker, books: Books, now: datetime) -> Answered:
    """Draw the channel's wishes."""
    names = [company.name for company in await books.watched(asker)]
    return Public(draw_list(await books.subscription(asker), names, await books.next_digest(asker, now)))

"""`/signals unwatch COMPANY`: hear no more of a company in this channel."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_said, draw_unknown
from digests.texts import say
from handlers.books import Asker, Books
from handlers.names import Unknown, find
from handlers.words import Asked
from model.message import Drawn

WORD = "unwatch"
HELP = "COMPANY: stop watching it in this channel"


async def answer(asked: Asked, asker: Asker, books: Books, _now: datetime) -> Drawn:
    """Stop watching it, or show the names that are like it."""
    if not asked.name:
        return draw_said(say("unwatch_which"))
    found = find(asked.name, await books.companies(asker))
    if isinstance(found, Unknown):
        return draw_unknown(found.text, found.near)
    return draw_said(await books.unwatch(asker, found))

"""`/signals why COMPANY`: every reason of its numbers."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_unknown, draw_why
from digests.privacy import everybody_at
from handlers.books import Asker, Books
from handlers.names import Unknown, find
from handlers.words import Asked
from model.message import Drawn

WORD = "why"
HELP = "COMPANY: every reason with its points and its source"


async def answer(asked: Asked, asker: Asker, books: Books, now: datetime) -> Drawn:
    """Draw the reasons of the company asked for, or the names that are like it."""
    found = find(asked.name, await books.companies(asker))
    if isinstance(found, Unknown):
        return draw_unknown(found.text, found.near)
    stands, wishes = await books.standing(found, asker, now), await books.subscription(asker)
    return draw_why(found.name, stands.score, stands.stories, wishes.zone, viewer=everybody_at(asker.user))

"""`/signals why COMPANY`: every reason of its numbers."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_said, draw_unknown, draw_why
from digests.texts import say
from handlers.books import Asker, Books
from handlers.commands import Answered, Public
from handlers.names import Unknown, find
from handlers.words import Asked

WORD = "why"
HELP = "COMPANY: every reason with its points and its source"
PUBLIC = True


async def answer(asked: Asked, asker: Asker, books: Books, now: datetime) -> Answered:
    """Draw the reasons of the company asked for, or the names that are like it."""
    if not asked.name:
        return draw_said(say("why_which"))
    found = find(asked.name, await books.companies(asker))
    if isinstance(found, Unknown):
        return draw_unknown(found.text, found.near)
    stands, wishes = await books.standing(found, asker, now), await books.subscription(asker)
    viewer = asker.everybody
    return Public(draw_why(found.name, stands.score, stands.stories, wishes.zone, viewer=viewer))

"""`/signals COMPANY`: the company's card."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_card, draw_unknown
from handlers.books import Asker, Books
from handlers.commands import Answered, Public
from handlers.names import Unknown, find
from handlers.words import Asked

WORD = "lookup"
HELP = "COMPANY: its two numbers, the main reasons and the latest news"
PUBLIC = True


async def answer(asked: Asked, asker: Asker, books: Books, now: datetime) -> Answered:
    """Draw the card of the company asked for, or the names that are like it."""
    found = find(asked.name, await books.companies(asker))
    if isinstance(found, Unknown):
        return draw_unknown(found.text, found.near)
    stands, wishes = await books.standing(found, asker, now), await books.subscription(asker)
    return Public(
        draw_card(
            found.name,
            stands.score,
            stands.stories,
            now,
            wishes.zone,
            before=stands.before,
            history=stands.history,
            roles=stands.roles,
            viewer=asker.everybody,
        )
    )

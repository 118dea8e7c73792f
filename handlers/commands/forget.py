"""`/signals forget PERSON`: away with what is stored of somebody, for admins; asked again before anything goes."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_said
from digests.draw_said import draw_forgetting
from digests.texts import say
from handlers.books import Asker, Books
from handlers.words import Asked
from model.message import Drawn

WORD = "forget"
HELP = "PERSON: remove them from everything stored, for admins"


async def answer(asked: Asked, _asker: Asker, books: Books, _now: datetime) -> Drawn:
    """Offer the window that counts what would go: the whole database is read for that."""
    if not asked.name:
        return draw_said(say("forget_which"))
    wrong = await books.records.wrong_person(asked.name)
    return draw_said(wrong) if wrong else draw_forgetting(asked.name)

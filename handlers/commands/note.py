"""`/signals note COMPANY TEXT`: what somebody heard becomes a signal of the company."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_said, draw_unknown
from digests.texts import say
from handlers.books import Asker, Books
from handlers.names import Unknown, leading
from handlers.words import Asked
from model.message import Drawn

WORD = "note"
HELP = "COMPANY TEXT: what you heard counts as a signal"


async def answer(asked: Asked, asker: Asker, books: Books, now: datetime) -> Drawn:
    """Take the note down; what names a person stays its author's own."""
    if not asked.name:
        return draw_said(say("note_which"))
    found = leading(asked.name, await books.companies(asker))
    if isinstance(found, Unknown):
        return draw_unknown(found.text, found.near)
    company, text = found
    if not text:
        return draw_said(say("note_which"))
    return draw_said(await books.stories.hear(company, asker, text, now))

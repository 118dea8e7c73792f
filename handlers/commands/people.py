"""`/signals people COMPANY`: who moved, by the asker's own imports, for the asker alone."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_import_offer, draw_people, draw_said, draw_unknown
from digests.texts import say
from handlers.books import Asker, Books
from handlers.names import Unknown, find
from handlers.words import Asked
from model.message import Drawn

WORD = "people"
HELP = "COMPANY: who of your own connections moved, for your eyes only"


async def answer(asked: Asked, asker: Asker, books: Books, now: datetime) -> Drawn:
    """Draw what the asker's imports tell of the company's people."""
    imported = await books.imports.imported(asker)
    if not asked.name:
        return draw_said(say("people_which")) if imported else draw_import_offer()
    found = find(asked.name, await books.companies(asker))
    if isinstance(found, Unknown):
        return draw_unknown(found.text, found.near)
    if not imported:
        return draw_import_offer()
    told = await books.archive.mine(found.name, asker, now)
    return draw_people(found.name, told, asker.user, (await books.subscription(asker)).zone)

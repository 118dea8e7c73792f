"""`/signals unwatch COMPANY`: hear no more of a company in this channel."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_said, draw_unknown
from digests.texts import say
from digests.views.unwatch import CALLBACK, view_unwatch
from digests.views.watch import names_of
from handlers.books import Asker, Books
from handlers.commands import Asks
from handlers.names import find
from handlers.press import write_about
from handlers.words import Asked
from model.company import Company
from model.message import Drawn

WORD = "unwatch"
HELP = "COMPANY: stop watching it in this channel"


async def answer(asked: Asked, asker: Asker, books: Books, _now: datetime) -> Drawn | Asks:
    """Stop watching it; where its name is only like names that are watched here, ask which one is meant."""
    if not asked.name:
        return draw_said(say("unwatch_which"))
    found = find(asked.name, await books.companies(asker))
    if isinstance(found, Company):
        return draw_said(await books.unwatch(asker, found))
    unknown = draw_unknown(found.text, found.near)
    near = [company for company in await books.watched(asker) if company.name in found.near]
    if not near:
        return unknown

    async def otherwise() -> Drawn:
        return unknown

    about = write_about(**{"is": CALLBACK}, channel=asker.channel, **names_of(near))
    return Asks(view_unwatch(near, about), otherwise)

"""`/signals flow COMPANY`: who came from where and went where."""

from __future__ import annotations

from datetime import datetime, timedelta

from digests.draw import draw_flow, draw_said, draw_unknown
from digests.texts import say
from handlers.books import Asker, Books
from handlers.commands import Answered, Public
from handlers.names import Unknown, find
from handlers.words import Asked

WORD = "flow"
HELP = "COMPANY: who came from where and went where, by month and seniority"
PUBLIC = True
BACK = timedelta(days=730)


async def answer(asked: Asked, asker: Asker, books: Books, now: datetime) -> Answered:
    """Draw the moves of the last two years; also of a company that nobody watches, where moves from or to it are."""
    if not asked.name:
        return draw_said(say("flow_which"))
    found = find(asked.name, await books.companies(asker))
    name = found.text if isinstance(found, Unknown) else found.name
    flows = await books.archive.flow(name, now - BACK)
    if isinstance(found, Unknown) and not flows:
        return draw_unknown(found.text, found.near)
    return Public(draw_flow(name, flows))

"""`/signals compare A B C`: two to five companies beside each other."""

from __future__ import annotations

from datetime import datetime, timedelta

from digests.draw import draw_compare, draw_said, draw_unknown
from digests.draw_compare import Compared
from digests.texts import say
from handlers.books import Asker, Books
from handlers.commands import Answered, Public
from handlers.names import Unknown, several
from handlers.words import Asked

WORD = "compare"
HELP = "A B C: two to five companies beside each other"
PUBLIC = True
LEAST, MOST = 2, 5
MOVED_BACK = timedelta(days=365)


async def answer(asked: Asked, asker: Asker, books: Books, now: datetime) -> Answered:
    """Draw both numbers of each, with the main reason, and who moved between them in the last year."""
    found = several(asked.name, await books.companies(asker))
    if isinstance(found, Unknown):
        return draw_unknown(found.text, found.near)
    if not LEAST <= len(found) <= MOST:
        return draw_said(say("compare_which"))
    rows = []
    for company in found:
        stands = await books.standing(company, asker, now)
        rows.append(Compared(company.name, stands.score, stands.before, stands.stories))
    names = {company.name for company in found}
    since = now - MOVED_BACK
    moves = [m for m in await books.archive.moves(since, names) if {m.from_company, m.to_company} <= names]
    return Public(draw_compare(rows, moves, since))

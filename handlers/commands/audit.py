"""`/signals audit [COMPANY] [@person] [since:30d]`: who changed what when, for admins."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_audit, draw_said, draw_unknown
from digests.texts import say
from handlers.books import Asker, Books
from handlers.names import Unknown, find
from handlers.words import Asked, time_of
from model.message import Drawn

WORD = "audit"
HELP = "COMPANY, @person or since:30d: who changed what, for admins"
SINCE, BEFORE = "since:", "before:"
PAGE = 15  # of the longest lines, so many fit into one message


async def answer(asked: Asked, asker: Asker, books: Books, now: datetime) -> Drawn:
    """Draw a page of the log; its button asks for the next one."""
    typed = asked.name.split()
    marks = {mark: [w[len(mark) :] for w in typed if w.casefold().startswith(mark)] for mark in (SINCE, BEFORE, "@")}
    name = " ".join(w for w in typed if not w.casefold().startswith((SINCE, BEFORE, "@")))
    back = time_of(marks[SINCE][-1]) if marks[SINCE] else None
    before = int(marks[BEFORE][-1]) if marks[BEFORE] and marks[BEFORE][-1].isdecimal() else None
    if marks[SINCE] and back is None:
        return draw_said(say("audit_which"))
    found = find(name, await books.companies(asker)) if name else None
    if isinstance(found, Unknown):
        return draw_unknown(found.text, found.near)
    company, actor = found.name if found else "", marks["@"][-1] if marks["@"] else ""
    page = await books.records.audit(asker, company, actor, now - back if back else None, before, PAGE)
    same = " ".join(w for w in typed if not w.casefold().startswith(BEFORE))
    older = f"{WORD} {same} {BEFORE}{page.rest}" if page.rest else ""
    return draw_audit(page.done, page.told, (await books.subscription(asker)).zone, older=older)

"""`/signals watch COMPANY`: hear of a company in this channel."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_said
from digests.texts import say
from handlers.books import Asker, Books
from handlers.names import Unknown, domain_of, find
from handlers.words import Asked
from model.company import Company
from model.message import Drawn

WORD = "watch"
HELP = "COMPANY: watch it in this channel"


async def answer(asked: Asked, asker: Asker, books: Books, _now: datetime) -> Drawn:
    """Watch it; a new name that looks like a misspelling is only taken in quotes."""
    if not asked.name:
        return draw_said(say("watch_which"))
    found = find(asked.name, await books.companies(asker))
    if isinstance(found, Company):
        return draw_said(await books.watch(asker, found))
    if found.near and not asked.sure:
        return draw_said(say("watch_meant", near=f" {say('or')} ".join(found.near), name=found.text))
    return draw_said(await books.watch(asker, named(found)))


def named(unknown: Unknown) -> Company:
    """Make a company of a name, with its domain when that was typed with it: "Acme Robotics acme.example"."""
    words = unknown.text.split()
    domain = domain_of(words[-1])
    name = " ".join(words[:-1]) if domain and len(words) > 1 else unknown.text
    return Company(name=name, domain=domain)

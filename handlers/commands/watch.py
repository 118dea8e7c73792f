"""`/signals watch COMPANY`: hear of a company in this channel."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_said
from digests.texts import say
from digests.views.watch import CALLBACK, names_of, view_watch
from handlers.books import Asker, Books
from handlers.commands import Asks
from handlers.names import Unknown, domain_of, find
from handlers.press import write_about
from handlers.words import Asked
from model.company import Company
from model.message import Drawn

WORD = "watch"
HELP = "COMPANY: watch it in this channel"


async def answer(asked: Asked, asker: Asker, books: Books, _now: datetime) -> Drawn | Asks:
    """Watch it; a name that is new is asked about in a window, unless it stands in quotes: then it is as written."""
    if not asked.name:
        return draw_said(say("watch_which"))
    known = await books.companies(asker)
    found = find(asked.name, known)
    if isinstance(found, Company):
        return draw_said(await books.watch(asker, found))
    new = named(found)

    async def otherwise() -> Drawn:
        if found.near and not asked.sure:
            return draw_said(say("watch_meant", near=f" {say('or')} ".join(found.near), name=found.text))
        return draw_said(await books.watch(asker, new))

    if asked.sure:
        return await otherwise()
    near = [company for name in found.near for company in known if company.name == name]
    about = write_about(**{"is": CALLBACK}, channel=asker.channel, **names_of(near))
    return Asks(view_watch(new, near, about, everyday=await books.everyday(new.name)), otherwise)


def named(unknown: Unknown) -> Company:
    """Make a company of a name, with its domain when that was typed with it: "Acme Robotics acme.example"."""
    words = unknown.text.split()
    domain = domain_of(words[-1])
    name = " ".join(words[:-1]) if domain and len(words) > 1 else unknown.text
    return Company(name=name, domain=domain)

"""Add a feed, first step: its address is fetched and read, and what it holds is shown. Nothing is stored."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_said
from digests.texts import say
from digests.views.feed import CALLBACK, SAVE, URL, view_add_feed, view_feed_tested
from handlers.asker import Asker
from handlers.books import Books
from handlers.files import NotReadable
from handlers.modals import Opened, Submitted, Wrong
from handlers.press import Form, Press, write_about
from model.message import View

__all__ = ["CALLBACK", "SLOW", "listed", "open", "submit"]

SLOW = True


async def listed(asker: Asker, books: Books, said: str = "") -> View:
    """Draw the modal; `said` stands above it."""
    added = [(feed, books.feeds.name(feed.url)) for feed in await books.feeds.added()]
    zone = (await books.subscription(asker)).zone
    return view_add_feed(added, zone, write_about(**{"is": CALLBACK}), said)


async def open(press: Press, books: Books, _now: datetime) -> Opened:
    """Draw the modal, where feeds may be added."""
    wrong = books.feeds.refused()
    return draw_said(wrong) if wrong else await listed(press.asker, books)


async def submit(form: Form, books: Books, now: datetime) -> Submitted:
    """Look at the address and show what it holds, or its trouble under the field."""
    url = form.text(URL)
    if not url:
        return Wrong({URL: say("feed_no_address")})
    try:
        look = await books.feeds.look(url, now)
    except NotReadable as error:
        return Wrong({URL: str(error)})
    zone = (await books.subscription(form.asker)).zone
    return view_feed_tested(look, zone, write_about(**{"is": SAVE}, url=url))

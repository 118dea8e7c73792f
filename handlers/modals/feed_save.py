"""Add a feed, second step: what was shown is polled from now on."""

from __future__ import annotations

from datetime import datetime

from digests.views.feed import SAVE
from handlers.books import Books
from handlers.files import NotReadable
from handlers.modals import Opened, Submitted
from handlers.modals.add_feed import listed
from handlers.modals.add_feed import open as start
from handlers.press import Form, Press

__all__ = ["CALLBACK", "SLOW", "open", "submit"]

CALLBACK = SAVE
SLOW = True


async def open(press: Press, books: Books, now: datetime) -> Opened:
    """Begin with an address."""
    return await start(press, books, now)


async def submit(form: Form, books: Books, now: datetime) -> Submitted:
    """Add it, and show the feeds that were added."""
    try:
        said = await books.feeds.add(form.asker, form.about.get("url", ""), now)
    except NotReadable as error:
        said = str(error)
    return await listed(form.asker, books, said)

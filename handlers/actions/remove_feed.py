"""Remove, beside a feed that was added: it is polled no more, and the list is drawn anew."""

from __future__ import annotations

from datetime import datetime

from handlers.actions import Shown
from handlers.books import Books
from handlers.modals.add_feed import listed
from handlers.press import Press

ACTION = "remove_feed"


async def act(press: Press, books: Books, now: datetime) -> Shown:
    """Remove the feed that the button names."""
    said = await books.feeds.remove(press.asker, press.value, now)
    return await listed(press.asker, books, said)

"""Stop following a story."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_done
from handlers.actions import Shown
from handlers.books import Books
from handlers.press import Press

ACTION = "unfollow"


async def act(press: Press, books: Books, now: datetime) -> Shown:
    """Follow it no more."""
    return draw_done(await books.stories.unfollow(press.story, press.asker, now), press.story)

"""Follow: a direct message when the story changes."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_done
from handlers.actions import Shown
from handlers.books import Books
from handlers.press import Press

ACTION = "follow"


async def act(press: Press, books: Books, now: datetime) -> Shown:
    """Follow it, and show how to stop."""
    return draw_done(await books.stories.follow(press.story, press.asker, now), press.story, "unfollow")

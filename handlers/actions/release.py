"""Release: anybody may take the story."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_done
from handlers.actions import Shown
from handlers.books import Books
from handlers.press import Press

ACTION = "release"


async def act(press: Press, books: Books, now: datetime) -> Shown:
    """Let go of it."""
    return draw_done(await books.stories.release(press.story, press.asker, now), press.story)

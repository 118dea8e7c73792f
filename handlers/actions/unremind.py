"""Cancel a reminder."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_done
from handlers.actions import Shown
from handlers.books import Books
from handlers.press import Press

ACTION = "unremind"


async def act(press: Press, books: Books, now: datetime) -> Shown:
    """Forget it."""
    return draw_done(await books.stories.unremind(press.story, press.asker, now), press.story)

"""I'll take it: the story is theirs until they release it."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_done
from handlers.actions import Shown
from handlers.books import Books
from handlers.press import Press

ACTION = "claim"


async def act(press: Press, books: Books, now: datetime) -> Shown:
    """Give it to whoever pressed, unless somebody has it."""
    return draw_done(await books.stories.claim(press.story, press.asker, now), press.story)

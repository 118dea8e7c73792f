"""It was useful: the opinion that speaks for a rule."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_done
from handlers.actions import Shown
from handlers.books import Books
from handlers.press import Press
from model.feedback import Opinion

ACTION = "useful"


async def act(press: Press, books: Books, now: datetime) -> Shown:
    """Take the opinion down."""
    return draw_done(await books.stories.judge(press.story, press.asker, Opinion.USEFUL, "", now), press.story)

"""More…: assign, note, wrong company, useful, the link, the sources."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_gone
from digests.views.more import CALLBACK, view_more
from handlers.actions import Shown
from handlers.books import Books
from handlers.press import Press, about_story

ACTION = "more"


async def act(press: Press, books: Books, now: datetime) -> Shown:
    """Open the modal."""
    told = await books.stories.story(press.story, press.asker, now)
    if told is None:
        return draw_gone()
    return view_more(told.story, told.handling, press.link, told.subscription, about_story(press, CALLBACK, now))

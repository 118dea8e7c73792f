"""Why this score: every reason, in a modal."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_gone, draw_why
from digests.views.why import view_why
from handlers.actions import Shown
from handlers.books import Books
from handlers.press import Press

ACTION = "why"


async def act(press: Press, books: Books, now: datetime) -> Shown:
    """Open the reasons of the story's company."""
    told = await books.stories.story(press.story, press.asker, now)
    if told is None:
        return draw_gone()
    viewer = press.asker.everybody
    return view_why(draw_why(told.story.company, told.score, told.stories, told.subscription.zone, viewer=viewer))

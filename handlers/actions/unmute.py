"""Unmute: hear again of what a mute hides here."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_done
from handlers.actions import Shown
from handlers.books import Books
from handlers.press import Press

ACTION = "unmute"


async def act(press: Press, books: Books, now: datetime) -> Shown:
    """End the mute."""
    return draw_done(await books.stories.unmute(press.story, press.asker, now), press.story)

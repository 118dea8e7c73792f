"""A field of the channel's settings was changed: the preview follows."""

from __future__ import annotations

from datetime import datetime

from digests.views.settings import CHANGED as ACTION
from handlers.actions import Shown
from handlers.books import Books
from handlers.modals.settings import redraw
from handlers.press import Press

__all__ = ["ACTION", "act"]


async def act(press: Press, books: Books, now: datetime) -> Shown:
    """Draw the modal anew as it is filled in."""
    return await redraw(press.asker, books, now, press.form) if press.asker.channel else None

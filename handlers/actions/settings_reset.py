"""Back to the set-up: the channel keeps nothing of its own."""

from __future__ import annotations

from datetime import datetime

from digests.views.settings import RESET as ACTION
from digests.views.settings import view_settings_said
from handlers.actions import Shown
from handlers.books import Books
from handlers.press import Press

__all__ = ["ACTION", "act"]


async def act(press: Press, books: Books, now: datetime) -> Shown:
    """Give the channel back to config.toml and show what it hears then."""
    if not press.asker.channel:
        return None
    words = await books.channel.reset(press.asker, now)
    wishes = (await books.channel.wishes(press.asker)).subscription
    return view_settings_said(words, wishes, await books.channel.rehearse(press.asker, wishes, now))

"""Which company a channel shall no longer hear of."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_said
from digests.texts import say
from digests.views.unwatch import CALLBACK
from digests.views.watch import WHICH
from handlers.books import Books
from handlers.modals import Opened, Submitted, Wrong
from handlers.modals.watch import meant_by
from handlers.press import Form, Press

__all__ = ["CALLBACK", "open", "submit"]


async def open(press: Press, books: Books, now: datetime) -> Opened:
    """Say that a command opens it: there is no button for it."""
    return draw_said(say("unknown_action"))


async def submit(form: Form, books: Books, now: datetime) -> Submitted:
    """Let the channel hear no more of it."""
    meant = meant_by(form, await books.companies(form.asker))
    if meant is None:
        return Wrong({WHICH: say("settings_missing")})
    return draw_said(await books.unwatch(form.asker, meant))

"""Older: the next page of the audit log."""

from __future__ import annotations

from datetime import datetime

from digests.draw_audit import OLDER
from handlers.actions import Shown
from handlers.books import Books
from handlers.commands.audit import WORD, answer
from handlers.press import Press
from handlers.words import Asked

ACTION = OLDER


async def act(press: Press, books: Books, now: datetime) -> Shown:
    """Ask on from where the page ended."""
    return await answer(Asked(WORD, press.value.removeprefix(WORD).strip()), press.asker, books, now)

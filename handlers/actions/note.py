"""Add note: what somebody heard about the story's company."""

from __future__ import annotations

from datetime import datetime

from handlers.actions import Shown
from handlers.books import Books
from handlers.modals.note import open_note
from handlers.press import Press

ACTION = "note"


async def act(press: Press, books: Books, now: datetime) -> Shown:
    """Open the modal."""
    return await open_note(press, books, now)

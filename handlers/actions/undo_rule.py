"""Undo, beside a change of a rule: it is out of force, and the list is drawn anew."""

from __future__ import annotations

from datetime import datetime

from handlers.actions import Shown
from handlers.books import Books
from handlers.modals.edit_rule import choice
from handlers.press import Press

ACTION = "undo_rule"


async def act(press: Press, books: Books, now: datetime) -> Shown:
    """Take the change that the button names back."""
    said = await books.editor.undo(press.asker, press.value, now)
    return await choice(press.asker, books, said)

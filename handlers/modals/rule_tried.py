"""Change a rule, last step: what was tried is put in force; one press takes it back."""

from __future__ import annotations

from datetime import datetime

from digests.views.rule import TRIED
from handlers.books import Books
from handlers.modals import Opened, Submitted
from handlers.modals.edit_rule import choice
from handlers.modals.edit_rule import open as choose
from handlers.press import Form, Press
from rules.edit import read_edit

__all__ = ["CALLBACK", "SLOW", "open", "submit"]

CALLBACK = TRIED
SLOW = True


async def open(press: Press, books: Books, now: datetime) -> Opened:
    """Begin with the choice of a rule."""
    return await choose(press, books, now)


async def submit(form: Form, books: Books, now: datetime) -> Submitted:
    """Put it in force, and show the changes in force with a button beside each."""
    edit = read_edit(form.about.get("edit", ""))
    said = await books.editor.apply(form.asker, form.about.get("rule", ""), edit, now)
    return await choice(form.asker, books, said)

"""Change a rule, first step: which one. The changes in force stand below, each with a button that takes it back."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_said
from digests.texts import say
from digests.views.rule import CHOOSE, EDIT, RULE, view_rule_choice, view_rule_edit
from handlers.asker import Asker
from handlers.books import Books
from handlers.modals import Opened, Submitted, Wrong
from handlers.press import Form, Press, write_about
from learning.change import told
from model.message import View

__all__ = ["CALLBACK", "choice", "open", "submit"]

CALLBACK = CHOOSE


async def choice(asker: Asker, books: Books, said: str = "") -> View:
    """Draw the choice; `said` stands above it."""
    changes = [(change, told(change.change)) for change in await books.editor.changes()]
    zone = (await books.subscription(asker)).zone
    return view_rule_choice(await books.editor.rules(), changes, zone, write_about(**{"is": CHOOSE}), said)


async def open(press: Press, books: Books, _now: datetime) -> Opened:
    """Draw the modal."""
    if not await books.editor.rules():
        return draw_said(say("edit_none"))
    return await choice(press.asker, books)


async def submit(form: Form, books: Books, _now: datetime) -> Submitted:
    """Go on with the chosen rule."""
    rule = next((one for one in await books.editor.rules() if one.id == form.choice(RULE)), None)
    if rule is None:
        return Wrong({RULE: say("edit_which_missing")})
    return view_rule_edit(rule, write_about(**{"is": EDIT}, rule=rule.id))

"""Change a rule, second step: what of it. It is checked as config.toml is, then played on the last 30 days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from digests.draw import draw_said
from digests.texts import say
from digests.views.rule import EDIT, view_rule_tried
from handlers.books import Books
from handlers.modals import Opened, Submitted, Wrong
from handlers.modals.edit_rule import open as choose
from handlers.press import Form, Press, write_about
from learning.change import told
from model.feedback import Change, Part
from rules.edit import KEYS, OFF, edited, typed_edit, write_edit

__all__ = ["CALLBACK", "SLOW", "open", "submit"]

CALLBACK = EDIT
SLOW = True


async def open(press: Press, books: Books, now: datetime) -> Opened:
    """Begin with the choice of a rule."""
    return await choose(press, books, now)


async def submit(form: Form, books: Books, now: datetime) -> Submitted:
    """Put what is wrong under its field, else show what the edit would have changed."""
    id = form.about.get("rule", "")
    rule = next((one for one in await books.editor.rules() if one.id == id), None)
    if rule is None:
        return draw_said(say("edit_gone", rule=id))
    edit = typed_edit(rule, {key: form.text(key) for key in KEYS}, off=OFF in form.ticked(OFF))
    if not edit:
        return Wrong({KEYS[0]: say("edit_nothing")})
    found = edited(rule, edit)
    if isinstance(found, Mapping):
        return Wrong(found)
    effect = await books.editor.attempt(id, edit, now)
    if effect is None:
        return draw_said(say("edit_gone", rule=id))
    kept = write_edit(edit)
    # It is the same modal as far as "Change it again" goes: that is drawn in its place.
    about = write_about(**{"is": EDIT}, rule=id, edit=kept)
    return view_rule_tried(told(Change(Part.EDIT, id, kept, rule.strength)), effect, about)

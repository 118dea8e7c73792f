"""Change it again: back from what an edit would have changed to the edit."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_said
from digests.texts import say
from digests.views.rule import EDIT, view_rule_edit
from handlers.actions import Shown
from handlers.books import Books
from handlers.press import Press, write_about
from rules.edit import read_edit

ACTION = "rule_again"


async def act(press: Press, books: Books, _now: datetime) -> Shown:
    """Draw the edit with what was typed; it takes the place of what was shown."""
    id = press.about.get("rule", "")
    rule = next((one for one in await books.editor.rules() if one.id == id), None)
    if rule is None:
        return draw_said(say("edit_gone", rule=id))
    typed = {key: str(value) for key, value in read_edit(press.about.get("edit", "")).items()}
    return view_rule_edit(rule, write_about(**{"is": EDIT}, rule=id), typed)

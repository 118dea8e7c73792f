"""Reads which company somebody chose or typed in a modal."""

from __future__ import annotations

from collections.abc import Sequence

from digests.texts import say
from digests.views.company import COMPANY, OTHER
from handlers.names import Unknown, find
from handlers.press import Form
from model.company import Company


def chosen_company(form: Form, companies: Sequence[Company]) -> tuple[Company | None, dict[str, str]]:
    """Find it, what was typed before what was chosen; None with what is wrong, by field."""
    typed = form.text(OTHER)
    name = typed or form.choice(COMPANY)
    if not name:
        return None, {OTHER: say("company_missing")}
    found = find(name, companies)
    if isinstance(found, Unknown):
        maybe = f" {say('unknown_maybe', names=', '.join(found.near))}" if found.near else ""
        return None, {OTHER: say("company_unknown") + maybe}
    return found, {}

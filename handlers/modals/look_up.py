"""Look up a company: which one, and then its card in the same window."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_said
from digests.texts import say
from digests.views.company import LOOK_UP, view_card, view_look_up
from handlers.books import Books
from handlers.chosen import chosen_company
from handlers.commands import Public
from handlers.commands.lookup import answer
from handlers.modals import Opened, Submitted, Wrong
from handlers.press import Form, Press, write_about
from handlers.words import LOOKUP, Asked

__all__ = ["CALLBACK", "open", "submit"]

CALLBACK = LOOK_UP


async def open(press: Press, books: Books, now: datetime) -> Opened:
    """Draw the question."""
    names = [company.name for company in await books.companies(press.asker)]
    return view_look_up(names, write_about(channel=press.asker.channel))


async def submit(form: Form, books: Books, now: datetime) -> Submitted:
    """Draw the card, as the command does."""
    company, wrong = chosen_company(form, await books.companies(form.asker))
    if company is None:
        return Wrong(wrong)
    answered = await answer(Asked(LOOKUP, company.name, sure=True), form.asker, books, now)
    return view_card(answered.drawn) if isinstance(answered, Public) else draw_said(say("gone"))

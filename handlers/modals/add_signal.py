"""A message of Slack as a note: of which company it tells, its words, and the way back to it."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_said
from digests.texts import say
from digests.views.company import ADD_SIGNAL, WORDS, view_add_signal
from handlers.books import Books
from handlers.chosen import chosen_company
from handlers.modals import Opened, Submitted, Wrong
from handlers.press import Form, Press, opened_at, write_about
from handlers.words import as_typed

__all__ = ["CALLBACK", "open", "submit"]

CALLBACK = ADD_SIGNAL


async def open(press: Press, books: Books, now: datetime) -> Opened:
    """Draw the note, with the company of which the reader thinks that the message tells."""
    words = as_typed(press.value)
    names = [company.name for company in await books.companies(press.asker)]
    guess = await books.stories.guess(words, now)
    about = write_about(channel=press.asker.channel, link=press.link, opened=now.isoformat())
    return view_add_signal(names, guess, words, about)


async def submit(form: Form, books: Books, now: datetime) -> Submitted:
    """Take it down as of the moment at which the window was opened: submitted twice it is one note."""
    company, wrong = chosen_company(form, await books.companies(form.asker))
    words = form.text(WORDS)
    if not words:
        wrong = {**wrong, WORDS: say("note_empty")}
    if wrong or company is None:
        return Wrong(wrong)
    at, link = opened_at(form, now), form.about.get("link", "")
    return draw_said(await books.stories.hear(company, form.asker, words, now, at=at, link=link))

"""Wrong company: which one it is about instead, if they know."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_done, draw_gone
from digests.views.not_relevant import WORDS, view_wrong_company
from digests.views.not_relevant import WRONG_COMPANY as CALLBACK
from handlers.books import Books
from handlers.modals import Opened, Submitted
from handlers.press import Form, Press, about_story
from model.feedback import Opinion

__all__ = ["CALLBACK", "open", "submit"]


async def open(press: Press, books: Books, now: datetime) -> Opened:
    """Draw the modal."""
    told = await books.stories.story(press.story, press.asker, now)
    return draw_gone() if told is None else view_wrong_company(told.story, about_story(press, CALLBACK, now))


async def submit(form: Form, books: Books, now: datetime) -> Submitted:
    """Take the opinion down, with the company's name in their words."""
    told = await books.stories.judge(form.story, form.asker, Opinion.WRONG_COMPANY, form.text(WORDS), now)
    return draw_done(told, form.story)

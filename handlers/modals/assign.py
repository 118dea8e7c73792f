"""A story is given to somebody, who is mentioned."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_done, draw_gone
from digests.texts import say
from digests.views.assign import CALLBACK, TO, view_assign
from handlers.books import Books
from handlers.modals import Opened, Submitted, Wrong
from handlers.press import Form, Press, about_story

__all__ = ["CALLBACK", "open", "submit"]


async def open(press: Press, books: Books, now: datetime) -> Opened:
    """Draw the modal."""
    told = await books.stories.story(press.story, press.asker, now)
    return draw_gone() if told is None else view_assign(told.story, about_story(press, CALLBACK, now))


async def submit(form: Form, books: Books, now: datetime) -> Submitted:
    """Give it to them; the same again changes nothing."""
    to = form.member(TO)
    if not to:
        return Wrong({TO: say("assign_missing")})
    return draw_done(await books.stories.assign(form.story, form.asker, to, now), form.story)

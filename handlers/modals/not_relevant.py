"""Not relevant: one of five reasons, each of which mends one thing."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_done, draw_gone
from digests.texts import say
from digests.views.not_relevant import CALLBACK, REASON, REASONS, WORDS, view_not_relevant
from handlers.books import Books
from handlers.modals import Opened, Submitted, Wrong
from handlers.press import Form, Press, about_story

__all__ = ["CALLBACK", "open", "submit"]


async def open(press: Press, books: Books, now: datetime) -> Opened:
    """Draw the modal."""
    told = await books.stories.story(press.story, press.asker, now)
    return draw_gone() if told is None else view_not_relevant(told.story, about_story(press, CALLBACK, now))


async def submit(form: Form, books: Books, now: datetime) -> Submitted:
    """Take the opinion down; a person's last one of a story counts."""
    opinion = next((one for one in REASONS if one.value == form.choice(REASON)), None)
    if opinion is None:
        return Wrong({REASON: say("reason_missing")})
    told = await books.stories.judge(form.story, form.asker, opinion, form.text(WORDS), now)
    return draw_done(told, form.story)

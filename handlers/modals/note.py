"""A note on a story: it becomes a signal of its company."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_done, draw_gone
from digests.texts import say
from digests.views.note import CALLBACK, WORDS, view_note
from handlers.books import Books
from handlers.modals import Opened, Submitted, Wrong
from handlers.press import Form, Press, about_story, opened_at

__all__ = ["CALLBACK", "open", "submit"]


async def open(press: Press, books: Books, now: datetime) -> Opened:
    """Draw the modal."""
    told = await books.stories.story(press.story, press.asker, now)
    return draw_gone() if told is None else view_note(told.story, about_story(press, CALLBACK, now))


async def submit(form: Form, books: Books, now: datetime) -> Submitted:
    """Take the note down, as of the moment at which the modal was opened: submitted twice it is one note."""
    words = form.text(WORDS)
    if not words:
        return Wrong({WORDS: say("note_empty")})
    return draw_done(await books.stories.note(form.story, form.asker, words, opened_at(form, now), now), form.story)

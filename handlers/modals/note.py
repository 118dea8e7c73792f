"""A note on a story: it becomes a signal of its company."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_gone, draw_said
from digests.texts import say
from digests.views.note import CALLBACK, WORDS, view_note
from handlers.actions import Shown
from handlers.books import Books
from handlers.modals import Submitted, Wrong
from handlers.press import Form, Press, about_story, opened_at

__all__ = ["CALLBACK", "open_note", "submit"]


async def open_note(press: Press, books: Books, now: datetime) -> Shown:
    """Draw the modal."""
    told = await books.stories.story(press.story, press.asker, now)
    return draw_gone() if told is None else view_note(told.story, about_story(press, CALLBACK, now))


async def submit(form: Form, books: Books, now: datetime) -> Submitted:
    """Take the note down, as of the moment at which the modal was opened: submitted twice it is one note."""
    words = form.text(WORDS)
    if not words:
        return Wrong({WORDS: say("note_empty")})
    at = opened_at(form, now)
    said = await books.stories.note(form.about.get("story", ""), form.asker, words, at, now)
    return draw_gone() if said is None else draw_said(said)

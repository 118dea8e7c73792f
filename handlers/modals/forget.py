"""Somebody who wants to be forgotten: what would go is counted, shown, and goes when an admin says so."""

from __future__ import annotations

from datetime import datetime

from digests.draw import draw_said
from digests.texts import number, say
from digests.views.forget import CALLBACK, view_forget
from handlers.books import Books
from handlers.modals import Opened, Submitted
from handlers.press import Form, Press, write_about

__all__ = ["CALLBACK", "open", "submit"]


async def open(press: Press, books: Books, now: datetime) -> Opened:
    """Count what is stored of the person whom the button names."""
    if wrong := await books.records.wrong_person(press.value):
        return draw_said(wrong)
    about = write_about(person=press.value, channel=press.asker.channel)
    return view_forget(press.value, await books.records.holds(press.value, now), about)


async def submit(form: Form, books: Books, now: datetime) -> Submitted:
    """Remove them; twice is the same as once."""
    person = form.about.get("person", "")
    if wrong := await books.records.wrong_person(person):
        return draw_said(wrong)
    counts = await books.records.forget(person, form.asker, now)
    return draw_said(say("forget_done", count=number(sum(counts.values()))))

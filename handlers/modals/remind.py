"""A reminder: tomorrow, on Monday, on day 45, or when the story changes."""

from __future__ import annotations

from datetime import datetime

from digests.deeds import days_of
from digests.draw import draw_done, draw_gone
from digests.texts import say
from digests.views.remind import CALLBACK, WHEN, view_remind
from handlers.books import Books
from handlers.modals import Opened, Submitted, Wrong
from handlers.press import Form, Press, about_story
from model.handling import When

__all__ = ["CALLBACK", "open", "submit"]


async def open(press: Press, books: Books, now: datetime) -> Opened:
    """Draw the modal with the days that are still to come."""
    told = await books.stories.story(press.story, press.asker, now)
    if told is None:
        return draw_gone()
    zone = told.subscription.zone
    return view_remind(told.story, days_of(told.story, zone, now), zone, about_story(press, CALLBACK, now))


async def submit(form: Form, books: Books, now: datetime) -> Submitted:
    """Remember it; a person has one reminder a story."""
    when = next((one for one in When if one.value == form.choice(WHEN)), None)
    if when is None:
        return Wrong({WHEN: say("remind_missing")})
    return draw_done(await books.stories.remind(form.story, form.asker, when, now), form.story, "unremind")

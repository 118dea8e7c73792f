"""A mute: how much, until when, unless stronger."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from digests.dates import day as day_text
from digests.deeds import LONGEST_MUTE, NINE
from digests.draw import draw_done, draw_gone
from digests.schedule import moment
from digests.texts import say
from digests.views.mute import CALLBACK, SCOPE, STRONGER, UNLESS, UNTIL, WHY, preview, view_mute
from handlers.books import Books
from handlers.modals import Opened, Submitted, Wrong
from handlers.press import Form, Press, about_story
from model.handling import Scope

__all__ = ["CALLBACK", "open", "submit"]

USUAL = timedelta(days=7)


async def open(press: Press, books: Books, now: datetime) -> Opened:
    """Draw the modal, with what each choice would have hidden."""
    told = await books.stories.story(press.story, press.asker, now)
    hidden = await books.stories.hidden(press.story, press.asker, now)
    if told is None or hidden is None:
        return draw_gone()
    previews = {scope: preview(one.hidden, one.told, one.days) for scope, one in hidden.items()}
    until = (now + USUAL).astimezone(told.subscription.zone).date()
    return view_mute(told.story, previews, until, about_story(press, CALLBACK, now))


async def submit(form: Form, books: Books, now: datetime) -> Submitted:
    """Mute it; the same mute again only moves its end."""
    told = await books.stories.story(form.story, form.asker, now)
    if told is None:
        return draw_gone()
    zone = told.subscription.zone
    scope = next((one for one in Scope if one.value == form.choice(SCOPE)), None)
    until, wrong = _until(form.day(UNTIL), zone, now)
    faults = {UNTIL: wrong} if wrong else {}
    if scope is None:
        faults[SCOPE] = say("mute_scope_missing")
    if faults or scope is None or until is None:
        return Wrong(faults)
    stronger, why = STRONGER in form.ticked(UNLESS), form.text(WHY)
    said = await books.stories.mute(form.story, form.asker, scope, until, stronger, why, now)
    return draw_done(said, form.story, "unmute")


def _until(day: date | None, zone: ZoneInfo, now: datetime) -> tuple[datetime | None, str]:
    """Tell when a mute ends that lasts until a day, or what is wrong with that day."""
    if day is None:
        return None, say("mute_until_missing")
    last = (now + LONGEST_MUTE).astimezone(zone).date()
    if day > last:
        return None, say("mute_until_late", last=day_text(now + LONGEST_MUTE, zone))
    until = moment(day, NINE, zone)
    return (until, "") if until is not None and until > now else (None, say("mute_until_past"))

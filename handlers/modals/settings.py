"""Channel settings: what a channel hears and when, with a preview that follows each change."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from digests.draw import draw_said
from digests.schedule import parse_quiet, parse_rhythm
from digests.texts import say
from digests.views.settings import (
    AT,
    CALLBACK,
    CAP,
    DAYS,
    DENSITY,
    FROM,
    FROM_STATES,
    KINDS,
    NEVER,
    QUIET,
    QUIET_END,
    THRESHOLD,
    WAIT,
    ZONE,
    view_settings,
)
from handlers.books import Asker, Books
from handlers.modals import Opened, Submitted, Wrong
from handlers.press import Form, Press, write_about
from handlers.zones import zone_of
from model.message import View
from model.signal import Kind
from model.subscription import Density, Subscription, Weekday

__all__ = ["CALLBACK", "open", "redraw", "submit"]

LIMITS = {THRESHOLD: range(1, 101), CAP: range(51), WAIT: range(24 * 3600 + 1)}


async def open(press: Press, books: Books, now: datetime) -> Opened:
    """Draw the modal for the channel that the button names, or in which it was pressed."""
    channel = press.value or press.asker.channel
    if not channel or channel.startswith("D"):
        return draw_said(say("settings_where"))
    return await redraw(replace(press.asker, channel=channel), books, now)


async def redraw(asker: Asker, books: Books, now: datetime, form: Form | None = None) -> View:
    """Draw the modal as it is filled in so far, with what that would have meant."""
    wishes = await books.channel.wishes(asker)
    wanted = _wanted(form, wishes.subscription)[0] if form else wishes.subscription
    heard = await books.channel.rehearse(asker, wanted, now)
    about = write_about(**{"is": CALLBACK}, channel=asker.channel)
    return view_settings(wanted, heard, about, chosen=wishes.chosen, hears=wishes.hears)


async def submit(form: Form, books: Books, now: datetime) -> Submitted:
    """Let the channel hear so from now on."""
    if not form.asker.channel:
        return draw_said(say("settings_where"))
    wishes = await books.channel.wishes(form.asker)
    wanted, faults = _wanted(form, wishes.subscription)
    if faults:
        return Wrong(faults)
    return draw_said(await books.channel.settle(form.asker, wanted, now))


def _wanted(form: Form, known: Subscription) -> tuple[Subscription, dict[str, str]]:
    """Read the fields over what is known; what cannot be is left as it was, with a sentence for its field."""
    faults: dict[str, str] = {}
    numbers = {name: _number(form.choice(name), LIMITS[name]) for name in LIMITS}
    faults |= {name: say("settings_missing") for name, number in numbers.items() if number is None}
    state = next((one for one in FROM_STATES if one.value == form.choice(FROM)), known.instant_from)
    kinds = frozenset(kind for kind in Kind if kind.value in form.ticked(KINDS))
    wanted = replace(known, instant_from=state, kinds=frozenset() if len(kinds) == len(Kind) else kinds)
    for name, part in ((THRESHOLD, "threshold"), (CAP, "cap"), (WAIT, "story_wait")):
        if numbers[name] is not None:
            wanted = replace(wanted, **{part: numbers[name]})  # type: ignore[arg-type]  # they are numbers
    with suppress(ValueError):  # a density that is no option of ours is left as it was
        wanted = replace(wanted, density=Density(form.choice(DENSITY)))
    start, end = form.choice(QUIET), form.choice(QUIET_END)
    try:
        wanted = replace(wanted, quiet=None if start == NEVER else parse_quiet(f"{start}-{end}"))
    except ValueError:
        faults[QUIET_END] = say("settings_quiet_same")
    days, at = [day.value for day in Weekday if day.value in form.ticked(DAYS)], form.choice(AT)
    with suppress(ValueError):  # a time that is no option of ours is left as it was
        wanted = replace(wanted, digest=parse_rhythm(f"{','.join(days)} {at}") if days else None)
    zone = zone_of(form.text(ZONE))
    if isinstance(zone, ZoneInfo):
        return replace(wanted, zone=zone), faults
    near = ", ".join(zone)
    faults[ZONE] = say("settings_zone_near", names=near) if near else say("settings_zone_wrong")
    return wanted, faults


def _number(typed: str, limits: range) -> int | None:
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else -1
    return number if number in limits else None

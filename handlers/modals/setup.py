"""The first set-up: companies, then a channel, then the sample of a digest, which may be sent there."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from digests.draw import draw_said
from digests.texts import say
from digests.views.setup import (
    CALLBACK,
    CHANNEL,
    COMPANIES,
    view_setup_channel,
    view_setup_companies,
    view_setup_sample,
)
from handlers.books import Books
from handlers.commands.watch import named
from handlers.modals import Opened, Submitted, Wrong
from handlers.names import Unknown, find
from handlers.press import Form, Press, write_about
from model.company import Company

__all__ = ["CALLBACK", "SLOW", "open", "submit"]

SLOW = True

ASKED, SHOWN = "asked", "shown"


async def open(press: Press, books: Books, now: datetime) -> Opened:
    """Begin with the companies."""
    return view_setup_companies(write_about(**{"is": CALLBACK}))


async def submit(form: Form, books: Books, now: datetime) -> Submitted:
    """Go on to the next step."""
    match form.about.get("step"):
        case "shown":
            return draw_said(await books.channel.send_sample(form.asker, now))
        case "asked":
            return await _watch(form, books, now)
        case _:
            names = {name: form.text(name) for name in COMPANIES if form.text(name)}
            if not names:
                return Wrong({COMPANIES[0]: say("setup_no_company")})
            return view_setup_channel(write_about(**{"is": CALLBACK}, step=ASKED, **names))


async def _watch(form: Form, books: Books, now: datetime) -> Submitted:
    channel = form.conversation(CHANNEL)
    if not channel:
        return Wrong({CHANNEL: say("setup_no_channel")})
    asker = replace(form.asker, channel=channel)
    for name in COMPANIES:
        if typed := " ".join(form.about.get(name, "").split()):
            found = find(typed, await books.companies(asker))
            company = named(found) if isinstance(found, Unknown) else found
            known = find(company.name, await books.companies(asker))
            await books.watch(asker, known if isinstance(known, Company) else company)
    await books.seen(asker, now)
    sample = await books.channel.sample(asker, now)
    if sample is None:
        return draw_said(say("digest_of_nothing"))
    return view_setup_sample(sample, write_about(**{"is": CALLBACK}, step=SHOWN, channel=channel))

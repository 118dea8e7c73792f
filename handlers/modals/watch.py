"""Watching a company: which one is meant, or how a new one is known; and changing how a watched one is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from digests.draw import draw_said
from digests.texts import say
from digests.views.watch import CALLBACK, DOMAIN, LISTS, NAME, NEW, TIER, TIERS, WHICH, view_watch
from handlers.books import Books
from handlers.modals import Opened, Submitted, Wrong
from handlers.names import domain_of, find
from handlers.press import Form, Press, write_about
from model.company import Company

__all__ = ["CALLBACK", "open", "submit"]

MOST_WORDS = 20


async def open(press: Press, books: Books, now: datetime) -> Opened:
    """Draw the window for a company that is watched, named by the button."""
    company = next((one for one in await books.companies(press.asker) if one.name == press.value), None)
    if company is None:
        return draw_said(say("watch_gone", company=press.value))
    about = write_about(**{"is": CALLBACK}, channel=press.asker.channel, company=company.name)
    return view_watch(company, (), about, everyday=await books.everyday(company.name), known=True)


async def submit(form: Form, books: Books, now: datetime) -> Submitted:
    """Watch the company that is meant, or the new one; or change the one that the window is about."""
    known = await books.companies(form.asker)
    edited = form.about.get("company", "")
    if edited:
        before = next((one for one in known if one.name == edited), None)
        if before is None:
            return draw_said(say("watch_gone", company=edited))
        company, faults = _described(form, before)
        return Wrong(faults) if faults else draw_said(await books.describe(form.asker, company))
    if form.choice(WHICH) not in ("", NEW):
        meant = meant_by(form, known)
        if meant is None:
            return Wrong({WHICH: say("settings_missing")})
        return draw_said(await books.watch(form.asker, meant))
    company, faults = _described(form, Company(" ".join(form.text(NAME).split())))
    if not company.name:
        faults[NAME] = say("watch_name_missing")
    if faults:
        return Wrong(faults)
    same = find(company.name, known)
    return draw_said(await books.watch(form.asker, same if isinstance(same, Company) else company))


def meant_by(form: Form, known: Sequence[Company]) -> Company | None:
    """Find which of the companies that the window offered was chosen."""
    name = form.about.get(f"near{form.choice(WHICH)}", "")
    return next((one for one in known if one.name == name), None)


def _described(form: Form, company: Company) -> tuple[Company, dict[str, str]]:
    typed = form.text(DOMAIN)
    domain = domain_of(typed) if typed else None
    faults = {DOMAIN: say("watch_domain_wrong")} if typed and domain is None else {}
    lists = {name: _words(form.text(name)) for name in LISTS}
    tier = next((one for one in TIERS if str(one) == form.choice(TIER)), company.tier)
    return replace(company, domain=domain, tier=tier, **lists), faults  # type: ignore[arg-type]  # names of its lists


def _words(typed: str) -> tuple[str, ...]:
    words = (" ".join(word.split()) for word in typed.replace("\n", ",").replace(";", ",").split(","))
    return tuple(dict.fromkeys(word for word in words if word))[:MOST_WORDS]

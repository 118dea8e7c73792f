"""Reads what somebody wants to mute: a company, a kind of news or a source, and for how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from digests.dates import read_day
from digests.deeds import NINE
from digests.kinds import kind_name
from digests.schedule import moment
from digests.texts import spans
from handlers.names import Unknown, domain_of, find
from handlers.words import in_english, nearest, time_of, unquoted
from model.company import Company
from model.handling import Scope
from model.signal import Kind

UNTIL = "until"


@dataclass(frozen=True, slots=True)
class Aim:
    """What is to be hidden: its scope, and its name as a mute keeps it."""

    scope: Scope
    name: str


def aim_at(text: str, companies: Sequence[Company]) -> Aim | Unknown:
    """Find what is meant: a company before a kind, a kind before a source, which is any domain."""
    words, _ = unquoted(text)
    company = find(words, companies)
    if isinstance(company, Company):
        return Aim(Scope.COMPANY, company.name)
    kinds = {_bare(name): kind for kind in Kind for name in (kind.value, kind_name(kind))}
    if kind := kinds.get(_bare(words)):
        return Aim(Scope.KIND, kind.value)
    if site := domain_of(words):
        return Aim(Scope.SOURCE, site)
    names = [kind_name(kind) for kind in Kind]
    return Unknown(words, tuple(dict.fromkeys((*company.near, *nearest(words, names)))))


def lasting(text: str) -> tuple[str, timedelta | None]:
    """Split "OpenAI 7d" or "OpenAI 7 days" into the name and how long; None where no time ends the text."""
    name, _, last = text.rpartition(" ")
    if last.casefold() in spans():
        name, _, figure = name.rpartition(" ")
        last = figure + last
    time = time_of(last)
    return (text, None) if not name or time is None else (name.strip(), time)


def ending(text: str, now: datetime, zone: ZoneInfo) -> tuple[str, datetime | None]:
    """Split "OpenAI 7d" or "OpenAI until 12 Oct" into the name and when it ends; None where no end is told.

    What lasts until a day ends on it at nine.
    """
    words = text.split()
    for place in range(len(words) - 1, 0, -1):
        if in_english(words[place].casefold()) == UNTIL:
            day = read_day(" ".join(words[place + 1 :]), now.astimezone(zone).date())
            return " ".join(words[:place]), moment(day, NINE, zone) if day else None
    name, time = lasting(text)
    return name, None if time is None else now + time


def _bare(name: str) -> str:
    """Make "Lay-offs", "layoffs" and "layoff" the same."""
    return "".join(character for character in name.casefold() if character.isalnum()).rstrip("s")

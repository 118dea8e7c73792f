"""Reads what somebody wants to mute: a company, a kind of news or a source, and for how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from digests.kinds import kind_name
from digests.texts import spans
from handlers.names import Unknown, domain_of, find
from handlers.words import nearest, time_of, unquoted
from model.company import Company
from model.handling import Scope
from model.signal import Kind


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


def _bare(name: str) -> str:
    """Make "Lay-offs", "layoffs" and "layoff" the same."""
    return "".join(character for character in name.casefold() if character.isalnum()).rstrip("s")

"""An entry of a directory, and what it would fill in for a company of config.toml. Pure.

Nothing here is news: a directory gives no day on which anything changed, and lags behind. A person reads and pastes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from cleanco import basename

from model.company import Company
from sources.plain import clean
from sources.site import site_of

# One or two letters stand for too much in a text.
SHORTEST_ALIAS = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One company in a directory. `former` are names it no longer has, `remarks` what a person should know of it.

    `site` is an address, "" for none; `page` where the directory shows it.
    """

    name: str
    page: str
    site: str = ""
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    tickers: tuple[str, ...] = ()
    cik: int | None = None
    employees: int | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What an entry adds to a watched `company`. `theirs`: its site is the company's, else only the name is alike.

    `aliases` are what is not known yet, former names among them; the other fields are None where they are known.
    """

    company: str
    entry: Entry
    theirs: bool
    aliases: tuple[str, ...]
    known_aliases: tuple[str, ...]
    domain: str | None
    cik: int | None
    employees: int | None

    @property
    def lines(self) -> Sequence[str]:
        """The lines of config.toml that it would fill in; none where it adds nothing."""
        told: list[str] = []
        if self.domain:
            told.append(f"domain = {_toml(self.domain)}")
        if self.aliases:
            told.append(f"aliases = {_toml([*self.known_aliases, *self.aliases])}")
        if self.cik is not None:
            told.append(f"cik = {self.cik}")
        if self.employees is not None:
            told.append(f"employees = {self.employees}")
        return told

    def plain(self) -> Mapping[str, Any]:
        """Give it as a program reads it."""
        return {"company": self.company, "theirs": self.theirs, "entry": asdict(self.entry), "add": self.added()}

    def added(self) -> Mapping[str, Any]:
        """Give what is new, by the keys of config.toml."""
        found = {"domain": self.domain, "aliases": list(self.aliases), "cik": self.cik, "employees": self.employees}
        return {key: value for key, value in found.items() if value}


class Names(Protocol):
    """What is watched, by names (signals/companies.py)."""

    def known(self, written: str | None) -> str | None:
        """Return the watched company that a name means."""


def suggest(company: Company, entry: Entry, names: Names) -> Suggestion | None:
    """Compare an entry with a watched company; None where it is another, whatever its name.

    Its site decides where both are known; without one its name has to be the company's, and a person has to look. A
    name that means another watched company is never suggested.
    """
    ours, site = _plain_site(company.domain), _plain_site(entry.site)
    theirs = bool(ours) and ours == site
    called = {_plain(one) for one in (company.name, *company.aliases)}
    alike = any(_plain(one) in called for one in (entry.name, *entry.aliases, *entry.former))
    if not theirs and (not alike or (ours and site)):
        return None
    new: dict[str, str] = {}
    for one in (entry.name, *entry.former, *entry.aliases):
        alias = clean(one)
        if len(alias) >= SHORTEST_ALIAS and _plain(alias) not in called and names.known(alias) in {None, company.name}:
            new.setdefault(_plain(alias), alias)
    return Suggestion(
        company=company.name,
        entry=entry,
        theirs=theirs,
        aliases=tuple(new.values()),
        known_aliases=company.aliases,
        domain=site if site and not company.domain else None,
        cik=entry.cik if company.cik is None else None,
        employees=entry.employees if company.employees is None else None,
    )


def _plain(name: str) -> str:
    """Reduce a name to what makes it one: "Acme, Inc." and "ACME" are the same."""
    return "".join(letter for letter in basename(clean(name)).casefold() if letter.isalnum())


def _plain_site(address: str | None) -> str:
    """Reduce an address, or a domain, to its host."""
    address = (address or "").strip().casefold()
    return site_of(address if "://" in address else f"https://{address}") if address else ""


def _toml(value: str | list[str]) -> str:
    # A JSON string of printable text is a TOML string.
    return json.dumps(value, ensure_ascii=False)

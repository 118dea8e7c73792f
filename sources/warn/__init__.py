"""WARN notices: the lay-offs that US employers tell their state of 60 days ahead, from the states' lists as CSV.

There is no federal list. Each state lays its own out differently, and warn-transformer (Big Local News) merges them
into one; all are read by the names of their columns (columns.py). Columns with people to contact are not taken.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from html import unescape
from io import StringIO
from typing import Annotated, ClassVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from model.company import Company
from model.errors import Changed
from model.item import Item, Notice, Page
from model.poll import PollState
from sources import answers
from sources.contract import Http
from sources.contract import Source as AnySource
from sources.settings import Duration
from sources.warn.columns import Columns, columns, count
from sources.warn.dates import day, month_posted

EVERY = timedelta(hours=12)
TERMS = (
    "Public records of the states (WARN Act, 29 U.S.C. 2101); lists change once a day at most, so asked twice a day."
)

MOST_NAME = 200


class Settings(BaseModel):
    """[sources.warn]: `urls` of lists as CSV, `states` their postal codes by address where the list does not say.

    Notices older than `history` are left alone.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    every: Duration = EVERY
    urls: tuple[str, ...] = ()
    states: Mapping[str, Annotated[str, Field(pattern=r"^[A-Z]{2}$")]] = Field(default_factory=dict)
    history: Duration = timedelta(days=90)
    allow_private: bool = False


def open(settings: Settings, companies: Sequence[Company]) -> list[AnySource]:
    """One source for each list."""
    return [Source(settings, url) for url in settings.urls]


@dataclass(frozen=True, slots=True)
class Source:
    """One list. Its items' keys begin with what stands for company and site, so that an amendment finds its notice."""

    settings: Settings
    url: str

    # A list may rightly hold no notice of the last three months.
    never_empty: ClassVar[bool] = False

    @property
    def id(self) -> str:
        """Its address."""
        return f"warn:{self.url}"

    @property
    def every(self) -> timedelta:
        """How long between two polls."""
        return self.settings.every

    async def fetch(self, http: Http, state: PollState, now: datetime) -> Page | None:
        """Ask for the list; its length stands before it, for a CSV cut at a line's end looks whole."""
        got = await http.get(
            self.url,
            etag=state.etag,
            last_modified=state.last_modified,
            accept="text/csv, */*;q=0.5",
            allow_private=self.settings.allow_private,
        )
        if got is None:
            return None
        body = b"%s %d\n%s" % (answers.MARK, len(got.body), got.body)
        return Page(got.url, body, now, got.headers, got.etag, got.last_modified, got.permanent, got.fresh_for)

    def parse(self, page: Page) -> list[Item]:
        """Read the notices of the last months, one item for each version of each; raises Changed."""
        rows = csv.reader(StringIO(_decoded(b"".join(answers.split(page.body))), newline=""))
        try:
            layout = columns(next(rows, []))
            found = [row for row in rows if any(row)]
        except csv.Error as error:
            raise Changed(f"The list is no CSV: {error}.") from error
        told = [notice for row in found for notice in self._read(layout, row)]
        if found and not told:
            raise Changed("No row of the list has a company and a date.")
        recent = [one for one in told if one.noticed + one.spread >= page.fetched - self.settings.history]
        return list({item.key: item for item in (self._item(one, page.fetched) for one in recent)}.values())

    def advance(self, state: PollState, page: Page, items: Sequence[Item]) -> str | None:
        """A list is read whole: no cursor."""
        return None

    def _read(self, layout: Columns, row: Sequence[str]) -> Iterator[_Row]:
        """Read a row; nothing for one without a company or a date, or that another notice replaced."""
        name, _, below = unescape(layout.of("company", row)).partition("\n")
        name = " ".join(name.split()).strip(" *")[:MOST_NAME]
        effective = day(layout.of("effective", row))
        noticed, spread = day(layout.of("notice", row)), timedelta()
        if noticed is None:
            noticed, spread = month_posted(layout.of("month", row), effective)
        noticed = noticed or day(layout.of("received", row)) or effective
        if not name or noticed is None or layout.of("superseded", row).lower() in {"true", "1"}:
            return
        # Florida writes the address below the name, the town last.
        town = below.strip().rpartition("\n")[2].partition(",")[0]
        site = " ".join(unescape(layout.of("site", row) or town).split())[:MOST_NAME]
        where = f"{layout.every('site', row)}|{' '.join(below.split())}"
        state = layout.of("state", row) or self.settings.states.get(self.url, "")
        yield _Row(name, site, where, state.upper(), noticed, spread, effective, count(layout.of("jobs", row)))

    def _item(self, row: _Row, fetched: datetime) -> Item:
        people = "lay-offs" if row.jobs is None else f"{row.jobs:,} lay-off{'s' * (row.jobs != 1)}"
        place = ", ".join(part for part in (row.site, row.state) if part)
        return Item(
            source=self.id,
            key=row.key(),
            url=self.url,
            title=f"{row.company} gives notice of {people}{f' in {place}' if place else ''}",
            text=f"From {row.effective:%-d %B %Y}." if row.effective else "",
            lang="en",
            site=urlsplit(self.url).hostname or "warn",
            published=min(row.noticed, fetched),
            fetched=fetched,
            shape=Notice(row.company, row.jobs, row.effective),
            spread=row.spread,
        )


@dataclass(frozen=True, slots=True)
class _Row:
    company: str
    site: str
    where: str
    state: str
    noticed: datetime
    spread: timedelta
    effective: datetime | None
    jobs: int | None

    def key(self) -> str:
        """Return what stands for company and site, a dot, and what stands for what is told of them."""
        told = (self.noticed, self.effective, self.jobs)
        return f"{_digest(self.company, self.where, self.state)}.{_digest(*map(str, told))}"


def _digest(*parts: str) -> str:
    return blake2b("\0".join(part.casefold() for part in parts).encode(), digest_size=8).hexdigest()


def _decoded(body: bytes) -> str:
    if body.startswith(b"PK"):
        raise Changed("The list is a spreadsheet: give the address of its CSV.")
    if b"\0" in body or body.lstrip()[:1] in {b"<", b"{", b"["} or not body.strip():
        raise Changed("The answer is no CSV.")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("windows-1252", "replace")

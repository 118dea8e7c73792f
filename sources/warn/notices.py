"""Read a list of notices as CSV, whichever state laid it out: one item for each version of each notice. Pure."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from html import unescape
from io import StringIO

from model.errors import Changed
from model.item import Item, Notice, Page
from sources import answers
from sources.warn.columns import Columns, columns, count
from sources.warn.dates import day, month_posted

MOST_NAME = 200


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list stands: the source it is read by, its address ("" for a file), its site, its state where known."""

    source: str
    url: str
    site: str
    state: str


def read(page: Page, place: Place, history: timedelta) -> list[Item]:
    """Read the notices that are not older than `history`; raises Changed."""
    rows = csv.reader(StringIO(_decoded(b"".join(answers.split(page.body))), newline=""))
    try:
        layout = columns(next(rows, []))
        found = [row for row in rows if any(row)]
    except csv.Error as error:
        raise Changed(f"The list is no CSV: {error}.") from error
    told = [notice for row in found for notice in _notices(layout, row, place.state)]
    if found and not told:
        raise Changed("No row of the list has a company and a date.")
    recent = [one for one in told if one.noticed + one.spread >= page.fetched - history]
    return list({item.key: item for item in (_item(one, place, page.fetched) for one in recent)}.values())


def _notices(layout: Columns, row: Sequence[str], known_state: str) -> Iterator[_Row]:
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
    state = layout.of("state", row) or known_state
    yield _Row(name, site, where, state.upper(), noticed, spread, effective, count(layout.of("jobs", row)))


def _item(row: _Row, place: Place, fetched: datetime) -> Item:
    people = "lay-offs" if row.jobs is None else f"{row.jobs:,} lay-off{'s' * (row.jobs != 1)}"
    where = ", ".join(part for part in (row.site, row.state) if part)
    return Item(
        source=place.source,
        key=row.key(),
        url=place.url,
        title=f"{row.company} gives notice of {people}{f' in {where}' if where else ''}",
        text=f"From {row.effective:%-d %B %Y}." if row.effective else "",
        lang="en",
        site=place.site,
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

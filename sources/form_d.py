"""SEC EDGAR form D: rounds of private US companies within 15 days of the first sale, and changes among their officers.

The list of current filings is read for the companies you watch (by `cik`, else by name); only theirs are opened. Money
of pooled funds and REITs, most of the list, is dropped. An amendment (D/A) is compared with the filing it amends: who
is new in its list of officers came, who is missing left; its sums are an old round's and are not told again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from model.company import Company
from model.errors import Changed
from model.item import Item, OfficerChange, Page, Round, Shape
from model.poll import PollState
from sources import answers
from sources.contract import Http
from sources.contract import Source as AnySource
from sources.edgar import Entry, entries
from sources.edgar_archive import submissions, submissions_address
from sources.edgar_offering import Offering, offering
from sources.edgar_watch import EDGAR, NOBODY, Desk, Watch
from sources.settings import Duration

EVERY = timedelta(hours=1)
TERMS = "https://www.sec.gov/os/accessing-edgar-data: public domain; name yourself with an e-mail address, 10 a second."

SITE = "sec.gov"
NAME = "form_d"
OVERLAP = timedelta(hours=2)
FILED, BEFORE = b"%filed ", b"%before "
_FORM = re.compile(r"D(?:/A)?")


class Settings(BaseModel):
    """[sources.form_d]: `pages` how many hundreds of filings one poll reads at most.

    `catch_up` is how far back a first poll, or one after a long silence, looks in the lists of companies with a CIK.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    every: Duration = EVERY
    base_url: str = EDGAR
    allow_private: bool = False
    pages: int = Field(default=5, ge=1, le=20)
    catch_up: Duration = timedelta(days=60)


def open(settings: Settings, companies: Sequence[Company]) -> list[AnySource]:
    """Watch the one list of current filings, for all companies at once."""
    return [Source(settings, Watch.of(companies))]


@dataclass(frozen=True, slots=True)
class Source:
    """The list of current forms D, and the forms of watched companies. The cursor is the newest filing's time."""

    settings: Settings
    watch: Watch = NOBODY

    # Most hours no watched company raises money.
    never_empty: ClassVar[bool] = False

    @property
    def id(self) -> str:
        """There is one list."""
        return "form_d:"

    @property
    def every(self) -> timedelta:
        """How long between two polls."""
        return self.settings.every

    @property
    def _desk(self) -> Desk:
        return Desk(self.settings.base_url, self.settings.allow_private)

    async def fetch(self, http: Http, state: PollState, now: datetime) -> Page | None:
        """Turn pages until one reaches the cursor, two hours' overlap included; open the forms of watched companies."""
        since = datetime.fromisoformat(state.cursor) - OVERLAP if state.cursor else None
        current = await self._desk.current(http, NAME, "D", since=since, most=self.settings.pages, etag=state.etag)
        if current is None:
            return None
        bodies = [page.body for page in current.pages]
        if not current.reached:
            for cik in sorted(self.watch.ciks):
                answer = await self._desk.ask(http, submissions_address(self._desk.host("data"), cik))
                bodies += [answer] if answer is not None else []
        bodies += await self._forms(http, bodies, since or now - self.settings.catch_up)
        first = current.pages[0]
        return Page(first.url, answers.join(bodies), now, etag=first.etag)

    def parse(self, page: Page) -> list[Item]:
        """Tell the rounds and the officers of the forms on the page; raises Changed."""
        bodies = answers.split(page.body)
        filed = {entry.accession: entry for entry in self._filed(bodies)}
        before = dict(_form(body, BEFORE) for body in bodies if body.startswith(BEFORE))
        found: dict[str, Item] = {}
        for body in bodies:
            if body.startswith(FILED):
                accession, form = _form(body, FILED)
                if accession in filed:
                    told = self._told(filed[accession], form, before.get(accession), page.fetched)
                    found |= {item.key: item for item in told}
        return list(found.values())

    def advance(self, state: PollState, page: Page, items: Sequence[Item]) -> str | None:
        """Move the cursor to the newest filing of the page, watched or not."""
        times = [entry.updated for entry in self._filed(answers.split(page.body))] or [page.fetched - OVERLAP]
        if state.cursor:
            times.append(datetime.fromisoformat(state.cursor))
        return min(max(times), page.fetched).isoformat()

    def _filed(self, bodies: Sequence[bytes]) -> list[Entry]:
        """Read the lists among the answers: current filings, then what single companies filed."""
        found: list[Entry] = []
        for body in bodies:
            if body.startswith((FILED, BEFORE)):
                continue
            if body.lstrip().startswith(b"{"):
                found += submissions(body, self.settings.base_url, _FORM.pattern)
            else:
                found += entries(body, "D")
        return [entry for entry in found if _FORM.fullmatch(entry.form)]

    async def _forms(self, http: Http, bodies: Sequence[bytes], since: datetime) -> list[bytes]:
        """Open the new forms of watched companies, and of each amendment the filing that it amends."""
        watched = {e.accession: e for e in self._filed(bodies) if self.watch.has(e) and e.updated >= since}
        found: list[bytes] = []
        for accession, entry in watched.items():
            form = await self._desk.ask(http, self._address(entry.cik, accession))
            if form is None:
                continue
            found.append(b"%s%s\n%s" % (FILED, accession.encode(), form))
            previous = _previous(form)
            if previous is not None and (old := await self._desk.ask(http, self._address(entry.cik, previous))):
                found.append(b"%s%s\n%s" % (BEFORE, accession.encode(), old))
        return found

    def _address(self, cik: int, accession: str) -> str:
        return self._desk.own(f"/Archives/edgar/data/{cik}/{accession.replace('-', '')}/primary_doc.xml")

    def _told(self, entry: Entry, form: Offering, before: Offering | None, fetched: datetime) -> Iterator[Item]:
        """Return the round of a first filing, the officers of an amendment; nothing of a fund."""
        if form.fund:
            return
        if form.form == "D" and not form.merger:
            yield self._item(entry, entry.accession, *_round(form), fetched)
        if form.form == "D/A" and before is not None:
            for came, ours, theirs in ((True, form.officers, before.officers), (False, before.officers, form.officers)):
                for name in sorted(ours.keys() - theirs.keys()) if ours and theirs else ():
                    person, role = ours[name]
                    shape = OfficerChange(form.company, person, role, came, None)
                    title = f"{form.company} {'adds' if came else 'no longer names'} {person} among its officers"
                    text = (
                        f"Form D/A: {person}, {role}, {'is new' if came else 'is missing'} among the related persons."
                    )
                    yield self._item(entry, f"{entry.accession}:{name}", title, text, shape, fetched)

    def _item(self, entry: Entry, key: str, title: str, text: str, shape: Shape, fetched: datetime) -> Item:
        return Item(
            source=self.id, key=key, url=entry.url, title=title, text=text, lang="en", site=SITE,
            published=min(entry.updated, fetched), fetched=fetched, shape=shape,
        )  # fmt: skip


def _round(form: Offering) -> tuple[str, str, Round]:
    """Tell a round: what is sold, else what is offered; "Indefinite" is no sum."""
    amount = form.sold or form.offered
    verb = "raised" if form.sold else "offers"
    title = f"{form.company} {verb} {f'${amount:,.0f}' if amount else 'an amount it does not name'} (form D)"
    sold = f"${form.sold:,.0f} sold of {f'${form.offered:,.0f}' if form.offered else 'an indefinite amount'}"
    since = f", first sale {form.first_sale}" if form.first_sale else ", nothing sold yet"
    return title, f"Form D: {sold}{since}.", Round(form.company, amount or None, "USD", not form.sold)


def _form(body: bytes, mark: bytes) -> tuple[str, Offering]:
    head, _, form = body.partition(b"\n")
    return head[len(mark) :].decode("ascii", "replace"), offering(form)


def _previous(form: bytes) -> str | None:
    """Return the filing that an amendment amends; None for what cannot be read, of which parse will speak."""
    try:
        return offering(form).previous
    except Changed:
        return None

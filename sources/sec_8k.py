"""SEC EDGAR: form 8-K of listed companies: officers who leave or join (5.02), lay-offs (2.05), bankruptcy (1.03).

The list of current filings names each filing's items; only what a watched company filed is opened, and its own words
are kept below the heading of each item. Companies are recognised by their CIK, EDGAR's number for a filer (`cik` of a
company in config.toml), else by name. Where the list does not reach back to the last poll, what was missed is read out
of each company's own list, and out of the full-text search for those without a CIK.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from model.company import Company
from model.errors import Changed
from model.item import Filing, Item, Page
from model.poll import PollState
from sources import answers, edgar_archive
from sources.contract import Http
from sources.contract import Source as AnySource
from sources.edgar import Entry, entries
from sources.edgar_documents import main_document, sections
from sources.edgar_watch import EDGAR, NOBODY, PER_PAGE, Desk, Watch
from sources.settings import Duration

EVERY = timedelta(minutes=10)
TERMS = "https://www.sec.gov/os/accessing-edgar-data: public domain; name yourself with an e-mail address, 10 a second."

SITE = "sec.gov"
NAME = "sec_8k"
# Filings enter the list by the time EDGAR accepted them, which can be a while before they appear in it.
OVERLAP = timedelta(hours=1)

DOCUMENT = b"%document "

log = logging.getLogger(__name__)


class Settings(BaseModel):
    """[sources.sec_8k]: `items` to keep, `pages` how many hundreds of filings one poll reads at most.

    `catch_up` is how far back a first poll, or one after a long silence, looks for what watched companies filed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    every: Duration = EVERY
    base_url: str = EDGAR
    allow_private: bool = False
    items: tuple[Annotated[str, Field(pattern=r"^\d\.\d\d$")], ...] = ("5.02", "2.05", "1.03")
    pages: int = Field(default=10, ge=1, le=20)
    catch_up: Duration = timedelta(days=30)


def open(settings: Settings, companies: Sequence[Company]) -> list[AnySource]:
    """Watch the one list of current filings, for all companies at once."""
    return [Source(settings, Watch.of(companies))]


@dataclass(frozen=True, slots=True)
class Source:
    """The list of current 8-K filings. The cursor is the newest filing's time.

    A filing of several filers together is one item: of the watched filer if one is, else of the first.
    """

    settings: Settings
    watch: Watch = NOBODY

    # Most pages rightly hold no filing with the items we keep; a page without any filing at all raises Changed.
    never_empty: ClassVar[bool] = False

    @property
    def id(self) -> str:
        """There is one list."""
        return "sec_8k:"

    @property
    def every(self) -> timedelta:
        """How long between two polls."""
        return self.settings.every

    @property
    def _desk(self) -> Desk:
        return Desk(self.settings.base_url, self.settings.allow_private)

    async def fetch(self, http: Http, state: PollState, now: datetime) -> Page | None:
        """Turn pages until one reaches the cursor, an hour's overlap included; then open what the watched filed."""
        since = datetime.fromisoformat(state.cursor) - OVERLAP if state.cursor else None
        current = await self._desk.current(http, NAME, "8-K", since=since, most=self.settings.pages, etag=state.etag)
        if current is None:
            return None
        if since is not None and not current.ended:
            filings = PER_PAGE * len(current.pages)
            log.warning("%s over %d filings since %s; the oldest are looked up", self.id, filings, since)
        earliest = max(since or now - self.settings.catch_up, now - self.settings.catch_up)
        bodies = [page.body for page in current.pages]
        if not current.reached:
            bodies += await self._missed(http, earliest, now)
        bodies += await self._documents(http, bodies, earliest)
        first = current.pages[0]
        return Page(first.url, answers.join(bodies), now, etag=first.etag)

    def parse(self, page: Page) -> list[Item]:
        """Keep the filings with our items, one item for each accession number; raises Changed."""
        bodies = answers.split(page.body)
        filed = [entry for body in bodies for entry in self._read(body)]
        if not filed and not bodies[0].lstrip().startswith(b"{"):
            raise Changed("EDGAR's list of current filings is empty, which it never is.")
        texts = dict(_document(body) for body in bodies if body.startswith(DOCUMENT))
        # A company's own list goes back for years.
        earliest = page.fetched - self.settings.catch_up - OVERLAP
        kept = [entry for entry in self._kept(filed) if entry.updated >= earliest]
        return [self._item(entry, texts.get(entry.accession), page.fetched) for entry in kept]

    def advance(self, state: PollState, page: Page, items: Sequence[Item]) -> str | None:
        """Move the cursor to the newest filing of the page, kept or not."""
        times = [entry.updated for body in answers.split(page.body) for entry in self._read(body)] or [page.fetched]
        if state.cursor:
            times.append(datetime.fromisoformat(state.cursor))
        return min(max(times), page.fetched).isoformat()

    def _read(self, body: bytes) -> list[Entry]:
        """Read one answer of whichever of EDGAR's three lists it is; a filing's own document lists nothing."""
        if body.startswith(DOCUMENT):
            return []
        if not body.lstrip().startswith(b"{"):
            return entries(body)
        if b'"hits"' in body[:2_000]:
            return edgar_archive.searched(body, self.settings.base_url)
        return edgar_archive.submissions(body, self.settings.base_url)

    def _kept(self, filed: Sequence[Entry]) -> list[Entry]:
        """Keep the filings with our items, each once: of the watched filer if one is."""
        kept: dict[str, Entry] = {}
        for entry in filed:
            known = kept.get(entry.accession)
            if set(entry.items) & set(self.settings.items) and (
                known is None or (self.watch.has(entry) and not self.watch.has(known))
            ):
                kept[entry.accession] = entry
        return list(kept.values())

    async def _missed(self, http: Http, since: datetime, now: datetime) -> list[bytes]:
        """Ask what watched companies filed since; a company that EDGAR does not know is said and passed over."""
        found: list[bytes] = []
        for cik in sorted(self.watch.ciks):
            answer = await self._desk.ask(http, edgar_archive.submissions_address(self._desk.host("data"), cik))
            found += [answer] if answer is not None else []
        for item in self.settings.items if self.watch.names else ():
            for page in range(self.settings.pages):
                start = page * edgar_archive.PER_ANSWER
                address = edgar_archive.search_address(self._desk.host("efts"), since, now, start, item)
                answer = await self._desk.ask(http, address)
                if answer is None:
                    break
                found.append(answer)
                if answer.count(b'"_id"') < edgar_archive.PER_ANSWER:
                    break
        return found

    async def _documents(self, http: Http, bodies: Sequence[bytes], since: datetime) -> list[bytes]:
        """Open the new filings of watched companies: the page that names the form, then the form."""
        filed = [entry for body in bodies for entry in self._read(body)]
        found: list[bytes] = []
        for entry in self._kept(filed):
            if not self.watch.has(entry) or entry.updated < since or not entry.url:
                continue
            index = self._desk.own(entry.url)
            page = await self._desk.ask(http, index)
            address = main_document(page, index) if page is not None else None
            form = await self._desk.ask(http, address) if address is not None else None
            if form is not None:
                found.append(b"%s%s\n%s" % (DOCUMENT, entry.accession.encode(), form))
        return found

    def _item(self, entry: Entry, texts: Mapping[str, str] | None, fetched: datetime) -> Item:
        told = [number for number in entry.items if number in self.settings.items]
        topics = "; ".join(_topic(entry.items[number]) for number in told)
        headed = {number: f"Item {number}: {heading}" for number, heading in entry.items.items()}
        words = {number: texts[number] for number in told if texts and texts.get(number)}
        return Item(
            source=self.id,
            key=entry.accession,
            url=entry.url,
            title=f"{entry.filer} files {entry.form} item{'s' * (len(told) > 1)} {' and '.join(told)}: {topics}",
            text="\n".join(f"{head}\n{words[n]}" if n in words else head for n, head in headed.items()),
            lang="en",
            site=SITE,
            published=min(entry.updated, fetched),
            fetched=fetched,
            shape=Filing(entry.form, entry.accession, entry.filer, entry.cik, tuple(entry.items)),
        )


def _document(body: bytes) -> tuple[str, Mapping[str, str]]:
    head, _, document = body.partition(b"\n")
    return head[len(DOCUMENT) :].decode("ascii", "replace"), sections(document)


def _topic(heading: str) -> str:
    """Shorten a statutory heading to its first clause: "departure of directors or certain officers"."""
    first = heading.split(";")[0].strip()
    return first[:1].lower() + first[1:].lower() if first else "no heading"

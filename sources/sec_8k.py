"""SEC EDGAR: 8-K filings in which a listed company reports officers leaving or joining (item 5.02) or lay-offs (2.05).

The list of current filings names each filing's items, so no document is fetched. Companies are recognised by their CIK,
EDGAR's number for a filer (`cik` of a company in config.toml), not by name.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, ClassVar
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field

from model.company import Company
from model.errors import Changed, Refused
from model.item import Filing, Item, Page
from model.poll import PollState
from sources import answers
from sources.contract import Fetched, Http
from sources.contract import Source as AnySource
from sources.edgar import Entry, entries
from sources.settings import Duration

EVERY = timedelta(minutes=10)
TERMS = "https://www.sec.gov/os/accessing-edgar-data: public domain; name yourself with an e-mail address, 10 a second."

SITE = "sec.gov"
PER_PAGE = 100
# Filings enter the list by the time EDGAR accepted them, which can be a while before they appear in it.
OVERLAP = timedelta(hours=1)

log = logging.getLogger(__name__)


class Settings(BaseModel):
    """[sources.sec_8k]: `items` to keep, `pages` how many hundreds of filings one poll reads at most."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    every: Duration = EVERY
    base_url: str = "https://www.sec.gov"
    allow_private: bool = False
    items: tuple[Annotated[str, Field(pattern=r"^\d\.\d\d$")], ...] = ("5.02", "2.05")
    pages: int = Field(default=10, ge=1, le=20)


def open(settings: Settings, companies: Sequence[Company]) -> list[AnySource]:
    """Watch the one list of current filings, for all companies at once."""
    return [Source(settings, frozenset(company.cik for company in companies if company.cik is not None))]


@dataclass(frozen=True, slots=True)
class Source:
    """The list of current 8-K filings. The cursor is the newest filing's time.

    A filing of several filers together is one item: of the filer in `ciks` if one is, else of the first.
    """

    settings: Settings
    ciks: frozenset[int] = frozenset()

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

    async def fetch(self, http: Http, state: PollState, now: datetime) -> Page | None:
        """Turn pages until one reaches the cursor, an hour's overlap included, or is the last."""
        since = datetime.fromisoformat(state.cursor) - OVERLAP if state.cursor else None
        found: list[Fetched] = []
        for page in range(self.settings.pages):
            fetched = await self._get(http, page * PER_PAGE, None if found else state.etag)
            if fetched is None:
                return None
            found.append(fetched)
            filed = entries(fetched.body)
            if fetched.body.count(b"<entry>") < PER_PAGE or (since is not None and filed[-1].updated < since):
                break
        else:
            if since is not None:
                log.warning(
                    "%s over %d filings since %s; the oldest were not read", self.id, PER_PAGE * len(found), since
                )
        return Page(found[0].url, answers.join([fetched.body for fetched in found]), now, etag=found[0].etag)

    def parse(self, page: Page) -> list[Item]:
        """Keep the filings with our items, one item for each accession number; raises Changed."""
        filed = [entry for body in answers.split(page.body) for entry in entries(body)]
        if not filed:
            raise Changed("EDGAR's list of current filings is empty, which it never is.")
        kept: dict[str, Entry] = {}
        for entry in filed:
            known = kept.get(entry.accession)
            if set(entry.items) & set(self.settings.items) and (
                known is None or (entry.cik in self.ciks and known.cik not in self.ciks)
            ):
                kept[entry.accession] = entry
        return [self._item(entry, page.fetched) for entry in kept.values()]

    def advance(self, state: PollState, page: Page, items: Sequence[Item]) -> str | None:
        """Move the cursor to the newest filing of the page, kept or not."""
        times = [entry.updated for body in answers.split(page.body) for entry in entries(body)]
        if state.cursor:
            times.append(datetime.fromisoformat(state.cursor))
        return min(max(times), page.fetched).isoformat()

    async def _get(self, http: Http, start: int, etag: str | None) -> Fetched | None:
        try:
            return await http.get(
                self._address(start),
                etag=etag,
                accept="application/atom+xml",
                allow_private=self.settings.allow_private,
            )
        except Refused as error:
            raise Refused(
                f"SEC EDGAR said no ({error.detail.rstrip('. ')}). It answers only callers who name themselves: set "
                "`contact` in config.toml to your e-mail address. It says the same of addresses that do not exist: "
                "leave `base_url` of [sources.sec_8k] out, unless you serve the list yourself."
            ) from error

    def _address(self, start: int) -> str:
        query = {"action": "getcurrent", "type": "8-K", "count": PER_PAGE, "start": start, "owner": "include"}
        return f"{self.settings.base_url.rstrip('/')}/cgi-bin/browse-edgar?{urlencode(query | {'output': 'atom'})}"

    def _item(self, entry: Entry, fetched: datetime) -> Item:
        told = [number for number in entry.items if number in self.settings.items]
        topics = "; ".join(_topic(entry.items[number]) for number in told)
        return Item(
            source=self.id,
            key=entry.accession,
            url=entry.url,
            title=f"{entry.filer} files {entry.form} item{'s' * (len(told) > 1)} {' and '.join(told)}: {topics}",
            text="\n".join(f"Item {number}: {heading}" for number, heading in entry.items.items()),
            lang="en",
            site=SITE,
            published=min(entry.updated, fetched),
            fetched=fetched,
            shape=Filing(entry.form, entry.accession, entry.filer, entry.cik, tuple(entry.items)),
        )


def _topic(heading: str) -> str:
    """Shorten a statutory heading to its first clause: "departure of directors or certain officers"."""
    first = heading.split(";")[0].strip()
    return first[:1].lower() + first[1:].lower() if first else "no heading"

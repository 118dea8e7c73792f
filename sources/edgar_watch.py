"""Which filers are watched companies, and asking EDGAR for one thing more without letting it hold up the rest."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from urllib.parse import urlencode, urlsplit

from model.company import Company
from model.errors import Gone, Refused
from sources.contract import Fetched, Http
from sources.edgar import Entry, entries

EDGAR = "https://www.sec.gov"
PER_PAGE = 100
_KINDS = frozenset(
    {"inc", "incorporated", "corp", "corporation", "co", "company", "ltd", "limited", "llc", "lp", "plc"}
)
_STATE = re.compile(r"\s*/[A-Za-z]{2,4}/?\s*$|\s*\([A-Z]{2}\)\s*$")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Watch:
    """The watched companies' CIKs, and the names of those whose CIK is not known."""

    ciks: frozenset[int] = frozenset()
    names: frozenset[str] = frozenset()

    @classmethod
    def of(cls, companies: Iterable[Company]) -> Self:
        """Watch these companies."""
        companies = list(companies)
        names = (name for one in companies if one.cik is None for name in (one.name, *one.aliases))
        return cls(frozenset(one.cik for one in companies if one.cik is not None), frozenset(map(plain, names)))

    def has(self, entry: Entry) -> bool:
        """Tell whether a watched company filed."""
        return entry.cik in self.ciks or plain(entry.filer) in self.names


NOBODY = Watch()


@dataclass(frozen=True, slots=True)
class Current:
    """Pages of the list of current filings, newest first; `reached` the time that was asked for, or `ended` anyway."""

    pages: tuple[Fetched, ...]
    reached: bool
    ended: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """EDGAR at `base_url`; whoever serves the lists in its place serves its other hosts' answers too."""

    base_url: str = EDGAR
    allow_private: bool = False

    def host(self, name: str) -> str:
        """Return the address of another of its hosts."""
        return f"https://{name}.sec.gov" if self.base_url == EDGAR else self.base_url

    def own(self, url: str) -> str:
        """Return an address on the host that we ask, whoever wrote it into the list."""
        return f"{self.base_url.rstrip('/')}{urlsplit(url).path}"

    async def current(
        self, http: Http, source: str, form: str, *, since: datetime | None, most: int, etag: str | None
    ) -> Current | None:
        """Turn the pages of the list of current filings of a form until one reaches `since`, `most` pages at most.

        None when nothing changed. Raises Refused with what to do; `source` names the section that may be wrong.
        """
        pages: list[Fetched] = []
        for number in range(most):
            page = await self._page(http, source, form, number * PER_PAGE, None if pages else etag)
            if page is None:
                return None
            pages.append(page)
            filed = entries(page.body, form)
            reached = since is not None and bool(filed) and filed[-1].updated < since
            if reached or page.body.count(b"<entry>") < PER_PAGE:
                return Current(tuple(pages), reached, ended=True)
        return Current(tuple(pages), reached=False, ended=False)

    async def _page(self, http: Http, source: str, form: str, start: int, etag: str | None) -> Fetched | None:
        query = {"action": "getcurrent", "type": form, "count": PER_PAGE, "start": start, "owner": "include"}
        url = f"{self.base_url.rstrip('/')}/cgi-bin/browse-edgar?{urlencode(query | {'output': 'atom'})}"
        try:
            return await http.get(url, etag=etag, accept="application/atom+xml", allow_private=self.allow_private)
        except Refused as error:
            raise Refused(
                f"SEC EDGAR said no ({error.detail.rstrip('. ')}). It answers only callers who name themselves: set "
                "`contact` in config.toml to your e-mail address. It says the same of addresses that do not exist: "
                f"leave `base_url` of [sources.{source}] out, unless you serve the list yourself."
            ) from error

    async def ask(self, http: Http, url: str) -> bytes | None:
        """Ask for one thing; what EDGAR will not give is said and passed over. Raises Busy, so that nothing is lost."""
        try:
            got = await http.get(url, allow_private=self.allow_private)
        except (Refused, Gone) as error:
            log.info("EDGAR did not give %s: %s", url, error.detail)
            return None
        return got.body if got is not None else None


def plain(name: str) -> str:
    """Strip a filer's name of case, commas and what kind of company it is: "NORTHWIND CORP /DE/" is Northwind."""
    bare = _STATE.sub("", name).replace(",", " ").replace(".", "").casefold().split()
    while len(bare) > 1 and bare[-1] in _KINDS:
        bare.pop()
    return " ".join(bare)

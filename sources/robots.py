"""What a site's robots.txt allows us, read by urllib.robotparser and fetched by the one way to the outside."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from model.errors import Busy, SourceError
from sources.contract import Http

AGENT = "TalentSignals"
KEPT = timedelta(hours=24)
LARGEST = 500 * 1024  # RFC 9309: a crawler reads at least so much
MOST_SITES = 500
NOTHING = "User-agent: *\nDisallow: /"  # what a site says that lets nobody in
_CLOSED = frozenset({401, 403, 429})


@dataclass(slots=True)
class Robots:
    """Remembers for a day what each site said. `allow_private` as for whatever is asked afterwards."""

    http: Http
    allow_private: bool = False
    _known: dict[str, tuple[datetime, RobotFileParser]] = field(default_factory=dict)
    _asking: dict[str, asyncio.Lock] = field(default_factory=dict)

    async def allow(self, url: str, now: datetime) -> bool:
        """Tell whether the site lets us read an address; not while its robots.txt cannot be had."""
        return (await self._rules(url, now)).can_fetch(AGENT, url)

    async def delay(self, url: str, now: datetime) -> float:
        """Return how many seconds the site wants between two questions, 0.0 where it does not say."""
        return float((await self._rules(url, now)).crawl_delay(AGENT) or 0.0)

    async def _rules(self, url: str, now: datetime) -> RobotFileParser:
        parts = urlsplit(url)
        place = f"{parts.scheme}://{parts.netloc}"
        async with self._asking.setdefault(place, asyncio.Lock()):
            known = self._known.get(place)
            if known is None or now - known[0] > KEPT:
                if len(self._known) >= MOST_SITES:
                    self._known.clear()
                known = self._known[place] = (now, await self._read(place))
        return known[1]

    async def _read(self, place: str) -> RobotFileParser:
        try:
            return await read_rules(self.http, place, allow_private=self.allow_private)
        except SourceError:
            return _rules(NOTHING)


async def read_rules(http: Http, place: str, *, allow_private: bool = False) -> RobotFileParser:
    """Fetch the rules of a site ("https://ada.example"). Raises Busy while they cannot be had.

    RFC 9309: what is not there allows all; what is closed allows nothing.
    """
    try:
        got = await http.get(f"{place}/robots.txt", accept="text/plain", allow_private=allow_private)
    except Busy:
        raise
    except SourceError as error:
        absent = error.status is not None and 400 <= error.status < 500 and error.status not in _CLOSED
        return _rules("" if absent else NOTHING)
    return _rules(_text(got.body) if got else "")


def _rules(text: str) -> RobotFileParser:
    rules = RobotFileParser()
    rules.parse(text.splitlines())
    return rules


def _text(body: bytes) -> str:
    return body[:LARGEST].decode("utf-8-sig", "replace")

"""Companies House: directors and other officers of UK companies, appointed or resigned, as the register says.

Each company is asked by its number (`numbers`) with a key that Companies House gives away; the key stands in the
environment as SIGNALS_SOURCES__COMPANIES_HOUSE__KEY. An appointment of the last months is one item and a resignation
another, so nothing has to be remembered between polls. With a `stream_key` the register's stream of officers is heard
in between and followed by its timepoint; where it no longer reaches back, the lists have the rest. Secretaries and
directors that are companies are left out; dates of birth, addresses and nationalities are not taken.
"""

from __future__ import annotations

import json
import logging
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from model.company import Company
from model.errors import Changed, Refused
from model.item import Item, OfficerChange, Page
from model.poll import PollState
from sources import answers
from sources.contract import Fetched, Http
from sources.contract import Source as AnySource
from sources.settings import Duration

EVERY = timedelta(hours=12)
TERMS = "https://developer.company-information.service.gov.uk: Open Government Licence v3.0; 600 requests in 5 minutes."

SITE = "find-and-update.company-information.service.gov.uk"
PER_PAGE = 100
MOST_PAGES = 20
_SURNAME = re.compile(r"(?P<last>[^,]+),\s*(?P<first>.+)", re.DOTALL)
_READING = (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)

log = logging.getLogger(__name__)

Number = Annotated[str, Field(pattern=r"^[A-Z0-9]{8}$")]


class Settings(BaseModel):
    """[sources.companies_house]: `numbers` of watched companies by name; what is older than `history` is left alone.

    With `stream_key` the stream is heard every `stream_every` for `listen` seconds.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    every: Duration = EVERY
    base_url: str = "https://api.company-information.service.gov.uk"
    allow_private: bool = False
    key: SecretStr | None = None
    stream_key: SecretStr | None = None
    stream_url: str = "https://stream.companieshouse.gov.uk"
    stream_every: Duration = timedelta(minutes=5)
    listen: float = Field(default=8.0, gt=0, le=9)
    numbers: Mapping[str, Number] = Field(default_factory=dict)
    history: Duration = timedelta(days=90)


def open(settings: Settings, companies: Sequence[Company]) -> list[AnySource]:
    """One source for each company whose number is known, and one for the stream if there is a key to it."""
    lists: list[AnySource] = [Source(settings, name, number) for name, number in settings.numbers.items()]
    return [*lists, Stream(settings)] if _told(settings.stream_key) and lists else lists


@dataclass(frozen=True, slots=True)
class Source:
    """The officers of one company."""

    settings: Settings
    company: str
    number: str

    # A company has officers, but most months none of them comes or goes.
    never_empty: ClassVar[bool] = False

    @property
    def id(self) -> str:
        """The company's number."""
        return f"companies_house:{self.number}"

    @property
    def every(self) -> timedelta:
        """How long between two polls."""
        return self.settings.every

    @property
    def _secret(self) -> str:
        return _told(self.settings.key)

    async def fetch(self, http: Http, state: PollState, now: datetime) -> Page | None:
        """Ask for all pages of the list of officers. Raises Refused without a key."""
        if not self._secret:
            raise Refused(
                "Companies House answers only with a key: get one at developer.company-information.service.gov.uk and "
                "set SIGNALS_SOURCES__COMPANIES_HOUSE__KEY in the environment."
            )
        found: list[Fetched] = []
        while len(found) < MOST_PAGES:
            fetched = await self._get(http, len(found) * PER_PAGE, None if found else state.etag)
            if fetched is None:
                return None
            found.append(fetched)
            if _total(fetched.body) <= len(found) * PER_PAGE:
                break
        return Page(found[0].url, answers.join([one.body for one in found]), now, etag=found[0].etag)

    def parse(self, page: Page) -> list[Item]:
        """Tell who came and who went in the last months; raises Changed."""
        rows: list[Mapping[str, object]] = []
        total = 0
        try:
            for body in answers.split(page.body):
                told = json.loads(body)
                rows += told["items"]
                total = max(total, int(told.get("total_results") or 0))
            if not rows or len(rows) < min(total, MOST_PAGES * PER_PAGE):
                raise Changed(f"Companies House lists {len(rows)} of {total} officers of {self.company}.")
            found = [item for row in rows for item in _changes(self, row, page.fetched)]
        except _READING as error:
            raise Changed("Companies House gave no list of officers as we know it.") from error
        return list({item.key: item for item in found}.values())

    def advance(self, state: PollState, page: Page, items: Sequence[Item]) -> str | None:
        """The list is read whole: no cursor."""
        return None

    async def _get(self, http: Http, start: int, etag: str | None) -> Fetched | None:
        base = self.settings.base_url.rstrip("/")
        return await http.get(
            f"{base}/company/{self.number}/officers?items_per_page={PER_PAGE}&start_index={start}",
            etag=etag,
            accept="application/json",
            allow_private=self.settings.allow_private,
            authorization=_basic(self._secret),
        )


@dataclass(frozen=True, slots=True)
class Stream:
    """The stream of officers of all companies. The cursor is the timepoint of the last event."""

    settings: Settings

    # In most minutes no watched company's officers change.
    never_empty: ClassVar[bool] = False

    @property
    def id(self) -> str:
        """There is one stream."""
        return "companies_house:stream"

    @property
    def every(self) -> timedelta:
        """How long between two times of listening; what came in between is sent first."""
        return self.settings.stream_every

    async def fetch(self, http: Http, state: PollState, now: datetime) -> Page | None:
        """Listen from the last timepoint on; from now on where that is too old (416), for the lists have the rest."""
        try:
            got = await self._listen(http, f"?timepoint={int(state.cursor) + 1}" if state.cursor else "")
        except Refused as error:
            if not state.cursor or "(416)" not in error.detail:
                raise
            log.warning("%s no longer reaches back to %s; the lists of officers have it", self.id, state.cursor)
            got = await self._listen(http, "")
        if got is None:
            return None
        # The last line may have come in part.
        whole = got.body[: got.body.rfind(b"\n") + 1]
        return Page(got.url, b"%s %d\n%s" % (answers.MARK, len(whole), whole), now)

    def parse(self, page: Page) -> list[Item]:
        """Tell who came and who went at the watched companies; raises Changed."""
        names = {number: name for name, number in self.settings.numbers.items()}
        found: dict[str, Item] = {}
        try:
            for event in self._events(page):
                number = str(event["resource_uri"]).split("/")[2]
                if number in names and event["event"]["type"] == "changed":
                    house = Source(self.settings, names[number], number)
                    told = [replace(one, source=self.id) for one in _changes(house, event["data"], page.fetched)]
                    found |= {f"{number}:{item.key}": replace(item, key=f"{number}:{item.key}") for item in told}
        except _READING as error:
            raise Changed("Companies House's stream sends no officers as we know them.") from error
        return list(found.values())

    def advance(self, state: PollState, page: Page, items: Sequence[Item]) -> str | None:
        """Move on to the last event of the page, watched or not."""
        points = [int(event["event"]["timepoint"]) for event in self._events(page)]
        return str(max([*points, int(state.cursor or 0)])) if points or state.cursor else None

    def _events(self, page: Page) -> list[dict[str, Any]]:
        """Read the events, one a line; an empty line only says that the stream is alive."""
        try:
            if not page.body.startswith(answers.MARK):
                raise Changed("What came of Companies House's stream has no length before it.")
            lines = b"".join(answers.split(page.body)).split(b"\n")
            events = [json.loads(line) for line in lines if line.strip()]
            return [one for one in events if int(one["event"]["timepoint"]) and one["resource_uri"].count("/") > 1]
        except _READING as error:
            raise Changed("Companies House's stream sends no events as we know them.") from error

    async def _listen(self, http: Http, query: str) -> Fetched | None:
        return await http.get(
            f"{self.settings.stream_url.rstrip('/')}/officers{query}",
            accept="application/json",
            allow_private=self.settings.allow_private,
            authorization=_basic(_told(self.settings.stream_key)),
            listen=self.settings.listen,
        )


def _changes(house: Source, row: Mapping[str, object], fetched: datetime) -> Iterator[Item]:
    """Tell an officer's coming and going, each dated when it took effect; filed late, it is as old as it is."""
    role = str(row["officer_role"])
    if role.startswith("corporate-"):
        return
    person = spelled(str(row["name"]))
    appointed = row.get("appointed_on")
    for came, on in ((True, appointed), (False, row.get("resigned_on"))):
        day = datetime.strptime(str(on), "%Y-%m-%d").replace(tzinfo=UTC) if on else None
        if day is None or day < fetched - house.settings.history:
            continue
        words = _words(row, role)
        title = f"{house.company}: {person} {'is appointed' if came else 'resigns as'} {words}"
        yield Item(
            source=house.id,
            key=f"{_person(row)}:{'appointed' if came else 'resigned'}:{day:%Y-%m-%d}",
            url=f"https://{SITE}/company/{house.number}/officers",
            title=title,
            text=f"{person}, {words}, {'appointed' if came else 'resigned'} on {day:%-d %B %Y}.",
            lang="en",
            site=SITE,
            published=min(day, fetched),
            fetched=fetched,
            shape=OfficerChange(house.company, person, words, came, day),
        )


def _told(secret: SecretStr | None) -> str:
    return secret.get_secret_value().strip() if secret else ""


def _basic(key: str) -> str:
    return f"Basic {b64encode(f'{key}:'.encode()).decode()}"


def spelled(name: str) -> str:
    """Write "COGWHEEL, Cornelius Otto" as Cornelius Cogwheel; a title ("SMITH, Jane, Dr") is left out."""
    parts = _SURNAME.fullmatch(name.strip())
    if parts is None:
        return name.title() if name.isupper() else name.strip()
    last = "-".join(part.title() if part.isupper() else part for part in parts["last"].strip().split("-"))
    return f"{parts['first'].partition(',')[0].split()[0]} {last}"


def _words(row: Mapping[str, object], role: str) -> str:
    """Name the office: the occupation where it says more than the role does."""
    occupation = str(row.get("occupation") or "").strip()
    office = role.replace("-", " ")
    vague = {"", "none", "company director", "director", "businessman", "executive", "manager"}
    return office if occupation.lower() in vague else f"{office} ({occupation.lower()[:60]})"


def _person(row: Mapping[str, object]) -> str:
    """Return the register's own key of a person, else the name."""
    links = row.get("links")
    officer = links.get("officer") if isinstance(links, dict) else None
    path = str(officer.get("appointments") or "") if isinstance(officer, dict) else ""
    return path.removeprefix("/officers/").partition("/")[0] or str(row["name"])


def _total(body: bytes) -> int:
    """Return how many officers there are in all; 0 for an answer that parse will refuse."""
    try:
        return int(json.loads(body).get("total_results") or 0)
    except _READING:
        return 0

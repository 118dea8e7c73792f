"""Companies House: directors and other officers of UK companies, appointed or resigned, as the register says.

Each company is asked by its number (`numbers`) with a key that Companies House gives away; the key stands in the
environment as SIGNALS_SOURCES__COMPANIES_HOUSE__KEY. An appointment of the last months is one item and a resignation
another, so nothing has to be remembered between polls. Secretaries and directors that are companies are left out;
dates of birth, addresses and nationalities are not taken.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, ClassVar

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

Number = Annotated[str, Field(pattern=r"^[A-Z0-9]{8}$")]


class Settings(BaseModel):
    """[sources.companies_house]: `numbers` of watched companies by name; what is older than `history` is left alone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    every: Duration = EVERY
    base_url: str = "https://api.company-information.service.gov.uk"
    allow_private: bool = False
    key: SecretStr | None = None
    numbers: Mapping[str, Number] = Field(default_factory=dict)
    history: Duration = timedelta(days=90)


def open(settings: Settings, companies: Sequence[Company]) -> list[AnySource]:
    """One source for each company whose number is known."""
    return [Source(settings, name, number) for name, number in settings.numbers.items()]


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
        return self.settings.key.get_secret_value().strip() if self.settings.key else ""

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
            found = [item for row in rows for item in self._changes(row, page.fetched)]
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
            authorization=f"Basic {b64encode(f'{self._secret}:'.encode()).decode()}",
        )

    def _changes(self, row: Mapping[str, object], fetched: datetime) -> Iterator[Item]:
        """Tell an officer's coming and going, each dated when it took effect; filed late, it is as old as it is."""
        role = str(row["officer_role"])
        if role.startswith("corporate-"):
            return
        person = spelled(str(row["name"]))
        appointed = row.get("appointed_on")
        for came, on in ((True, appointed), (False, row.get("resigned_on"))):
            day = datetime.strptime(str(on), "%Y-%m-%d").replace(tzinfo=UTC) if on else None
            if day is None or day < fetched - self.settings.history:
                continue
            words = _words(row, role)
            title = f"{self.company}: {person} {'is appointed' if came else 'resigns as'} {words}"
            yield Item(
                source=self.id,
                key=f"{_person(row)}:{'appointed' if came else 'resigned'}:{day:%Y-%m-%d}",
                url=f"https://{SITE}/company/{self.number}/officers",
                title=title,
                text=f"{person}, {words}, {'appointed' if came else 'resigned'} on {day:%-d %B %Y}.",
                lang="en",
                site=SITE,
                published=min(day, fetched),
                fetched=fetched,
                shape=OfficerChange(self.company, person, words, came, day),
            )


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

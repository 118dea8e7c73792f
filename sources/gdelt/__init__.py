"""GDELT: titles of the world's press that name a watched company, in all languages (GDELT DOC 2.0). Best effort.

Off unless config.toml has [sources.gdelt]. Companies are asked for together, by name and aliases; an answer that is
full is asked again in halves of its time, so that nothing is left out. GDELT sheds load for hours: after three failures
in a row it is left alone for longer and longer and then tried with a single question, what was not answered is asked
later, and it is never meant to be the only source of news. Only titles are given. GDELT sees whom you ask for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import ClassVar
from urllib.parse import urlencode

import structlog
from pydantic import BaseModel, ConfigDict, Field, field_validator

from model.company import Company
from model.errors import Changed
from model.item import Item, Page
from model.poll import PollState
from sources import answers
from sources.contract import Fetched, Http
from sources.contract import Source as AnySource
from sources.gdelt.answer import ASKED, FULL, MOMENT, items
from sources.gdelt.asking import ask_all
from sources.gdelt.query import ANY_TIME, Ask, Named, fitting, plan, spoken, too_short
from sources.settings import Duration

EVERY = timedelta(minutes=30)
TERMS = (
    "https://www.gdeltproject.org/about.html#termsofuse: free for any use with a citation of the GDELT Project; "
    "it asks for at most one request in five seconds, which the fetcher keeps to."
)

# Some articles are taken in late.
OVERLAP = timedelta(minutes=30)

log = structlog.get_logger("sources")


class Settings(BaseModel):
    """[sources.gdelt]: `history` is how far the first poll looks back, GDELT's own memory is three months.

    `words`: only articles in which one of them stands. `names`: by which names to ask for a company, in place of its
    own name and aliases; none at all leaves it out.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    every: Duration = EVERY
    base_url: str = "https://api.gdeltproject.org"
    allow_private: bool = False
    history: Duration = Field(default=timedelta(days=2), le=timedelta(days=90))
    words: tuple[str, ...] = Field(default=(), max_length=8)
    names: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @field_validator("words")
    @classmethod
    def _askable(cls, words: tuple[str, ...]) -> tuple[str, ...]:
        for word in words:
            _refuse_short(word)
        return spoken(words)

    @field_validator("names")
    @classmethod
    def _askable_names(cls, names: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        for one in names.values():
            for word in one:
                _refuse_short(word)
        return names


def _refuse_short(word: str) -> None:
    if too_short(word):
        raise ValueError(f"{word!r} is too short: GDELT refuses words of fewer than three letters; write a longer one")


def open(settings: Settings, companies: Sequence[Company]) -> list[AnySource]:
    """Watch for all companies in one source, since one host serves all questions; none that cannot be asked for."""
    named = []
    for company in companies:
        words = spoken(settings.names.get(company.name, (company.name, *company.aliases)))
        if words:
            named.append(fitting(Named(company.name, words, spoken(company.must)), settings.words))
        elif company.name not in settings.names:
            log.warning("gdelt.too_short", company=company.name, do="give it a longer alias, or `names` for GDELT")
    return [Source(settings, tuple(named))] if named else []


@dataclass(frozen=True, slots=True)
class Source:
    """All questions to GDELT. The cursor is JSON: up to when each company was answered for."""

    settings: Settings
    named: tuple[Named, ...]

    # Most questions rightly find nothing; that is said in `{}`, and anything else is a fault.
    never_empty: ClassVar[bool] = False

    @property
    def id(self) -> str:
        """There is one."""
        return "gdelt:"

    @property
    def every(self) -> timedelta:
        """How long between two polls."""
        return self.settings.every

    @property
    def questions(self) -> int:
        """How many questions a quiet poll asks."""
        return len(plan(self.named, {one.company: ANY_TIME for one in self.named}, ANY_TIME, self.settings.words))

    async def fetch(self, http: Http, state: PollState, now: datetime) -> Page | None:
        """Ask for all that was seen since each company was last answered for.

        A failure of the first question is the poll's; later ones leave what they would have told to the next poll.
        """
        asks = self._plan(state, now.replace(microsecond=0))
        told = await ask_all(asks, partial(self._ask, http, state.etag if len(asks) == 1 else None))
        if told is None:
            return None
        head = json.dumps({"asked": [[ask.companies, f"{ask.until:{MOMENT}}"] for ask, _ in told]}).encode()
        # One answer's ETag says nothing about the others.
        etag = told[0][1].etag if len(asks) == len(told) == 1 and told[0][0] == asks[0] else None
        return Page(self.settings.base_url, answers.join([head, *(got.body for _, got in told)]), now, etag=etag)

    def parse(self, page: Page) -> list[Item]:
        """Read all answers; one article that several of them hold is one item. Raises Changed."""
        _, bodies = _taken_apart(page)
        found = (item for body in bodies for item in items(self.id, body, page.fetched))
        return list({item.key: item for item in found}.values())

    def advance(self, state: PollState, page: Page, items: Sequence[Item]) -> str | None:
        """Move each company's moment to the end of what was answered, never back."""
        asked, _ = _taken_apart(page)
        reached = dict(_cursor(state))
        for companies, until in asked:
            reached |= {company: max(until, reached.get(company, until)) for company in companies}
        known = {one.company for one in self.named}
        kept = {company: f"{at:{MOMENT}}" for company, at in sorted(reached.items()) if company in known}
        return json.dumps(kept, ensure_ascii=False) if kept else state.cursor

    def _plan(self, state: PollState, now: datetime) -> list[Ask]:
        reached = _cursor(state)
        oldest = now - timedelta(days=89)
        first = now - self.settings.history
        since = {one.company: reached[one.company] - OVERLAP if one.company in reached else first for one in self.named}
        since = {company: max(at, oldest) for company, at in since.items()}
        return plan(self.named, since, now, self.settings.words)

    async def _ask(self, http: Http, etag: str | None, ask: Ask) -> Fetched | None:
        return await http.get(
            self._address(ask), etag=etag, accept="application/json", allow_private=self.settings.allow_private
        )

    def _address(self, ask: Ask) -> str:
        query = {
            "query": ask.query(self.settings.words),
            "mode": "artlist",
            "format": "json",
            "maxrecords": FULL,
            "sort": "datedesc",
            "startdatetime": f"{ask.since:{ASKED}}",
            "enddatetime": f"{ask.until:{ASKED}}",
        }
        return f"{self.settings.base_url.rstrip('/')}/api/v2/doc/doc?{urlencode(query)}"


def _cursor(state: PollState) -> Mapping[str, datetime]:
    """Read up to when each company was answered for; a damaged cursor begins anew, `history` back."""
    try:
        told = json.loads(state.cursor or "{}")
        return {str(name): _moment(at) for name, at in told.items()}
    except (ValueError, TypeError, AttributeError):
        return {}


def _moment(told: object) -> datetime:
    return datetime.strptime(str(told), MOMENT).replace(tzinfo=UTC)


def _taken_apart(page: Page) -> tuple[list[tuple[list[str], datetime]], list[bytes]]:
    """Return what was asked, with the moment up to which it was answered, and the answers."""
    bodies = answers.split(page.body)
    # A page that was recorded by hand is one bare answer.
    if not page.body.startswith(answers.MARK):
        return [], bodies
    try:
        told = json.loads(bodies[0])["asked"]
        return [([str(name) for name in companies], _moment(until)) for companies, until in told], bodies[1:]
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise Changed("What GDELT was asked cannot be read.") from error

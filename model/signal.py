"""What happened to whom, as one item says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """The closed list of events that matter to a recruiter (docs/design.md, signals)."""

    DEPARTURE = "departure"
    LEAVE = "leave"
    HIRE = "hire"
    PROMOTION = "promotion"
    OPEN_TO_WORK = "open_to_work"
    LAYOFFS = "layoffs"
    HIRING_FREEZE = "hiring_freeze"
    FUNDING = "funding"
    ACQUISITION = "acquisition"
    IPO_OR_LIQUIDITY = "ipo_or_liquidity"
    TURMOIL = "turmoil"
    CULTURE_CONFLICT = "culture_conflict"
    HIRING_SURGE = "hiring_surge"
    STRATEGIC_ROLE = "strategic_role"
    SHUTDOWN = "shutdown"
    INBOUND_NOTE = "inbound_note"
    TENURE_MARK = "tenure_mark"


class Seniority(StrEnum):
    """How high the person stands; GROUP for unnamed people together."""

    FOUNDER = "founder"
    C_SUITE = "c_suite"
    VP = "vp"
    DIRECTOR = "director"
    IC = "ic"
    GROUP = "group"


class Certainty(StrEnum):
    """How sure the text is of what it says."""

    REPORTED = "reported"
    PLANNED = "planned"
    RUMOUR = "rumour"
    BACKGROUND = "background"
    DENIED = "denied"


class SourceClass(StrEnum):
    """Kinds of evidence that are independent of each other."""

    PRESS = "press"
    FILING = "filing"
    REGISTRY = "registry"
    BOARD = "board"
    PERSON = "person"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Amount:
    """Money as a text states it: `value` in units of `currency` (an ISO 4217 code, "" when the text names none)."""

    value: float
    currency: str


@dataclass(frozen=True, slots=True)
class Signal:
    """One event about one company, read out of one item, with the words it rests on.

    `company` is the watched company's name; `from_company` and `to_company` are watched names where known, else as
    written. `confidence` is 0 to 1 and says how well the text was understood; `certainty` says how sure the text is.
    `pattern` names the lexicon entry that fired. `private` marks what is known about a private person (an export of
    connections, a note that names somebody): such a signal is never shown in a channel; `owner` is who may see it.
    `item` is (source, key) of the item; `url`, `site`, `title`, `lang` and `published` repeat it for the reader of a
    story. Where the item tells only the month or the year, `published` is its start and `spread` how long it lasts.
    `effective` is the day on which it takes effect, where the item tells one (an official notice of a lay-off does).
    `usual` is how many are usual in a week, where the source counts them (a job board does). `departments` and `cities`
    are those of which it tells, none where it tells of the whole company. `heard` is when a register or a list was read
    that says so: what it says later of the same day takes the place of what it said before.
    """

    kind: Kind
    company: str
    person: str | None
    role: str | None
    seniority: Seniority | None
    from_company: str | None
    to_company: str | None
    amount: Amount | None
    headcount: int | None
    certainty: Certainty
    confidence: float
    quote: str
    pattern: str
    item: tuple[str, str]
    url: str
    site: str
    title: str
    lang: str | None
    published: datetime
    source_class: SourceClass
    private: bool = False
    owner: str | None = None
    spread: timedelta = timedelta()
    effective: datetime | None = None
    usual: int | None = None
    departments: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    heard: datetime | None = None

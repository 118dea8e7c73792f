"""What people do with a story: take it, follow it, ask to be reminded of it, mute what is like it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from model.feedback import Opinion
from model.story import State


@dataclass(frozen=True, slots=True)
class Mark:
    """How a story stood when somebody asked: its state, and the number that it raises most (None: no number).

    It has become stronger when it is believed more, or its number is well above this one.
    """

    state: State
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """Who has a story; one person at a time. `name` is what Slack called them, "" when nobody knows.

    `giver` is who assigned it to them, "" when they took it themselves.
    """

    story: str
    by: str
    name: str
    at: datetime
    giver: str = ""


@dataclass(frozen=True, slots=True)
class Follow:
    """That somebody wants a direct message when a story changes. `mark` is what they know of it.

    `channel` is where they asked: its zone is theirs as far as we know.
    """

    story: str
    by: str
    channel: str
    mark: Mark
    at: datetime


class When(StrEnum):
    """When somebody wants to be reminded; CHANGE has no day."""

    TOMORROW = "tomorrow"
    MONDAY = "monday"
    DAY_45 = "day_45"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Reminder:
    """That somebody wants to hear of a story once more: at `due` (None: when it changes from `mark`), once."""

    story: str
    by: str
    channel: str
    when: When
    due: datetime | None
    mark: Mark
    at: datetime


class Scope(StrEnum):
    """How much a mute hides."""

    STORY = "story"
    KIND = "kind"
    COMPANY = "company"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Mute:
    """That one channel does not want to hear of something until `until`.

    `name` is the story's id, the kind, the company, or the site, by `scope`. `mark` is set when what becomes stronger
    than that shall speak all the same. `by` and `who` are Slack's id and name of whoever muted, `why` their words.
    """

    id: int
    channel: str
    scope: Scope
    name: str
    until: datetime
    by: str
    who: str
    at: datetime
    why: str = ""
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Handling:
    """What is shown of all this at a story in one channel. `opinions` are people's, one each."""

    claim: Claim | None = None
    followers: int = 0
    opinions: tuple[Opinion, ...] = ()
    mute: Mute | None = None


NOBODY = Handling()

"""What recruiters say of a story, and the changes that are made of it when an admin says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Opinion(StrEnum):
    """What a recruiter says of a story; each has one thing that mends it."""

    WRONG_COMPANY = "wrong_company"
    OLD = "old"
    NOT_A_SIGNAL = "not_a_signal"
    TOO_WEAK = "too_weak"
    DUPLICATE = "duplicate"
    USEFUL = "useful"


class DigestOpinion(StrEnum):
    """What somebody says of a digest as a whole."""

    USEFUL = "useful"
    TOO_MUCH = "too_much"
    MISSED = "missed"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Feedback:
    """One person's opinion of one story; a later one of theirs takes its place.

    `company` is whose story it was, `rules` are those that gave it points and `sources` those that told it when the
    opinion was given, `told` the number with which it was told then. `channel` is where it was read, "" when nobody
    knows; `text` is theirs, in their own words.
    """

    story: str
    company: str
    opinion: Opinion
    by: str
    at: datetime
    channel: str = ""
    text: str = ""
    rules: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    told: int | None = None


class Part(StrEnum):
    """What a change changes: a word of a company, a rule's strength or the rule altogether, a channel's threshold.

    EDIT is what somebody changed of a rule by hand, several keys at once.
    """

    ALIAS = "alias"
    NEVER = "never"
    STRENGTH = "strength"
    OFF = "off"
    THRESHOLD = "threshold"
    EDIT = "edit"


@dataclass(frozen=True, slots=True)
class Change:
    """One change above what config.toml and the pack say.

    `name` is the company, the rule's id or the channel. `value` is the word, or the new number; `before` is the number
    that it replaces (the strength, for OFF). A word has none and OFF no value; for an EDIT it is a table of keys as
    rules/edit.py writes it.
    """

    part: Part
    name: str
    value: str | int | None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that feedback speaks for. `id` follows from the change and stays as long as the change is the same.

    `reason` is in a recruiter's words; it rests on `verdicts` opinions that `people` gave of `stories`.
    """

    id: str
    change: Change
    reason: str
    stories: tuple[str, ...]
    verdicts: int
    people: int


@dataclass(frozen=True, slots=True)
class Override:
    """A proposal that an admin applied: who, when and why; in force until somebody undoes it."""

    id: str
    change: Change
    reason: str
    by: str
    at: datetime
    undone_by: str | None = None
    undone_at: datetime | None = None

    @property
    def in_force(self) -> bool:
        """Whether it holds."""
        return self.undone_at is None

"""Two numbers a company, never one, each the sum of named reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from model.language import Language


class Axis(StrEnum):
    """WINDOW: how good a time to source FROM the company. PRESSURE: how hard it competes for our people."""

    WINDOW = "window"
    PRESSURE = "pressure"


class Confidence(StrEnum):
    """How much independent evidence stands behind a score."""

    LOW = "low"
    FAIR = "fair"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Points:
    """One reason of a score. `value` is whole points, negative when it makes sourcing harder.

    `story` is the id of the story it rests on (for a composite rule the newest of `stories`); `advice` says what to do.
    `reason` is English, `elsewhere` the same in other languages; it is not stored.
    """

    rule: str
    axis: Axis
    value: int
    reason: str
    story: str
    stories: tuple[str, ...]
    advice: str
    elsewhere: Mapping[Language, str] = field(default_factory=dict, compare=False)

    def told(self, language: Language) -> str:
        """Read the reason in a language; in English where it is not told in that one."""
        return self.elsewhere.get(language, self.reason)

    def rests_on(self, story: str) -> bool:
        """Tell whether the story with this id has a part in the reason."""
        return story in (self.story, *self.stories)


@dataclass(frozen=True, slots=True)
class Score:
    """`window` and `pressure` are 0 to 100 and equal the sums of their points."""

    company: str
    at: datetime
    window: int
    pressure: int
    points: tuple[Points, ...]
    confidence: Confidence
    oldest: datetime
    newest: datetime


class Lack(StrEnum):
    """What is missing for a number: SILENCE heard nothing lately, FAINT is one vague and uncertain report."""

    SILENCE = "silence"
    FAINT = "faint"


@dataclass(frozen=True, slots=True)
class NotEnough:
    """Too little evidence for a number; `reason` says in English what is missing, `lack` names it where it is known."""

    company: str
    at: datetime
    reason: str
    lack: Lack | None = None

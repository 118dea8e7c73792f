"""What a change of a rule would have changed lately."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert of a channel that there was, or would have been."""

    day: str
    channel: str
    company: str
    headline: str


@dataclass(frozen=True, slots=True)
class Rescored:
    """A company's numbers on a day, with and without the change: "62 -> 40"."""

    day: str
    company: str
    window: str
    pressure: str


@dataclass(frozen=True, slots=True)
class Effect:
    """Over the last `days`: alerts lost and gained, and the days on which a number would have been another."""

    days: int
    lost: tuple[Alert, ...]
    gained: tuple[Alert, ...]
    rescored: tuple[Rescored, ...]

"""What the App Home shows one person: values only; digests/views/home.py draws them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from digests.cost import Cost
from digests.digest import Late
from model.score import NotEnough, Score
from model.story import Story

MOST_COMPANIES = 20
MOST_OWN = 5
MOST_WAITING = 5


class Tie(StrEnum):
    """What ties somebody to a story."""

    REMINDED = "reminded"
    CLAIMED = "claimed"
    FOLLOWED = "followed"


@dataclass(frozen=True, slots=True)
class Own:
    """A story of somebody's own. `due` is when they are reminded of it, None for no day."""

    story: Story
    tie: Tie
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rank:
    """One company's numbers; None where there is none. `before` is a week ago, `history` the window by day."""

    company: str
    window: int | None
    before: int | None
    pressure: int | None
    history: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """One channel: the number at which it is alerted, when its next digest comes, what is muted there and how long."""

    channel: str
    threshold: int
    next_digest: datetime | None
    mutes: int = 0
    muted_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A story that spoke at once in a channel and that nobody has taken."""

    story: Story
    channel: str
    told: datetime


@dataclass(frozen=True, slots=True)
class Quality:
    """The alerts of the last 30 days: how many were judged, how many useful, how soon after the first report they came,
    and how many times somebody said that one was missing."""

    alerts: int
    judged: int
    useful: int
    took: timedelta
    missed: int = 0


@dataclass(frozen=True, slots=True)
class Home:
    """Everything on it. `known` counts all companies, of which `ranks` are the first. `zone` dates what we write.

    `places`, `waiting` and `quality` are of the channels in which this person was seen, for admins of all.
    `budget` is what each vendor cost, by its name.
    `new`: no channel hears yet. `everybody` is who reads in the workspace, as digests/privacy.py knows them.
    """

    zone: ZoneInfo
    own: tuple[Own, ...]
    ranks: tuple[Rank, ...]
    known: int
    places: tuple[Place, ...]
    late: tuple[Late, ...]
    waiting: tuple[Waiting, ...] = ()
    quality: Quality | None = None
    budget: tuple[tuple[str, Cost], ...] = ()
    new: bool = False
    everybody: str | None = None


def ranked(ranks: Iterable[Rank]) -> list[Rank]:
    """Sort companies: whose window rose most first, those without a number last."""
    return sorted(ranks, key=_height)


def rank(company: str, now: Score | NotEnough, before: int | None, history: Iterable[int | None] = ()) -> Rank:
    """Take out of a score what the Home shows; `before` is the window a week ago."""
    known = now if isinstance(now, Score) else None
    return Rank(
        company,
        known.window if known else None,
        before,
        known.pressure if known else None,
        tuple(history),
    )


def strongest(
    companies: Iterable[str], latest: Mapping[str, int | None], earlier: Mapping[str, int | None]
) -> list[str]:
    """Choose which companies the Home shows, out of stored windows; what is not in `earlier` was as it is now."""
    ranks = (Rank(name, latest.get(name), earlier.get(name, latest.get(name)), None) for name in companies)
    return [one.company for one in ranked(ranks)[:MOST_COMPANIES]]


def _height(one: Rank) -> tuple[bool, int, int, str]:
    if one.window is None:
        return True, 0, 0, one.company
    return False, (one.before or 0) - one.window, -one.window, one.company

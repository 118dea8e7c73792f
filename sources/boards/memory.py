"""What is remembered of a job board between two polls, and how it is written into the cursor."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from math import ceil
from statistics import fmean, pstdev
from typing import Any

from model.errors import Changed

FORM = "2"
OLD_FORM = "1:"  # without what a glance tells
WEEK = 7
LEAST_WEEKS = 2
MOST_WEEKS = 12
MOST_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class Post:
    """A post as it was last seen. `day` is when it was opened, "" when it was there from the start, or when it went."""

    title: str
    department: str
    cities: tuple[str, ...]
    day: str = ""
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Day:
    """How many posts moved on one day, and how."""

    opened: int = 0
    closed: int = 0
    reposted: int = 0
    retitled: int = 0
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Glance:
    """What can be told of a packed memory without unpacking it: the day it is of, whether a post is missing, and the
    fingerprint of the answers it was made from.
    """

    day: date
    waits: bool
    answers: str


@dataclass(frozen=True, slots=True)
class Memory:
    """A board as it was last read. `gone` are posts lately closed, `departments` and `cities` all that ever had one.

    `told` maps a surge or a freeze to the ISO day on which it was last said.
    """

    begun: date
    read: datetime
    live: Mapping[str, Post]
    gone: Mapping[str, Post] = field(default_factory=dict)
    days: Mapping[str, Day] = field(default_factory=dict)
    departments: frozenset[str] = frozenset()
    cities: frozenset[str] = frozenset()
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day on which it was read."""
        return self.read.date()

    @property
    def waits(self) -> bool:
        """Whether a post is missing and not yet taken to be closed."""
        return any(post.missing for post in self.live.values())

    def week(self, back: int = 0) -> Day:
        """Add up the seven days that ended `back` weeks ago; 0 is the week that ends today."""
        end = self.today - timedelta(days=WEEK * back)
        days = [self.days.get((end - timedelta(days=n)).isoformat(), Day()) for n in range(WEEK)]
        return Day(
            sum(day.opened for day in days),
            sum(day.closed for day in days),
            sum(day.reposted for day in days),
            sum(day.retitled for day in days),
            sum(day.moved for day in days),
        )

    def usual(self) -> tuple[float | None, float]:
        """Return how many posts a week opened before this one, on average, and their standard deviation.

        Weeks of a silence that lasts are not its past: those before it are.
        """
        first = max(1, ceil(self.quiet_days() / WEEK))
        whole = (self.today - self.begun).days // WEEK
        weeks = [self.week(back).opened for back in range(first, min(first + MOST_WEEKS, whole))]
        return (fmean(weeks), pstdev(weeks)) if len(weeks) >= LEAST_WEEKS else (None, 0.0)

    def quiet_days(self) -> int:
        """Return for how many days no post was opened."""
        opened = [date.fromisoformat(day) for day, moves in self.days.items() if moves.opened]
        return (self.today - max(opened, default=self.begun)).days


def write(memory: Memory) -> bytes:
    """Write a memory as JSON."""
    fields = {
        "begun": memory.begun.isoformat(),
        "read": memory.read.isoformat(),
        "live": _written(memory.live),
        "gone": _written(memory.gone),
        "days": {day: asdict(moves) for day, moves in memory.days.items()},
        "departments": sorted(memory.departments),
        "cities": sorted(memory.cities),
        "told": dict(memory.told),
    }
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode(errors="replace")


def _written(posts: Mapping[str, Post]) -> dict[str, dict[str, object]]:
    # Field by field: dataclasses.asdict copies deeply, and a board is written at each poll.
    return {
        key: {
            "title": post.title,
            "department": post.department,
            "cities": post.cities,
            "day": post.day,
            "missing": post.missing,
        }
        for key, post in posts.items()
    }


def read(text: bytes) -> Memory:
    """Read what `write` wrote. Raises Changed when it is damaged."""
    try:
        fields = json.loads(text)
        return Memory(
            begun=date.fromisoformat(fields["begun"]),
            read=datetime.fromisoformat(fields["read"]),
            live=_posts(fields["live"]),
            gone=_posts(fields["gone"]),
            days={day: Day(**moves) for day, moves in fields["days"].items()},
            departments=frozenset(fields["departments"]),
            cities=frozenset(fields["cities"]),
            told=dict(fields["told"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Changed("What is remembered of the board is damaged.") from error


def _posts(fields: Mapping[str, Mapping[str, Any]]) -> dict[str, Post]:
    return {
        key: Post(post["title"], post["department"], tuple(post["cities"]), post["day"], int(post["missing"]))
        for key, post in fields.items()
    }


def pack(memory: Memory, answers: str = "") -> str:
    """Write a memory as a line of ASCII, for the cursor; `answers` is the fingerprint of what it was made from."""
    packed = b64encode(zlib.compress(write(memory))).decode()
    return f"{FORM}:{memory.today.isoformat()}:{int(memory.waits)}:{answers}:{packed}"


def glance(text: str) -> Glance | None:
    """Look at what `pack` wrote; None for what an earlier version wrote, or what is damaged."""
    head = text.split(":", 4)
    try:
        return Glance(date.fromisoformat(head[1]), head[2] != "0", head[3]) if head[0] == FORM else None
    except (ValueError, IndexError):
        return None


def unpack(text: str) -> Memory:
    """Read what `pack` wrote, in this version or the one before. Raises Changed when it is damaged."""
    packed = text.removeprefix(OLD_FORM) if text.startswith(OLD_FORM) else text.split(":", 4)[-1]
    try:
        inflating = zlib.decompressobj()
        written = inflating.decompress(b64decode(packed, validate=True), MOST_BYTES)
    except (ValueError, zlib.error) as error:
        raise Changed("What is remembered of the board is damaged.") from error
    return read(written)

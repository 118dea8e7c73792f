"""What vendors tell of a person, as one item: who was where, who is where, since when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any

from model.item import Item, ProfileChange

LONGEST = 300
MONTH, YEAR = timedelta(days=31), timedelta(days=366)
# A change that a vendor found later than this after it happened is told as what it is: late.
LATE = timedelta(days=30)
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ].*)?")
_WORDS = re.compile(r"(?:([A-Za-z]{3})[a-z]*\.? )?(\d{4})")


@dataclass(frozen=True, slots=True)
class Day:
    """A day as vendors tell it, often to the month or the year only: its start, and how long it lasts."""

    start: datetime
    lasts: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Job:
    """One job of a person; None for what is not known. A job without `end` is held now unless another one is newer."""

    company: str
    title: str
    start: Day | None
    end: Day | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """How a person moved, by one vendor's word; `at` is when, None where it does not say."""

    person: str
    profile: str
    before: Job | None
    after: Job | None
    at: Day | None
    open_to_work: bool = False


def day(text: object) -> Day | None:
    """Read "2026-11-03", "2026-11", "2026", "November 2026" or a moment; None for anything else."""
    said = str(text).strip() if isinstance(text, str | int) else ""
    try:
        if iso := _ISO.fullmatch(said):
            year, month, number = int(iso[1]), int(iso[2] or 1), int(iso[3] or 1)
            return Day(datetime(year, month, number, tzinfo=UTC), timedelta() if iso[3] else MONTH if iso[2] else YEAR)
        if words := _WORDS.fullmatch(said):
            month = _MONTHS.get((words[1] or "jan").lower(), 0)
            return Day(datetime(int(words[2]), month, 1, tzinfo=UTC), MONTH if words[1] else YEAR)
    except ValueError:
        return None
    return None


def words(value: object) -> str:
    """Return one line of text, "" for anything else."""
    return " ".join(value.split())[:LONGEST] if isinstance(value, str) else ""


def first(row: Mapping[str, Any], *names: str) -> str:
    """Return the first of these fields that holds text."""
    return next((text for name in names if (text := words(row.get(name)))), "")


def newest(jobs: Iterable[Job]) -> Job | None:
    """Return the job that began last; those without a day come last."""
    never = datetime.min.replace(tzinfo=UTC)
    return max(jobs, key=lambda job: job.start.start if job.start else never, default=None)


def item(source: str, site: str, owner: str, move: Move, fetched: datetime) -> Item:
    """Make the item of a move, private to `owner`, dated when it happened and never in the future."""
    at = move.at or Day(fetched)
    published = min(at.start, fetched)
    was, now = _job(move.before), _job(move.after)
    title = f"{move.person}, {now}: open to work" if move.open_to_work else f"{move.person}: {was} → {now}"
    late = fetched - published - at.lasts > LATE
    when = f"{published:%B %Y}" if at.lasts else f"{published:%-d %B %Y}"
    told = (move.profile or move.person, was, now, str(move.open_to_work), published.date().isoformat())
    return Item(
        source=source,
        key=blake2b("\n".join(told).encode(errors="replace"), digest_size=12).hexdigest(),
        url="",
        title=title,
        text=f"{title}. {site} dates it {when}{f' and told of it on {fetched:%-d %B %Y}' if late else ''}.",
        lang=None,
        site=site,
        published=published,
        fetched=fetched,
        shape=ProfileChange(
            owner=owner,
            person=move.person,
            profile=move.profile,
            company_before=(move.before.company or None) if move.before else None,
            company_after=(move.after.company or None) if move.after else None,
            position_before=(move.before.title or None) if move.before else None,
            position_after=(move.after.title or None) if move.after else None,
            open_to_work=move.open_to_work,
        ),
        spread=at.lasts if published == at.start else timedelta(),
    )


def _job(job: Job | None) -> str:
    if job is None:
        return "not told where"
    return " at ".join(part for part in (job.title, job.company) if part) or "not told where"

"""Read how a job board moved: a surge, a freeze, a post that leads or is the first of its kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from model.hiring import Pace, has_pulled, pace
from model.item import BoardChange, Item, Opening
from model.signal import Certainty, Kind, Seniority, Signal, SourceClass
from signals.companies import Companies
from signals.events import Event
from signals.leading import leads
from signals.merging import signal
from signals.titles import seniority
from signals.vocabulary import Lexicon

A_QUARTER = 4


def read(item: Item, change: BoardChange, companies: Companies, lexicons: Sequence[Lexicon]) -> list[Signal]:
    """Return what the change says of a watched company, [] for a week or a post like others."""
    company = companies.match(change.company)
    if company is None:
        return []
    if change.opening is not None:
        opening = change.opening
        event = _role(item, company, opening, lexicons)
        where = opening.cities or tuple(filter(None, (opening.city,)))
        role = signal(item, event, SourceClass.BOARD) if event else None
        return [replace(role, departments=tuple(filter(None, (opening.department,))), cities=where)] if role else []
    event = _week(item, company, change)
    # Of posts that were taken down the week's usual openings say nothing.
    usual = None if change.usual is None or has_pulled(change) else round(change.usual)
    if event is None:
        return []
    told = replace(signal(item, event, SourceClass.BOARD), usual=usual)
    if event.kind is not Kind.HIRING_SURGE:  # that nothing is opened, or a part taken down, concerns the whole company
        return [told]
    departments, cities = _much(change.departments, change.opened), _much(change.cities, change.opened)
    return [replace(told, departments=departments, cities=cities)]


def _much(parts: Sequence[tuple[str, int]], opened: int) -> tuple[str, ...]:
    """Name the parts of a company that a surge is about: those with a quarter of it or more."""
    return tuple(name for name, n in parts if n * A_QUARTER >= opened)


def _week(item: Item, company: str, change: BoardChange) -> Event | None:
    found = pace(change)
    if found is Pace.SURGE:
        return _event(item, Kind.HIRING_SURGE, company, 0.9, "surge", headcount=change.opened)
    if found is Pace.FREEZE:
        pulled = has_pulled(change)
        # That nothing is opened may also mean that nobody tends the board.
        return _event(item, Kind.HIRING_FREEZE, company, 0.8 if pulled else 0.6, "pulled" if pulled else "stopped")
    return None


def _role(item: Item, company: str, opening: Opening, lexicons: Sequence[Lexicon]) -> Event | None:
    first = bool(opening.new_department or opening.new_city)
    leading = leads(opening.title)
    if not first and not leading:
        return None
    level = seniority(opening.title, lexicons) or Seniority.VP if leading else Seniority.IC
    name = "first_in_department" if opening.new_department else "first_in_city" if opening.new_city else "leads"
    confidence = 0.9 if first and leading else 0.7
    return _event(item, Kind.STRATEGIC_ROLE, company, confidence, name, role=opening.title, level=level)


def _event(
    item: Item,
    kind: Kind,
    company: str,
    confidence: float,
    name: str,
    *,
    role: str | None = None,
    level: Seniority = Seniority.GROUP,
    headcount: int | None = None,
) -> Event:
    return Event(
        kind, company, None, role, level, None, None, None, headcount, Certainty.REPORTED,
        confidence, item.text or item.title, f"board.{name}", 0, False,
    )  # fmt: skip

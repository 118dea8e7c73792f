"""Read what changed of a person, by a member's own exports or a vendor; it is private to that member."""

from __future__ import annotations

from model.item import Item, ProfileChange
from model.signal import Certainty, Kind, Seniority, Signal, SourceClass
from signals.companies import Companies
from signals.events import Event
from signals.merging import signal
from signals.titles import seniority
from signals.vocabulary import Lexicon


def read(item: Item, change: ProfileChange, companies: Companies, lexicons: tuple[Lexicon, ...]) -> list[Signal]:
    """Return the departure, the arrival or the promotion that the change is, for watched companies only.

    Somebody who is open to work is so where they are now.
    """
    before = companies.match(change.company_before)
    after = companies.match(change.company_after)
    source = before or change.company_before
    target = after or change.company_after
    events: list[Event] = []
    if change.open_to_work and after:
        events.append(_event(item, change, Kind.OPEN_TO_WORK, after, after, None, 0.8, lexicons))
    if _same(change, before, after):
        if after and change.position_after and change.position_before != change.position_after:
            events.append(_event(item, change, Kind.PROMOTION, after, None, None, 0.6, lexicons))
    elif not change.company_after:
        if before:
            events.append(_event(item, change, Kind.DEPARTURE, before, before, None, 0.3, lexicons))
    else:
        if before:
            events.append(_event(item, change, Kind.DEPARTURE, before, before, target, 0.8, lexicons))
        if after:
            events.append(_event(item, change, Kind.HIRE, after, source, after, 0.8, lexicons))
    return [signal(item, event, SourceClass.PERSON, private=True, owner=change.owner) for event in events]


def _same(change: ProfileChange, before: str | None, after: str | None) -> bool:
    """Tell whether the person is still at the same company, however it is written."""
    if change.company_before and change.company_after:
        return (before is not None and before == after) or (
            change.company_before.strip().casefold() == change.company_after.strip().casefold()
        )
    return False


def _event(
    item: Item,
    change: ProfileChange,
    kind: Kind,
    company: str,
    source: str | None,
    target: str | None,
    confidence: float,
    lexicons: tuple[Lexicon, ...],
) -> Event:
    role = change.position_before if kind is Kind.DEPARTURE else change.position_after
    level = seniority(role or "", lexicons)
    return Event(
        kind, company, change.person, role, Seniority(level) if level else None, source, target, None, None,
        Certainty.REPORTED, confidence, item.text or item.title, "profile." + kind.value, 0, False,
    )  # fmt: skip

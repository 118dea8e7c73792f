"""Read what somebody's own public profile says anew: whom they left, whom they joined, that they are open to offers.

A profile is free text that nobody checks: where somebody works is told as a rumour with the words of the profile. That
they are open to offers is private to who asked, and is not told at all unless every employer that the profile names is
watched: one that we do not know could be whoever reads it (requirement P1).
"""

from __future__ import annotations

from collections.abc import Iterable

from model.item import Item, OwnProfile
from model.signal import Certainty, Kind, Signal, SourceClass
from signals.companies import Companies
from signals.events import Event
from signals.merging import signal

_SAYS_SO = 0.5
_NO_LONGER_SAYS_SO = 0.3


def read(item: Item, told: OwnProfile, companies: Companies) -> list[Signal]:
    """Return what the change says of watched companies."""
    if told.looking:
        return _looking(item, told, companies)
    left, joined = _watched(told.left, companies), _watched(told.joined, companies)
    source, target = _one(left, told.left), _one(joined, told.joined)
    events = [
        _event(item, told.person, Kind.DEPARTURE, company, company, target, _SAYS_SO if target else _NO_LONGER_SAYS_SO)
        for company in left
    ]
    events += [_event(item, told.person, Kind.HIRE, company, source, company, _SAYS_SO) for company in joined]
    return [signal(item, event, SourceClass.PERSON) for event in events]


def _looking(item: Item, told: OwnProfile, companies: Companies) -> list[Signal]:
    known = [companies.known(employer) for employer in told.employers]
    if not told.owner or not known or None in known:
        return []
    written = " ".join(told.employers)
    return [
        signal(
            item,
            _event(item, told.person, Kind.OPEN_TO_WORK, company, written, None, 0.7, Certainty.REPORTED),
            SourceClass.PERSON,
            private=True,
            owner=told.owner,
        )
        for company in dict.fromkeys(one for one in known if one)
    ]


def _watched(written: Iterable[str], companies: Companies) -> list[str]:
    return list(dict.fromkeys(name for one in written if (name := companies.known(one))))


def _one(watched: list[str], written: tuple[str, ...]) -> str | None:
    return watched[0] if watched else written[0] if written else None


def _event(
    item: Item,
    person: str,
    kind: Kind,
    company: str,
    source: str | None,
    target: str | None,
    confidence: float,
    certainty: Certainty = Certainty.RUMOUR,
) -> Event:
    return Event(
        kind, company, person, None, None, source, target, None, None, certainty, confidence,
        item.text or item.title, f"own_profile.{kind.value}", 0, False,
    )  # fmt: skip

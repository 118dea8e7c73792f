"""A group and its members: "three founders leave" is no further event once the text names who they are."""

from __future__ import annotations

from collections.abc import Sequence

from model.signal import Certainty, Kind, Seniority
from signals.events import Event
from signals.fold import fold
from signals.vocabulary import Lexicon

_PERSONAL = frozenset({Kind.DEPARTURE, Kind.HIRE, Kind.PROMOTION})
_FEW = 5  # at most this many may be meant by the people that an item names
_ENOUGH = 2  # named people that make a group of unnamed ones superfluous


def spelled_out(events: Sequence[Event], lexicon: Lexicon) -> list[Event]:
    """Return the events without the groups whose members are named; the others of several people become groups.

    A crowd ("dozens of engineers", "employees") stays an event of its own beside the people named.
    """
    found: list[Event] = []
    for event in events:
        if event.kind not in _PERSONAL or event.person is not None or not _several(event, lexicon):
            found.append(event)
            continue
        members = len(_members(event, events))
        crowd = _crowd(event, members, lexicon)
        if event.kind is Kind.HIRE and not (event.in_title or event.from_company or event.headcount or crowd):
            continue  # "it would hire engineers" is what every company says
        if crowd or members < _ENOUGH:
            found.append(event._replace(seniority=Seniority.GROUP))
    return found


def _several(event: Event, lexicon: Lexicon) -> bool:
    """Tell whether a nameless event is about more than one: a group, or a role in the plural."""
    if event.seniority is Seniority.GROUP:
        return True
    last = fold(event.role or "").split()[-1:]
    return any(word.endswith("s") and word[:-1] in lexicon.titles for word in last)


def _crowd(event: Event, members: int, lexicon: Lexicon) -> bool:
    """Tell whether more people are meant than the `members` who are named."""
    crowd = lexicon.words("crowd")
    return (event.headcount or 0) > max(members, _FEW) or any(
        word in crowd for word in fold(f"{event.role or ''} {event.quote}").split()
    )


def _members(event: Event, events: Sequence[Event]) -> set[str]:
    """Return the people of whom the same is told as news."""
    return {
        other.person
        for other in events
        if other.person
        and other.kind is event.kind
        and other.company == event.company
        and other.certainty is not Certainty.BACKGROUND
    }

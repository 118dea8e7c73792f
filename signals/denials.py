"""What is said to be false: in the sentence that tells it, or by a title for the text below."""

from __future__ import annotations

from collections.abc import Sequence

from model.signal import Certainty, Kind
from signals.certainty import holds, rejected
from signals.events import Event
from signals.merging import surname
from signals.patterns import COMPANY
from signals.units import Sentence
from signals.vocabulary import Lexicon

_PERSONAL = frozenset({Kind.DEPARTURE, Kind.LEAVE, Kind.HIRE, Kind.PROMOTION})
_SHORT = 4  # sentences below a title that are all about what it denies


def governed(events: Sequence[Event], marked: Sequence[Sentence], lexicon: Lexicon) -> list[Event]:
    """Return the events of an item; what its title denies is denied below it too.

    A title that denies without telling what ("Northwind denies plan for cuts") speaks of all that a short text tells of
    the companies it names.
    """
    titled = [event for event in events if event.in_title]
    denied = [event for event in titled if event.certainty is Certainty.DENIED]
    blank = set[str]() if titled else _denying(marked, lexicon)
    refuted = _refuted(events, marked, lexicon)
    found: list[Event] = []
    for event in events:
        below = not event.in_title and (event.company in blank or any(_same(event, one) for one in denied))
        if event.certainty is not Certainty.BACKGROUND and (below or refuted):
            event = event._replace(certainty=Certainty.DENIED)
        found.append(event)
    return found


def _refuted(events: Sequence[Event], marked: Sequence[Sentence], lexicon: Lexicon) -> bool:
    """Tell whether a short text that tells what a report says goes on to call the report false."""
    titles = [sentence for sentence in marked if sentence.in_title]
    text = [sentence for sentence in marked if not sentence.in_title]
    if len(text) >= _SHORT or not any(holds(one.units, lexicon, "hearsay") for one in titles):
        return False
    told = {event.quote for event in events if not event.in_title}
    return not told and any(rejected(sentence.units, lexicon) for sentence in text)


def _denying(marked: Sequence[Sentence], lexicon: Lexicon) -> set[str]:
    """Return the companies of a title that denies something, of which a short text goes on to tell."""
    titles = [sentence for sentence in marked if sentence.in_title]
    if len(marked) - len(titles) >= _SHORT or not any(holds(one.units, lexicon, "denying") for one in titles):
        return set()
    return {unit.value for sentence in titles for unit in sentence.units if unit.symbol == COMPANY}


def _same(event: Event, denied: Event) -> bool:
    """Tell whether an event is the one that was denied, or the other end of that move."""
    if event.person and denied.person:
        personal = event.kind in _PERSONAL and denied.kind in _PERSONAL
        return personal and surname(event.person) == surname(denied.person)
    return event.kind is denied.kind and event.company == denied.company

"""Lists that go on after the sentence: "Three founders left: A, B and C", "It hired the designer A; B; and C"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from model.signal import Kind, Seniority
from signals.actors import Named, actor
from signals.events import Event
from signals.patterns import COMPANY, GROUP, ORGANISATION, PERSON, ROLE
from signals.units import Sentence, Unit
from signals.vocabulary import Lexicon

_PERSONAL = frozenset({Kind.DEPARTURE, Kind.LEAVE, Kind.HIRE, Kind.PROMOTION})
_HEADS = frozenset({PERSON, ROLE, COMPANY, ORGANISATION, GROUP, ","})
_NEAR = 14  # units from the event to the end of its sentence within which a list still belongs to it
_MOST_PEOPLE = 30


def extended(events: Sequence[Event], sentence: Sentence, following: Sequence[Sentence], lexicon: Lexicon) -> list[Event]:
    """Return the events of `sentence` with one more for each person of the list that goes on behind it.

    `following` are the fragments that a semicolon or a dash joins to the sentence. An event of unnamed people gives way
    to those of the people listed.
    """
    told = [event for event in events if event.kind in _PERSONAL]
    if not told:
        return list(events)
    last = max(told, key=lambda event: event.first)
    people = _behind_colon(sentence, last, lexicon)
    near = sentence.units[-_NEAR:][0].start <= last.first
    for fragment in following if near and not people else ():
        listed = _listed(fragment.units, lexicon)
        if not listed:
            break
        people.extend(listed)
    if not people:
        return list(events)
    kept = [event for event in events if event is not last or event.person]
    named = {event.person for event in kept if event.kind is last.kind}
    return [*kept, *(_like(last, person) for person in people[:_MOST_PEOPLE] if person.name not in named)]


def _like(event: Event, person: Named) -> Event:
    """Return the event that `event` is for this person."""
    level = Seniority(person.level) if person.level else None
    return replace(event, person=person.name, role=person.role, seniority=level, headcount=None)


def _behind_colon(sentence: Sentence, event: Event, lexicon: Lexicon) -> list[Named]:
    """Return the people listed behind the colon of an event that names none."""
    if event.person or ":" not in sentence.symbols:
        return []
    at = sentence.symbols.rindex(":")
    return _listed(sentence.units[at + 1 :], lexicon) if sentence.units[at].start > event.first else []


def _listed(units: Sequence[Unit], lexicon: Lexicon) -> list[Named]:
    """Return the people of a fragment that holds nothing but people and what they are, [] for any other."""
    small = lexicon.words("np") | lexicon.words("and") | lexicon.words("role_link") | lexicon.words("products")
    words = units[:-1] if units and units[-1].symbol in {".", ":"} else units
    if not any(unit.symbol == PERSON for unit in words[:6]):
        return []
    if not all(unit.symbol in _HEADS or unit.folded in small or unit.folded in lexicon.words("fields") for unit in words):
        return []
    return list(actor(tuple(words), lexicon, False).people)

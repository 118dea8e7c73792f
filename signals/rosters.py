"""Lists that go on after the sentence: "Three founders left: A, B and C", "It hired the designer A; B; and C"."""

from __future__ import annotations

from collections.abc import Sequence

from model.signal import Kind, Seniority
from signals.actors import Named, actor
from signals.events import Event
from signals.patterns import COMPANY, GROUP, ORGANISATION, PERSON, ROLE
from signals.units import Sentence, Unit
from signals.vocabulary import Lexicon, either

_PERSONAL = frozenset({Kind.DEPARTURE, Kind.LEAVE, Kind.HIRE, Kind.PROMOTION})
_HEADS = frozenset({PERSON, ROLE, COMPANY, ORGANISATION, GROUP, ","})
_NEAR = 14  # units from the event to the end of its sentence within which a list still belongs to it
_MOST_PEOPLE = 30


def extended(
    events: Sequence[Event], sentence: Sentence, following: Sequence[Sentence], lexicon: Lexicon
) -> list[Event]:
    """Return the events of `sentence` with one more for each person of the list that goes on behind it.

    `following` are the fragments that a semicolon or a dash joins to the sentence. An event of unnamed people gives way
    to those of the people listed.
    """
    told = [event for event in events if event.kind in _PERSONAL]
    if not told:
        return list(events)
    last = max(told, key=lambda event: event.first)
    people = (
        _behind_colon(sentence, last, lexicon)
        or _behind_clause(sentence, last, lexicon)
        or _apposed(sentence, last, lexicon)
    )
    some = [] if people else _among(sentence, last, lexicon)
    near = sentence.units[-_NEAR:][0].start <= last.first
    for fragment in following if near and not people else ():
        listed = _listed(fragment.units, lexicon)
        if not listed:
            break
        people.extend(listed)
    if some:
        return [*events, *(_like(last, person) for person in some)]
    if not people:
        return list(events)
    kept = [event for event in events if event is not last or event.person]
    named = {event.person for event in kept if event.kind is last.kind}
    return [*kept, *(_like(last, person) for person in people[:_MOST_PEOPLE] if person.name not in named)]


def _like(event: Event, person: Named) -> Event:
    """Return the event that `event` is for this person."""
    founder = event.seniority is Seniority.FOUNDER
    level = Seniority.FOUNDER if founder else Seniority(person.level) if person.level else None
    return event._replace(person=person.name, role=person.role, seniority=level, headcount=None)


def _behind_colon(sentence: Sentence, event: Event, lexicon: Lexicon) -> list[Named]:
    """Return the people listed behind the colon of an event that names none."""
    if event.person or ":" not in sentence.symbols:
        return []
    at = sentence.symbols.rindex(":")
    return _listed(sentence.units[at + 1 :], lexicon) if sentence.units[at].start > event.first else []


def _apposed(sentence: Sentence, event: Event, lexicon: Lexicon) -> list[Named]:
    """Return the people set behind a group by a comma: "two researchers quit on Friday, Mia Lund and Omar Haddad"."""
    if event.person or event.seniority is not Seniority.GROUP:
        return []
    units = sentence.units
    small = either(lexicon, "np", "and", "role_link")
    for at in range(len(units) - 1):
        if units[at].symbol != "," or units[at].start < event.first or units[at + 1].symbol not in {PERSON, ROLE}:
            continue
        stop = at + 1
        while stop < len(units) and (units[stop].symbol in _HEADS or units[stop].folded in small):
            stop += 1
        if stop < len(units) and units[stop].symbol != ".":
            stop = max((n for n in range(at + 1, stop) if units[n].symbol == ","), default=at + 1)
        people = _listed(units[at + 1 : stop], lexicon)
        return people if len(people) > 1 else []
    return []


def _among(sentence: Sentence, event: Event, lexicon: Lexicon) -> list[Named]:
    """Return those of a group whom a sentence names: "drei Vorstände gehen, darunter Technikchefin Ada Keller"."""
    if event.person:
        return []
    units = sentence.units
    at = next((n for n, one in enumerate(units) if one.folded in lexicon.words("among") and one.start > event.first), 0)
    while at and at + 1 < len(units) and units[at + 1].folded in either(lexicon, "among", "aux"):
        at += 1
    return _listed(units[at + 1 :], lexicon) if at else []


def _behind_clause(sentence: Sentence, event: Event, lexicon: Lexicon) -> list[Named]:
    """Return the people listed behind a relative clause: "the resignations of A, who led research, B and C"."""
    units = sentence.units
    at = next((n for n, one in enumerate(units) if one.value == event.person and one.start >= event.first), None)
    if at is None or at + 2 >= len(units) or units[at + 2].folded not in lexicon.words("relative"):
        return []
    comma = next((n for n in range(at + 3, min(at + _NEAR, len(units))) if units[n].symbol == ","), None)
    return _listed(units[comma + 1 :], lexicon) if comma else []


def _listed(units: Sequence[Unit], lexicon: Lexicon) -> list[Named]:
    """Return the people of a fragment that holds nothing but people and what they are, [] for any other."""
    small = either(lexicon, "np", "and", "role_link", "products")
    words = units[:-1] if units and units[-1].symbol in {".", ":"} else units
    if not any(unit.symbol == PERSON for unit in words[:6]):
        return []
    if not all(
        unit.symbol in _HEADS or unit.folded in small or unit.folded in lexicon.words("fields") for unit in words
    ):
        return []
    return list(actor(tuple(words), lexicon, False).people)

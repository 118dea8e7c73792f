"""Lists that go on after the sentence: "Three founders left: A, B and C", "It hired the designer A; B; and C"."""

from __future__ import annotations

from collections.abc import Sequence

from model.signal import Kind, Seniority
from signals.actors import Named, actor, bracketed
from signals.events import Event
from signals.patterns import COMPANY, GROUP, ORGANISATION, PERSON, ROLE
from signals.units import Sentence, Unit
from signals.vocabulary import Lexicon, either

_PERSONAL = frozenset({Kind.DEPARTURE, Kind.LEAVE, Kind.HIRE, Kind.PROMOTION})
_HEADS = frozenset({PERSON, ROLE, COMPANY, ORGANISATION, GROUP, ",", "(", ")"})
_ARRIVALS = frozenset({Kind.HIRE, Kind.PROMOTION})
_AMONG = 5  # units that may open a sentence which names some of those of the one before
_NEAR = 14  # units from the event to the end of its sentence within which a list still belongs to it
_OFFICE = 9  # units in which the first person of a list is named: "the president of the firm, Omar Diaz"
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
        or _behind_house(sentence, last, lexicon)
        or _joined_on(sentence, last, lexicon)
    )
    some = [] if people else _among(sentence, last, lexicon)
    near = sentence.units[-_NEAR:][0].start <= last.first
    for fragment in following if near and not people else ():
        listed = _listed(fragment.units, lexicon)
        if not listed:
            break
        people.extend(listed)
    if some:
        return [*events, *(_like(last, person, None) for person in some)]
    installed = [one for event in told for one in _installed(sentence, event, lexicon)]
    events = [*events, *(one for one in installed if not any(_of_one(one, other) for other in events))]
    joined = [(one, person) for one in told if one is not last for person in _joined_on(sentence, one, lexicon)]
    kept = [event for event in events if event is not last or event.person or not people]
    found = list(kept)
    for event, person in (*joined, *((last, one) for one in people[:_MOST_PEOPLE])):
        if not any(one.kind is event.kind and one.person == person.name for one in found):
            found.append(_like(event, person, bracketed(person.name, sentence.units)))
    return found


def included(events: Sequence[Event], following: Sentence, lexicon: Lexicon) -> list[Event]:
    """Return one event more for each person whom the next sentence names: "Among them are Mia Lund and …"."""
    groups = [event for event in events if event.kind in _PERSONAL and event.seniority is Seniority.GROUP]
    words = [unit.folded for unit in following.units[:_AMONG]]
    opens = any(tuple(words[: len(phrase)]) == phrase for phrase in lexicon.phrases("among_them"))
    if not groups or not opens:
        return []
    people = actor(tuple(following.units[1:]), lexicon, False).people
    named = {unit.value for unit in following.units if unit.symbol == PERSON}
    known = {person.name: person for person in people}
    told = [known.get(name) or Named(name) for name in sorted(named, key=lambda one: _place(one, following))]
    return [_like(groups[-1], person, None) for person in told]


def _place(name: str, sentence: Sentence) -> int:
    return next(at for at, unit in enumerate(sentence.units) if unit.value == name)


def _like(event: Event, person: Named, house: str | None) -> Event:
    """Return the event that `event` is for this person, of the `house` that stands in brackets behind their name."""
    if house and event.kind is Kind.DEPARTURE:
        event = event._replace(company=house, from_company=house)
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


def _behind_house(sentence: Sentence, event: Event, lexicon: Lexicon) -> list[Named]:
    """Return the people listed behind one whose house stands in brackets: "ousted A (Northwind), B (Contoso) and C"."""
    units = sentence.units
    at = next((n for n, one in enumerate(units) if one.value == event.person and one.start >= event.first), None)
    if at is None or "".join(one.symbol for one in units[at : at + 5]) != "P(C),":
        return []
    return _listed(units[at + 5 :], lexicon)


def _joined_on(sentence: Sentence, event: Event, lexicon: Lexicon) -> list[Named]:
    """Return the people joined to the last of an event: "hires Mia Lund, as well as the designer Omar Diaz"."""
    units = sentence.units
    at = max((n for n, one in enumerate(units) if one.value == event.person and one.start >= event.first), default=-1)
    for phrase in lexicon.phrases("joining") if at >= 0 else ():
        first = at + 1 + (units[at + 1 : at + 2] != () and units[at + 1].symbol == ",")
        if tuple(one.folded for one in units[first : first + len(phrase)]) == phrase:
            first += len(phrase)
            stop = next((n for n in range(first, len(units)) if units[n].symbol in ".;:"), len(units))
            return _listed(units[first:stop], lexicon) or _listed(units[first : _next_comma(units, first)], lexicon)
    return []


def _of_one(one: Event, other: Event) -> bool:
    return one.kind is other.kind and one.person == other.person


def _installed(sentence: Sentence, event: Event, lexicon: Lexicon) -> list[Event]:
    """Return those of further people with an office each: "names Mia Lund as chief and Omar Diaz as chairman"."""
    if event.kind not in _ARRIVALS or not event.person:
        return []
    units, small = sentence.units, either(lexicon, "np", "newly")
    at = max((n for n, one in enumerate(units) if one.value == event.person and one.start >= event.first), default=-1)
    found: list[Event] = []
    while at >= 0 and at + 1 < len(units) and units[at + 1].folded in lexicon.words("office_as"):
        office = next((n for n in range(at + 2, min(at + 8, len(units))) if units[n].folded not in small), at)
        if units[office].symbol != ROLE:
            break
        if found:
            role = units[office]
            found[-1] = found[-1]._replace(role=role.value, seniority=Seniority(role.level) if role.level else None)
        joints = {",", *lexicon.words("and")}
        at = next((n for n in range(office + 1, len(units)) if units[n].folded not in joints), -1)
        if at <= office + 1 or units[at].symbol != PERSON:
            break
        found.append(event._replace(person=units[at].value, role=None, seniority=None))
    return [one for one in found if one.role]


def _next_comma(units: Sequence[Unit], first: int) -> int:
    """Return where the name ends that a comma closes: "the president of Northwind, Omar Diaz, who …"."""
    named = next((n for n in range(first, len(units)) if units[n].symbol == PERSON), len(units))
    return next((n for n in range(named, len(units)) if units[n].symbol == ","), len(units))


def _listed(units: Sequence[Unit], lexicon: Lexicon) -> list[Named]:
    """Return the people of a fragment that holds nothing but people and what they are, [] for any other."""
    small = either(lexicon, "np", "and", "role_link", "products")
    words = units[:-1] if units and units[-1].symbol in {".", ":"} else units
    if not any(unit.symbol == PERSON for unit in words[:_OFFICE]):
        return []
    if not all(
        unit.symbol in _HEADS or unit.folded in small or unit.folded in lexicon.words("fields") for unit in words
    ):
        return []
    return list(actor(tuple(words), lexicon, False).people)

"""Who takes over at a house and comes from another one is hired, not promoted: the text says where they have been.

"Ada Keller folgt auf Jan Peeters" tells nothing of where she comes from; "die ehemalige Contoso-Chefin tritt im Mai an"
or "Keller war bis Oktober im Vorstand von Contoso" beside it does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

from model.signal import Kind
from signals.events import Event
from signals.fold import fold
from signals.patterns import COMPANY, ORGANISATION, PERSON, ROLE, UNKNOWN_CAPITAL
from signals.units import Sentence, Unit
from signals.vocabulary import Lexicon, either

_ARRIVALS = frozenset({Kind.HIRE, Kind.PROMOTION})
_SUCCEEDING = ".replaced"  # entries of who is replaced by somebody
_HOUSES = frozenset({COMPANY, ORGANISATION, UNKNOWN_CAPITAL})


def hired(events: Sequence[Event], sentences: Sequence[Sentence], lexicon: Lexicon) -> list[Event]:
    """Return the events, with a hire for each who takes over and has been elsewhere, and with the offices they take."""
    arriving = {(one.person, one.company) for one in events if one.kind in _ARRIVALS and one.person}
    found: list[Event] = []
    for event in events:
        if event.kind is Kind.PROMOTION and event.person and _takes_over(event, lexicon):
            alone = sum(company == event.company for _, company in arriving) == 1
            houses = [house for one in sentences for house in _elsewhere(one, event, alone, lexicon)]
            if houses:
                event = event._replace(kind=Kind.HIRE, from_company=houses[0])
        found.append(_seated(event, events, lexicon))
    return _from_home(found, sentences, lexicon.words("seats"))


def _from_home(events: Sequence[Event], sentences: Sequence[Sentence], seats: Set[str]) -> list[Event]:
    """Return the events, with no arrival at a house that only says where somebody comes from who arrives elsewhere.

    "Contoso-Vorständin Ada Keller wird Chefin von Northwind" tells nothing of Contoso.
    """
    arrivals = [one for one in events if one.kind in _ARRIVALS and one.person]
    homes: dict[tuple[str | None, str], str] = {}
    for one in arrivals:
        others = {other.company for other in arrivals if other.person == one.person} - {one.company}
        if one.kind is Kind.HIRE and len(others) == 1 and not _at_home(one, one.company, sentences, seats):
            home = others.pop()
            if _at_home(one, home, sentences, seats):
                homes[one.person, one.company] = home
    left = {(person, home) for (person, _), home in homes.items()}
    kept = (one for one in events if not (one.kind in _ARRIVALS and (one.person, one.company) in left))
    return [_coming(one, homes.get((one.person, one.company))) if one.kind is Kind.HIRE else one for one in kept]


def _coming(event: Event, home: str | None) -> Event:
    return event._replace(from_company=home) if home and not event.from_company else event


def _at_home(event: Event, company: str, sentences: Sequence[Sentence], seats: Set[str]) -> bool:
    """Tell whether somebody is called an officer of a company: "Northwind-Chefin Ada Keller"."""
    for sentence in sentences:
        names = [unit for unit in sentence.units if unit.folded != "-"]
        for house, office, who in zip(names, names[1:], names[2:], strict=False):
            titled = office.symbol == ROLE or office.folded in seats
            if house.value == company and titled and who.symbol == PERSON and who.value == event.person:
                return True
    return False


def _seated(event: Event, events: Sequence[Event], lexicon: Lexicon) -> Event:
    """Return who takes over with the office of the only one who leaves: "Zu ihrem Nachfolger wurde Jan Peeters"."""
    if event.kind not in _ARRIVALS or not event.person or event.role or event.seniority:
        return event
    leaving = {
        (one.role, one.seniority)
        for one in events
        if one.kind is Kind.DEPARTURE and one.company == event.company and one.role and one.person != event.person
    }
    if len(leaving) != 1 or not _takes_over(event, lexicon):
        return event
    role, level = leaving.pop()
    return event._replace(role=role, seniority=level)


def _takes_over(event: Event, lexicon: Lexicon) -> bool:
    """Tell whether an event only says that somebody takes an office over from somebody, but not from where."""
    return event.pattern.endswith(_SUCCEEDING) or not either(lexicon, "takes_over_from", "takes_helm").isdisjoint(
        fold(event.quote).split()
    )


def _elsewhere(sentence: Sentence, event: Event, alone: bool, lexicon: Lexicon) -> Iterator[str]:
    """Yield the other houses at which a sentence says that the person of an event has been.

    Whom it does not name is meant when they are `alone` in coming to the company.
    """
    units = sentence.units
    seats = lexicon.words("seats")
    people = [unit.value for unit in units if unit.symbol == PERSON]
    for at, unit in enumerate(units):
        if unit.folded in lexicon.words("former"):
            yield from (house for house in _described(units, at, event, alone, seats) if house != event.company)
    if people[:1] == [event.person] and any(unit.folded in lexicon.words("until_then") for unit in units):
        links = either(lexicon, "at_house", "of_kin")
        for one, house in pairwise(units):
            if one.folded in links and house.symbol in {COMPANY, ORGANISATION} and house.value != event.company:
                yield house.value


def _described(units: Sequence[Unit], at: int, event: Event, alone: bool, seats: Set[str]) -> Iterator[str]:
    """Yield the house of "ehemaliger Contoso-Chef" at `at`, when it is said of the person of the event."""
    ahead = [unit for unit in units[at + 1 : at + 6] if unit.symbol != "-" and unit.folded != "-"]
    office = len(ahead) > 1 and (ahead[1].symbol == ROLE or ahead[1].folded in seats)
    if office and ahead[0].symbol in _HOUSES:
        who = ahead[2] if len(ahead) > 2 else None
        if (who.value == event.person) if who is not None and who.symbol == PERSON else alone:
            yield ahead[0].value

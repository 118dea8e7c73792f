"""Who takes over at a house and comes from another one is hired, not promoted: the text says where they have been.

"Ada Keller folgt auf Jan Peeters" tells nothing of where she comes from; "die ehemalige Contoso-Chefin tritt im Mai an"
or "Keller war bis Oktober im Vorstand von Contoso" beside it does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from model.signal import Kind
from signals.events import Event
from signals.fold import fold
from signals.patterns import COMPANY, ORGANISATION, PERSON, ROLE, UNKNOWN_CAPITAL
from signals.units import Sentence, Unit
from signals.vocabulary import Lexicon, either

_ARRIVALS = frozenset({Kind.HIRE, Kind.PROMOTION})
_HOUSES = frozenset({COMPANY, ORGANISATION, UNKNOWN_CAPITAL})


def hired(events: Sequence[Event], sentences: Sequence[Sentence], lexicon: Lexicon) -> list[Event]:
    """Return the events, with a hire for each who takes over and has been elsewhere until then."""
    arriving = {(one.person, one.company) for one in events if one.kind in _ARRIVALS and one.person}
    found: list[Event] = []
    for event in events:
        if event.kind is Kind.PROMOTION and event.person and _takes_over(event, lexicon):
            alone = sum(company == event.company for _, company in arriving) == 1
            houses = [house for one in sentences for house in _elsewhere(one, event, alone, lexicon)]
            if houses:
                event = event._replace(kind=Kind.HIRE, from_company=houses[0])
        found.append(event)
    return found


def _takes_over(event: Event, lexicon: Lexicon) -> bool:
    """Tell whether an event only says that somebody takes an office over from somebody, but not from where."""
    return not either(lexicon, "takes_over_from", "takes_helm").isdisjoint(fold(event.quote).split())


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


def _described(units: Sequence[Unit], at: int, event: Event, alone: bool, seats: frozenset[str]) -> Iterator[str]:
    """Yield the house of "ehemaliger Contoso-Chef" at `at`, when it is said of the person of the event."""
    ahead = [unit for unit in units[at + 1 : at + 6] if unit.symbol != "-" and unit.folded != "-"]
    office = len(ahead) > 1 and (ahead[1].symbol == ROLE or ahead[1].folded in seats)
    if office and ahead[0].symbol in _HOUSES:
        who = ahead[2] if len(ahead) > 2 else None
        if (who.value == event.person) if who is not None and who.symbol == PERSON else alone:
            yield ahead[0].value

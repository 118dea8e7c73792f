"""Who the unnamed "UK boss" of a title is: the only person of whom the text's first sentences speak.

"Northwind's UK boss quits" and then "Ada Keller had led the unit since 2019": nothing but her place says that she is
meant. So the sentence must speak of her alone, give her no other office or house, and not say what only a bystander, a
predecessor or a successor would do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from model.signal import Certainty, Kind, Seniority
from signals.certainty import holds
from signals.events import Event
from signals.fold import fold
from signals.patterns import COMPANY, NUMBER, ORGANISATION, PERSON, ROLE, UNKNOWN_CAPITAL
from signals.roles import offices
from signals.titles import RANK
from signals.units import Sentence, Unit
from signals.vocabulary import Lexicon, either

_PERSONAL = frozenset({Kind.DEPARTURE, Kind.LEAVE, Kind.HIRE, Kind.PROMOTION})
_ARRIVALS = frozenset({Kind.HIRE, Kind.PROMOTION})
_SENTENCES = 2  # of the text, the first of which that names somebody counts
_ASIDE = 6  # units behind a name in which its office and house are given
_SAYING = 2  # units behind a name in which a verb of saying makes it a speaker
_OPENING = 16  # units that may stand before the name: "After ten years and three chiefs, design head …"


def identified(events: Sequence[Event], sentences: Sequence[Sentence], lexicon: Lexicon) -> list[Event]:
    """Return the events, those of one unnamed person of the title with the name that the text gives them."""
    nameless = [event for event in events if _nameless(event)]
    if not nameless or len({fold(event.role or "") for event in nameless}) > 1 or not lexicon.words("bystander"):
        return list(events)
    title = [unit for sentence in sentences if sentence.in_title for unit in sentence.units]
    if any(unit.symbol == PERSON for unit in title) or any(event.person and event.in_title for event in events):
        return list(events)
    text = [sentence for sentence in sentences if not sentence.in_title][:_SENTENCES]
    speaking = next((one for one in text if PERSON in {unit.symbol for unit in one.units}), None)
    who = speaking and _subject(speaking, lexicon, all(event.kind in _ARRIVALS for event in nameless))
    if not (speaking and who) or not all(_meant(event, who, speaking, events, lexicon) for event in nameless):
        return list(events)
    role = _role(speaking.units, who, lexicon)
    return [_named(event, who, role) if event in nameless else event for event in events]


def _nameless(event: Event) -> bool:
    """Tell whether an event of the title is about one person whom it does not name."""
    told = event.kind in _PERSONAL or (event.kind is Kind.TURMOIL and bool(event.role))
    return (
        told
        and event.in_title
        and not event.person
        and event.seniority is not Seniority.GROUP
        and event.certainty not in {Certainty.BACKGROUND, Certainty.DENIED}
    )


def _named(event: Event, who: Unit, role: Unit | None) -> Event:
    """Return an event with its person, and with their office where the title knows none."""
    if role is not None and event.role is None:
        return event._replace(person=who.value, role=role.value, seniority=event.seniority or Seniority(role.level))
    return event._replace(person=who.value)


def _subject(sentence: Sentence, lexicon: Lexicon, arriving: bool) -> Unit | None:
    """Return the person of whom a sentence speaks, None when it speaks of several or of something else.

    Of two the first is meant when the words between say who follows whom: "hands over to", "succeeds".
    """
    units = sentence.units
    people = [at for at, unit in enumerate(units) if unit.symbol == PERSON]
    at = people[0]
    names = len({units[one].value for one in people})
    follows = names == 2 and holds(units[at : people[1]], lexicon, "follows_on" if arriving else "hands_to")
    if (names > 1 and not follows) or at > _OPENING:
        return None
    before = units[:at]
    opens = all(_opening(unit, lexicon) for unit in before[_clause(before) :])
    said = bool(before) and before[-1].folded in lexicon.words("that")
    return units[at] if opens or (said and holds(before, lexicon, "say")) else None


def _clause(units: Sequence[Unit]) -> int:
    """Return where what stands behind the last comma begins."""
    return next((at + 1 for at in range(len(units) - 1, -1, -1) if units[at].symbol == ","), 0)


def _opening(unit: Unit, lexicon: Lexicon) -> bool:
    """Tell whether a unit may stand before the name of whom a sentence speaks: "The longtime design head Ada"."""
    return unit.symbol in {ROLE, COMPANY, NUMBER} or unit.folded in either(lexicon, "np", "fields")


def _meant(event: Event, who: Unit, sentence: Sentence, events: Sequence[Event], lexicon: Lexicon) -> bool:
    """Tell whether nothing in the sentence speaks against it that its person is who the title means."""
    units = sentence.units
    at = units.index(who)
    other = next(
        (n for n in range(at + 1, len(units)) if units[n].symbol == PERSON and units[n].value != who.value), None
    )
    clause = _own(units[:other], at)
    if any(other.kind in _opposed(event.kind) and other.person == who.value for other in _at(events, event.company)):
        return False
    arriving = event.kind in _ARRIVALS
    told = other is not None  # that who is meant follows somebody, or hands over to them
    if not told and _speaks(clause, lexicon, "predecessor" if arriving else "successor"):
        return False
    if _speaks(clause, lexicon, "bystander"):
        return False
    spoken = units[at + 1 : at + 1 + _SAYING]
    again = any(one.symbol == PERSON and one.value == who.value for one in units[at + 1 :])  # "said that she …"
    speaks = any(one.folded in lexicon.words("say") for one in spoken)
    if speaks and not (again or holds(clause, lexicon, "oneself")):
        return False
    if any(one.folded in lexicon.words("about_others") for one in spoken):
        return False
    return _fits(event, who, units, lexicon)


def _opposed(kind: Kind) -> frozenset[Kind]:
    """Return what nobody does of whom an event of this kind tells: who leaves does not rise at the same house."""
    if kind in _ARRIVALS:
        return frozenset({Kind.DEPARTURE, Kind.LEAVE})
    return _ARRIVALS if kind in {Kind.DEPARTURE, Kind.LEAVE} else frozenset()


def _speaks(units: Sequence[Unit], lexicon: Lexicon, name: str) -> bool:
    """Tell whether a phrase of a list stands among the units, or one of its words within a role: "interim chief"."""
    words = lexicon.words(name)
    return holds(units, lexicon, name) or any(
        word in words for unit in units if unit.symbol == ROLE for word in unit.folded.split()
    )


def _at(events: Iterable[Event], company: str) -> Iterable[Event]:
    return (event for event in events if event.company == company)


def _own(units: Sequence[Unit], at: int) -> Sequence[Unit]:
    """Return the units around the name at `at` up to the next clause of its own: ";" or ":"."""
    stop = next((n for n in range(at, len(units)) if units[n].symbol in {";", ":"} or units[n].folded == "as"), None)
    return units[:stop]


def _fits(event: Event, who: Unit, units: Sequence[Unit], lexicon: Lexicon) -> bool:
    """Tell whether the office and the house beside the name, if any, are those of the event."""
    at = units.index(who)
    role = _role(units, who, lexicon)
    houses = {one.value for one in _beside(units, at) if one.symbol in {COMPANY, ORGANISATION}}
    foreign = houses - {event.company, event.to_company, event.from_company}
    if event.kind in _ARRIVALS:
        return True
    if foreign or any(one.symbol == UNKNOWN_CAPITAL for one in units[max(0, at - 2) : at]):
        return False
    own, given = offices(event.role or "", lexicon), offices(role.value, lexicon) if role is not None else frozenset()
    return not (own and given) or not own.isdisjoint(given)


def _beside(units: Sequence[Unit], at: int) -> Sequence[Unit]:
    """Return the units before a name, and those of the aside behind it: "Ada Keller, a Contoso executive, …"."""
    start = _clause(units[:at])
    if at + 1 < len(units) and units[at + 1].symbol == ",":
        stop = next((n for n in range(at + 2, min(at + 2 + _ASIDE, len(units))) if units[n].symbol == ","), at + _ASIDE)
        return (*units[start:at], *units[at + 1 : stop])
    return units[start : at + 3]


def _role(units: Sequence[Unit], who: Unit, lexicon: Lexicon) -> Unit | None:
    """Return the highest office that stands beside a name."""
    roles = [one for one in _beside(units, units.index(who)) if one.symbol == ROLE]
    return min(roles, key=lambda one: RANK[one.level], default=None)

"""One event once: put together what several sentences of one item say of the same thing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from model.item import Item
from model.signal import Certainty, Kind, Seniority, Signal, SourceClass
from signals.events import Event
from signals.fold import fold
from signals.roles import offices
from signals.titles import RANK
from signals.vocabulary import Lexicon


@dataclass(frozen=True, slots=True)
class Reading:
    """An item as it was understood: its signals, and the watched companies it is about even if nothing happened."""

    signals: tuple[Signal, ...]
    about: tuple[str, ...]


NOTHING = Reading((), ())

_WORTH = {
    Certainty.REPORTED: 0,
    Certainty.PLANNED: 1,
    Certainty.RUMOUR: 2,
    Certainty.DENIED: 3,
    Certainty.BACKGROUND: 4,
}
_UNSETTLED = frozenset({Certainty.DENIED, Certainty.BACKGROUND})
_ARRIVING = (
    ".joins",
    ".lands",
    ".rejoint",
    ".wechselt",
    ".kommt_von",
    ".dockt_an",
    ".se_une",
)  # entries of who comes to a house
_PERSONAL = frozenset({Kind.DEPARTURE, Kind.LEAVE, Kind.HIRE, Kind.PROMOTION})


def merged(events: Iterable[Event], lexicon: Lexicon) -> list[Event]:
    """Return the events of one item, each once, the surest first."""
    kept: list[Event] = []
    told = _settled(list(events))
    for event in sorted(
        (_who(event, told) for event in told),
        key=lambda one: (_WORTH[one.certainty], not one.in_title, one.person is None, one.first),
    ):
        for number, other in enumerate(kept):
            if _same(event, other, lexicon):
                several = event.person is None and sum(_same(event, one, lexicon) for one in kept) > 1
                kept[number] = other if several else _filled(other, event)
                break
        else:
            kept.append(event)
    kept = [_moved(event, kept) for event in kept]
    kept = _appointed(kept, lexicon)
    kept = [event for event in kept if not any(_won(event, other) for other in kept)]
    surging = {event.company for event in kept if event.kind is Kind.HIRING_SURGE}
    return [event for event in kept if not (_explained(event, kept, surging, lexicon) or _aside(event, kept, lexicon))]


def _settled(events: list[Event]) -> list[Event]:
    """Return the events; who leaves one house and rises in another is hired there."""
    left: dict[str, set[str]] = {}
    for event in events:
        if event.kind is Kind.DEPARTURE and event.person and event.certainty not in _UNSETTLED:
            left.setdefault(surname(event.person), set()).add(event.company)
    found: list[Event] = []
    for event in events:
        homes = left.get(surname(event.person), set()) if event.person else set()
        if event.kind is Kind.PROMOTION and event.from_company == event.company and homes - {event.company}:
            event = event._replace(kind=Kind.HIRE, from_company=min(homes - {event.company}))
        found.append(event)
    return found


def _unnamed_rise(event: Event, events: list[Event], lexicon: Lexicon) -> Event | None:
    """Return the nameless appointment of a title that is the only named arrival at the same company, `event`."""
    arrivals = [one for one in events if one.kind is Kind.HIRE and one.company == event.company and one.person]
    if arrivals != [event] or event.in_title or event.certainty is Certainty.BACKGROUND:
        return None
    return next(
        (
            one
            for one in events
            if one.kind is Kind.PROMOTION
            and one.company == event.company
            and one.in_title
            and not (one.person or one.seniority is Seniority.GROUP or _two_offices(event, one, lexicon))
        ),
        None,
    )


def _appointed(events: list[Event], lexicon: Lexicon) -> list[Event]:
    """Return the events with a nameless appointment and a named promotion at one company told once.

    "Contoso's founder to run Northwind; Ada Keller becomes chief" is a hire, for it says that they come from outside.
    """
    gone: list[Event] = []
    named: dict[int, Event] = {}
    for number, event in enumerate(events):
        rise = _unnamed_rise(event, events, lexicon)
        if rise is not None:
            named[number] = _filled(event, rise)
            gone.append(rise)
        if event.kind is not Kind.HIRE or event.person or event.seniority is Seniority.GROUP:
            continue
        rises = [one for one in events if one.kind is Kind.PROMOTION and one.company == event.company and one.person]
        if len(rises) != 1:
            continue
        if not event.in_title and (event.from_company or event.pattern.endswith(".outsider")):
            continue  # "a former Contoso chief" of some later sentence is somebody else
        if event.from_company or event.pattern.endswith(".outsider"):
            named[number] = _filled(event, rises[0])
            gone.append(rises[0])
        else:
            gone.append(event)
    return [named.get(number, event) for number, event in enumerate(events) if event not in gone]


def _explained(event: Event, kept: list[Event], surging: set[str], lexicon: Lexicon) -> bool:
    """Tell whether another event says the same better: a surge, a promotion, lay-offs, the hire of whom we win."""
    if event.kind is Kind.HIRE and any(_mirrors(event, one, Kind.DEPARTURE) and _late(event, one) for one in kept):
        return True  # "Ada Keller quits. She joined Northwind in a hard year": what she did before
    if event.kind is Kind.HIRE and not _arrives(event):
        if event.person and any(other.kind is Kind.HIRE and _elsewhere(event, other) for other in kept):
            return True  # "From Contoso to Northwind: Ada Keller is the new chief": not of Contoso
        many = event.seniority is Seniority.GROUP and event.company in surging
        return many or any(
            _mirrors(event, other, Kind.PROMOTION) and bool(other.role or not event.role) for other in kept
        )
    if event.kind is Kind.PROMOTION and not (event.person or event.in_title):
        # "Northwind names Ada Keller": that "the executive" takes over there says no more.
        return event.seniority is not Seniority.GROUP and any(_titled_hire(other, event.company) for other in kept)
    if event.kind is Kind.PROMOTION and event.person and any(_elsewhere(event, other) for other in kept):
        return True  # "Contoso's chief Ada Keller steps in as Northwind's new leader" is no rise at Contoso
    if event.kind is Kind.PROMOTION and event.person:
        hires = [other for other in kept if _mirrors(event, other, Kind.HIRE)]
        return any(_arrives(other) or (not event.role and bool(other.role)) for other in hires)
    if event.kind is Kind.DEPARTURE and event.person and event.to_company is None:
        return any(_mirrors(event, other, Kind.HIRE) and not _late(other, event) for other in kept)
    if event.kind is Kind.ACQUISITION:
        return any(_other_side(event, other, kept) for other in kept)
    if event.kind is Kind.FUNDING:
        return any(_paid(event, other) for other in kept)
    if event.kind is Kind.TURMOIL and event.person is None:
        # A walk-out against a return to the office is about the office.
        return any(_mirrors(event, other, Kind.CULTURE_CONFLICT) and _overlaps(event, other) for other in kept)
    if event.kind is Kind.HIRING_FREEZE:  # who cuts jobs hires nobody: "pauses hiring, cuts 10 % of staff" is one thing
        return any(_mirrors(event, other, Kind.LAYOFFS) for other in kept)
    if event.kind is Kind.DEPARTURE and event.person is None and event.seniority is Seniority.GROUP:
        sent_away = event.certainty is Certainty.PLANNED and fold(event.role or "") in lexicon.words("sent_away")
        return any(_mirrors(event, other, Kind.LAYOFFS) and (sent_away or _overlaps(event, other)) for other in kept)
    return False


def _late(event: Event, other: Event) -> bool:
    """Tell whether a hire is told behind `other`, that the same person leaves the house, as what was before."""
    if Certainty.BACKGROUND in {event.certainty, other.certainty}:
        return event.certainty is Certainty.BACKGROUND
    joined = event.pattern.endswith(_ARRIVING) and not (event.from_company or event.in_title)
    return joined and (not other.in_title, other.first) < (not event.in_title, event.first)


def _arrives(event: Event) -> bool:
    """Tell whether somebody named comes from another house now: an office there is no rise."""
    outside = event.from_company not in {None, event.company} or event.pattern.endswith(_ARRIVING)
    return event.kind is Kind.HIRE and bool(event.person) and outside and event.certainty is not Certainty.BACKGROUND


def _won(event: Event, other: Event) -> bool:
    """Tell whether a surge is no more than that people are won from another house: "hires 43 lawyers from Contoso"."""
    told = event.kind is Kind.HIRING_SURGE and other.kind is Kind.HIRE and other.company == event.company
    return told and other.from_company is not None and _overlaps(event, other)


def _aside(event: Event, kept: list[Event], lexicon: Lexicon) -> bool:
    """Tell whether an unnamed founder only makes room: "president to be the next chief; founder becomes chairman"."""
    if event.kind is not Kind.PROMOTION or event.person or event.seniority is not Seniority.FOUNDER:
        return False
    chairs = "same_chair" in offices(event.role or "", lexicon)
    return chairs and any(one.kind is Kind.PROMOTION and one.company == event.company for one in kept if one != event)


def _other_side(event: Event, other: Event, kept: Sequence[Event]) -> bool:
    """Tell whether `other` is the purchase in which this event's company buys, sells or is merged with: told once."""
    if other.kind is not Kind.ACQUISITION or event.company not in {other.to_company, other.from_company}:
        return False
    mutual = other.company in {event.to_company, event.from_company}
    before = (event.confidence, -kept.index(event)) > (other.confidence, -kept.index(other))
    return event.company != other.company and not (mutual and before)


def _paid(event: Event, other: Event) -> bool:
    """Tell whether the money of a round is what `other`, a purchase or a sale of shares, costs."""
    if other.kind not in {Kind.ACQUISITION, Kind.IPO_OR_LIQUIDITY}:
        return False
    same = event.company == other.company and event.amount is not None and event.amount == other.amount
    if not _overlaps(event, other):  # "Contoso buys Northwind in a deal that values it at $2 billion"
        valued = event.company in {other.company, other.to_company} and event.amount is None
        return (same or valued) and other.kind is Kind.ACQUISITION and other.first < event.first
    bought = other.kind is Kind.ACQUISITION and event.company in {other.company, other.to_company}
    return bought or (same and event.quote in other.quote)


def _elsewhere(event: Event, other: Event) -> bool:
    """Tell whether `other` is the same person's move from this company to another."""
    moved = other.kind is Kind.HIRE and other.person is not None and other.certainty is not Certainty.BACKGROUND
    return moved and other.from_company == event.company and surname(other.person or "") == surname(event.person or "")


def _overlaps(event: Event, other: Event) -> bool:
    """Tell whether two events rest on the same words."""
    return event.quote in other.quote or other.quote in event.quote


def _titled_hire(event: Event, company: str) -> bool:
    """Tell whether an event is that the title names whom a company hires."""
    return event.kind is Kind.HIRE and event.company == company and bool(event.person) and event.in_title


def _mirrors(event: Event, other: Event, kind: Kind) -> bool:
    """Tell whether `other` is of this kind and about the same person and company."""
    if other.kind is not kind or other.company != event.company:
        return False
    both = event.person and other.person
    return other.person == event.person or bool(both and namesakes(event.person or "", other.person or ""))


def _who(event: Event, events: list[Event]) -> Event:
    """Return a nameless departure of a title with the name of the only one whom the title sees arrive elsewhere."""
    if event.kind is not Kind.DEPARTURE or event.person or event.seniority is Seniority.GROUP or not event.in_title:
        return event
    names = {
        other.person
        for other in events
        if other.kind is Kind.HIRE and other.person and other.in_title and other.company != event.company
    }
    return event._replace(person=names.pop()) if len(names) == 1 else event


def _moved(event: Event, events: list[Event]) -> Event:
    """Return `event` with the other end of the move that another event of the same person tells."""
    other_kind = {Kind.DEPARTURE: Kind.HIRE, Kind.HIRE: Kind.DEPARTURE}.get(event.kind)
    if other_kind is None or event.person is None:
        return event
    for other in events:
        if other.kind is other_kind and other.person and surname(other.person) == surname(event.person):
            if event.kind is Kind.DEPARTURE and event.to_company is None and other.company != event.company:
                return event._replace(to_company=other.company)
            if event.kind is Kind.HIRE and event.from_company is None and other.company != event.company:
                return event._replace(from_company=other.company)
    return event


def _same(one: Event, other: Event, lexicon: Lexicon) -> bool:
    """Tell whether two events are the same one."""
    if one.kind is not other.kind or one.company != other.company:
        return False
    if one.person and other.person:
        return namesakes(one.person, other.person)
    if one.kind in _PERSONAL and not (one.person or other.person) and _two_offices(one, other, lexicon):
        return False  # "the chief executive leaves, the chairman too"
    if one.kind in _PERSONAL and (one.person or other.person):
        # "Sonos' CEO leaves" is the Patrick Spence of the next sentence; "three researchers leave" are others.
        nameless = other if one.person else one
        if Certainty.BACKGROUND in {one.certainty, other.certainty} and one.certainty is not other.certainty:
            return False  # somebody of long ago is not who leaves today
        return nameless.seniority is not Seniority.GROUP
    return True


def _two_offices(one: Event, other: Event, lexicon: Lexicon) -> bool:
    """Tell whether both name an office and the two are not one."""
    first, second = offices(one.role or "", lexicon), offices(other.role or "", lexicon)
    return bool(first and second) and first.isdisjoint(second)


def surname(person: str) -> str:
    """Return the last name of a person, folded, by which one item means the same person."""
    return fold(person).replace("-", " ").split()[-1]


def namesakes(one: str, other: str) -> bool:
    """Tell whether two names may be one person's: a surname alike, or a second one behind all of the shorter name."""
    short, full = sorted((fold(one).split(), fold(other).split()), key=len)
    return surname(one) == surname(other) or (len(short) > 1 and full[: len(short)] == short)


def _filled(kept: Event, other: Event) -> Event:
    """Return `kept` with the gaps that `other` fills."""
    full = kept.person
    if other.person and (full is None or (len(other.person) > len(full) and surname(other.person) == surname(full))):
        full = other.person
    # "An executive", says the title of whom the text calls the chief financial officer.
    first, second = (other, kept) if _outranks(other, kept) else (kept, other)
    level = first.seniority
    return kept._replace(
        person=full,
        role=first.role or second.role,
        seniority=level,
        from_company=kept.from_company or other.from_company,
        to_company=kept.to_company or other.to_company,
        amount=kept.amount or other.amount,
        headcount=kept.headcount if kept.headcount is not None else other.headcount,
        confidence=max(kept.confidence, other.confidence),
    )


def _outranks(one: Event, other: Event) -> bool:
    """Tell whether `one` knows a higher rank of the person; a named person's beats that of a group."""
    if one.seniority is None or other.seniority is None:
        return other.seniority is None
    if one.seniority is Seniority.GROUP:
        return False
    return bool(one.person) if other.seniority is Seniority.GROUP else RANK[one.seniority] < RANK[other.seniority]


def signal(item: Item, event: Event, source: SourceClass, private: bool = False, owner: str | None = None) -> Signal:
    """Return the signal that `event` of `item` is."""
    return Signal(
        event.kind,
        event.company,
        event.person,
        event.role,
        event.seniority,
        event.from_company,
        event.to_company,
        event.amount,
        event.headcount,
        event.certainty,
        event.confidence,
        event.quote,
        event.pattern,
        (item.source, item.key),
        item.url,
        item.site,
        item.title,
        item.lang,
        item.published,
        source,
        private,
        owner,
        item.spread,
    )

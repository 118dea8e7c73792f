"""What each sentence of a text tells: the events, with the companies that "the company" may mean there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from model.signal import Certainty, Kind
from signals.certainty import holds
from signals.dates import old
from signals.events import Event, Finder
from signals.fold import fold
from signals.origins import comes_from, ending_in, former, said_before
from signals.patterns import COMPANY, ORGANISATION, PERSON
from signals.rosters import extended, included
from signals.slots import Topics
from signals.tries import Try
from signals.units import Sentence, Unit
from signals.vocabulary import Lexicon

_MOST_FRAGMENTS = 12
_OPENING = 8  # units of a sentence in which it is said whose its subject was until now
_MAIN = 4  # sentences that name a company from which a text may be about it, whatever others it names
_SUBJECT = 3  # mentions from which the only company of a text without a title is what it is about
_RELATIVE = ".relative"  # entries of relative clauses


def events_of(
    marked: Sequence[Sentence],
    text: str,
    finder: Finder,
    published: datetime,
    belongs: Mapping[str, str],
    tries: list[Try] | None,
    possible: Callable[[Sentence], Sequence[int] | None],
) -> list[Event]:
    """Return what each sentence tells. "The company" is the sentence's own, or the title's, or the last one named.

    Somebody the text introduced (`belongs`) leaves their own company, whichever the sentence names. Where the title
    only says that somebody goes to a company, it is not the one that the text calls "the company". `possible` tells
    which patterns a sentence can match, None for any.
    """
    whose = [_own(sentence, finder.lexicon) for sentence in marked]
    named = [unit.value for sentence in marked for unit in sentence.units if unit.symbol == COMPANY]
    only = named if len(set(named)) == 1 else []
    main = _main(marked)
    title = _titled(marked, whose, main, finder.lexicon)
    last: str | None = None
    found: list[Event] = []
    for number, (sentence, own) in enumerate(zip(marked, whose, strict=True)):
        home = belongs.get(next((unit.value for unit in sentence.units if unit.symbol == PERSON), ""))
        known = frozenset((event.person, event.company) for event in found if event.person)
        topics = _topics(sentence, own, title or main, last, only, home, known, finder.lexicon)
        settled = topics.settled or (not own and _plainly(main, topics, sentence))
        topics = topics._replace(settled=settled, homes=belongs)
        events = [
            _dated(_moving(event, sentence, own, title, home, finder.lexicon), sentence, published, finder.lexicon)
            for event in finder.find(sentence, text, topics, published.year, tries, possible(sentence))
        ]
        events = extended(events, sentence, _joined(marked, number, text), finder.lexicon)
        if number + 1 < len(marked) and not marked[number + 1].in_title:
            events.extend(included(events, marked[number + 1], finder.lexicon))
        found.extend(events)
        last = _first(own) or last
        if sentence.in_title:
            title, last = _gone(events, sentence, title, last)
    return found


def _gone(
    events: Sequence[Event], sentence: Sentence, title: str | None, last: str | None
) -> tuple[str | None, str | None]:
    """Return what the text is about, and spoke of last, behind a title in which somebody goes to a company."""
    gone = next((event for event in events if _lures(event, title)), None)
    if gone is not None and not (gone.from_company is None and _appoints(sentence, gone.person)):
        return gone.from_company, gone.from_company
    won = next((event.company for event in events if _is_to_come(event, title)), None)
    return (won, won) if won else (title, last)


def _is_to_come(event: Event, title: str | None) -> bool:
    """Tell whether somebody of the title's company is yet to start elsewhere: "Contoso's Keller to run Northwind"."""
    return event.kind is Kind.HIRE and event.from_company == title and event.certainty is Certainty.PLANNED


def _lures(event: Event, title: str | None) -> bool:
    """Tell whether somebody goes to the company of the title."""
    return event.kind is Kind.HIRE and event.company == title and bool(event.person)


def _plainly(main: str | None, topics: Topics, sentence: Sentence) -> bool:
    """Tell whether a sentence that names no house is about the one of which the whole text speaks."""
    return main is not None and topics.topic == main and ORGANISATION not in sentence.symbols


def _titled(
    marked: Sequence[Sentence], whose: Sequence[Sequence[str]], main: str | None, lexicon: Lexicon
) -> str | None:
    """Return the company that the title is about; `main`, of which the text speaks, where it only mentions another.

    "Ada Keller's lab loses engineers to Contoso", and the text is about the lab.
    """
    title = next((own[0] for one, own in zip(marked, whose, strict=True) if one.in_title and own), None)
    beside = all(_beside(one, lexicon) for one in marked if one.in_title)
    return main if main is not None and title != main and beside else title


def _main(sentences: Sequence[Sentence]) -> str | None:
    """Return the company of which most sentences of a text speak, None when there is none or another comes near it."""
    counts = Counter(name for one in sentences for name in {unit.value for unit in one.units if unit.symbol == COMPANY})
    (first, most), (_, second) = [*counts.most_common(2), ("", 0), ("", 0)][:2]
    return first if most >= _MAIN and most >= 2 * second else None


def _appoints(sentence: Sentence, person: str | None) -> bool:
    """Tell whether the house that hires is named first: "Northwind appoints Ada Keller", not "Keller to Northwind"."""
    first = next((u for u in sentence.units if u.symbol in {COMPANY, PERSON} or (u.value and u.value == person)), None)
    return first is not None and first.symbol == COMPANY


def _topics(
    sentence: Sentence,
    own: Sequence[str],
    title: str | None,
    last: str | None,
    only: Sequence[str],
    home: str | None,
    known: frozenset[tuple[str, str]],
    lexicon: Lexicon,
) -> Topics:
    """Return what a sentence may mean by "the company"; `only` is every mention when the text names just one."""
    topic = own[0] if len({*own}) == 1 else title or _first(own) or last
    if len({*own}) == 1 and not sentence.in_title and (title or last) and _beside(sentence, lexicon):
        topic = title or last
    named = {unit.value for unit in sentence.units if unit.symbol == COMPANY}
    if len(named) > 1 and sentence.in_title and _beside(sentence, lexicon):
        topic = None  # "Ada Keller came from Northwind, Jan Peeters from Contoso"
    steady = not own and topic == last and title in {None, topic} and ORGANISATION not in sentence.symbols
    settled = sentence.in_title or steady or (bool(only) and (topic == title or len(only) >= _SUBJECT))
    if home is not None:
        topic, settled = topic if own else home, True
    return Topics(topic, last, settled, home, known)


def _beside(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Tell whether the sentence only mentions its company: "to negotiate with Contoso", "a former Contoso manager"."""
    units = sentence.units
    return all(
        at > 0
        and (
            units[at - 1].folded in lexicon.words("beside")
            or units[at - 1].folded in lexicon.words("moving")
            or former(units, at, lexicon)
            or _aside(units, at, lexicon)
            or _until_now(units, at, lexicon)
        )
        for at, unit in enumerate(units)
        if unit.symbol == COMPANY
    )


def _until_now(units: Sequence[Unit], at: int, lexicon: Lexicon) -> bool:
    """Tell whether a sentence opens with somebody of the company at `at` who goes: "der bisherige Contoso-Manager"."""
    return at <= _OPENING and any(unit.folded in lexicon.words("current") for unit in units[:at])


def _moving(
    event: Event, sentence: Sentence, own: Sequence[str], title: str | None, home: str | None, lexicon: Lexicon
) -> Event:
    """Return an event of the house where its subject was until now as one of the house that the title is about.

    "Der bisherige Contoso-Manager Jan Peeters löst Ada Keller als Finanzchefin ab" below a title about Northwind.
    "Jan Peeters, who has led Contoso since 2018, will replace Ada Keller": `home` is where he belongs.
    """
    units = sentence.units
    if sentence.in_title or title is None or {*own} != {event.company} or title == event.company:
        return event
    at = next(number for number, unit in enumerate(units) if unit.symbol == COMPANY and unit.value == event.company)
    subject = next((unit.value for unit in units if unit.symbol == PERSON), None)
    follows = home == event.company and holds(units, lexicon, "follows_on")
    if event.person is None or not (follows or _until_now(units, at, lexicon)):
        return event
    if event.kind is Kind.DEPARTURE and event.person != subject:
        return event._replace(company=title, from_company=title)
    if event.kind is Kind.PROMOTION and event.person == subject:
        return event._replace(kind=Kind.HIRE, company=title, from_company=event.company, to_company=title)
    return event


def _aside(units: Sequence[Unit], at: int, lexicon: Lexicon) -> bool:
    """Tell whether the company at `at` stands in a relative clause: ", who spent two decades at Contoso, will"."""
    comma = next((back for back in range(at - 1, 0, -1) if units[back].symbol == ","), 0)
    meant = units[at].folded in lexicon.words("the_firm")  # "who served as the company's chief": it is the subject
    clause = units[comma + 1 : comma + 3] if comma and not meant else ()
    return any(unit.folded in lexicon.words("relative") for unit in clause)


def _dated(event: Event, sentence: Sentence, published: datetime, lexicon: Lexicon) -> Event:
    """Return `event` as background when the text dates it long before it was published."""
    if sentence.in_title or event.certainty not in {Certainty.REPORTED, Certainty.PLANNED}:
        return event
    at = next(number for number, unit in enumerate(sentence.units) if unit.start >= event.first)
    to_come = event.certainty is Certainty.PLANNED
    past = _reminds(event, lexicon) or old(sentence.units, at, published, to_come, lexicon)
    return event._replace(certainty=Certainty.BACKGROUND) if past else event


def _reminds(event: Event, lexicon: Lexicon) -> bool:
    """Tell whether a relative clause goes on about something else: "who founded it after she left Contoso"."""
    words = fold(event.quote).split()
    return event.pattern.endswith(_RELATIVE) and not lexicon.words("retold").isdisjoint(words)


def _joined(marked: Sequence[Sentence], number: int, text: str) -> Sequence[Sentence]:
    """Return the fragments that semicolons or dashes join to the end of sentence `number`."""
    stop = number + 1
    while stop < len(marked) and stop - number <= _MOST_FRAGMENTS:
        between = text[marked[stop - 1].end : marked[stop].start]
        if marked[stop].in_title or "\n" in between or between.strip(" \u00a0\u202f") not in {";", "–", "—", "-"}:
            break
        stop += 1
    return marked[number + 1 : stop]


def _own(sentence: Sentence, lexicon: Lexicon) -> list[str]:
    """Return the companies that a sentence names, but those that somebody comes from or that own another.

    "At Contoso-owned Northwind" is at Northwind.
    """
    units, owning = sentence.units, ending_in("owned_by", lexicon)
    named = [at for at, unit in enumerate(units) if unit.symbol == COMPANY]
    return [
        units[at].value
        for at in named
        if not _attached(units[at + 1 : at + 4], lexicon)
        and not (at and units[at - 1].folded in owning and said_before(units, at, owning[units[at - 1].folded]))
        and not (at and comes_from(units, at, lexicon))
    ]


def _attached(behind: Sequence[Unit], lexicon: Lexicon) -> bool:
    """Tell whether what stands behind a company says that it only owns or backs the next one."""
    words = [unit.folded for unit in behind[:2]]
    return len(behind) > 2 and words[0] == "-" and words[1] in lexicon.words("attached") and behind[2].symbol == COMPANY


def _first(names: Sequence[str]) -> str | None:
    return next(iter(names), None)

"""Find what happened: search the lexicon's patterns in a sentence and fill their slots."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from model.signal import Amount, Certainty, Kind, Seniority
from signals import certainty
from signals.actors import Actor, Named, actor
from signals.patterns import COMPANY, PERSON
from signals.units import Sentence, Unit
from signals.vocabulary import Entry, Lexicon

_MOST_MATCHES = 6
_MANY = 20
_BARE = 0.75
_PEOPLE = frozenset({Kind.DEPARTURE, Kind.LEAVE, Kind.HIRE, Kind.PROMOTION})


Topics = tuple[str | None, str | None]  # what the sentence is about; what the one before was about


@dataclass(frozen=True, slots=True)
class Event:
    """One event as a sentence tells it; the fields mean what they mean in a Signal. `first` orders them."""

    kind: Kind
    company: str
    person: str | None
    role: str | None
    seniority: Seniority | None
    from_company: str | None
    to_company: str | None
    amount: Amount | None
    headcount: int | None
    certainty: Certainty
    confidence: float
    quote: str
    pattern: str
    first: int
    in_title: bool


class Finder:
    """The patterns of one lexicon by the words they cannot do without."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._by_anchor: dict[str, list[int]] = {}
        self._patterns: list[tuple[Entry, re.Pattern[str]]] = []
        for entry in lexicon.entries:
            for pattern in entry.patterns:
                for anchor in pattern.anchors:
                    self._by_anchor.setdefault(anchor, []).append(len(self._patterns))
                self._patterns.append((entry, pattern.search))

    def find(self, sentence: Sentence, text: str, topics: Topics, year: int) -> Iterator[Event]:
        """Yield the events of a sentence; `topics` are the companies that "the company" may mean here."""
        numbers = {n for char in set(sentence.symbols) for n in self._by_anchor.get(char, ())}
        if not numbers or certainty.asked(sentence, self.lexicon):
            return
        for number in sorted(numbers):
            entry, pattern = self._patterns[number]
            at = 0
            for _ in range(_MOST_MATCHES):
                found = pattern.search(sentence.symbols, at)
                if found is None:
                    break
                yield from _fill(entry, found, sentence, text, topics, self.lexicon, year)
                at = max(found.end() - 1, found.start() + 1)


def _fill(
    entry: Entry, found: re.Match[str], sentence: Sentence, text: str, topics: Topics, lexicon: Lexicon, year: int
) -> Iterator[Event]:
    """Yield the events that one match tells: one for each person, or one."""
    groups = found.groupdict()
    units = sentence.units
    who = Actor()
    first = found.start()
    if groups.get("actor") is not None:
        start, stop = found.span("actor")
        before = stop < found.end() and start == found.start()
        who = _subject(sentence, start, stop, lexicon) if before else actor(units[start:stop], lexicon, False)
        if before:
            first = stop
        if who.bare and not who.company and not _worn(entry, found, units):
            return
    if _object(found, units, lexicon) or _spoilt(entry, units[found.start() : found.end() + 3], lexicon):
        return
    company, source, target = _companies(entry, found, units, who, topics)
    if (
        company is None
        or not _near(company, who, found, units, lexicon)
        or not _enough(entry, groups, who, source, target)
    ):
        return
    sure = entry.certainty or certainty.judge(sentence, first, found.end(), lexicon, year)
    if entry.kind is Kind.DEPARTURE and who.former and not who.people:
        sure = Certainty.BACKGROUND  # "former employees" have left already
    role = units[found.start("role")] if groups.get("role") is not None else None
    group = units[found.start("group")] if groups.get("group") is not None else None
    count = units[found.start("count")].number if groups.get("count") is not None else None
    amount = units[found.start("amount")].money if groups.get("amount") is not None else None
    quote = text[units[_quoted(found, who, units)].start : units[found.end() - 1].end]
    kind = _kind(entry, who, units[found.start() : found.end() + 2], lexicon)
    alone = Named("", who.role, who.level)
    for person in who.people or (alone,):
        own = role is not None and len(who.people) <= 1
        yield Event(
            kind,
            company,
            person.name or None,
            role.value if role is not None and own else person.role,
            _seniority(role if own else None, group, who, person, entry.kind),
            source,
            target,
            amount,
            int(count) if count is not None else (who.number if who.group else None),
            sure,
            round(entry.confidence * (_BARE if who.bare else 1), 2),
            quote[:400],
            f"{lexicon.language}.{entry.id}",
            units[first].start,
            sentence.in_title,
        )


def _subject(sentence: Sentence, start: int, stop: int, lexicon: Lexicon) -> Actor:
    """Read the subject that ends at unit `stop`.

    When a relative clause stands between ("Murati, who led the coup against Altman, leaves") the run of names before
    the verb begins inside that clause, and the subject is what stands before its "who".
    """
    units = sentence.units
    if units[stop - 1].symbol == "," and start > 0:
        whos = [at for at in range(start) if units[at].folded in lexicon.words("relative")]
        if whos and units[start - 1].symbol not in ",:":
            return actor(units[: whos[0]], lexicon, True)
    return actor(units[start:stop], lexicon, True)


def _worn(entry: Entry, found: re.Match[str], units: tuple[Unit, ...]) -> bool:
    """Tell whether a bare surname may be believed: the pattern itself names a watched company."""
    slots = [slot for slot in ("company", "to", "from") if found.re.groupindex.get(slot) and found.group(slot)]
    return entry.kind in _PEOPLE and any(units[found.start(slot)].symbol == COMPANY for slot in slots)


def _object(found: re.Match[str], units: tuple[Unit, ...], lexicon: Lexicon) -> bool:
    """Tell whether the company that should be the subject depends on a word before it: "a veteran of OpenAI raises"."""
    at = found.start()
    if "company" not in found.re.groupindex or found.start("company") != at or at == 0:
        return False
    return units[at - 1].folded in lexicon.words("not_subject")


def _spoilt(entry: Entry, units: tuple[Unit, ...], lexicon: Lexicon) -> bool:
    """Tell whether a word in or right after the match shows that another thing is meant: a bond is no funding."""
    spoilers = lexicon.words("not_" + entry.kind.value)
    return bool(spoilers) and any(unit.folded in spoilers for unit in units)


def _kind(entry: Entry, who: Actor, units: tuple[Unit, ...], lexicon: Lexicon) -> Kind:
    """Return the kind: an appointment from within is a promotion, dozens hired at once are a surge."""
    if entry.kind is Kind.HIRE:
        if any(word in lexicon.words("internal") for unit in units for word in unit.folded.split()):
            return Kind.PROMOTION
        if who.group and who.number is not None and who.number >= _MANY:
            return Kind.HIRING_SURGE
    return entry.kind


def _quoted(found: re.Match[str], who: Actor, units: tuple[Unit, ...]) -> int:
    """Return the first unit of the quote: where the people are first named, not the whole run before them."""
    for at in range(found.start(), found.end()):
        unit = units[at]
        if who.bare and unit.value and unit.value in {one.name for one in who.people}:
            return at
        if (
            unit.symbol in "CPRG"
            and not who.bare
            and (not who.people or unit.symbol != PERSON or unit.value in {one.name for one in who.people})
        ):
            return at
    return found.start()


def _near(company: str, who: Actor, found: re.Match[str], units: tuple[Unit, ...], lexicon: Lexicon) -> bool:
    """Tell whether a person without a role is really this company's: it stands in the sentence or is "the company"."""
    if not who.people or any(one.role for one in who.people):
        return True
    if any(unit.symbol == COMPANY and unit.value == company for unit in units):
        return True
    return any(unit.folded in lexicon.words("firm") for unit in units[found.start() : found.end()])


def _companies(
    entry: Entry, found: re.Match[str], units: tuple[Unit, ...], who: Actor, topics: Topics
) -> tuple[str | None, str | None, str | None]:
    """Return the event's company, where its people come from and where they go."""
    named: dict[str, str] = {}
    watched: dict[str, bool] = {}
    for slot in ("company", "from", "to"):
        if slot in found.re.groupindex and found.group(slot) is not None:
            start, stop = found.span(slot)
            named[slot] = units[start].value or " ".join(unit.folded.title() for unit in units[start:stop])
            watched[slot] = units[start].symbol == COMPANY
    company = named.get("company")
    source, target = named.get("from"), named.get("to")
    kind = entry.kind
    if kind in {Kind.DEPARTURE, Kind.LEAVE}:
        if company is None and watched.get("from"):
            company = source
        if company is None and source is None:
            company = who.company or (None if who.organisation else topics[0])
        source = company
    elif kind is Kind.HIRE:
        if company is None and watched.get("to"):
            company = target
        if company is None and "to" not in named:
            # "It hired OpenAI's safety chief" speaks of the company before, not of OpenAI.
            company = next((topic for topic in topics if topic and topic != who.company), None)
        target = company
        if source is None and who.company != company:
            source = who.company
        source = source or who.organisation
    elif company is None:
        company = who.company or (None if who.organisation else topics[0])
    return company, source if source != target else None, target


def _enough(entry: Entry, groups: dict[str, str | None], who: Actor, source: str | None, target: str | None) -> bool:
    """Tell whether all was found that the entry needs."""
    needs = entry.needs
    if "person" in needs and not who.people:
        return False
    if "people" in needs and not (who.somebody() or groups.get("role") or groups.get("group")):
        return False
    if "one" in needs and (who.group or not who.somebody()):
        return False
    if "group" in needs and not (who.group or groups.get("group")):
        return False
    if "role" in needs and not (who.role or groups.get("role") or any(one.role for one in who.people)):
        return False
    return not ("other" in needs and not (source and target))


def _seniority(role: Unit | None, group: Unit | None, who: Actor, person: Named, kind: Kind) -> Seniority | None:
    """Return the seniority: of the role the pattern found, of the person's own, GROUP for unnamed people."""
    if person.level == "founder" or (person.level and role is None and person.name):
        return Seniority(person.level)
    if role is not None and role.level:
        return Seniority(role.level)
    if not person.name and (who.group or group is not None):
        return Seniority.GROUP
    if person.level and person.level != "group":
        return Seniority(person.level)
    return Seniority.GROUP if kind in {Kind.LAYOFFS, Kind.HIRING_SURGE, Kind.HIRING_FREEZE} else None

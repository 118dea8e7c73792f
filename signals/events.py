"""Find what happened: search the lexicon's patterns in a sentence and fill their slots."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from model.signal import Amount, Certainty, Kind, Seniority
from signals import certainty, slots
from signals.actors import Named
from signals.candidates import Candidates
from signals.slots import Topics
from signals.units import Sentence
from signals.vocabulary import Entry, Lexicon

_MOST_MATCHES = 6
_BARE = 0.75  # a bare surname is believed less
_LONGEST_QUOTE = 400
_SPOILING = 7  # units after a match in which a word may show that another thing is meant


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
        self._patterns = [(entry, pattern.search) for entry in lexicon.entries for pattern in entry.patterns]
        self.candidates = Candidates([pattern for entry in lexicon.entries for pattern in entry.patterns], lexicon)

    def find(self, sentence: Sentence, text: str, topics: Topics, year: int) -> Iterator[Event]:
        """Yield the events of a sentence; `topics` are the companies that "the company" may mean here."""
        numbers = self.candidates.among(set(sentence.symbols))
        if not numbers or certainty.asked(sentence, self.lexicon):
            return
        for number in numbers:
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
    units = sentence.units
    who, verb = slots.people(found, sentence, lexicon)
    if who.bare and not who.company and not slots.worn(entry, found, units):
        return
    if slots.dependent(found, units, lexicon) or slots.spoilt(
        entry, units[found.start() : found.end() + _SPOILING], found.end() - found.start(), lexicon
    ):
        return
    company, source, target = slots.companies(entry, found, units, who, topics)
    if company is None or not (topics[2] or slots.near(company, who, found, units, lexicon)):
        return
    if not slots.enough(entry, found, who, company, source, target):
        return
    sure = entry.certainty or certainty.judge(sentence, verb, found.end(), lexicon, year)
    if entry.kind is Kind.DEPARTURE and who.former and not who.people:
        sure = Certainty.BACKGROUND  # "former employees" have left already
    role = slots.unit(found, "role", units)
    for person in who.people or (Named("", who.role, who.level),):
        own = role if len(who.people) <= 1 else None
        yield Event(
            slots.kind(entry, who, role, source, units[found.start() : found.end() + 2], lexicon),
            company,
            person.name or None,
            own.value if own is not None else person.role,
            slots.seniority(own, slots.unit(found, "group", units), who, person, entry.kind),
            source,
            target,
            slots.amount(entry, found, units),
            slots.headcount(entry, found, units, who, lexicon),
            sure,
            round(entry.confidence * (_BARE if who.bare else 1), 2),
            text[units[slots.quoted(found, who, units)].start : units[found.end() - 1].end][:_LONGEST_QUOTE],
            f"{lexicon.language}.{entry.id}",
            units[verb].start,
            sentence.in_title,
        )

"""Read a recruiter's note: what they heard about one company, in their own words."""

from __future__ import annotations

from model.item import Item, Note
from model.signal import Certainty, Kind, Seniority, Signal, SourceClass
from signals.companies import Companies
from signals.events import Event, Finder
from signals.fold import composed, fold
from signals.marking import mark
from signals.merging import signal
from signals.patterns import COMPANY, NUMBER, PERSON
from signals.tokens import sentences, tokens
from signals.units import Known, Sentence


def read(item: Item, note: Note, companies: Companies, finder: Finder) -> list[Signal]:
    """Return the note as one signal about its company.

    It is OPEN_TO_WORK when the words say that people look around, INBOUND_NOTE otherwise; private to the company's
    team's direct messages when it names a person.
    """
    text = composed(item.text or item.title)
    folded = fold(text)
    mentions = companies.find(text, folded)
    known = Known()
    company = companies.match(note.company) or note.company
    people: list[str] = []
    best: Event | None = None
    headcount: int | None = None
    target: str | None = None
    for start, end in sentences(text):
        words = tokens(text, folded, start, end, finder.lexicon.elided)
        inside = [mention for mention in mentions if start <= mention.start < end]
        sentence = mark(text, words[:160], inside, finder.lexicon, known, False)
        people.extend(unit.value for unit in sentence.units if unit.symbol == PERSON)
        headcount = headcount if headcount is not None else _number(sentence)
        others = [unit.value for unit in sentence.units if unit.symbol == COMPANY and unit.value != company]
        target = target or (others[0] if others else None)
        for event in finder.find(sentence, text, (company, None), item.published.year):
            if event.kind is Kind.OPEN_TO_WORK and best is None:
                best = event
    private = bool(people)
    person = people[0] if people else None
    event = Event(
        Kind.OPEN_TO_WORK if best else Kind.INBOUND_NOTE,
        company,
        person,
        None,
        None if person else Seniority.GROUP,
        company,
        target if best else None,
        None,
        headcount,
        Certainty.REPORTED,
        0.7 if best else 0.5,
        best.quote if best else text[:400],
        best.pattern if best else "note.inbound",
        0,
        False,
    )
    return [signal(item, event, SourceClass.NOTE, private=private, owner=note.author if private else None)]


def _number(sentence: Sentence) -> int | None:
    """Return a head count that the sentence states: a bare number."""
    return next((int(unit.number) for unit in sentence.units if unit.symbol == NUMBER and unit.number), None)

"""Read a recruiter's note: what they heard about one company, in their own words."""

from __future__ import annotations

from model.item import Item, Note
from model.signal import Certainty, Kind, Seniority, Signal, SourceClass
from signals.companies import Companies, within
from signals.events import Event, Finder
from signals.fold import composed, fold
from signals.marking import mark
from signals.merging import signal
from signals.patterns import COMPANY, NUMBER, PERSON
from signals.slots import Topics
from signals.tokens import MOST_TOKENS, sentences, tokens
from signals.units import Known, Sentence


def read(item: Item, note: Note, companies: Companies, finder: Finder) -> list[Signal]:
    """Return the note as one signal about its company.

    It is OPEN_TO_WORK when the words say that people look around or ask how to join a rival, INBOUND_NOTE otherwise.
    When it is personal or names a person it is private to its author.
    """
    text = composed(item.text or item.title)
    company = companies.match(note.company) or note.company
    marked = _marked(text, companies, finder)
    topics = Topics(company, None, True)
    found = [event for one in marked for event in finder.find(one, text, topics, item.published.year)]
    best = next((event for event in found if event.kind is Kind.OPEN_TO_WORK), None)
    units = [unit for sentence in marked for unit in sentence.units]
    person = next((unit.value for unit in units if unit.symbol == PERSON), None)
    count = next((int(unit.number) for unit in units if unit.symbol == NUMBER and unit.number), None)
    rival = next((unit.value for unit in units if unit.symbol == COMPANY and unit.value != company), None)
    event = Event(
        Kind.OPEN_TO_WORK if best else Kind.INBOUND_NOTE,
        company,
        person,
        None,
        None if person else Seniority.GROUP,
        company,
        rival if best else None,
        None,
        count,
        Certainty.REPORTED,
        0.7 if best else 0.5,
        best.quote if best else text[:400],
        best.pattern if best else "note.inbound",
        0,
        False,
    )
    private = note.personal or person is not None
    return [signal(item, event, SourceClass.NOTE, private=private, owner=note.author if private else None)]


def _marked(text: str, companies: Companies, finder: Finder) -> list[Sentence]:
    """Return the sentences of a note as units."""
    folded = fold(text)
    mentions = [mention for mention in companies.find(text, folded) if not mention.implied]
    known = Known()
    lexicon = finder.lexicon
    found: list[Sentence] = []
    for start, end in sentences(text):
        words = tokens(text, folded, start, end, lexicon.elided)[:MOST_TOKENS]
        if words:
            found.append(mark(text, words, within(mentions, start, end), lexicon, known, False))
    return found

"""Read an article: title and text, sentence by sentence; each event once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from model.item import Item
from model.signal import Certainty, Kind, SourceClass
from signals.belonging import companies_of
from signals.companies import Companies, Mention, within
from signals.coreference import resolved
from signals.dates import old
from signals.events import Event, Finder
from signals.fold import composed, fold
from signals.introductions import named
from signals.language import RUN
from signals.marking import mark
from signals.merging import NOTHING, Reading, merged, signal
from signals.patterns import COMPANY, PERSON
from signals.rosters import extended
from signals.subjects import about
from signals.tokens import MOST_CHARACTERS, MOST_TOKENS, sentences, tokens
from signals.units import Known, Sentence
from signals.vocabulary import Lexicon

_MOST_FRAGMENTS = 12


def read(
    item: Item, companies: Companies, choose: Callable[[str | None, Sequence[str]], Finder], *, in_full: bool = False
) -> Reading:
    """Read an article; nothing is found in one that names no watched company.

    `choose` gives the patterns of a language, or of what language the words are. A text that can match none of them is
    only looked at for whom it is about, unless it is to be read `in_full`.
    """
    title, text = composed(item.title), composed(item.text)
    whole = f"{title}\n{text}" if text and not text.startswith(title) else text or title
    whole = whole[:MOST_CHARACTERS]
    folded = fold(whole)
    mentions = companies.find(whole, folded)
    if not any(mention.company for mention in mentions):
        return NOTHING
    border = len(title) if whole.startswith(title) else 0
    runs = RUN.findall(folded)
    finder = choose(item.lang, runs)
    spans = list(sentences(whole))
    if not in_full and not finder.candidates.possible(whole, folded, spans, mentions):
        reading = _quiet(understood(whole, folded, border, spans, mentions, finder.lexicon, True), finder.lexicon)
        if reading is not None:
            return reading
    marked = understood(whole, folded, border, spans, mentions, finder.lexicon)
    belongs = companies_of(marked, finder.lexicon)
    marked = resolved(marked, belongs, finder.lexicon)
    told = _events(marked, whole, finder, item.published, belongs)
    events = merged(named(told, marked, finder.lexicon))
    signals = tuple(signal(item, event, SourceClass.PRESS) for event in events)
    subjects = [event.company for event in events if event.certainty is not Certainty.BACKGROUND]
    return Reading(signals, tuple(dict.fromkeys([*subjects, *about(marked, finder.lexicon)])))


def _events(
    marked: Sequence[Sentence], text: str, finder: Finder, published: datetime, belongs: Mapping[str, str]
) -> list[Event]:
    """Return what each sentence tells. "The company" is the sentence's own, or the title's, or the last one named.

    Somebody the text introduced (`belongs`) leaves their own company, whichever the sentence names.

    A company that the title only names as where somebody goes is not the one that the text calls "the company".
    """
    title = next((topic for sentence in marked if sentence.in_title and (topic := _first(sentence))), None)
    alone = len({unit.value for sentence in marked for unit in sentence.units if unit.symbol == COMPANY}) == 1
    last: str | None = None
    found: list[Event] = []
    for number, sentence in enumerate(marked):
        own = {unit.value for unit in sentence.units if unit.symbol == COMPANY}
        topic = next(iter(own)) if len(own) == 1 else title or _first(sentence) or last
        settled = sentence.in_title or (topic == title and alone)
        person = next((unit.value for unit in sentence.units if unit.symbol == PERSON), None)
        if person in belongs:
            topic, settled = belongs[person], True
        events = [
            _dated(event, sentence, published, finder.lexicon)
            for event in finder.find(sentence, text, (topic, last, settled), published.year)
        ]
        events = extended(events, sentence, _joined(marked, number, text), finder.lexicon)
        found.extend(events)
        last = _first(sentence) or last
        if sentence.in_title:
            gone = next(
                (event for event in events if event.kind is Kind.HIRE and event.company == title and event.person), None
            )
            if gone is not None:
                title = last = gone.from_company
    return found


def _dated(event: Event, sentence: Sentence, published: datetime, lexicon: Lexicon) -> Event:
    """Return `event` as background when the text dates it long before it was published."""
    if sentence.in_title or event.certainty not in {Certainty.REPORTED, Certainty.PLANNED}:
        return event
    at = next(number for number, unit in enumerate(sentence.units) if unit.start >= event.first)
    to_come = event.certainty is Certainty.PLANNED
    past = old(sentence.units, at, published, to_come, lexicon)
    return replace(event, certainty=Certainty.BACKGROUND) if past else event


def _joined(marked: Sequence[Sentence], number: int, text: str) -> Sequence[Sentence]:
    """Return the fragments that semicolons or dashes join to the end of sentence `number`."""
    stop = number + 1
    while stop < len(marked) and stop - number <= _MOST_FRAGMENTS:
        between = text[marked[stop - 1].end : marked[stop].start]
        if marked[stop].in_title or "\n" in between or between.strip(" \u00a0\u202f") not in {";", "–", "—", "-"}:
            break
        stop += 1
    return marked[number + 1 : stop]


def _first(sentence: Sentence) -> str | None:
    return next((unit.value for unit in sentence.units if unit.symbol == COMPANY), None)


def _quiet(marked: Sequence[Sentence], lexicon: Lexicon) -> Reading | None:
    """Return the reading of a text in which nothing happened; None when the sentences that name somebody do not tell
    whom it is about. `marked` are those sentences."""
    naming = [sentence for sentence in marked if COMPANY in sentence.symbols]
    if not naming:
        return NOTHING
    deciding = [sentence for sentence in naming if sentence.in_title] or naming[:1]
    found = about(deciding, lexicon)
    return Reading((), tuple(found)) if found or deciding[0].in_title else None


def understood(
    text: str,
    folded: str,
    border: int,
    spans: Sequence[tuple[int, int]],
    mentions: Sequence[Mention],
    lexicon: Lexicon,
    only_naming: bool = False,
) -> list[Sentence]:
    """Return the sentences of `text`, which stand at `spans`, as units; with `only_naming` those that name companies.

    The first `border` characters are the title. Names are learned on the way, so the title is read last and may use the
    surnames that the text introduced.
    """
    known = Known()
    found: list[Sentence] = []
    for start, end in sorted(spans, key=lambda span: (span[0] < border, span[0])):
        if only_naming and not within(mentions, start, end):
            continue
        if 0 < start < border and end >= border and _outlet(text, folded, start, end, lexicon):
            continue
        words = tokens(text, folded, start, end, lexicon.elided)
        for first in range(0, len(words), MOST_TOKENS):
            piece = words[first : first + MOST_TOKENS]
            inside = within(mentions, piece[0].start, piece[-1].end)
            found.append(mark(text, piece, inside, lexicon, known, start < border))
    found.sort(key=lambda sentence: sentence.start)
    return found


def _outlet(text: str, folded: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Tell whether the last part of a title only names who publishes it ("… - The New York Times")."""
    words = tokens(text, folded, start, end, lexicon.elided)
    small = lexicon.words("np") | lexicon.words("stopwords")
    return len(words) <= 6 and all(
        word.folded in small or word.folded in {".", "'s"} or (word.capital and word.folded not in lexicon.symbols)
        for word in words
    )

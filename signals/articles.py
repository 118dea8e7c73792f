"""Read an article: title and text, sentence by sentence; each event once."""

from __future__ import annotations

from collections.abc import Sequence

from model.item import Item
from model.signal import Certainty, Kind, SourceClass
from signals.companies import Companies, Mention, within
from signals.events import Event, Finder
from signals.fold import composed, fold
from signals.introductions import named
from signals.marking import mark
from signals.merging import NOTHING, Reading, merged, signal
from signals.patterns import COMPANY
from signals.subjects import about
from signals.tokens import MOST_CHARACTERS, MOST_TOKENS, sentences, tokens
from signals.units import Known, Sentence
from signals.vocabulary import Lexicon


def read(item: Item, companies: Companies, finder: Finder) -> Reading:
    """Read an article; nothing is found in one that names no watched company."""
    title, text = composed(item.title), composed(item.text)
    whole = f"{title}\n{text}" if text and not text.startswith(title) else text or title
    whole = whole[:MOST_CHARACTERS]
    border = len(title) if whole.startswith(title) else 0
    folded = fold(whole)
    mentions = companies.find(whole, folded)
    if not any(mention.company for mention in mentions):
        return NOTHING
    marked = understood(whole, folded, border, mentions, finder.lexicon)
    told = _events(marked, whole, finder, item.published.year)
    events = merged(named(told, marked, finder.lexicon))
    signals = tuple(signal(item, event, SourceClass.PRESS) for event in events)
    subjects = [event.company for event in events if event.certainty is not Certainty.BACKGROUND]
    return Reading(signals, tuple(dict.fromkeys([*subjects, *about(marked, finder.lexicon)])))


def _events(marked: Sequence[Sentence], text: str, finder: Finder, year: int) -> list[Event]:
    """Return what each sentence tells. "The company" is the sentence's own, or the title's, or the last one named.

    A company that the title only names as where somebody goes is not the one that the text calls "the company".
    """
    title = next((topic for sentence in marked if sentence.in_title and (topic := _first(sentence))), None)
    alone = len({unit.value for sentence in marked for unit in sentence.units if unit.symbol == COMPANY}) == 1
    last: str | None = None
    found: list[Event] = []
    for sentence in marked:
        own = {unit.value for unit in sentence.units if unit.symbol == COMPANY}
        topic = next(iter(own)) if len(own) == 1 else title or _first(sentence) or last
        settled = sentence.in_title or (topic == title and alone)
        events = list(finder.find(sentence, text, (topic, last, settled), year))
        found.extend(events)
        last = _first(sentence) or last
        if sentence.in_title:
            gone = next(
                (event for event in events if event.kind is Kind.HIRE and event.company == title and event.person), None
            )
            if gone is not None:
                title = last = gone.from_company
    return found


def _first(sentence: Sentence) -> str | None:
    return next((unit.value for unit in sentence.units if unit.symbol == COMPANY), None)


def understood(text: str, folded: str, border: int, mentions: Sequence[Mention], lexicon: Lexicon) -> list[Sentence]:
    """Return the sentences of `text` as units. The first `border` characters are the title.

    Names are learned on the way, so the title is read last and may use the surnames that the text introduced.
    """
    known = Known()
    spans = list(sentences(text))
    spans.sort(key=lambda span: (span[0] < border, span[0]))
    found: list[Sentence] = []
    for start, end in spans:
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

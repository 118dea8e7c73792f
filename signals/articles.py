"""Read an article: title and text, sentence by sentence; each event once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from model.item import Item
from model.signal import Certainty, SourceClass
from signals.belonging import companies_of, with_origin
from signals.companies import Companies, Mention, within
from signals.coreference import resolved
from signals.denials import governed
from signals.events import Finder
from signals.fold import composed, fold
from signals.groups import spelled_out
from signals.introductions import named
from signals.language import runs
from signals.marking import mark
from signals.merging import NOTHING, Reading, merged, signal
from signals.patterns import COMPANY
from signals.subjects import LONG, about, often, plain
from signals.telling import events_of
from signals.tokens import MOST_CHARACTERS, MOST_TOKENS, Token, sentences, tokens
from signals.trace import Trace
from signals.units import Known, Sentence
from signals.vocabulary import Lexicon

_LONGEST_OUTLET = 6
_GENITIVE = "de"  # the language that glues an s to names


@dataclass(frozen=True, slots=True)
class _Source:
    """A text to be read: its first `border` characters are the title, its sentences stand at `spans`.

    `cut` gives the tokens between two offsets.
    """

    text: str
    folded: str
    border: int
    spans: Sequence[tuple[int, int]]
    mentions: Sequence[Mention]
    lexicon: Lexicon
    cut: Callable[[int, int], list[Token]]


def read(
    item: Item,
    companies: Companies,
    choose: Callable[[str | None, Sequence[str]], Finder],
    trace: Trace | None = None,
) -> Reading:
    """Read an article; nothing is found in one that names no watched company.

    `choose` gives the patterns of a language, or of the language of the words. A text that can match none of them is
    only looked at for whom it is about, unless a `trace` is wanted: then it is read in full, and the trace filled.
    """
    whole, border = _whole(item)
    folded = fold(whole)
    mentions = companies.find(whole, folded, genitive=(item.lang or "").lower().startswith(_GENITIVE))
    if not any(mention.company for mention in mentions):
        return NOTHING
    spans = list(sentences(whole))
    words = runs(folded)
    finder = choose(item.lang, words)
    lexicon = finder.lexicon
    cut = cache(lambda start, end: tokens(whole, folded, start, end, lexicon.elided))
    source = _unsigned(_Source(whole, folded, border, spans, mentions, lexicon, cut))
    possible = finder.glance.possible(folded, words, spans, source.mentions, cut)
    if trace is None and (short := _short(source, possible)) is not None:
        return short
    marked = _understood(source)
    belongs = companies_of(marked, finder.lexicon)
    marked = resolved(marked, belongs, finder.lexicon)
    tries = None if trace is None else trace.tries
    told = governed(events_of(marked, whole, finder, item.published, belongs, tries), marked, lexicon)
    events = merged(spelled_out(named(with_origin(told, belongs), marked, lexicon), lexicon), lexicon)
    signals = tuple(signal(item, event, SourceClass.PRESS) for event in events)
    if trace is not None:
        trace.text, trace.language, trace.possible = whole, lexicon.language, possible
        trace.mentions, trace.sentences, trace.told, trace.kept = source.mentions, marked, told, events
    subjects = [event.company for event in events if event.certainty is not Certainty.BACKGROUND]
    return Reading(signals, tuple(dict.fromkeys([*subjects, *about(marked, lexicon), *often(marked, lexicon)])))


def _whole(item: Item) -> tuple[str, int]:
    """Return the title and text as one, and how many characters of it are the title."""
    title, text = composed(item.title), composed(item.text)
    whole = f"{title}\n{text}" if text and not text.startswith(title) else text or title
    return whole[:MOST_CHARACTERS], len(title) if whole.startswith(title) else 0


def _short(source: _Source, possible: bool) -> Reading | None:
    """Return the reading of a text that tells nothing, without reading it in full; None when that is not sure.

    `possible` says whether a pattern could match.
    """
    doubtful = all(mention.doubtful for mention in source.mentions if mention.company)
    if _long(source) or (possible and not doubtful):
        return None
    if not possible and plain(source.folded, source.mentions, source.lexicon):
        return _named(source)
    naming = [sentence for sentence in _understood(source, only_naming=True) if COMPANY in sentence.symbols]
    if not naming:
        return NOTHING  # everyday words, and nothing shows that a company is meant
    deciding = [sentence for sentence in naming if sentence.in_title] or naming[:1]
    found = about(deciding, source.lexicon)
    sure = not possible and (found or deciding[0].in_title)
    return Reading((), tuple(found)) if sure else None


def _long(source: _Source) -> bool:
    """Tell whether the text has so many sentences that a company may be its subject because it is named often."""
    if source.spans[-1][0] < source.border:
        return False
    body = [(start, end) for start, end in source.spans if start >= source.border]
    if sum(1 + (end - start) // MOST_TOKENS for start, end in body) < LONG:
        return False
    return sum(1 + len(source.cut(start, end)) // MOST_TOKENS for start, end in body) >= LONG


def _understood(source: _Source, only_naming: bool = False) -> list[Sentence]:
    """Return the sentences of a text as units; with `only_naming` those that name companies.

    Names are learned on the way, so the title is read last and may use the surnames that the text introduced.
    """
    known = Known()
    found: list[Sentence] = []
    border, lexicon = source.border, source.lexicon
    for start, end in sorted(source.spans, key=lambda span: (span[0] < border, span[0])):
        if only_naming and not within(source.mentions, start, end):
            continue
        if _outlet(source, start, end):
            continue
        words = source.cut(start, end)
        for first in range(0, len(words), MOST_TOKENS):
            piece = words[first : first + MOST_TOKENS]
            inside = within(source.mentions, piece[0].start, piece[-1].end)
            found.append(mark(source.text, piece, inside, lexicon, known, start < border))
    found.sort(key=lambda sentence: sentence.start)
    return found


def _named(source: _Source) -> Reading:
    """Return the reading of a text in which nothing happened and every name is a company it is about."""
    _, border = _ending(source)
    found = [mention.company for mention in source.mentions if mention.company and mention.start < border]
    if found:
        return Reading((), tuple(dict.fromkeys(found)))
    for start, end in source.spans:
        found = [mention.company for mention in within(source.mentions, start, end) if mention.company]
        if found:
            return Reading((), tuple(dict.fromkeys(found))[:2])
    return NOTHING


def _unsigned(source: _Source) -> _Source:
    """Return the text without the companies that its title names only as who publishes it."""
    start, end = _ending(source)
    signing = {mention.company for mention in within(source.mentions, start, end) if mention.company}
    if not signing or not _outlet(source, start, end):
        return source
    gone = signing - {mention.company for mention in source.mentions if mention.start < start}
    return replace(source, mentions=[one for one in source.mentions if one.company not in gone])


def _ending(source: _Source) -> tuple[int, int]:
    """Return where the last part of the title begins and ends."""
    border = source.border
    return next((span for span in reversed(source.spans) if span[0] < border), (0, 0))


def _outlet(source: _Source, start: int, end: int) -> bool:
    """Tell whether a sentence, the last part of a title, only names who publishes it ("… - The New York Times")."""
    if not (0 < start < source.border <= end):
        return False
    words, lexicon = source.cut(start, end), source.lexicon
    return len(words) <= _LONGEST_OUTLET and all(
        word.folded in lexicon.words("np")
        or word.folded in lexicon.words("stopwords")
        or word.folded in {".", "'s"}
        or (word.capital and word.folded not in lexicon.symbols)
        for word in words
    )

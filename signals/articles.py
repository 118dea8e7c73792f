"""Read an article: title and text, sentence by sentence; each event once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, combinations
from operator import attrgetter, itemgetter

from model.item import Item
from model.signal import Certainty, Signal, SourceClass
from signals.alone import alone, heard
from signals.belonging import companies_of, origins, with_origin
from signals.companies import Companies, Mention, within
from signals.coreference import meanings, resolved
from signals.denials import governed
from signals.events import Event, Finder
from signals.fold import composed, fold, ungendered
from signals.groups import spelled_out
from signals.introductions import named
from signals.language import runs_in
from signals.ledes import identified
from signals.marking import mark
from signals.meaning import meant
from signals.merging import NOTHING, Reading, merged, signal
from signals.outsiders import hired
from signals.patterns import COMPANY
from signals.subjects import LONG, about, often, plain, stood_for
from signals.telling import events_of
from signals.tokens import MOST_CHARACTERS, MOST_TOKENS, Token, most, sentences, tokens
from signals.trace import Trace
from signals.units import Known, Sentence
from signals.vocabulary import Lexicon

_LONGEST_OUTLET = 6
_GENDERING = "de"  # the language that writes "Mitarbeiter:innen"
_COMPANY = attrgetter("company")
_MOST_HEARD = 2  # surnames of a sentence; which of many the text introduces is dearer to try than to read

# Gives the patterns of a language, or of the language of some words.
_Choose = Callable[[str | None, Iterable[str]], Finder]
# Where a sentence stands, and the patterns that could match it, None for any.
_Span = tuple[int, int, Sequence[int] | None]


class _Possible:
    """The sentences of a text that patterns could match, in order."""

    def __init__(self, spans: Iterable[_Span]) -> None:
        self.spans = list(spans)

    def patterns(self, sentence: Sentence) -> Sequence[int] | None:
        """Return the patterns that could match a sentence or a piece of one, None for any."""
        at = bisect_right(self.spans, sentence.start, key=itemgetter(0)) - 1
        if at < 0 or sentence.start >= self.spans[at][1]:
            return ()
        return self.spans[at][2]


def _any_pattern(_: Sentence) -> None:
    """Let every pattern be searched: a trace tells what a glance would have missed."""


class _Source:
    """A text to be read, with the patterns of its language. Its first `border` characters are the title.

    `spans` are where its sentences stand, `words` the runs of letters of each.
    """

    def __init__(
        self, item: Item, whole: tuple[str, int], folded: str, mentions: Sequence[Mention], choose: _Choose
    ) -> None:
        self.text, self.border = whole
        self.folded, self.mentions = folded, mentions
        self.spans = list(sentences(self.text))
        self.words = runs_in(folded, self.spans)
        self.finder = choose(item.lang, chain.from_iterable(self.words))
        self.lexicon = self.finder.lexicon
        self._cut: dict[tuple[int, int], list[Token]] = {}
        self.marked: dict[int, tuple[Sentence, Known]] = {}

    def naming(self) -> bool:
        """Tell whether a watched company is named, or perhaps is, but for one that only publishes it."""
        self.mentions = _unsigned(self)
        return any(map(_COMPANY, self.mentions))

    def cut(self, start: int, end: int) -> list[Token]:
        """Return the tokens between two offsets."""
        found = self._cut.get((start, end))
        if found is None:
            found = self._cut[start, end] = tokens(self.text, self.folded, start, end, self.lexicon.elided)
        return found

    def pieces(self, only_naming: bool = False) -> Iterator[tuple[list[Token], Sequence[Mention], bool]]:
        """Yield the tokens of each sentence, in pieces, with the companies in it and whether it is of the title.

        The title comes last. With `only_naming` those sentences are left out that name nobody.
        """
        for start, end in sorted(self.spans, key=lambda span: (span[0] < self.border, span[0])):
            if (only_naming and not within(self.mentions, start, end)) or self.outlet(start, end):
                continue
            words = self.cut(start, end)
            for first in range(0, len(words), MOST_TOKENS):
                piece = words[first : first + MOST_TOKENS]
                yield piece, within(self.mentions, piece[0].start, piece[-1].end), start < self.border

    def ending(self) -> tuple[int, int]:
        """Return where the last part of the title begins and ends."""
        return next((span for span in reversed(self.spans) if span[0] < self.border), (0, 0))

    def title(self) -> int:
        """Return where the title ends, which is in the middle of a sentence when the text goes on with it."""
        alone = self.text[self.border : self.border + 1] in {"", "\n"}
        return self.border if alone else self.ending()[1]

    def outlet(self, start: int, end: int) -> bool:
        """Tell whether a sentence, the last part of a title, only names who publishes it ("… - The New York Times")."""
        if not (0 < start < self.border <= end):
            return False
        words, lexicon = self.cut(start, end), self.lexicon
        names = within(self.mentions, start, end)
        return len(words) <= _LONGEST_OUTLET and all(
            any(name.start <= word.start < name.end for name in names)
            or word.folded in lexicon.words("np")
            or word.folded in lexicon.words("stopwords")
            or word.folded in {".", "'s"}
            or (word.capital and word.folded not in lexicon.symbols)
            for word in words
        )


def told(item: Item, companies: Companies, choose: _Choose) -> tuple[Signal, ...]:
    """Return the signals of an article and nothing else: those of `read`, found in much less time where there are none.

    `choose` gives the patterns of a language, or of the language of the words.
    """
    whole = _whole(item, language := _language(item))
    folded = fold(whole[0])
    mentions = companies.find(whole[0], folded, language)
    names = [one for one in mentions if not one.implied] if mentions else mentions
    if not any(map(_COMPANY, names)):
        return ()
    source = _Source(item, whole, folded, names, choose)
    return _read(item, source, None, told=True).signals if source.naming() else ()


def read(item: Item, companies: Companies, choose: _Choose, trace: Trace | None = None) -> Reading:
    """Read an article; nothing is found in one that names no watched company.

    `choose` gives the patterns of a language, or of the language of the words. A text that can match none of them is
    only looked at for whom it is about, unless a `trace` is wanted: then it is read in full, and the trace filled.
    """
    whole = _whole(item, language := _language(item))
    folded = fold(whole[0])
    mentions = companies.find(whole[0], folded, language)
    if not any(mention.company for mention in mentions):
        return NOTHING
    source = _Source(item, whole, folded, [one for one in mentions if not one.implied], choose)
    reading = _read(item, source, trace) if source.naming() else NOTHING
    stand_ins = [mention for mention in mentions if mention.implied or mention.otherwise]
    return _with(reading, source, stand_ins) if stand_ins else reading


def _language(item: Item) -> str:
    return item.lang.lower()[:2] if item.lang else ""


def _read(item: Item, source: _Source, trace: Trace | None, told: bool = False) -> Reading:
    """Read an article that names a watched company, or perhaps does; what it `told` alone, or also about whom it is."""
    whole, lexicon, finder = source.text, source.lexicon, source.finder
    if trace is None and not _meant(source):
        return NOTHING
    glance = finder.glance.possible(whole, source.folded, source.spans, source.words, source.mentions, source.cut)
    possible = _Possible(glance)
    hanging = _tells(source, possible.spans) if trace is None else None
    if hanging == [] and (short := NOTHING if told else _short(source)) is not None:
        return short
    marked = _understood(source)
    belongs = companies_of(marked, lexicon)
    marked = resolved(marked, belongs, lexicon)
    if hanging is not None and not _matching(marked, _Possible(hanging), finder):
        return NOTHING if told else Reading((), _subjects(marked, lexicon))
    tries = None if trace is None else trace.tries
    patterns = possible.patterns if trace is None else _any_pattern
    events = governed(events_of(marked, whole, finder, item.published, belongs, tries, patterns), marked, lexicon)
    kept = _once(with_origin(events, belongs, origins(marked, lexicon)), marked, lexicon)
    signals = tuple(signal(item, event, SourceClass.PRESS) for event in kept)
    if trace is not None:
        trace.text, trace.language, trace.possible = whole, lexicon.language, bool(possible.spans)
        trace.mentions, trace.sentences, trace.told, trace.kept = source.mentions, marked, events, kept
    if told:
        return Reading(signals, ())
    subjects = [event.company for event in kept if event.certainty is not Certainty.BACKGROUND]
    return Reading(signals, _subjects(marked, lexicon, subjects))


def _once(told: Sequence[Event], marked: Sequence[Sentence], lexicon: Lexicon) -> list[Event]:
    """Return the events of a text with the names that it gives their people elsewhere, each once."""
    events = merged(spelled_out(hired(named(told, marked, lexicon), marked, lexicon), lexicon), lexicon)
    known = identified(events, marked, lexicon)
    return known if known == events else merged(known, lexicon)


def _with(reading: Reading, source: _Source, stand_ins: Sequence[Mention]) -> Reading:
    """Add the company that something stands for, when it stands before all others in the title, if there is one."""
    border = source.title() or len(source.text)
    titled = [one for one in stand_ins if one.start < border]
    known = {*reading.about, *(signal.company for signal in reading.signals)}
    if not titled:
        return reading
    named = min((one.start for one in source.mentions if one.company in known), default=len(source.text))
    found = stood_for(source.text, source.folded, titled, known, named, source.lexicon)
    return Reading(reading.signals, tuple(dict.fromkeys([*reading.about, *found]))) if found else reading


def _subjects(marked: Sequence[Sentence], lexicon: Lexicon, told: Iterable[str] = ()) -> tuple[str, ...]:
    """Return whom a text is about: the companies of which it told something first."""
    return tuple(dict.fromkeys([*told, *about(marked, lexicon), *often(marked, lexicon)]))


def _whole(item: Item, language: str) -> tuple[str, int]:
    """Return the title and text as one, and how many characters of it are the title."""
    title, text = composed(item.title), composed(item.text) if item.text else ""
    if language == _GENDERING:
        title, text = ungendered(title), ungendered(text)
    if not text:
        return title[:MOST_CHARACTERS], len(title)
    whole = text if text.startswith(title) else f"{title}\n{text}"
    return whole[:MOST_CHARACTERS], len(title)


def _meant(source: _Source) -> bool:
    """Tell whether a company is named, and not only everyday words that nothing shows to be one."""
    return any(mention.company and not mention.doubtful for mention in source.mentions) or any(
        meant(piece, inside, source.lexicon) for piece, inside, _ in source.pieces(only_naming=True)
    )


def _tells(source: _Source, spans: Iterable[_Span]) -> list[_Span] | None:
    """Read each of these sentences by itself; return those that may tell something but hang on the rest of the text.

    None when a pattern matches one of the others: then the whole text has to be read.
    """
    lexicon = source.lexicon
    hanging: list[_Span] = []
    for start, end, patterns in spans:
        inside, words = within(source.mentions, start, end), source.cut(start, end)
        if source.outlet(start, end) or not words:
            continue
        if len(words) > MOST_TOKENS or any(mention.doubtful for mention in inside):
            hanging.append((start, end, patterns))
            continue
        titled, known = start < source.border, Known()
        sentence = mark(source.text, words, inside, lexicon, known, titled)
        surnames = heard(known.lone, source.text, source.folded, start, end, lexicon)
        by_itself = alone(words, lexicon)
        if not surnames:
            source.marked[words[0].start] = sentence, known
        if hanging and (surnames or not (by_itself or titled)):
            hanging.append((start, end, patterns))  # the text has to be marked as it is
            continue
        readings = [sentence, *_introduced(source, words, inside, surnames, titled)]
        possible = [[one] if by_itself else meanings(one, lexicon) for one in readings]
        sure = all(possible) and len(surnames) <= _MOST_HEARD
        if sure and not any(source.finder.matches(one, patterns) for one in chain.from_iterable(possible)):
            continue
        if sure and not surnames and (by_itself or titled):
            return None
        hanging.append((start, end, patterns))
    return hanging


def _introduced(
    source: _Source, words: Sequence[Token], inside: Sequence[Mention], surnames: Sequence[str], titled: bool
) -> Iterator[Sentence]:
    """Yield a sentence as it is read where the text introduces the people of some of the `surnames` in it."""
    for size in range(1, 1 + len(surnames)) if len(surnames) <= _MOST_HEARD else ():
        for some in combinations(surnames, size):
            known = Known(people={name: name for name in some})
            yield mark(source.text, words, inside, source.lexicon, known, titled)


def _matching(marked: Iterable[Sentence], hanging: _Possible, finder: Finder) -> bool:
    """Tell whether a pattern matches one of the `hanging` sentences, now that it is known whom their words mean."""
    return any(finder.matches(sentence, hanging.patterns(sentence)) for sentence in marked)


def _short(source: _Source) -> Reading | None:
    """Return the reading of a text that tells nothing, without reading it in full; None when that is not sure."""
    if _long(source):
        return None
    if plain(source.folded, source.mentions, source.lexicon):
        return _named(source)
    naming = [sentence for sentence in _understood(source, only_naming=True) if COMPANY in sentence.symbols]
    if not naming:
        return NOTHING
    deciding = [sentence for sentence in naming if sentence.in_title] or naming[:1]
    found = about(deciding, source.lexicon)
    return Reading((), tuple(found)) if found or deciding[0].in_title else None


def _long(source: _Source) -> bool:
    """Tell whether the text has so many sentences that a company may be its subject because it is named often."""
    if most(source.text, source.border) + (len(source.text) - source.border) // MOST_TOKENS < LONG:
        return False
    body = [(start, end) for start, end in source.spans if start >= source.border]
    if sum(1 + (end - start) // MOST_TOKENS for start, end in body) < LONG:
        return False
    return sum(1 + len(source.cut(start, end)) // MOST_TOKENS for start, end in body) >= LONG


def _understood(source: _Source, only_naming: bool = False) -> list[Sentence]:
    """Return the sentences of a text as units; with `only_naming` those that name companies.

    Names are learned on the way, so the title is read last and may use the surnames that the text introduced. The text
    may use those that only the title gives in full.
    """
    known = Known() if only_naming else _titled(source)
    found: list[Sentence] = []
    for piece, inside, in_title in source.pieces(only_naming):
        if piece[0].start in source.marked:
            sentence, learned = source.marked[piece[0].start]
            known.learn(learned)
        else:
            sentence = mark(source.text, piece, inside, source.lexicon, known, in_title)
        found.append(sentence)
    found.sort(key=lambda sentence: sentence.start)
    return found


def _titled(source: _Source) -> Known:
    """Return the people whom the title names in full and the text by their surname alone: "… || Keller, 48, leaves".

    A title that asks introduces nobody: what its text says of them is mostly supposed.
    """
    known, titled = Known(), Known()
    body = source.folded[source.border :]
    if not body.strip() or source.folded[: source.border].rstrip().endswith("?"):
        return known
    for piece, inside, in_title in source.pieces():
        if in_title and piece[0].start in source.marked:
            titled.learn(source.marked[piece[0].start][1])
        elif in_title:
            mark(source.text, piece, inside, source.lexicon, titled, in_title)
    for name in filter(None, titled.given.values()):
        full = fold(name)
        surname = full.rpartition(" ")[2]
        if surname in body and full not in body:
            known.meet(surname, name)
    return known


def _named(source: _Source) -> Reading:
    """Return the reading of a text in which nothing happened and every name is a company it is about."""
    border = source.title()
    titled = [mention.company for mention in source.mentions if mention.company and mention.start < border]
    if titled:
        return Reading((), tuple(dict.fromkeys(titled)))
    for start, end in source.spans:
        found = [mention.company for mention in within(source.mentions, start, end) if mention.company]
        if found:
            return Reading((), tuple(dict.fromkeys(found))[:2])
    return NOTHING


def _unsigned(source: _Source) -> Sequence[Mention]:
    """Return the mentions but those of companies that the title names only as who publishes it."""
    border = source.title()
    titled = [mention for mention in source.mentions if mention.company and mention.start < border]
    if not titled or len(source.text[titled[-1].start : border].split(None, _LONGEST_OUTLET)) > _LONGEST_OUTLET:
        return source.mentions
    start, end = source.ending()
    signing = {mention.company for mention in titled if mention.start >= start}
    if signing and source.outlet(start, end):
        gone = signing - {mention.company for mention in titled if mention.start < start}
        return [one for one in source.mentions if one.company not in gone]
    return source.mentions

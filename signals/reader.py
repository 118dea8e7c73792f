"""Item -> Signals: the one door to this folder. Build it once for a watch list; it holds no state between items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from model.company import Company
from model.item import (
    Article,
    BoardChange,
    Filing,
    Item,
    Note,
    Notice,
    OfficerChange,
    OwnProfile,
    Post,
    ProfileChange,
    Relayed,
    Round,
)
from model.signal import Certainty, Kind, Signal
from signals import (
    articles,
    board_changes,
    filings,
    notes,
    notices,
    own_profiles,
    posts,
    profile_changes,
    registers,
    relayed,
)
from signals.companies import Companies
from signals.events import Finder, finder_of
from signals.fold import composed, fold
from signals.language import DEFAULT, Guesser, runs
from signals.merging import NOTHING, Reading
from signals.names import names_of
from signals.trace import Trace
from signals.vocabulary import Lexicon

_TELLING = 1_000  # characters of a note or a post that tell its language
_ASSERTED = frozenset({Certainty.REPORTED, Certainty.PLANNED})


class Reader:
    """Understands items about the watched `companies` in the languages of `lexicons`."""

    def __init__(self, companies: Sequence[Company], lexicons: Sequence[Lexicon]) -> None:
        self.lexicons = tuple(lexicons)
        self._lexicon_of = {lexicon.language: lexicon for lexicon in self.lexicons}
        self._guesser = Guesser(self.lexicons)
        self.companies = Companies(companies, names_of(self.lexicons))

    def mentions(self, item: Item) -> bool:
        """Tell whether `item` can be about a watched company; cheap enough for every item of every feed."""
        shape = item.shape
        if isinstance(shape, Article | Post | Relayed):
            return self.companies.any_in(composed(f"{item.title}\n{item.text}" if item.text else item.title))
        if isinstance(shape, Filing):
            return filings.company_of(shape, self.companies) is not None
        if isinstance(shape, (BoardChange, Notice, Round, OfficerChange)):
            return self.companies.match(shape.company) is not None
        if isinstance(shape, OwnProfile):
            return any(self.companies.known(one) for one in (*shape.left, *shape.joined, *shape.employers))
        return True

    def read(self, item: Item) -> list[Signal]:
        """Return what the item says happened, each event once, [] for nothing: the signals of `understand`.

        That it is about a company to which nothing happened takes time to see, and nobody is told.
        """
        if not isinstance(item.shape, Article):
            return list(self.understand(item).signals)
        told = articles.told(item, self.companies, self._finder) if self.lexicons else ()
        return list(_shown(told)) if told else []

    def read_whole(self, item: Item, text: str) -> list[Signal]:
        """Read an article with its whole `text`, of which nothing is kept but the sentences that signals rest on.

        It adds only what it says of companies that the title and the sentence of the feed are about: an article names
        others in passing. What those said by themselves is never lost.
        """
        short = self.understand(item)
        about = {*short.about, *(signal.company for signal in short.signals)}
        whole = [one for one in self.understand(replace(item, text=text)).signals if one.company in about]
        told = {(one.kind, one.company) for one in whole}
        return [*whole, *(one for one in short.signals if (one.kind, one.company) not in told)]

    def may_tell(self, item: Item) -> bool:
        """Tell whether an article is about a watched company and something happened, or may have."""
        trace = Trace()
        reading = self.understand(item, trace)
        return bool(reading.signals) or bool(reading.about and trace.possible)

    def about(self, item: Item) -> tuple[str, ...]:
        """Return the watched companies an item is materially about, those without an event among them."""
        return self.understand(item).about

    def understand(self, item: Item, trace: Trace | None = None) -> Reading:
        """Return the item's signals, and the watched companies it is about even where nothing happened.

        A `trace` is filled with how an article was read. The answer is the same, it only takes longer.
        """
        shape = item.shape
        if isinstance(shape, Article):
            return _for_all(articles.read(item, self.companies, self._finder, trace)) if self.lexicons else NOTHING
        if isinstance(shape, Post):
            return _for_all(self._posted(item, shape, trace)) if self.lexicons else NOTHING
        if isinstance(shape, Relayed):
            said = articles.read(item, self.companies, self._finder, trace) if self.lexicons else NOTHING
            return relayed.owned(said, shape)
        if isinstance(shape, Filing):
            signals = filings.read(item, shape, self.companies, self.lexicons)
        elif isinstance(shape, ProfileChange):
            signals = profile_changes.read(item, shape, self.companies, self.lexicons)
        elif isinstance(shape, Notice):
            signals = notices.read(item, shape, self.companies)
        elif isinstance(shape, BoardChange):
            signals = board_changes.read(item, shape, self.companies, self.lexicons)
        elif isinstance(shape, Round):
            signals = registers.read_round(item, shape, self.companies)
        elif isinstance(shape, OfficerChange):
            signals = registers.read_officer(item, shape, self.companies, self.lexicons)
        elif isinstance(shape, OwnProfile):
            signals = own_profiles.read(item, shape, self.companies)
        elif isinstance(shape, Note):
            words = runs(fold(f"{item.title} {item.text}"[:_TELLING]))
            finder = self._finder(item.lang, words) if self.lexicons else None
            signals = notes.read(item, shape, self.companies, finder) if finder else []
        else:
            return NOTHING
        return Reading(tuple(signals), tuple(dict.fromkeys(signal.company for signal in signals)))

    def _posted(self, item: Item, post: Post, trace: Trace | None) -> Reading:
        """Read a post: what its author says of themselves, else as an article, whose word nobody has checked."""
        words = runs(fold(f"{item.title} {item.text}"[:_TELLING]))
        lexicon = self._finder(item.lang, words).lexicon
        own = posts.read(item, post, self.companies, lexicon, self.lexicons)
        if own:
            return Reading(tuple(own), tuple(dict.fromkeys(signal.company for signal in own)))
        found = articles.read(item, self.companies, self._finder, trace)
        told = (replace(s, certainty=Certainty.RUMOUR) if s.certainty in _ASSERTED else s for s in found.signals)
        return Reading(tuple(told), found.about)

    def _finder(self, lang: str | None, words: Iterable[str]) -> Finder:
        """Return the finder of a language; for one we have no words for, of that of the words, or English."""
        language = (lang or "").lower()[:2]
        if language not in self._lexicon_of:
            language = self._guesser.guess(words) or DEFAULT
        return finder_of(self._lexicon_of.get(language, self.lexicons[0]))


def _for_all(said: Reading) -> Reading:
    """Leave out that somebody by name looks around: wherever it stands, their employer may read along here (P1).

    That is heard from recruiters, profiles that they chose and vendors alone, for the one who asked; of a group anybody
    may hear.
    """
    return Reading(tuple(_shown(said.signals)), said.about)


def _shown(signals: Iterable[Signal]) -> Iterator[Signal]:
    return (one for one in signals if one.kind is not Kind.OPEN_TO_WORK or one.person is None)

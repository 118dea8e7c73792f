"""Item -> Signals: the one door to this folder. Build it once for a watch list; it holds no state between items."""

from __future__ import annotations

from collections.abc import Sequence

from model.company import Company
from model.item import Article, BoardChange, Filing, Item, Note, Notice, ProfileChange
from model.signal import Signal
from signals import articles, filings, notes, profile_changes
from signals.companies import Companies
from signals.events import Finder
from signals.fold import composed
from signals.language import guess
from signals.merging import NOTHING, Reading
from signals.vocabulary import Lexicon

DEFAULT = "en"


class Reader:
    """Understands items about the watched `companies` in the languages of `lexicons`."""

    def __init__(self, companies: Sequence[Company], lexicons: Sequence[Lexicon]) -> None:
        self._lexicons = tuple(lexicons)
        self._finders = {lexicon.language: Finder(lexicon) for lexicon in self._lexicons}
        self.companies = Companies(
            companies,
            {word for lexicon in self._lexicons for word in lexicon.words("ordinary")},
            {_joined(words) for lexicon in self._lexicons for words in lexicon.lists.get("other_names", ())},
            [epithet for lexicon in self._lexicons for epithet in lexicon.epithets],
            {word for lexicon in self._lexicons for word in lexicon.words("capitalised")},
        )

    def mentions(self, item: Item) -> bool:
        """Tell whether `item` can be about a watched company; cheap enough for every item of every feed."""
        shape = item.shape
        if isinstance(shape, Article):
            return self.companies.any_in(composed(f"{item.title}\n{item.text}"))
        if isinstance(shape, Filing):
            return filings.company_of(shape, self.companies) is not None
        if isinstance(shape, (BoardChange, Notice)):
            return self.companies.match(shape.company) is not None
        return True

    def read(self, item: Item) -> list[Signal]:
        """Return what the item says happened, each event once, [] for nothing."""
        return list(self.understand(item).signals)

    def about(self, item: Item) -> tuple[str, ...]:
        """Return the watched companies an item is materially about, those without an event among them."""
        return self.understand(item).about

    def understand(self, item: Item) -> Reading:
        """Return the item's signals, and the watched companies it is about even where nothing happened."""
        shape = item.shape
        if isinstance(shape, Article):
            finder = self._finder(item) if self.mentions(item) else None
            return articles.read(item, self.companies, finder) if finder else NOTHING
        if isinstance(shape, Filing):
            signals = filings.read(item, shape, self.companies)
        elif isinstance(shape, ProfileChange):
            signals = profile_changes.read(item, shape, self.companies, self._lexicons)
        elif isinstance(shape, Note):
            finder = self._finder(item)
            signals = notes.read(item, shape, self.companies, finder) if finder else []
        else:
            return NOTHING
        return Reading(tuple(signals), tuple(dict.fromkeys(signal.company for signal in signals)))

    def _finder(self, item: Item) -> Finder | None:
        """Return the finder of the item's language, English when it is one we have no words for."""
        language = (item.lang or "").lower()[:2]
        if language not in self._finders:
            language = guess(f"{item.title} {item.text[:400]}", self._lexicons) or DEFAULT
        return self._finders.get(language) or next(iter(self._finders.values()), None)


def _joined(words: Sequence[str]) -> str:
    """Return the name that was cut into `words` as it is written: "x-ray", "writer's block"."""
    return " ".join(words).replace(" - ", "-").replace(" 's", "'s")

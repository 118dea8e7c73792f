"""What a sentence is made of once it was read: units, and the sentence as a string of their characters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from model.signal import Amount
from signals.fold import fold
from signals.patterns import ROLE
from signals.tokens import Token

# Words in quotation marks are read as if they stood without.
QUOTES = frozenset("\"'“”‘’«»„")
DASHES = frozenset("-–—")


class Unit(NamedTuple):
    """One unit of a sentence: text[start:end], its character for the patterns, and what it stands for.

    `value` is the company's, person's or organisation's name or the role; `level` a seniority; `number` a count;
    `money` an amount. `doubtful` marks a company whose name is an ordinary word.
    """

    symbol: str
    start: int
    end: int
    folded: str
    value: str = ""
    level: str = ""
    number: float | None = None
    money: Amount | None = None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as units; `symbols` is the string that patterns are searched in."""

    start: int
    end: int
    units: tuple[Unit, ...]
    symbols: str
    titlecase: bool
    in_title: bool


def spelled(units: Iterable[Unit], heads: Mapping[str, str]) -> str:
    """Return the string of the units' characters; a role has that of its title when patterns name it (`heads`)."""
    return "".join([_head(unit, heads) if unit.symbol == ROLE else unit.symbol for unit in units])


def _head(unit: Unit, heads: Mapping[str, str]) -> str:
    known = heads.get(unit.folded)
    return known or next((heads[word] for word in fold(unit.folded).replace("-", " ").split() if word in heads), ROLE)


@dataclass(slots=True)
class Draft:
    """A sentence while it is being marked: units[i] covers width[i] tokens from token i, None where none is put yet."""

    text: str
    tokens: Sequence[Token]
    units: list[Unit | None]
    width: list[int]
    titlecase: bool

    def put(self, symbol: str, first: int, stop: int, **values: object) -> None:
        """Let one unit stand for the tokens from `first` up to `stop`."""
        start, end = self.tokens[first].start, self.tokens[stop - 1].end
        folded = self.tokens[first].folded if stop == first + 1 else self.text[start:end].lower()
        for at in range(first, stop):
            self.units[at] = None
            self.width[at] = 0
        self.units[first] = Unit(symbol, start, end, folded, **values)  # type: ignore[arg-type]  # the fields of Unit
        self.width[first] = stop - first

    def free(self, at: int) -> bool:
        """Tell whether token `at` exists and belongs to no unit yet."""
        return 0 <= at < len(self.tokens) and self.units[at] is None and self.width[at] == 1


@dataclass(slots=True)
class Known:
    """What the item has said so far: full names by folded surname, and companies that were surely meant.

    `given` are the full names by given name, "" where two people share it; `lone` the words that stood alone where a
    name would, and of which the rest of the text may tell more.
    """

    people: dict[str, str] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)
    lone: set[str] = field(default_factory=set)
    companies: set[str] = field(default_factory=set)

    def meet(self, surname: str, name: str, given: str = "") -> None:
        """Learn a full name; the first with a surname keeps it, two with one `given` name lose it."""
        self.people.setdefault(surname, name)
        if given:
            self.given[given] = name if self.given.get(given, name) == name else ""

    def learn(self, other: Known) -> None:
        """Learn what a sentence that was read by itself has told."""
        for surname, name in other.people.items():
            self.meet(surname, name)
        for given, name in other.given.items():
            self.given[given] = name if self.given.get(given, name) == name else ""

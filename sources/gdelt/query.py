"""What GDELT is asked: names packed into few questions, windows of time that can be halved. Pure.

Its rules are told in its error messages only: words of two letters are refused, so is a question of over some 250
characters; OR stands between brackets, and brackets stand around nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

LEAST = 3
LONGEST = 230
# GDELT takes in what it saw every quarter of an hour: a shorter window cannot hold less.
SHORTEST = timedelta(minutes=15)
ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)

_UNSAID = re.compile(r"[^\w.&'’-]+")
_ONE_WORD = re.compile(r"\w+\Z")


@dataclass(frozen=True, slots=True)
class Named:
    """A company, and the words that it is asked by; of `beside`, if there are some, one has to stand with them."""

    company: str
    words: tuple[str, ...]
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """One question: what was seen of these companies after `since` and up to `until`."""

    named: tuple[Named, ...]
    since: datetime
    until: datetime

    @property
    def companies(self) -> tuple[str, ...]:
        """Name who is asked for."""
        return tuple(one.company for one in self.named)

    def query(self, narrowed_to: Sequence[str] = ()) -> str:
        """Write the question; of `narrowed_to` one word has to stand in the article."""
        names = [word for one in self.named for word in one.words]
        beside = self.named[0].beside  # who needs such words is asked for alone
        return " ".join(either(group) for group in (names, beside, narrowed_to) if group)

    def parts(self) -> tuple[Ask, ...]:
        """Take it apart because its answer was full: by time, then by company; itself when neither goes on."""
        length = self.until - self.since
        if length > SHORTEST:
            middle = self.since + timedelta(seconds=length.total_seconds() // 2)
            return replace(self, until=middle), replace(self, since=middle)
        if len(self.named) > 1:
            return tuple(replace(self, named=(one,)) for one in self.named)
        return (self,)


def fitting(one: Named, narrowed_to: Sequence[str] = ()) -> Named:
    """Leave out the last words of a company with more of them than one question holds."""
    while len(one.words) > 1 and len(Ask((one,), ANY_TIME, ANY_TIME).query(narrowed_to)) > LONGEST:
        one = replace(one, words=one.words[:-1])
    return one


def either(words: Sequence[str]) -> str:
    """Write "any of these": a word as it is, several words as a phrase."""
    written = [word if _ONE_WORD.match(word) else f'"{word}"' for word in dict.fromkeys(words)]
    return f"({' OR '.join(written)})" if len(written) > 1 else written[0]


def spoken(words: Iterable[str]) -> tuple[str, ...]:
    """Return what of these names GDELT can be asked for: without marks of its own language, and not too short."""
    said = (" ".join(_UNSAID.sub(" ", word).split()).strip("-.'’& ") for word in words)
    return tuple(dict.fromkeys(word for word in said if not too_short(word)))


def too_short(word: str) -> bool:
    """Tell whether GDELT would refuse it: it has fewer than three letters or digits."""
    return sum(map(str.isalnum, word)) < LEAST


def plan(
    named: Sequence[Named], since: Mapping[str, datetime], until: datetime, narrowed_to: Sequence[str] = ()
) -> list[Ask]:
    """Pack companies that are asked since the same moment into as few questions as possible, the longest ago first."""
    asks: list[Ask] = []
    for one in sorted(named, key=lambda one: (since[one.company], one.company)):
        last = asks[-1] if asks else None
        if last and last.since == since[one.company] and not one.beside and not last.named[0].beside:
            wider = replace(last, named=(*last.named, one))
            if len(wider.query(narrowed_to)) <= LONGEST:
                asks[-1] = wider
                continue
        asks.append(Ask((one,), since[one.company], until))
    return asks

"""No pattern is slow: each takes time in proportion to the length of what it is searched in, whatever that says."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterator
from itertools import cycle, islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signals.patterns import COMPANY, GROUP, MONEY, NUMBER, PERSON, ROLE, UNKNOWN_CAPITAL, Pattern
from signals.tokens import MOST_CHARACTERS, MOST_TOKENS, sentences, tokens
from tests.cost import cost, seconds
from tests.signals.lexicons import item, lexicons, reader

NOUNS = COMPANY + PERSON + ROLE + GROUP + MONEY + NUMBER + UNKNOWN_CAPITAL
PIECES = (
    "Northwind ",
    "Ada Keller, ",
    "leaves ",
    " - ",
    "; ",
    ". ",
    "'s ",
    "5 ",
    "$",
    "(",
    "İ",
    "a.b",
    "\n",
    "\u2028",
    "Ünï ",
)


def patterns() -> Iterator[tuple[str, Pattern]]:
    """Yield every pattern of the product with its name."""
    for one in lexicons():
        for entry in one.entries:
            yield from ((f"{one.language}.{entry.id}: {pattern.source}", pattern) for pattern in entry.patterns)


def hostile(pattern: Pattern) -> Iterator[str]:
    """Yield one period of strings that almost match: nouns, the pattern's own words, and both in turn."""
    own = "".join(sorted(need.chars)[0] for need in pattern.needs)
    yield from (*NOUNS, ",", own, own[::-1], f"{NOUNS},{own}", "".join(noun + own for noun in NOUNS))
    yield from (own[:at] + noun * 9 for at in range(len(own)) for noun in (UNKNOWN_CAPITAL, ","))


def searching(search: re.Pattern[str], text: str) -> Callable[[], None]:
    def work() -> None:
        at = 0
        for _ in range(6):
            found = search.search(text, at)
            if found is None:
                break
            at = found.start() + 1

    return work


@pytest.mark.slow
def test_every_pattern_takes_time_in_proportion_to_the_sentence() -> None:
    slow: list[str] = []
    for name, pattern in patterns():
        search = pattern.compile()
        for period in hostile(pattern):
            short, long = ("".join(islice(cycle(period), size)) for size in (4 * MOST_TOKENS, 16 * MOST_TOKENS))
            taken = seconds(searching(search, long), tries=2)
            if taken > 0.02 and taken > 8 * seconds(searching(search, short)):
                slow.append(f"{name}: {taken:.3f} s")
                break
    assert slow == []


@pytest.mark.slow
def test_no_pattern_takes_long_for_the_longest_sentence() -> None:
    slow = [
        name
        for name, search, pattern in ((name, one.compile(), one) for name, one in patterns())
        if max(
            cost(searching(search, "".join(islice(cycle(period), MOST_TOKENS))), enough=0.02)
            for period in hostile(pattern)
        )
        > 0.02
    ]
    assert slow == []


@pytest.mark.slow
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), min_size=1, max_size=6), st.integers(3, 6))
@settings(max_examples=20, deadline=None)
def test_cutting_takes_time_in_proportion_to_the_text(pieces: list[str], power: int) -> None:
    def taken(size: int) -> float:
        text = "".join(islice(cycle("".join(pieces) or " "), size))

        def cut() -> None:
            for first, end in sentences(text):
                tokens(text, text, first, end, elided=True)

        gc.disable()  # a collection walks all that other tests hold, which is none of the text's doing
        try:
            return seconds(cut, tries=1)
        finally:
            gc.enable()

    assert taken(4 * 10**power // 10) < 0.05 + 10 * taken(10**power // 10)


@pytest.mark.slow
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), min_size=1, max_size=8))
@settings(max_examples=4, deadline=None)
def test_a_megabyte_of_anything_is_read_in_bounded_time(pieces: list[str]) -> None:
    news = item("Northwind CTO Ada Keller leaves", "".join(islice(cycle("".join(pieces) or " "), MOST_CHARACTERS)))
    assert cost(lambda: reader().read(news), enough=25) <= 25

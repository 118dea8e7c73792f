"""A text is cut into the sentences that a search for every gap would give, however few places are tried."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signals import tokens
from signals.fold import fold
from signals.language import runs, runs_in
from tests.signals.lexicons import lexicons

PIECES = [
    *" \n;.!?…-–—|•·\"'»”’)]\u2028\u00a0\tABÉabé(1«",
    *("abcd", "Inc.", "U.S.", " - ", ". ", "; ", "on X. ", "over.Then", ". A", "?” B"),
]
LETTERS = re.compile("[a-z]+")
TEXTS = st.lists(st.sampled_from(PIECES), max_size=20).map("".join)


def searched(text: str, limit: int) -> Iterator[tuple[int, int]]:
    return (gap.span() for gap in re.finditer(tokens._BREAK, text[:limit]))


@given(TEXTS)
def test_no_gap_is_missed(text: str) -> None:
    assert list(tokens._gaps(text, len(text))) == list(searched(text, len(text)))


@given(TEXTS)
def test_a_text_has_no_more_sentences_than_foreseen(text: str) -> None:
    assert len(list(tokens.sentences(text))) <= tokens.most(text, 0)


@given(TEXTS | st.text())
def test_the_quick_way_finds_the_runs_of_the_letters_that_words_are_written_with(text: str) -> None:
    folded = fold(text)
    assert runs(folded) == LETTERS.findall(folded)
    spans = list(tokens.sentences(folded))
    assert runs_in(folded, spans) == [LETTERS.findall(folded[start:end]) for start, end in spans]


def test_no_word_of_a_lexicon_is_written_with_other_letters() -> None:
    assert {word for one in lexicons() for word in one.symbols if not word.isascii()} == set()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two.", 2),
        ("Mr. Keller left", 1),
        ("He left.Then she did", 2),
        ("A; b – c", 3),
        ("It is on X. She left", 2),
    ],
)
def test_where_a_text_is_cut(text: str, count: int) -> None:
    assert len(list(tokens.sentences(text))) == count

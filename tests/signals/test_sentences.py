"""A text is cut into the sentences that a search for every gap would give, however few places are tried."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signals import tokens
from signals.language import RUN, runs, runs_in

PIECES = [
    *" \n;.!?…-–—|•·\"'»”’)]\u2028\u00a0\tABÉabé(1«",
    *("abcd", "Inc.", "U.S.", " - ", ". ", "; ", "on X. ", "over.Then", ". A", "?” B"),
]
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
def test_the_quick_way_finds_the_same_runs_of_letters(text: str) -> None:
    assert runs(text) == RUN.findall(text)
    spans = list(tokens.sentences(text))
    assert runs_in(text, spans) == [RUN.findall(text[start:end]) for start, end in spans]


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

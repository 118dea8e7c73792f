"""Which sentences can be read without the rest of their text."""

from __future__ import annotations

import pytest

from signals.alone import alone, heard
from signals.fold import fold
from signals.tokens import tokens
from tests.signals.lexicons import lexicon


def stands(sentence: str) -> bool:
    return alone(tokens(sentence, fold(sentence), 0, len(sentence), elided=False), lexicon("en"))


@pytest.mark.parametrize(
    "sentence",
    [
        "Northwind hires Ada Keller",
        "Ada Keller thinks it works",
        "Keller likes his car",
        "Ada Keller owns a company",
    ],
)
def test_it_can(sentence: str) -> None:
    assert stands(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "She left in May",
        "It hired Ada Keller",
        "Keller said on Monday that he would leave",
        "Ada Keller left the fledgling AI company",
        "His sudden departure hurts",
        "In May, it hired Ada Keller",
    ],
)
def test_it_cannot(sentence: str) -> None:
    assert not stands(sentence)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Keller left. Ada Keller was the chief.", True),
        ("Keller left. Ada van Keller was the chief.", True),
        ("Keller left. A. Keller was the chief.", True),
        ("Keller left. It was in a cold keller.", False),
        ("Keller left. Nobody was sad.", False),
    ],
)
def test_a_surname_is_known_from_elsewhere(text: str, known: bool) -> None:
    assert heard(["keller"], text, fold(text), 0, len("Keller left."), lexicon("en")) == (["keller"] if known else [])

"""Any text is read without an error, and in bounded time."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signals.amounts import number
from signals.tokens import MOST_CHARACTERS
from tests.cost import cost, seconds
from tests.signals.lexicons import item, lexicons, reader

pytestmark = pytest.mark.slow  # seconds altogether: ./run.sh check leaves it out


def vocabulary() -> list[str]:
    """List the words that lexicons know, and some of what texts hold besides."""
    known = {word for lexicon in lexicons() for word in lexicon.symbols}
    return sorted(known | {"Northwind", "Contoso", "Ada", "Keller", "$", "%", "5", "CTO"})


@given(st.text(max_size=300), st.text(max_size=600), st.sampled_from([None, "en", "fr", "de", "zz"]))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read(title: str, text: str, lang: str | None) -> None:
    for signal in reader().read(item(f"{title} Northwind", text, lang)):
        assert signal.quote
        assert signal.company


@given(st.lists(st.deferred(lambda: st.sampled_from(vocabulary())), max_size=60), st.sampled_from(["en", "fr"]))
@settings(max_examples=150, deadline=None)
def test_any_heap_of_known_words_is_read(words: list[str], lang: str) -> None:
    news = item("Northwind " + " ".join(words), lang=lang)
    for signal in reader().read(news):
        assert signal.quote in news.title
        assert 0 < signal.confidence <= 1


@pytest.mark.parametrize(
    "piece",
    [
        "Northwind ",
        "Ada Keller, ",
        "CTO of Northwind's ",
        "Northwind has had to be ",
        "and the chief executive of ",
        "$5 million round ",
        "a,",
        "1,000,000.",
        "((((",
        "leaves ",
        "Northwind, ",
        "İ",
        "e\u0301",
        "'s ",
        "Northwind leaves. ",
        "\n;",
        " ",
        " \t",
        "7",
        "7,",
        ". ",
        "' ",
        " - ",
    ],
)
def test_hostile_text_takes_time_in_proportion_to_its_length(piece: str) -> None:
    def read(size: int) -> Callable[[], object]:
        news = item("Northwind CTO leaves", (piece * (size // len(piece) + 1))[:size])
        return lambda: reader().read(news)

    seconds(read(2_000))
    assert seconds(read(32_000)) < 0.05 + 8 * seconds(read(8_000))
    assert cost(read(32_000), enough=1.5) <= 1.5


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    ["Northwind leaves. ", "Ada Keller, CTO of Northwind, ", "leaves " * 20 + "\n", " ", "7", "Northwind ", ". "],
)
def test_a_megabyte_is_read_in_seconds(piece: str) -> None:
    news = item("Northwind", piece * (2 * MOST_CHARACTERS // len(piece)))
    assert cost(lambda: reader().read(news), enough=20) <= 20


@pytest.mark.parametrize(
    ("written", "scaled", "value"),
    [
        ("1,600", False, 1600),
        ("1\u202f600", False, 1600),
        ("6,6", True, 6.6),
        ("6.6", True, 6.6),
        ("1,628", True, 1.628),
        ("12.000", False, 12000),
        ("1,234,567", False, 1234567),
        ("1.234,5", False, 1234.5),
    ],
)
def test_numbers_are_read_as_they_are_written(written: str, scaled: bool, value: float) -> None:
    assert number(written, scaled) == pytest.approx(value)

"""A whole article adds what it says of the companies its title is about, and loses nothing that the title said."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.company import Company
from signals.reader import Reader
from tests.make import item
from tests.signals.lexicons import lexicons

LEAVES = item(title="OpenAI's technology chief is leaving the company", text="")
BODY = """OpenAI's technology chief is leaving the company.
Mira Murati, the chief technology officer of OpenAI, is leaving the company after six years, she said on Wednesday.
Bob McGrew, OpenAI's chief research officer, is also leaving.
Elsewhere, Northwind lays off 300 employees.
"""


@cache
def reader() -> Reader:
    """Read in every language for two companies."""
    return Reader([Company("OpenAI"), Company("Northwind")], lexicons())


def told(text: str) -> set[tuple[str, str, str | None]]:
    return {(one.kind.value, one.company, one.person) for one in reader().read_whole(LEAVES, text)}


def test_it_names_who_the_title_left_out_and_nobody_elses_news() -> None:
    assert {one.person for one in reader().read(LEAVES)} == {None}
    assert told(BODY) == {("departure", "OpenAI", "Mira Murati"), ("departure", "OpenAI", "Bob McGrew")}


def test_each_signal_rests_on_one_sentence_and_not_on_the_article() -> None:
    for one in reader().read_whole(LEAVES, BODY):
        assert len(one.quote) < 120
        assert one.item == (LEAVES.source, LEAVES.key)


@given(st.text(max_size=300))
@settings(max_examples=50, deadline=None)
def test_whatever_the_page_says_the_title_is_not_lost(text: str) -> None:
    assert ("departure", "OpenAI") in {(kind, company) for kind, company, _ in told(text)}


@pytest.mark.parametrize(
    ("title", "may"),
    [
        ("OpenAI CTO Mira Murati leaves", True),
        ("OpenAI in turmoil", True),
        ("OpenAI opens an office in Paris", False),
        ("Rain in the west", False),
        ("Globex lays off 300", False),
    ],
)
def test_only_what_tells_of_a_watched_company_or_may_do_so_is_worth_it(title: str, may: bool) -> None:
    assert reader().may_tell(item(title=title, text="")) is may

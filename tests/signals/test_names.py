"""Whom a text is about: what writers call a company, and what only looks like its name."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from model.company import Company
from signals.companies import Companies
from signals.fold import fold
from signals.names import names_of
from signals.reader import Reader
from signals.spellings import Vocabulary, first_words, initials
from tests.cost import cost
from tests.signals.lexicons import item, lexicons

FILE = Path(__file__).parents[1] / "cases" / "names.toml"
TOLD: dict[str, Any] = tomllib.loads(FILE.read_text("utf-8"))


def houses() -> Iterator[tuple[str, str, str]]:
    """Yield what houses are called, and in which language."""
    for lexicon in lexicons():
        for section in (lexicon.epithets, lexicon.at_home, lexicon.known_for):
            for house, spellings in section:
                yield from ((house, spelling, lexicon.language) for spelling in spellings)


@cache
def watching(*names: str) -> Reader:
    return Reader([Company(name) for name in names], lexicons())


def test_texts_are_about_these() -> None:
    reader = watching(*TOLD["watched"])
    wrong = [
        f"{case['text']}: {about}"
        for case in TOLD["case"]
        if set(about := reader.about(item(case["text"], lang=case.get("lang", "en")))) != set(case["about"])
    ]
    assert wrong == []


@pytest.mark.slow
def test_whatever_a_house_is_called_is_found_where_it_alone_is_watched() -> None:
    words = names_of(lexicons())
    missed = [
        (house, spelling)
        for house, spelling, language in houses()
        if not any(
            mention.company == house for mention in Companies([Company(house)], words).find(spelling, language=language)
        )
    ]
    assert [one for one in missed if fold(one[0]) not in fold(one[1])] == []


def test_a_name_that_is_watched_itself_is_not_what_another_house_is_called() -> None:
    both = watching("Alphabet", "Google")
    assert both.about(item("Alphabet names a chief executive")) == ("Alphabet",)
    assert watching("Google").about(item("Alphabet names a chief executive")) == ("Google",)
    assert watching("Alphabet").about(item("Google names a chief executive")) == ("Alphabet",)


def test_what_belongs_to_a_house_is_its_too_where_both_are_watched() -> None:
    assert set(watching("Meta", "Instagram").about(item("Instagram tests a new feed"))) == {"Meta", "Instagram"}


def test_nothing_is_told_of_what_only_stands_for_a_company() -> None:
    reading = watching("Apple").understand(item("iPhone designer Ada Keller leaves"))
    assert reading.about == ("Apple",)


def test_of_two_that_begin_alike_neither_is_called_by_the_first_word() -> None:
    words = Vocabulary()
    alone = [Company("Litware Capital")]
    assert list(first_words(alone, words)) == [("litware", "Litware Capital", True)]
    assert list(first_words([*alone, Company("Litware Foods")], words)) == []


def test_initials_stand_for_one_company_only() -> None:
    words = Vocabulary(initials=frozenset({"faa"}))
    one, other = Company("Wide World Distribution"), Company("Western Waste Disposal")
    assert list(initials([one], words)) == [("wwd", "Wide World Distribution")]
    assert list(initials([one, other], words)) == []
    assert list(initials([Company("Fabrikam Air Assembly")], words)) == []


@pytest.mark.slow
def test_a_hundred_thousand_names_are_ready_within_seconds() -> None:
    names = [Company(f"Litware{number} Robotics & Foods Group") for number in range(100_000)]
    words = names_of(lexicons())
    assert cost(lambda: Companies(names, words), enough=3) <= 3  # measured 1
    found = Companies(names, words)
    assert [one.company for one in found.find("Litware77 Robotics and Foods Group grows")] == [names[77].name]

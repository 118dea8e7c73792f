"""What people say of themselves: in a post, on their own page, in their profile; and whose name is a person's."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.item import OwnProfile, Post
from model.signal import Certainty, Kind, Signal, SourceClass
from signals.posts import person_in
from tests.signals.lexicons import item, lexicons, reader

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "own_words.toml").read_text("utf-8")
)["case"]
ADA = Post("Ada Byron", "@ada@pond.example")


def read(text: str, post: Post = ADA, lang: str | None = "en") -> list[Signal]:
    return reader().read(item(text[:50], text, lang, post))


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:60] for case in CASES])
def test_a_post_says_what_its_case_says(case: dict[str, Any]) -> None:
    found = [one for one in read(case["text"], lang=case.get("lang", "en")) if one.pattern.startswith("own_words.")]

    told = [f"{'joined' if one.kind is Kind.HIRE else 'left'} {one.company}" for one in found]
    assert told == case.get("says", [])
    assert all((one.person, one.certainty, one.private) == ("Ada Byron", Certainty.RUMOUR, False) for one in found)
    assert all(one.source_class is SourceClass.PERSON for one in found)


def test_a_move_names_both_houses() -> None:
    left, joined = read("I left Northwind to join Contoso as an engineer.")
    assert (left.to_company, joined.from_company) == ("Contoso", "Northwind")


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        ("Ada Byron", "Ada Byron"),
        ("Ada Byron 🦀 (she/her)", "Ada Byron"),
        ("Ada Byron | compilers", "Ada Byron"),
        ("Ada M. de la Cruz", "Ada M. de la Cruz"),
        ("Jean-Pierre O'Neill", "Jean-Pierre O'Neill"),
        ("ada byron", None),
        ("Ada", None),
        ("ADA BYRON", None),
        ("Northwind Daily", None),
        ("Amber Capital", None),
        ("Ada Northwind", None),
        ("Duck Pond News", None),
        ("Ada Byron Fan Club Of The Year", None),
        ("@ada", None),
        ("", None),
    ],
)
def test_only_the_name_of_a_person_is_one(shown: str, name: str | None) -> None:
    found = person_in(shown, reader().companies, lexicons())
    assert found == name


def test_nobody_is_named_under_a_name_that_is_no_persons() -> None:
    assert not [one for one in read("Today is my last day at Northwind.", Post("Duck Pond", "@d")) if one.person]


def test_anything_else_is_chatter_that_nobody_has_checked() -> None:
    (signal,) = read("Northwind chief executive Ada Keller resigns")
    assert (signal.person, signal.certainty, signal.source_class) == ("Ada Keller", Certainty.RUMOUR, SourceClass.PRESS)


def test_a_post_that_names_nobody_we_watch_is_not_read() -> None:
    assert not reader().mentions(item("My last day at Initech", shape=ADA))
    assert reader().mentions(item("My last day at Northwind", shape=ADA))


# --- one's own page --------------------------------------------------------------------------------------------------

PAGE = Post("Ada Byron", "https://ada.example", (), vouched=True)


@pytest.mark.parametrize(
    "text",
    [
        "I work at Contoso.",
        "Ada is an engineer at Contoso.",
        "She works at Contoso.",
        "I am a compiler engineer at Contoso, since this month.",
        "Currently an engineer at Contoso.",
    ],
)
def test_where_somebodys_page_says_that_they_work_is_where_they_joined(text: str) -> None:
    (signal,) = read(text, PAGE)
    assert (signal.kind, signal.company, signal.person) == (Kind.HIRE, "Contoso", "Ada Byron")


def test_what_the_page_named_before_is_no_news() -> None:
    known = Post("Ada Byron", "https://ada.example", ("ada", "is", "at", "contoso"), vouched=True)
    assert read("Ada is an engineer at Contoso in Paris.", known) == []


def test_where_a_stranger_says_that_they_work_is_no_news() -> None:
    assert read("I work at Contoso.") == []


# --- a profile -------------------------------------------------------------------------------------------------------


def profile(told: OwnProfile) -> list[Signal]:
    return reader().read(item("x", "Their GitHub profile now says: x", "en", told))


def test_a_profile_tells_a_move_as_a_rumour_and_in_public() -> None:
    left, joined = profile(OwnProfile("Ada Byron", "ada", ("northwind",), ("contoso", "Initech")))
    assert (left.kind, left.company, left.to_company) == (Kind.DEPARTURE, "Northwind", "Contoso")
    assert (joined.kind, joined.company, joined.from_company) == (Kind.HIRE, "Contoso", "Northwind")
    assert all(one.certainty is Certainty.RUMOUR and not one.private for one in (left, joined))


def test_in_a_profile_an_ordinary_word_is_a_company() -> None:
    left, joined = profile(OwnProfile("Ada Byron", "ada", ("Harbour",), ("Block",)))
    assert (left.company, joined.company) == ("Harbour", "Block")


def test_a_company_that_is_gone_says_less_than_a_new_one() -> None:
    (left,) = profile(OwnProfile("Ada Byron", "ada", ("Northwind",)))
    assert left.confidence <= 0.3
    assert left.to_company is None


def test_that_somebody_is_open_to_offers_is_its_owners_alone() -> None:
    (signal,) = profile(OwnProfile("Ada Byron", "ada", employers=("Northwind",), looking=True, owner="U1"))
    assert (signal.kind, signal.company, signal.private, signal.owner) == (
        Kind.OPEN_TO_WORK,
        "Northwind",
        True,
        "U1",
    )


@pytest.mark.parametrize(
    ("employers", "owner"),
    [((), "U1"), (("Initech",), "U1"), (("Northwind", "Initech"), "U1"), (("Northwind",), "")],
)
def test_p1_it_is_nobodys_where_an_employer_is_unknown(employers: tuple[str, ...], owner: str) -> None:
    assert profile(OwnProfile("Ada Byron", "ada", employers=employers, looking=True, owner=owner)) == []


NAMES = st.sampled_from(["Northwind", "northwind-inc", "Contoso", "Initech", "Acme", "", "@x"])


@given(st.lists(NAMES, max_size=3), st.sampled_from(["", "U1"]))
def test_p1_whatever_is_open_to_offers_is_private(employers: list[str], owner: str) -> None:
    for signal in profile(OwnProfile("Ada Byron", "ada", employers=tuple(employers), looking=True, owner=owner)):
        assert signal.private
        assert signal.owner == owner == "U1"


@given(st.text(max_size=200))
def test_no_post_is_too_odd(text: str) -> None:
    read(f"{text} my last day at Northwind {text}")

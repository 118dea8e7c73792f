"""What may be about our own people is told to nobody, however our name is written (P1, P3)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.audience import concerns
from digests.us import Us
from model.signal import Kind, SourceClass
from model.story import Story
from model.subscription import Audience
from tests.make import story, subscription

ACME = Us.of(("Acme", "Bürli & Söhne AG", "Roadrunner Traps, Inc."), "acme.example")
LEA = subscription(channel="U0LEA", audience=Audience.PERSON)
MOVES = (Kind.DEPARTURE, Kind.HIRE, Kind.PROMOTION, Kind.OPEN_TO_WORK, Kind.INBOUND_NOTE)
FORMS = (
    "{}",
    "{}, Inc.",
    "{} GmbH",
    "{} Ltd",
    "{} S.A.",
    "{} LLC",
    "{} GmbH & Co. KG",
    "OOO {}",
    "{} K.K.",
    "{}, a.s.",
)
KIN = ("{}", "{} Robotics", "{} Deutschland", "{} - Labs", "{} (formerly Wile)", "Team {}", "{}®", "The {} Company")


def private(kind: Kind = Kind.DEPARTURE, **changes: object) -> Story:
    """Make a story of Lea's connections: somebody left OpenAI for Mistral, unless said otherwise."""
    own = {"private": True, "owner": "U0LEA", "person": "Ada Fontaine", "source_class": SourceClass.PERSON}
    return story(**{"kind": kind, **own, "from_company": "OpenAI", "to_company": "Mistral", **changes})


@st.composite
def ours(draw: st.DrawFn) -> str:
    """Write a name of ours as profiles do."""
    name = draw(st.sampled_from(("Acme", "Bürli & Söhne", "Roadrunner Traps", "acme.example")))
    written = draw(st.sampled_from(FORMS)).format(draw(st.sampled_from(KIN)).format(name))
    for old, new in draw(st.sets(st.sampled_from((("ü", "u\u0308"), ("ö", "o"), (" & ", " and "), (" ", "  "))))):
        written = written.replace(old, new)
    upper = draw(st.integers(min_value=0))
    return "".join(sign.upper() if upper >> (place % 40) & 1 else sign for place, sign in enumerate(written))


@given(ours(), st.sampled_from(("company", "from_company", "to_company")), st.sampled_from(MOVES))
def test_p1_no_way_to_write_our_name_passes(name: str, slot: str, kind: Kind) -> None:
    assert concerns(private(kind), LEA, ACME)
    assert not concerns(private(kind, **{slot: name}), LEA, ACME)


@given(ours())
def test_p3_who_joined_us_since_it_was_decided_is_not_told(name: str) -> None:
    assert concerns(private(), LEA, ACME, {"Ada Fontaine": {"Mistral"}, "Jo Doe": {name}})
    assert not concerns(private(), LEA, ACME, {"Ada Fontaine": {"Mistral", name}})
    assert not concerns(private(), LEA, ACME, {"Ada Fontaine": {None}})


@pytest.mark.parametrize("nowhere", [None, "", "  ", "-", "—"])
def test_p1_who_left_for_nobody_knows_where_may_have_come_to_us(nowhere: str | None) -> None:
    assert not concerns(private(to_company=nowhere), LEA, ACME)
    assert ACME.may_employ(nowhere)


@given(ours())
def test_p1_who_looks_around_where_the_words_name_us_may_be_ours(name: str) -> None:
    looking = private(Kind.OPEN_TO_WORK, to_company=None, quote="Ada Fontaine, ex OpenAI, is open to work")
    assert concerns(looking, LEA, ACME)
    named = private(
        Kind.OPEN_TO_WORK, to_company=None, quote=f"Ada Fontaine, ex OpenAI, now at {name}, is open to work"
    )
    assert not concerns(named, LEA, ACME)


def test_p1_while_we_are_not_known_nothing_private_is_told() -> None:
    for nobody in (Us(), Us.of(()), Us.of(("", " "), "")):
        assert not concerns(private(), LEA, nobody)


@pytest.mark.parametrize(
    "written", ["ACME", "A.C.M.E. Inc", "https://www.acme.example/jobs", "Roadrunner-Traps", "RoadrunnerTraps LLC"]
)
def test_spellings_of_our_names_are_ours(written: str) -> None:
    assert ACME.owns(written)


@pytest.mark.parametrize("other", ["Acmeology", "Pacme", "OpenAI", "Roadrunner", "Traps", "Söhne", "example.com", ""])
def test_other_companies_are_not_ours(other: str) -> None:
    assert not ACME.owns(other)


def test_a_name_of_nothing_but_a_legal_form_is_still_a_name() -> None:
    assert Us.of(("SA",)).owns("SA")
    assert not Us.of(("SA",)).owns("OpenAI SAS")


def test_a_private_story_is_for_its_owner_alone() -> None:
    assert not concerns(private(), replace(LEA, channel="U0SAM"), ACME)
    assert not concerns(private(), subscription(), ACME)
    assert concerns(story(), subscription(), ACME)
    assert not concerns(story(), LEA, ACME)

"""How far a story can be believed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.signal import Certainty, Kind, Signal, SourceClass
from model.story import State
from stories.state import registrable, state_of, voices
from tests.make import HOUR, at, signal

SEEN = at("2024-09-25 19:30")


def told(site: str, certainty: Certainty = Certainty.REPORTED, *, hours: int = 0, **changes: object) -> Signal:
    return signal(
        **{
            "site": site,
            "certainty": certainty,
            "published": SEEN + hours * HOUR,
            "title": f"As {site} has it",
            **changes,
        }
    )


def test_sources_say_is_a_rumour_however_many_say_it() -> None:
    assert state_of([told(site, Certainty.RUMOUR) for site in ("a.com", "b.com", "c.com")]) is State.RUMOURED


def test_one_outlet_that_asserts_reports() -> None:
    assert state_of([told("a.com"), told("b.com", Certainty.RUMOUR)]) is State.REPORTED


def test_what_is_planned_counts_as_reported() -> None:
    assert state_of([told("a.com", Certainty.PLANNED)]) is State.REPORTED


def test_two_independent_outlets_confirm() -> None:
    assert state_of([told("a.com"), told("b.com")]) is State.CONFIRMED


def test_two_pages_of_one_outlet_do_not_confirm() -> None:
    assert state_of([told("news.a.com"), told("www.a.com", title="Another page")]) is State.REPORTED


def test_copies_of_one_agency_text_count_once() -> None:
    copies = [told("a.com", title="Murati leaves OpenAI"), told("b.com", title="MURATI leaves OpenAI!")]

    assert state_of(copies) is State.REPORTED
    assert state_of([*copies, told("c.com")]) is State.CONFIRMED


def test_background_confirms_nothing() -> None:
    assert state_of([told("a.com"), told("b.com", Certainty.BACKGROUND)]) is State.REPORTED


@pytest.mark.parametrize("source_class", [SourceClass.FILING, SourceClass.REGISTRY, SourceClass.BOARD])
def test_a_voice_at_first_hand_confirms(source_class: SourceClass) -> None:
    assert state_of([told("sec.gov", source_class=source_class)]) is State.CONFIRMED


def test_a_board_confirms_the_posts_it_shows_and_not_why_others_are_gone() -> None:
    gone = told("jobs.ashbyhq.com", source_class=SourceClass.BOARD, kind=Kind.HIRING_FREEZE)

    assert state_of([gone]) is State.REPORTED
    assert state_of([gone, replace(gone, site="boards.greenhouse.io")]) is State.REPORTED, "two boards of one company"
    assert state_of([replace(gone, site="careers.openai.com")], "openai.com") is State.REPORTED
    assert state_of([gone, told("a.com", kind=Kind.HIRING_FREEZE)]) is State.CONFIRMED
    assert state_of([replace(gone, kind=Kind.HIRING_SURGE)]) is State.CONFIRMED


def test_the_company_itself_confirms() -> None:
    own = [told("newsroom.openai.com")]

    assert state_of(own, "openai.com") is State.CONFIRMED
    assert state_of(own) is State.REPORTED


def test_a_denial_holds_until_somebody_asserts_it_anew() -> None:
    denied = [told("a.com"), told("b.com", hours=1), told("c.com", Certainty.DENIED, hours=2)]

    assert state_of(denied) is State.DENIED
    assert state_of([*denied, told("d.com", hours=3)]) is State.CONFIRMED


def test_a_denial_alone_is_a_denied_story() -> None:
    assert state_of([told("a.com", Certainty.DENIED)]) is State.DENIED


def test_an_outlet_without_a_site_is_known_by_its_address() -> None:
    assert voices([told("", url="https://a.com/x", title="x"), told("", url="https://b.com/y", title="y")]) == 2


@pytest.mark.parametrize(
    ("site", "expected"),
    [
        ("www.reuters.com", "reuters.com"),
        ("Reuters.com.", "reuters.com"),
        ("news.bbc.co.uk", "bbc.co.uk"),
        ("a.b.abc.net.au", "abc.net.au"),
        ("money.cnn.com", "cnn.com"),
        ("localhost", "localhost"),
        ("Le Monde", "le monde"),
        ("cheap.example.us (copy of Forbes)", "cheap.example.us (copy of forbes)"),
    ],
)
def test_what_somebody_registered(site: str, expected: str) -> None:
    assert registrable(site) == expected

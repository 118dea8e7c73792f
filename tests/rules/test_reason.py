"""Reasons in a recruiter's words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.signal import Amount, Kind, Seniority, SourceClass
from model.story import State
from rules.facts import facts_of
from rules.reason import behind, money, slots_of, tell
from tests.make import NOW, at, signal, story


def test_a_reason_names_who_when_and_by_whom() -> None:
    told = facts_of(story(outlets=("a.com", "b.com", "c.com")))

    assert tell("{people} left on {date}", [told], NOW) == "Mira Murati (CTO) left on 25 Sep · confirmed by 3 outlets"


def test_an_optional_part_needs_its_slot() -> None:
    told = facts_of(story(to_company="Anthropic"))
    nowhere = facts_of(story())

    assert tell("{people} left[ for {to_company}]", [told], NOW).startswith("Mira Murati (CTO) left for Anthropic ·")
    assert tell("{people} left[ for {to_company}]", [nowhere], NOW).startswith("Mira Murati (CTO) left ·")
    assert tell("Raised {amount}", [nowhere], NOW).startswith("Raised not told ·")


def test_a_day_of_another_year_names_it() -> None:
    told = facts_of(story(seen=at("2023-11-17")))

    assert tell("left on {date}", [told], NOW) == "Left on 17 Nov 2023 · reported by news.example"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"role": None}, "Mira Murati"),
        ({"person": None}, "An unnamed CTO"),
        ({"person": None, "role": None}, "A member of the top management"),
        ({"person": None, "role": None, "seniority": None}, "Somebody not named"),
        ({"person": None, "role": "executives", "seniority": Seniority.GROUP}, "Several people"),
        ({"person": None, "role": None, "seniority": Seniority.GROUP, "headcount": 1200}, "1,200 people"),
    ],
)
def test_somebody_without_a_name_is_told_as_well_as_can_be(changes: dict[str, object], expected: str) -> None:
    assert tell("{people}", [facts_of(story(**changes))], NOW).split(" · ")[0] == expected


@pytest.mark.parametrize(
    ("value", "currency", "expected"),
    [
        (6.6e9, "USD", "$6.6bn"),
        (1e8, "EUR", "€100m"),
        (1.2e12, "USD", "$1.2tn"),
        (250_000, "CHF", "250k CHF"),
        (999_999, "EUR", "€1m"),
        (960_000, "EUR", "€960k"),
        (70, "", "70"),
    ],
)
def test_money_is_short(value: float, currency: str, expected: str) -> None:
    assert money(Amount(value, currency)) == expected


def test_a_filing_stands_beside_the_outlets() -> None:
    filed = signal(site="sec.gov", source_class=SourceClass.FILING)
    told = story(evidence=(signal(site="a.com"), filed), state=State.CONFIRMED)

    assert behind(told) == "confirmed by a filing and a.com"
    assert behind(story(kind=Kind.INBOUND_NOTE, source_class=SourceClass.NOTE)) == "reported by a note of your team"


def test_a_freeze_that_a_board_only_looks_like_is_confirmed_by_nobody() -> None:
    seen = signal(kind=Kind.HIRING_FREEZE, source_class=SourceClass.BOARD, site="jobs.ashbyhq.com")
    assert behind(story(evidence=(seen,), state=State.REPORTED)) == "by the look of its job board"
    press = replace(seen, source_class=SourceClass.PRESS, site="a.com")
    assert behind(story(evidence=(seen, press), state=State.CONFIRMED)) == "confirmed by its own job board and a.com"


def test_what_somebody_says_on_a_page_of_their_own_is_its_sites_and_no_export() -> None:
    own = story(outlets=("github.com",), source_class=SourceClass.PERSON)
    assert behind(own) == "reported by github.com"
    exported = story(evidence=tuple(replace(one, url="", site="connections") for one in own.evidence))
    assert behind(exported) == "reported by an export of connections"


def test_several_stories_of_one_day_are_not_between_two() -> None:
    first, same, later = (facts_of(story(seen=at(day))) for day in ("2024-09-25", "2024-09-25 20:00", "2024-09-30"))

    assert tell("{count} notes {when}", [first, same], NOW) == "2 notes on 25 Sep"
    assert tell("{count} notes {when}", [first, later], NOW) == "2 notes between 25 Sep and 30 Sep"


def test_slots_are_found() -> None:
    assert slots_of("{people} left[ for {to_company}]") == {"people", "to_company"}

"""How much a story weighs."""

from __future__ import annotations

import pytest

from model.signal import Kind, Seniority, SourceClass
from model.story import State, Story
from rules.facts import facts_of
from rules.language import Direction
from rules.weigh import size, weight
from tests.make import company, story

TEAM = company(employees=200)


def weigh(told: Story, direction: Direction = Direction.S) -> float:
    return weight(facts_of(told), TEAM, direction)


@pytest.mark.parametrize(
    ("state", "expected"),
    [(State.RUMOURED, 0.5), (State.REPORTED, 0.97), (State.CONFIRMED, 1.0), (State.DENIED, 0.0)],
)
def test_the_surer_the_more(state: State, expected: float) -> None:
    assert weigh(story(state=state)) == pytest.approx(expected)


def test_an_independent_class_adds_a_tenth_but_never_against_sourcing() -> None:
    both = story(source_classes=frozenset({SourceClass.PRESS, SourceClass.FILING}), state=State.CONFIRMED)

    assert weigh(both) == pytest.approx(1.1)
    assert weigh(both, Direction.C) == 1.0


def test_confirming_never_softens_what_is_against_sourcing() -> None:
    assert weigh(story(state=State.REPORTED), Direction.C) == weigh(story(state=State.CONFIRMED), Direction.C)


def test_what_the_reader_hardly_understood_counts_little() -> None:
    assert weigh(story(state=State.CONFIRMED, confidence=0.3)) == pytest.approx(0.25)
    assert weigh(story(state=State.CONFIRMED, confidence=0.6)) == 1.0


def test_a_note_of_the_team_needs_no_understanding() -> None:
    note = story(kind=Kind.INBOUND_NOTE, source_class=SourceClass.NOTE, confidence=0.1, state=State.CONFIRMED)

    assert weigh(note) == 1.0


def test_one_leaver_of_a_giant_is_not_one_of_forty() -> None:
    leaver = facts_of(story(seniority=Seniority.IC))
    founder = facts_of(story(seniority=Seniority.FOUNDER))

    assert size(leaver, company(employees=40)) == pytest.approx(1.5)
    assert size(leaver, company(employees=180_000)) < 0.2
    assert size(founder, company(employees=180_000)) > 0.8
    assert size(leaver, company(employees=None)) == size(leaver, company(employees=0)) == 1.0


def test_a_cut_counts_by_its_share_of_the_staff() -> None:
    cut = facts_of(story(kind=Kind.LAYOFFS, headcount=100))

    shares = [size(cut, company(employees=n)) for n in (100, 1_000, 10_000, 100_000)]

    assert shares == sorted(shares, reverse=True)
    assert shares[0] == pytest.approx(1.0)
    assert 0.35 < shares[-1] < 0.4


def test_an_event_of_the_whole_company_is_not_scaled() -> None:
    assert size(facts_of(story(kind=Kind.TURMOIL)), company(employees=180_000)) == 1.0

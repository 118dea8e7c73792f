"""Of what job boards tell, a team hears of the departments and cities that it asked for, and its numbers follow."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.company import Company
from model.score import Score
from model.signal import Kind, SourceClass
from model.story import Story
from rules.engine import score
from rules.sought import sought
from tests.make import NOW, signal, story
from tests.rules.pack import pack

ALL = Company("OpenAI")


def surge(departments: tuple[str, ...] = (), cities: tuple[str, ...] = ()) -> Story:
    told = signal(kind=Kind.HIRING_SURGE, person=None, headcount=40, source_class=SourceClass.BOARD)
    return story(kind=Kind.HIRING_SURGE, person=None, evidence=(replace(told, departments=departments, cities=cities),))


@pytest.mark.parametrize(
    ("departments", "cities", "named", "places"),
    [
        (("Engineering",), (), ("Software Engineering",), ()),
        (("r&d",), (), ("R & D / Hardware",), ("Tokyo",)),
        (("Research", "Safety"), ("Zürich",), ("Safety Systems",), ("Berlin", "Zurich")),
        (("Engineering",), ("Paris",), (), ("Paris",)),
        (("Engineering",), ("Paris",), (), ()),
        ((), ("New York",), ("Sales",), ("New York City",)),
    ],
)
def test_what_is_of_a_department_and_city_that_was_asked_for_concerns_the_team(
    departments: tuple[str, ...], cities: tuple[str, ...], named: tuple[str, ...], places: tuple[str, ...]
) -> None:
    assert sought(surge(named, places), replace(ALL, departments=departments, cities=cities))


@pytest.mark.parametrize(
    ("departments", "cities", "named", "places"),
    [
        (("Engineering",), (), ("Sales", "Support"), ()),
        (("Art",), (), ("Partnerships",), ()),
        ((), ("Paris",), ("Engineering",), ("Berlin",)),
        (("Engineering",), ("Paris",), ("Engineering",), ("Berlin",)),
        (("Engineering",), ("Paris",), ("Sales",), ("Paris",)),
    ],
)
def test_what_is_of_another_does_not(
    departments: tuple[str, ...], cities: tuple[str, ...], named: tuple[str, ...], places: tuple[str, ...]
) -> None:
    assert not sought(surge(named, places), replace(ALL, departments=departments, cities=cities))


def test_whoever_asked_for_nothing_hears_all_and_other_news_are_of_no_department() -> None:
    narrow = replace(ALL, departments=("Engineering",), cities=("Paris",))
    assert sought(surge(("Sales",), ("Berlin",)), ALL)
    assert sought(story(), narrow)


def test_one_report_that_concerns_the_team_is_enough() -> None:
    narrow, press = replace(ALL, departments=("Engineering",)), signal(kind=Kind.HIRING_SURGE, person=None)
    sales = surge(("Sales",))
    assert sought(replace(sales, evidence=(*sales.evidence, press)), narrow)


def test_posts_that_nobody_asked_for_move_no_number() -> None:
    left, found = story(), surge(("Sales",), ("Paris",))
    narrow = replace(ALL, departments=("Engineering",))
    counted, without = (score(one, [left, found], pack(), NOW) for one in (ALL, narrow))
    assert isinstance(counted, Score)
    assert isinstance(without, Score)
    assert found.id in {points.story for points in counted.points}
    assert without == score(narrow, [left], pack(), NOW)

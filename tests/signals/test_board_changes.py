"""What a job board's move means to a recruiter."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from model.hiring import Pace, pace
from model.item import BoardChange, Opening
from model.signal import Kind, Seniority, SourceClass
from signals.leading import leads
from signals.reader import Reader
from store.values import read_shape, read_signal, write_shape, write_signal
from tests.make import company, item
from tests.signals.lexicons import lexicons


@cache
def reader() -> Reader:
    """Read with every language, when a test first wants it."""
    return Reader([company()], lexicons())


def week(opened: int, closed: int = 0, total: int = 120, **said: object) -> BoardChange:
    return BoardChange("OpenAI", opened, closed, total, **said)  # type: ignore[arg-type]  # any field; the noun is typed


SURGE = week(41, 5, 300, usual=9.0, spread=3.0)


def test_a_surge_is_one_with_its_number() -> None:
    (told,) = reader().read(item(shape=SURGE, title="OpenAI opened 41 posts in a week; usually 9", text=""))

    assert (told.kind, told.company, told.headcount) == (Kind.HIRING_SURGE, "OpenAI", 41)
    assert (told.seniority, told.source_class) == (Seniority.GROUP, SourceClass.BOARD)
    assert told.usual == 9
    assert read_signal(write_signal(told)) == told
    assert told.quote == "OpenAI opened 41 posts in a week; usually 9"


@pytest.mark.parametrize(
    "usual",
    [
        week(17, usual=9.0, spread=0.0),  # not twice the usual
        week(18, usual=9.0, spread=5.0),  # its weeks go up and down as much
        week(7, usual=0.0),  # few
        week(41, 41, usual=9.0, spread=3.0),  # as many closed: posts change hands
        week(41),  # nobody knows what is usual
        week(0, usual=1.0, quiet_days=50),  # one a week: seven weeks without are not that rare
        week(0, usual=9.0, quiet_days=13),  # not long
        week(0, 9, total=12),  # few closed
        week(0, 30, total=70),  # less than two in five
        week(5, 40, total=50),  # others are opened
        week(0, 43, total=1),  # all but gone: the board moved
    ],
)
def test_a_week_like_others_is_nothing(usual: BoardChange) -> None:
    assert pace(usual) is None
    assert reader().read(item(shape=usual)) == []


@pytest.mark.parametrize(
    ("odd", "found"),
    [
        (week(18, usual=9.0, spread=3.0), Pace.SURGE),
        (week(8, usual=0.0), Pace.SURGE),
        (week(0, usual=4.0, quiet_days=14), Pace.FREEZE),
        (week(0, usual=2.0, quiet_days=28), Pace.FREEZE),
        (week(0, 10, total=15), Pace.FREEZE),
        (week(2, 20, total=20), Pace.FREEZE),
    ],
)
def test_the_bounds_of_a_surge_and_a_freeze(odd: BoardChange, found: Pace) -> None:
    assert pace(odd) is found


def test_a_freeze_is_surer_when_posts_were_taken_down() -> None:
    (pulled,) = reader().read(item(shape=week(0, 21, total=17)))
    (stopped,) = reader().read(item(shape=week(0, usual=9.0, quiet_days=21)))

    assert pulled.kind is stopped.kind is Kind.HIRING_FREEZE
    assert pulled.headcount is stopped.headcount is None
    assert (pulled.usual, stopped.usual) == (None, 9)
    assert pulled.confidence > stopped.confidence


def role(title: str, **new: Any) -> BoardChange:  # noqa: ANN401 - any field of a post
    return BoardChange("OpenAI", 1, 0, 120, opening=Opening(title, **new))


def test_the_first_post_in_a_city_is_strategic() -> None:
    (told,) = reader().read(item(shape=role("Account Executive", city="Tokyo", new_city="Tokyo")))

    assert (told.kind, told.role, told.seniority) == (Kind.STRATEGIC_ROLE, "Account Executive", Seniority.IC)
    assert told.pattern == "board.first_in_city"


def test_the_first_post_in_a_function_is_strategic() -> None:
    (told,) = reader().read(item(shape=role("Counsel", department="Legal", new_department="Legal")))

    assert (told.kind, told.pattern) == (Kind.STRATEGIC_ROLE, "board.first_in_department")


def test_a_post_that_leads_is_strategic_with_its_rank() -> None:
    (head,) = reader().read(item(shape=role("Head of Hardware", department="Hardware")))
    (chief,) = reader().read(item(shape=role("Chief Financial Officer")))

    assert (head.pattern, head.seniority, chief.seniority) == ("board.leads", Seniority.VP, Seniority.C_SUITE)


def test_an_ordinary_post_is_nothing() -> None:
    assert reader().read(item(shape=role("Software Engineer", department="Engineering", city="Paris"))) == []


def test_a_board_of_somebody_else_is_nothing() -> None:
    elsewhere = BoardChange("Closed AI", 41, 0, 90, usual=3.0)

    assert not reader().mentions(item(shape=elsewhere))
    assert reader().read(item(shape=elsewhere)) == []


@pytest.mark.parametrize(
    "title",
    [
        "Head of Design",
        "Global Head of Talent",
        "VP, Engineering",
        "Senior Vice President Sales EMEA",
        "Chief Revenue Officer",
        "CTO (m/w/d)",
        "Technik: Leiterin Fertigung",
        "Bereichsleiter Vertrieb (m/w/d)",
        "Geschäftsführerin",
        "Directrice générale",
        "Directeur commercial",
        "Directora de Marketing",
        "Jefe de Producto",
        "Country Manager - Italy",
        "Acme Labs – Managing Director",
    ],
)
def test_titles_that_lead(title: str) -> None:
    assert leads(title)


@pytest.mark.parametrize(
    "title",
    [
        "Account Executive",
        "Executive Assistant to the CEO",
        "Assistenz der Geschäftsführung",
        "Team Lead Support",
        "Chief of Staff, Office of the CFO",
        "Product Manager",
        "Headless Commerce Engineer",
        "Staff Engineer",
        "Engineering Manager",
        "Cookbook Author",
        "Stellvertretende Leitung Kita",
        "",
    ],
)
def test_titles_that_do_not(title: str) -> None:
    assert not leads(title)


def test_a_stored_change_is_read_as_it_was_and_one_of_the_first_release_too() -> None:
    whole = week(
        3, usual=1.5, departments=(("Sales", 2),), cities=(("Paris", 1),), opening=Opening("Cook", city="Paris")
    )

    assert read_shape(write_shape(whole)) == whole
    assert read_shape('{"v": 1, "is": "board_change", "company": "A", "opened": 3, "closed": 1, "total": 9}') == (
        BoardChange("A", 3, 1, 9)
    )


def test_a_surge_names_the_departments_and_cities_that_it_is_about() -> None:
    places = {"departments": (("Sales", 12), ("Legal", 5), ("Design", 4)), "cities": (("Tokyo", 20),)}
    (told,) = reader().read(item(shape=replace(week(20, usual=3.0), **places)))  # type: ignore[arg-type]  # their types

    assert (told.departments, told.cities) == (("Sales", "Legal"), ("Tokyo",))


def test_a_post_names_its_department_and_every_city_and_a_freeze_none() -> None:
    post = Opening("Head of Sales", "Sales", "Berlin", "", "", ("Berlin", "Paris"))
    (told,) = reader().read(item(shape=BoardChange("OpenAI", 1, 0, 120, opening=post)))
    (frozen,) = reader().read(item(shape=replace(week(0, 21, total=17), departments=(("Sales", 2),))))

    assert (told.departments, told.cities) == (("Sales",), ("Berlin", "Paris"))
    assert (frozen.departments, frozen.cities) == ((), ())

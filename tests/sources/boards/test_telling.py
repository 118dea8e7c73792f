"""What a board's days say: a surge, a freeze, and three weeks of real totals where they are at hand."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from model.item import BoardChange, Item
from sources.boards.posting import Posting
from tests.sources.boards.days import board, post, told

SHARED = Path(__file__).parents[4] / "shared" / "catalogue" / "ats_board_state.json"


def steady(days: int, each: int = 1, start: int = 30) -> list[list[Posting]]:
    """Let a board open `each` posts a day and close none."""
    return [board(*(f"{n:04}" for n in range(start + each * day))) for day in range(days)]


def weeks_told(items: Sequence[Item]) -> list[Item]:
    """Leave out the single posts."""
    return [one for one in items if isinstance(one.shape, BoardChange) and one.shape.opening is None]


def test_a_board_that_goes_on_as_it_did_says_nothing() -> None:
    assert weeks_told(told(steady(60))) == []


def test_a_surge_is_said_once_with_the_usual_beside_it() -> None:
    days = steady(30)
    more = [
        [*days[-1], *(post(f"new-{n}", None, "Tokyo", department="Sales") for n in range(9 * k))] for k in range(1, 6)
    ]
    (said,) = weeks_told(told([*days, *more]))

    assert said.title == "Acme opened 15 posts in a week; usually 7"
    assert said.text.endswith("Most are in Sales (9) and Tokyo (9). 68 posts are open.")
    assert said.key == "surge:2024-10-02"


def test_a_surge_that_lasts_is_one_and_the_next_is_another() -> None:
    days = steady(30)
    for _ in range(2):
        days += [[*days[-1], *board(*(f"{len(days)}-{n}" for n in range(9 * k)))] for k in range(1, 6)]
        days += [[*days[-1], *board(*(f"{len(days)}-{n}" for n in range(k)))] for k in range(1, 40)]

    assert [one.key for one in weeks_told(told(days))] == ["surge:2024-10-02", "surge:2024-11-19"]


def test_a_board_that_stops_says_so_when_chance_explains_it_no_more() -> None:
    days = steady(30)
    said = weeks_told(told([*days, *[days[-1]] * 20]))

    assert [one.title for one in said] == ["Acme has opened no post for 14 days; usually 7 a week"]


def test_a_board_that_takes_its_posts_down_says_of_how_many() -> None:
    days = steady(10, each=0, start=38)
    (said,) = weeks_told(told([*days, *[days[0][:17]] * 5]))

    assert said.title == "Acme took down 21 of its 38 posts in a week and opened none"
    assert said.text.endswith("17 posts are open.")


def test_a_board_that_all_but_vanishes_is_said_to_have_done_nothing() -> None:
    days = steady(10, each=0, start=44)

    assert weeks_told(told([*days, *[days[0][:1]] * 9])) == []


def test_no_item_comes_twice() -> None:
    days = steady(22)
    more = [[*days[-1], *board(*(f"new-{n}" for n in range(k * k)))] for k in range(1, 40)]

    assert set(Counter(one.key for one in told([*days, *more])).values()) == {1}


def listed(totals: Sequence[int]) -> list[list[Posting]]:
    """Make a board of which only the totals are known: the newest posts stay, the oldest go."""
    first, last, days = 0, totals[0], []
    for before, total in zip([totals[0], *totals], totals, strict=False):
        last += max(0, total - before)
        first += max(0, before - total)
        days.append(board(*(f"{n:06}" for n in range(first, last))))
    return days


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_three_weeks_of_real_boards_say_little_and_what_a_person_would() -> None:
    boards = json.loads(SHARED.read_text("utf-8"))["boards"]
    totals = {name: [day["total"] for day in one["history"]] for name, one in boards.items()}
    said = {
        name: [one.key.partition(":")[0] for one in weeks_told(told(listed(days)))]
        for name, days in totals.items()
        if len(days) >= 20
    }
    surges = {name for name, keys in said.items() if "surge" in keys}
    freezes = {name for name, keys in said.items() if "freeze" in keys}

    assert {"greenhouse:anthropic", "ashby:wayve"} <= surges
    assert "greenhouse:airtable" in freezes
    assert not surges & freezes
    assert len(surges) + len(freezes) <= len(said) / 10

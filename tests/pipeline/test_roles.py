"""How many posts a company has open: what its boards remember, as somebody who watches it so is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from books.roles import open_roles, roles_of
from model.company import Company
from model.hiring import OpenRoles
from model.poll import PollState
from sources.boards.memory import Memory, pack
from sources.boards.posting import Posting
from store.store import Store
from tests.pipeline.desk import OPENAI
from tests.sources.boards.days import DAY, play, post

BOARD = "ashby:openai"
HIRING = replace(OPENAI, boards={"ashby": "openai", "lever": "never-read"})
OLD = [post(f"r{n}", None, "Paris", department="Research") for n in range(5)]
NEW = [post(f"s{n}", None, "Berlin", department="Sales") for n in range(3)]


def board(*days: list[Posting]) -> Memory:
    return play(days)[-1].memory


MOVED = board(*[[*OLD, post("gone", department="Legal")]] * 40, [*OLD, *NEW], *[[*OLD, *NEW]] * 3)


def state(memory: Memory, **changes: object) -> PollState:
    known = PollState(BOARD, cursor=pack(memory), polled=memory.read)
    return replace(known, **changes)  # type: ignore[arg-type]  # any field of PollState


def test_what_is_open_by_how_many_it_grew_and_where_most_is() -> None:
    assert roles_of([MOVED], OPENAI) == OpenRoles(8, 2, 30, (("Research", 5), ("Sales", 3)))


def test_a_young_memory_says_of_how_many_days_it_is() -> None:
    assert roles_of([board(OLD)], OPENAI) == OpenRoles(5, 0, 0, (("Research", 5),))
    assert roles_of([board(OLD, OLD, [*OLD, *NEW])], OPENAI) == OpenRoles(8, 3, 2, (("Research", 5), ("Sales", 3)))


def test_what_moved_over_a_month_ago_is_not_told() -> None:
    later = play([[*OLD, *NEW]] * 31, before=MOVED)[-1].memory
    assert roles_of([later], OPENAI) == OpenRoles(8, 0, 30, (("Research", 5), ("Sales", 3)))


@pytest.mark.parametrize(
    "days",
    [
        [[*OLD, *NEW], *[OLD] * 4, *[[*OLD, *NEW]] * 2],  # gone, and back
        [OLD, [*OLD, *NEW], *[OLD] * 4, OLD],  # came, and went again
        [[*OLD, *NEW], *[[*OLD, *(replace(one, id=f"{one.id}-again") for one in NEW)]] * 5],  # under other identities
    ],
    ids=["back", "went", "renamed"],
)
def test_growth_is_what_is_open_now_less_what_was(days: list[list[Posting]]) -> None:
    found = roles_of([board(*days)], OPENAI)
    assert found is not None
    assert found.grew == len(days[-1]) - len(days[0])


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (replace(OPENAI, departments=("sales",)), OpenRoles(3, 0, 0, (("Sales", 3),))),
        (replace(OPENAI, cities=("Paris",)), OpenRoles(5, 0, 0, (("Research", 5),))),
        (replace(OPENAI, departments=("Finance",)), OpenRoles(0, 0, 0)),
    ],
    ids=["department", "city", "none"],
)
def test_only_what_is_asked_for_counts(wanted: Company, expected: OpenRoles) -> None:
    assert roles_of([MOVED], wanted) == expected


def test_several_boards_are_added_up() -> None:
    both = roles_of([MOVED, board(OLD, OLD)], OPENAI)
    assert both == OpenRoles(13, 0, 1, (("Research", 10), ("Sales", 3)))


async def test_the_store_tells_of_the_boards_that_were_read_lately(store: Store) -> None:
    now = MOVED.read + timedelta(hours=3)
    assert await open_roles(store, HIRING, now) is None
    await store.save_polls([state(MOVED)])
    found = await open_roles(store, HIRING, now)
    assert found == roles_of([MOVED], HIRING)
    assert await open_roles(store, OPENAI, now) is None  # no board of it is known
    assert await open_roles(store, HIRING, now + 8 * DAY) is None


@pytest.mark.parametrize("changes", [{"gone": True}, {"cursor": None}, {"cursor": "2:2024-10-01:0::broken"}], ids=str)
async def test_a_board_that_is_gone_or_forgotten_tells_nothing(store: Store, changes: dict[str, object]) -> None:
    await store.save_polls([state(MOVED, **changes)])
    assert await open_roles(store, HIRING, MOVED.read) is None

"""How a board moved: facts by name, and laws that hold for every sequence of listings."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import Changed
from sources.boards.diff import Diff, compare
from sources.boards.memory import pack, read, unpack, write
from sources.boards.posting import Posting
from tests.sources.boards.days import DAY, START, board, play, post

IDS = "abcdefgh"
posts = st.builds(
    Posting,
    id=st.sampled_from(IDS),
    title=st.sampled_from(["Engineer", "Designer", "Head of Sales", "Koch (m/w/d)"]),
    department=st.sampled_from(["", "Sales", "Engineering"]),
    cities=st.sampled_from([(), ("Paris",), ("Lyon", "Paris")]),
)
listings = st.lists(posts, min_size=1, max_size=10)
weeks = st.lists(listings, min_size=1, max_size=12)


def opened(diff: Diff) -> list[str]:
    return [one.id for one, _ in diff.opened]


def test_the_first_reading_is_the_baseline_and_opens_nothing() -> None:
    (first,) = play([board("a", "b")])

    assert (opened(first), sorted(first.memory.live), first.memory.begun) == ([], ["a", "b"], START.date())


def test_a_post_that_was_not_there_is_opened() -> None:
    assert [opened(day) for day in play([board("a"), board("a", "b"), board("a", "b")])] == [[], ["b"], []]


def test_a_post_is_closed_at_its_third_absence_and_once() -> None:
    days = play([board("a", "b"), *[board("a")] * 5])

    assert [day.closed for day in days] == [(), (), (), ("b",), (), ()]


def test_a_post_that_is_back_before_its_third_absence_was_never_gone() -> None:
    days = play([board("a", "b"), board("a"), board("a"), board("a", "b"), board("a"), board("a")])

    assert not any(day.closed or day.opened or day.reposted for day in days)


def test_a_closed_post_that_comes_back_is_re_posted() -> None:
    days = play([board("a", "b"), *[board("a")] * 3, board("a", "b"), board("a", "b")])

    assert [(opened(day), day.reposted) for day in days[4:]] == [([], ("b",)), ([], ())]


def test_the_same_post_under_another_identity_is_re_posted() -> None:
    was, new = post("a", "Welder", "Lyon"), post("z", "welder ", "Lyon")
    (_, after, later) = play([[was, post("b")], [new, post("b")], [new, post("b")]])

    assert (opened(after), after.reposted, later.closed) == ([], ("z",), ())


def test_a_whole_board_that_gets_new_identities_opens_and_closes_nothing() -> None:
    old = [post(f"old-{n}", f"Post {n}") for n in range(50)]
    new = [post(f"new-{n}", f"Post {n}") for n in range(50)]
    days = play([old, new, new, new, new])

    assert not any(day.opened or day.closed for day in days)
    assert len(days[1].reposted) == 50


def test_the_former_identity_of_a_re_posted_post_is_not_opened_when_it_comes_back() -> None:
    was, new = post("a", "Welder", "Lyon"), post("z", "Welder", "Lyon")
    days = play([[was, post("b")], [new, post("b")], [was, new, post("b")]])

    assert (opened(days[2]), days[2].reposted) == ([], ("a",))


def test_one_gone_post_explains_only_one_new_one() -> None:
    days = play([[post("a", "Welder"), post("b")], [post("y", "Welder"), post("z", "Welder"), post("b")]])

    assert (days[1].reposted, opened(days[1])) == (("y",), ["z"])


def test_another_title_and_other_cities_are_seen_and_case_is_not() -> None:
    days = play([
        [post("a", "Welder", "Lyon"), post("b", "Cook", "Lyon"), post("c", "Guard", "Lyon")],
        [post("a", "Lead Welder", "Lyon"), post("b", "Cook", "Paris"), post("c", "GUARD", "Lyon")],
    ])  # fmt: skip

    assert (days[1].retitled, days[1].moved) == (("a",), ("b",))


def test_of_several_posts_in_a_new_city_one_is_the_first() -> None:
    old = [post(id, None, "Lyon") for id in "abcde"]
    days = play([old, [*old, post("x", None, "Tokyo"), post("y", None, "Tokyo")], [*old, post("z", None, "tokyo")]])

    assert [new.new_city for _, new in days[1].opened] == ["Tokyo", ""]
    assert [new.new_city for _, new in days[2].opened] == [""]


def test_a_department_that_was_only_renamed_is_not_new() -> None:
    old = [post(id, department="R&D") for id in "abcde"]
    renamed = [replace(one, department="Research") for one in old]
    days = play([old, [*renamed, post("x", department="Research"), post("y", department="Legal")]])

    assert [(one.id, new.new_department) for one, new in days[1].opened] == [("x", ""), ("y", "Legal")]


@pytest.mark.parametrize("size", [1, 4])
def test_a_board_of_a_handful_knows_no_firsts(size: int) -> None:
    old = [post(str(n), None, "Lyon") for n in range(size)]
    days = play([old, [*old, post("x", None, "Tokyo", department="Legal")]])

    assert [(new.new_city, new.new_department) for _, new in days[1].opened] == [("", "")]


def test_posts_opened_while_nobody_looked_are_spread_over_the_days() -> None:
    first = play([board("a")])[0].memory
    found = compare(first, [*board("a"), *(post(str(n)) for n in range(28))], first.read + timedelta(days=14)).memory

    assert (found.week().opened, found.week(1).opened) == (14, 14)


def test_an_empty_board_is_begun_anew() -> None:
    days = play([[], board("a", "b"), board("a", "b", "c")])

    assert [opened(day) for day in days] == [[], [], ["c"]]


@given(weeks)
def test_nothing_is_opened_twice(days: list[list[Posting]]) -> None:
    found = Counter(id for day in play(days) for id in opened(day))

    assert all(times == 1 for times in found.values())
    assert not set(found) & {one.id for one in days[0]}


@given(weeks)
def test_what_is_closed_was_absent_three_times_in_a_row_and_is_closed_once(days: list[list[Posting]]) -> None:
    diffs = play(days)
    ids = [{one.id for one in listed} for listed in days]
    for n, diff in enumerate(diffs):
        for id in diff.closed:
            assert n >= 3
            assert id in ids[n - 3]
            assert not any(id in listed for listed in ids[n - 2 : n + 1])


@given(weeks, st.data())
def test_neither_order_nor_repetition_matters(days: list[list[Posting]], data: st.DataObject) -> None:
    mixed = [data.draw(st.permutations([*listed, listed[0]])) for listed in days]

    assert play(mixed) == play(days)


@given(weeks)
def test_every_post_that_is_listed_is_live_and_no_other_has_been_seen(days: list[list[Posting]]) -> None:
    for listed, diff in zip(days, play(days), strict=True):
        live = diff.memory.live
        assert {one.id for one in listed} == {id for id, one in live.items() if not one.missing}
        assert not set(live) & set(diff.memory.gone)


@given(weeks)
def test_a_memory_is_read_as_it_was_written(days: list[list[Posting]]) -> None:
    memory = play(days)[-1].memory

    assert unpack(pack(memory)) == read(write(memory)) == memory


@given(st.binary(max_size=60) | st.just(b'{"begun": "2024-09-02"}'))
def test_a_damaged_memory_is_a_fault(body: bytes) -> None:
    with pytest.raises(Changed):
        read(body)
    with pytest.raises(Changed):
        unpack(body.decode("latin-1"))


def test_a_reading_changes_nothing_when_nothing_moved() -> None:
    first, second = play([board("a", "b"), board("a", "b")])

    assert replace(second.memory, read=first.memory.read, days={}) == first.memory
    assert second.memory.read == first.memory.read + DAY

"""We never post faster than Slack takes it, and wait as long as it asks."""

from __future__ import annotations

from collections import deque
from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from handlers.lifeline import Evidence, Openings, Patience, Verdict
from handlers.pace import Pace, backoff
from handlers.seen import Seen
from handlers.trouble import retry_after
from tests.make import NOW


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.floats(0, 0.4)), min_size=1, max_size=400))
def test_no_channel_hears_twice_in_a_second_and_no_workspace_100_times_in_a_minute(
    posts: list[tuple[str, float]],
) -> None:
    pace, tick = Pace(), 0.0
    sent: dict[str, list[float]] = {}
    minute: deque[float] = deque()
    for channel, takes in posts:
        while pace.wait(tick) > 0 or channel in pace.busy(tick):
            tick += max(pace.wait(tick), pace.next_free(tick) or 0.0, 1e-6)
        pace.start(tick)
        sent.setdefault(channel, []).append(tick)
        minute.append(tick)
        tick += takes
        pace.done(channel, tick)
    for ticks in sent.values():
        assert all(later - earlier >= 1.0 for earlier, later in pairwise(ticks))
    every = list(minute)
    assert all(later - earlier >= 60.0 for earlier, later in zip(every, every[100:], strict=False))


def test_one_sick_channel_does_not_hold_up_the_others() -> None:
    pace = Pace()
    pace.limited("sick", 0.0, 60.0)
    assert pace.busy(59.9) == {"sick"}
    assert pace.wait(1.0) == 0.0
    assert pace.busy(60.0) == frozenset()


def test_a_second_channel_that_is_told_to_wait_means_the_workspace() -> None:
    pace = Pace()
    pace.limited("one", 0.0, 30.0)
    pace.limited("two", 1.0, 120.0)
    assert pace.wait(2.0) == 119.0
    assert pace.wait(2.0, edit=True) == 0.0, "edits are another method"
    assert pace.wait(121.0) == 0.0


def test_edits_are_counted_apart_from_new_messages() -> None:
    pace = Pace(posts=2, edits=1)
    pace.start(0.0, edit=True)
    assert pace.wait(1.0, edit=True) == 59.0
    assert pace.wait(1.0) == 0.0


@given(st.integers(1, 10_000), st.floats(0, 1, exclude_max=True))
def test_waits_double_from_one_second_to_five_minutes_with_full_jitter(attempt: int, chance: float) -> None:
    assert 0.1 <= backoff(attempt, chance) <= min(300.0, max(2.0 ** (min(attempt, 30) - 1), 0.1))


def test_the_longest_waits_are_1_2_4_up_to_300_seconds() -> None:
    assert [round(backoff(n, 0.999999)) for n in range(1, 12)] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]


def test_retry_after_is_read_as_seconds_and_as_a_date() -> None:
    assert retry_after("120", NOW) == 120.0
    assert retry_after(f"{NOW + timedelta(seconds=90):%a, %d %b %Y %H:%M:%S} GMT", NOW) == 90.0
    assert retry_after(f"{NOW - timedelta(seconds=90):%a, %d %b %Y %H:%M:%S} GMT", NOW) == 0.0
    assert retry_after(None, NOW) == retry_after("soon", NOW) == retry_after("٣", NOW) == 30.0


@given(st.text(max_size=40))
def test_any_retry_after_is_a_wait_between_nothing_and_a_day(header: str) -> None:
    assert 0.0 <= retry_after(header, NOW) <= 86_400.0


def test_what_was_seen_is_remembered_for_ten_minutes_in_a_bounded_space() -> None:
    seen = Seen(remembered=600, most=3)
    assert seen.first("a", 0.0)
    assert not seen.first("a", 599.0)
    assert seen.first("a", 600.0)
    for key in "bcdefg":
        assert seen.first(key, 601.0)
    assert seen.first("a", 601.0), "the oldest makes room"
    seen.forget("g")
    assert seen.first("g", 602.0)


def test_lines_to_slack_are_opened_at_most_twice_a_minute() -> None:
    openings, tick, opened = Openings(Patience()), 0.0, []
    while tick < 600:
        if openings.wait(tick) <= 0:
            openings.opening(tick)
            opened.append(tick)
        tick += 0.5
    assert all(later - earlier >= 60.0 for earlier, later in zip(opened, opened[2:], strict=False))


def test_refused_lines_wait_half_a_minute_then_twice_as_long_up_to_four() -> None:
    openings, waits, tick = Openings(Patience(opens=99)), [], 0.0
    for _ in range(6):
        openings.failed(tick)
        waits.append(openings.wait(tick))
        tick += waits[-1]
    assert waits == [30.0, 60.0, 120.0, 240.0, 240.0, 240.0]
    openings.failed(tick, asked=900.0)
    assert openings.wait(tick) == 900.0
    openings.greeted()
    assert openings.wait(tick) == 0.0


def test_a_silent_line_is_rebuilt_after_two_minutes_and_given_up_after_ten() -> None:
    evidence = Evidence(Patience(), since=0.0)
    evidence.opened(0.0)
    evidence.hear(1.0, hello=True)
    assert evidence.verdict(121.0) is Verdict.FINE
    assert evidence.verdict(122.0) is Verdict.REBUILD
    evidence.opened(122.0)
    assert evidence.verdict(130.0) is Verdict.FINE, "a new line has time to greet"
    assert evidence.verdict(602.0) is Verdict.GIVE_UP


def test_a_line_without_hello_proves_nothing() -> None:
    evidence = Evidence(Patience(), since=0.0)
    evidence.opened(0.0)
    evidence.hear(10.0)
    assert evidence.verdict(31.0) is Verdict.REBUILD


def test_a_line_is_renewed_every_hour_even_when_it_seems_well() -> None:
    evidence = Evidence(Patience(), since=0.0)
    evidence.opened(0.0)
    evidence.hear(0.0, hello=True)
    evidence.hear(3600.5)
    assert evidence.verdict(3600.6) is Verdict.REBUILD

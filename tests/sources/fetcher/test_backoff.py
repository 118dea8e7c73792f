"""C3, C9, C10, C13: when a source is asked again, to the second."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import Busy, Changed, Gone, Refused, SourceError
from model.poll import PollState
from sources.backoff import address, failed, first_due, moved, succeeded, tells_owner

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
EVERY = timedelta(minutes=15)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
NEW = PollState("feed:https://news.example/rss")

chances = st.floats(0, 1, exclude_max=True)
intervals = st.timedeltas(timedelta(minutes=1), timedelta(days=3))
waits = st.timedeltas(timedelta(0), timedelta(days=30))


def due(state: PollState, now: datetime = NOW) -> timedelta:
    assert state.next_due is not None
    return state.next_due - now


@pytest.mark.parametrize(
    ("fresh_for", "wait"),
    [(None, EVERY), (timedelta(0), EVERY), (timedelta(minutes=5), EVERY), (HOUR, HOUR), (DAY, DAY), (9 * DAY, DAY)],
)
def test_c9_freshness_is_honoured_up_to_a_day(fresh_for: timedelta | None, wait: timedelta) -> None:
    assert due(succeeded(NEW, EVERY, NOW, fresh_for, 0)) == wait


def test_c10_each_failure_doubles_the_wait_up_to_a_day_and_success_ends_it() -> None:
    state, waits = NEW, []
    for _ in range(9):
        state = failed(state, Busy("x"), EVERY, NOW, 0)
        waits.append(due(state) / EVERY)
    assert waits == [2, 4, 8, 16, 32, 64, 96, 96, 96]
    assert (state.failures, state.down_since, state.trouble) == (9, NOW, str(Busy("x")))
    state = succeeded(state, EVERY, NOW + HOUR, None, 0)
    assert (state.failures, state.down_since, state.trouble, state.polled) == (0, None, None, NOW + HOUR)
    assert due(state, NOW + HOUR) == EVERY


@pytest.mark.parametrize("error", [Busy("x"), Refused("x"), Changed("x")])
def test_c10_every_kind_of_failure_backs_off(error: SourceError) -> None:
    assert due(failed(NEW, error, EVERY, NOW, 0)) == 2 * EVERY


@pytest.mark.parametrize(("wait", "until"), [(1, 2 * EVERY), (7_200, 2 * HOUR), (3 * 86_400, 3 * DAY)])
def test_c9_retry_after_is_honoured_in_full_and_never_shortens_a_wait(wait: int, until: timedelta) -> None:
    assert due(failed(NEW, Busy("x", timedelta(seconds=wait)), EVERY, NOW, 0)) == until


def test_c9_gone_stops_the_source_and_tells_its_owner_once() -> None:
    state = failed(NEW, Gone("x"), EVERY, NOW, 0.5)
    assert (state.gone, state.next_due) == (True, None)
    assert tells_owner(NEW, state)


def test_c10_after_seven_days_the_owner_is_told_once() -> None:
    state, now, told = NEW, NOW, []
    while now < NOW + 20 * DAY:
        before, state = state, failed(state, Busy("x"), EVERY, now, 0)
        if tells_owner(before, state):
            told.append(now - NOW)
        assert state.next_due is not None
        now = state.next_due
    assert len(told) == 1
    assert 7 * DAY <= told[0] <= 8 * DAY
    well = succeeded(state, EVERY, now, None, 0)
    assert not tells_owner(state, well)
    assert well.noticed is None


@given(intervals, chances, st.integers(0, 400))
def test_c10_c13_jitter_shortens_our_own_waits_by_less_than_a_tenth(
    every: timedelta, chance: float, failures: int
) -> None:
    second = timedelta(seconds=1)
    assert every * 0.9 - second < due(succeeded(NEW, every, NOW, None, chance)) <= every
    wait = due(failed(replace(NEW, failures=failures), Busy("x"), every, NOW, chance))
    full = min(every * 2 ** min(failures + 1, 20), max(DAY, every))
    assert full * 0.9 - second < wait <= full


@given(intervals, chances, waits)
def test_c9_c13_what_a_server_asks_for_is_never_cut(every: timedelta, chance: float, wait: timedelta) -> None:
    assert due(failed(NEW, Busy("x", wait), every, NOW, chance)) >= wait
    assert due(succeeded(NEW, every, NOW, wait, chance)) >= min(wait, DAY)
    assert due(succeeded(NEW, every, NOW, wait, chance)) <= max(every, min(wait, DAY) + every / 10)


@pytest.mark.parametrize("sources", [10, 1_000])
def test_c13_a_thousand_first_polls_make_no_herd(sources: int) -> None:
    """Spread by the golden ratio as by a fair die, max/mean requests a second stays within 3."""
    chances = [(number * 0.618033988749895) % 1 for number in range(sources)]
    seconds = [int(due_in.total_seconds()) for due_in in (first_due(EVERY, NOW, sources, c) - NOW for c in chances)]
    counts = [seconds.count(second) for second in range(max(seconds) + 1)]
    assert max(counts) <= 3 * sources / len(counts)
    assert max(seconds) <= 50


def test_c3_a_move_is_believed_after_three_polls_that_agree() -> None:
    old, new, newer = "https://a.example/", "https://b.example/", "https://c.example/"
    state = NEW
    for _ in range(2):
        state = moved(state, new)
        assert address(state, old) == old
    assert address(moved(moved(state, newer), newer), old) == old
    assert address(moved(moved(state, None), new), old) == old
    state = moved(state, new)
    assert address(state, old) == new
    assert address(moved(state, None), old) == new


@pytest.mark.parametrize("error", [Gone("x"), Refused("x")])
def test_c3_a_move_that_turns_out_dead_is_forgotten(error: SourceError) -> None:
    state = replace(NEW, moved_to="https://b.example/", moved=3)
    after = failed(state, error, EVERY, NOW, 0)
    assert address(after, "https://a.example/") == "https://a.example/"
    assert not after.gone
    assert after.next_due is not None
    still = failed(state, Busy("x"), EVERY, NOW, 0)
    assert address(still, "https://a.example/") == "https://b.example/"


@given(chances)
def test_what_else_is_remembered_stays(chance: float) -> None:
    state = replace(NEW, etag='"e"', last_modified="x", cursor="7", body_digest="d", had_items=True)
    for after in (succeeded(state, EVERY, NOW, HOUR, chance), failed(state, Busy("x"), EVERY, NOW, chance)):
        assert (after.etag, after.last_modified, after.cursor, after.body_digest, after.had_items) == (
            state.etag,
            state.last_modified,
            state.cursor,
            state.body_digest,
            state.had_items,
        )

"""What channels choose for themselves, with a line for each change; and who was seen where."""

from __future__ import annotations

import pytest

from model.chosen import NOTHING, Chosen
from model.errors import StoreError
from model.signal import Kind
from model.story import State
from model.subscription import Cause, Density, Held
from store.advance import Step
from store.choices import read_chosen
from store.store import Decided, Store
from tests.make import DAY, HOUR, NOW, story

ALL = Chosen(
    61,
    State.CONFIRMED,
    frozenset({Kind.HIRE, Kind.LAYOFFS}),
    4,
    "20:00-07:00",
    "mon 09:00",
    "Asia/Tokyo",
    90,
    Density.COMPACT,
)


@pytest.mark.parametrize("chosen", [ALL, Chosen(digest=""), Chosen(kinds=frozenset()), Chosen(cap=0)])
async def test_what_was_chosen_is_kept_whole_with_its_next_digest(store: Store, chosen: Chosen) -> None:
    await store.choices.choose("T1", "C1", chosen, NOW + DAY, "U1", NOW)
    assert await store.choices.of("T1") == {"C1": (chosen, NOW)}
    assert await store.choices.of("T2") == {}
    assert await store.schedule("C1") == NOW + DAY


async def test_nothing_chosen_gives_the_channel_back_and_each_change_leaves_one_line(store: Store) -> None:
    await store.choices.choose("T1", "C1", Chosen(threshold=61), NOW + DAY, "U1", NOW)
    await store.choices.choose("T1", "C1", NOTHING, None, "U2", NOW + DAY)
    assert await store.choices.of("T1") == {}
    assert await store.schedule("C1") is None
    last, first = await store.audited("T1")
    assert (first.actor, first.action, first.before) == ("U1", "settings of C1", None)
    assert first.after is not None
    assert '"threshold": 61' in first.after
    assert (last.actor, last.before, last.after) == ("U2", first.after, None)


async def test_what_waits_in_the_channel_is_decided_anew_and_what_is_muted_is_not(store: Store) -> None:
    quiet, muted = story(), story(person="Bob McGrew")
    later = NOW + 9 * HOUR
    held = [
        Decided("C1", quiet.id, Held("", later, Cause.QUIET), NOW),
        Decided("C2", quiet.id, Held("", later, Cause.QUIET), NOW),
        Decided("C1", muted.id, Held("", later, mute=7), NOW),
    ]
    await store.advance(Step(at=NOW, stories=[quiet, muted], verdicts=held))
    await store.choices.choose("T1", "C1", Chosen(quiet=""), None, "U1", NOW + HOUR)
    assert await store.held_due(NOW + HOUR) == [("C1", quiet.id)]


def test_what_a_newer_release_chose_is_refused() -> None:
    with pytest.raises(StoreError, match="newer release"):
        read_chosen('{"v": 2, "threshold": 61}')


async def test_who_was_seen_where_is_known_for_as_long_as_one_asks(store: Store) -> None:
    await store.presences.seen("T1", "U1", "C1", NOW)
    await store.presences.seen("T1", "U1", "C1", NOW + HOUR)
    await store.presences.seen("T1", "U1", "C2", NOW - 9 * DAY)
    await store.presences.seen("T2", "U1", "C3", NOW)
    await store.presences.seen("T1", "U2", "C4", NOW)
    assert await store.presences.channels("T1", "U1", NOW - DAY) == {"C1"}
    assert await store.presences.channels("T1", "U1", NOW - 10 * DAY) == {"C1", "C2"}
    await store.presences.seen("T1", "U1", "C2", NOW)
    assert await store.presences.channels("T1", "U1", NOW - DAY) == {"C1", "C2"}


async def test_who_did_nothing_in_a_channel_for_ninety_days_is_forgotten_there(store: Store) -> None:
    await store.presences.seen("T1", "U1", "C1", NOW)
    await store.presences.seen("T1", "U1", "C2", NOW + 2 * DAY)
    await store.purge(NOW + 91 * DAY)
    assert await store.presences.channels("T1", "U1", NOW - DAY) == {"C2"}

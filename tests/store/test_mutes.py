"""Mutes: they end, they hide and never drop, and who made or ended them is on record."""

from __future__ import annotations

from dataclasses import replace

from model.handling import Mark, Mute, Scope
from model.message import Drawn, Message
from model.score import Axis
from model.story import State
from model.subscription import Held, InDigest, MessageKind, Now, Update
from store.outbox import REMOVED
from store.store import Decided, Step, Store
from tests.make import DAY, NOW, ago, story

MUTE = Mute(0, "C1", Scope.COMPANY, "OpenAI", NOW + 7 * DAY, "U1", "lea", NOW)
FULL = replace(MUTE, scope=Scope.SOURCE, name="x.example", why="too noisy", mark=Mark(State.REPORTED, 62))
EDIT = Message("C1", MessageKind.UPDATE, "e", "murati", Drawn("edited", ()))


async def test_a_mute_comes_back_whole(store: Store) -> None:
    made = [await store.mutes.mute("T1", one) for one in (MUTE, FULL, replace(MUTE, channel="C2"))]
    assert len({one.id for one in made}) == 3
    assert await store.mutes.in_force("C1", NOW) == made[:2]
    assert replace(made[1], id=0) == FULL


async def test_a_mute_holds_until_its_end(store: Store) -> None:
    await store.mutes.mute("T1", MUTE)
    assert len(await store.mutes.in_force("C1", NOW + 7 * DAY - DAY / 86_400)) == 1
    assert await store.mutes.in_force("C1", NOW + 7 * DAY) == []


async def test_the_same_mute_again_moves_its_end(store: Store) -> None:
    first = await store.mutes.mute("T1", MUTE, [EDIT])
    again = await store.mutes.mute("T1", replace(MUTE, until=NOW + 9 * DAY, by="U2"))
    assert again.id == first.id
    assert await store.mutes.in_force("C1", NOW) == [again]
    assert [line.before for line in await store.audited("T1")] == [MUTE.until.isoformat(), None]


async def test_a_mute_that_is_over_is_not_taken_up_again(store: Store) -> None:
    first = await store.mutes.mute("T1", MUTE)
    later = await store.mutes.mute("T1", replace(MUTE, at=MUTE.until, until=MUTE.until + DAY))
    assert later.id != first.id


async def test_a_mute_is_ended_once_and_what_it_held_is_decided_at_once(store: Store) -> None:
    held, other = story(id="held"), story(id="other", person="Bob McGrew")
    mute = await store.mutes.mute("T1", MUTE)
    verdicts = [
        Decided("C1", "held", Held("muted", MUTE.until, mute=mute.id), NOW),
        Decided("C1", "other", Held("quiet", MUTE.until), NOW),
    ]
    await store.advance(Step(at=NOW, stories=[held, other], verdicts=verdicts))
    assert await store.mutes.unmute("T1", mute.id, "U2", NOW + DAY, [EDIT]) == mute
    assert await store.mutes.unmute("T1", mute.id, "U2", NOW + DAY) is None
    assert await store.mutes.in_force("C1", NOW + DAY) == []
    assert await store.held_due(NOW + DAY) == [("C1", "held")]
    assert (await store.outbox_counts())["pending"] == 1
    line, _ = await store.audited("T1")
    assert (line.actor, line.action) == ("U2", "unmute company OpenAI in C1")


async def test_what_a_mute_held_since_a_moment_is_counted_by_story(store: Store) -> None:
    stories = [story(id=name, person=name) for name in ("a", "b", "c", "d")]
    verdicts = [
        Decided("C1", "a", Held("muted", NOW, mute=1), NOW),
        Decided("C1", "b", Held("muted", NOW, mute=1), NOW - DAY),
        Decided("C1", "c", Held("quiet", NOW), NOW),
        Decided("C2", "d", Held("muted", NOW, mute=1), NOW),
    ]
    await store.advance(Step(at=NOW, stories=stories, verdicts=verdicts))
    assert await store.mutes.held("C1", NOW) == {"a"}
    assert await store.mutes.held("C1", NOW - DAY) == {"a", "b"}
    await store.advance(Step(at=NOW, verdicts=[Decided("C1", "a", InDigest("now it waits"), NOW)]))
    assert await store.mutes.held("C1", NOW) == set()


async def test_what_reached_a_channel_is_what_was_not_held(store: Store) -> None:
    names = ("now", "digest", "update", "held", "old", "private")
    stories = [story(id=name, person=name, private=name == "private", owner="U1") for name in names]
    told = [
        Decided("C1", "now", Now("", Axis.WINDOW, 1, 80), NOW),
        Decided("C1", "digest", InDigest(""), NOW),
        Decided("C1", "update", Update("", broadcast=False, log=""), NOW),
        Decided("C1", "held", Held(""), NOW),
        Decided("C1", "old", InDigest(""), ago(31)),
        Decided("C1", "private", InDigest(""), NOW),
    ]
    await store.advance(Step(at=NOW, stories=stories, verdicts=told))
    found = await store.mutes.told("C1", ago(30))
    assert {one.id for one in found} == {"now", "digest", "update"}
    assert {one.company for one in found} == {"OpenAI"}
    assert await store.mutes.told("C2", ago(30)) == []


async def test_the_words_of_a_mute_are_shown_to_and_removed_for_whom_they_name(store: Store) -> None:
    await store.mutes.mute("T1", replace(MUTE, why="Ada Quill asked us to"))
    await store.mutes.mute("T1", FULL)
    assert [entry["text"] for entry in await store.access("Ada Quill")] == ["Ada Quill asked us to"]
    await store.forget("Ada Quill", NOW)
    assert {mute.why for mute in await store.mutes.in_force("C1", NOW)} == {REMOVED, "too noisy"}
    assert await store.access("Ada Quill") == []

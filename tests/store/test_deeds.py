"""What people do with stories: one owner at a time, followers and reminders that stay, a line for each change."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from model.feedback import Feedback, Opinion
from model.handling import Claim, Follow, Mark, Reminder, Scope, When
from model.message import Drawn, Message
from model.story import State
from model.subscription import MessageKind
from store.store import Step, Store
from tests.make import DAY, NOW, story
from tests.store.test_mutes import MUTE

STORY = story(id="murati")
OTHER = story(id="mcgrew", person="Bob McGrew")
LEA = Claim("murati", "U1", "lea", NOW)
BEN = Claim("murati", "U2", "ben", NOW + DAY)
MARK = Mark(State.REPORTED, 76)
FOLLOW = Follow("murati", "U1", "C1", MARK, NOW)
TOMORROW = Reminder("murati", "U1", "C1", When.TOMORROW, NOW + DAY, MARK, NOW)
LATER = Reminder("murati", "U2", "C1", When.CHANGE, None, Mark(State.RUMOURED), NOW)


def edit(key: str = "e1", kind: MessageKind = MessageKind.UPDATE) -> Message:
    return Message("C1", kind, key, "murati", Drawn("edited", ()))


@pytest.fixture
async def stocked(store: Store) -> Store:
    """A store that knows two stories."""
    await store.advance(Step(stories=[STORY, OTHER], at=NOW))
    return store


# --- claims -----------------------------------------------------------------------------------------------------------


async def test_a_story_is_taken_by_one_person(stocked: Store) -> None:
    assert await stocked.deeds.claim("T1", LEA) == LEA
    assert await stocked.deeds.claim("T1", BEN) == LEA
    assert await stocked.deeds.claims("T1", ["murati", "mcgrew"]) == {"murati": LEA}
    assert await stocked.deeds.claimed_by("T1", "U1") == [LEA]


async def test_of_many_at_once_one_has_it(stocked: Store) -> None:
    claims = [replace(LEA, by=f"U{number}") for number in range(12)]
    held = await asyncio.gather(*(stocked.deeds.claim("T1", claim, [edit(claim.by)]) for claim in claims))
    assert len({claim.by for claim in held}) == 1
    assert (await stocked.outbox_counts())["pending"] == 1
    assert len(await stocked.audited("T1")) == 1


async def test_taking_it_twice_changes_nothing(stocked: Store) -> None:
    await stocked.deeds.claim("T1", LEA, [edit()])
    assert await stocked.deeds.claim("T1", replace(LEA, at=NOW + DAY), [edit("e2")]) == LEA
    assert (await stocked.outbox_counts())["pending"] == 1


async def test_what_is_let_go_of_can_be_taken_again(stocked: Store) -> None:
    await stocked.deeds.claim("T1", LEA)
    assert not await stocked.deeds.release("T1", "murati", "U2", NOW)
    assert await stocked.deeds.release("T1", "murati", "U1", NOW)
    assert not await stocked.deeds.release("T1", "murati", "U1", NOW)
    assert await stocked.deeds.claim("T1", BEN) == BEN


async def test_it_is_given_on_only_by_whom_it_was_last_seen_with(stocked: Store) -> None:
    given = replace(BEN, name="", giver="U3")
    await stocked.deeds.claim("T1", LEA)
    assert await stocked.deeds.claim("T1", given, instead_of="U9") == LEA
    assert await stocked.deeds.claim("T1", given, instead_of="U1") == given
    assert await stocked.deeds.claim("T1", replace(given, story="mcgrew"), instead_of="U1") == replace(
        given, story="mcgrew"
    )


async def test_each_workspace_has_its_own_owners(stocked: Store) -> None:
    await stocked.deeds.claim("T1", LEA)
    assert await stocked.deeds.claim("T2", BEN) == BEN
    assert await stocked.deeds.claims("T2", ["murati"]) == {"murati": BEN}


async def test_each_change_leaves_one_line(stocked: Store) -> None:
    await stocked.deeds.claim("T1", LEA)
    await stocked.deeds.claim("T1", replace(BEN, giver="U3"), instead_of="U1")
    await stocked.deeds.release("T1", "murati", "U2", NOW)
    await stocked.deeds.follow("T1", FOLLOW)
    await stocked.deeds.unfollow("T1", "murati", "U1", NOW)
    await stocked.deeds.remind("T1", TOMORROW)
    await stocked.deeds.unremind("T1", "murati", "U1", NOW)
    await stocked.deeds.did("T1", "U1", NOW, "judge murati", [], "too_weak")
    lines = [(line.actor, line.action, line.before, line.after) for line in await stocked.audited("T1")]
    assert lines[::-1] == [
        ("U1", "claim murati", None, "U1"),
        ("U3", "assign murati to U2", "U1", "U2"),
        ("U2", "release murati", "U2", None),
        ("U1", "follow murati", None, None),
        ("U1", "unfollow murati", None, None),
        ("U1", "remind of murati", None, (NOW + DAY).isoformat()),
        ("U1", "unremind of murati", None, None),
        ("U1", "judge murati", None, "too_weak"),
    ]


async def test_an_edit_is_queued_with_its_deed_or_not_at_all(stocked: Store) -> None:
    await stocked.deeds.claim("T1", LEA, [edit("a")])
    await stocked.deeds.claim("T1", BEN, [edit("b")])
    await stocked.deeds.release("T1", "murati", "U2", NOW, [edit("c")])
    await stocked.deeds.follow("T1", FOLLOW, [edit("d")])
    await stocked.deeds.follow("T1", FOLLOW, [edit("e")])
    await stocked.deeds.unfollow("T1", "murati", "U2", NOW, [edit("f")])
    keys = []
    while posting := await stocked.claim(NOW, 60):
        keys.append(posting.message.key)
        await stocked.settle_dead(posting.id, "")
    assert keys == ["a", "d"]


# --- followers and reminders ------------------------------------------------------------------------------------------


async def test_followers_come_back_whole(stocked: Store) -> None:
    second = Follow("murati", "U2", "C2", Mark(State.CONFIRMED), NOW + DAY)
    assert await stocked.deeds.follow("T1", FOLLOW)
    assert not await stocked.deeds.follow("T1", replace(FOLLOW, at=NOW + DAY))
    assert await stocked.deeds.follow("T1", second)
    assert await stocked.deeds.follows("T1", ["OpenAI"]) == [FOLLOW, second]
    assert await stocked.deeds.follows("T1", ["Anthropic"]) == []
    assert await stocked.deeds.followers("T1", ["murati", "mcgrew"]) == {"murati": 2}
    assert await stocked.deeds.followed_by("T1", "U2") == [second]


async def test_what_a_follower_was_told_is_remembered_with_the_step_that_told_it(stocked: Store) -> None:
    await stocked.deeds.follow("T1", FOLLOW)
    told = replace(FOLLOW, mark=Mark(State.CONFIRMED, 90))
    await stocked.advance(Step(at=NOW, workspace="T1", followed=[told]))
    assert await stocked.deeds.follows("T1", ["OpenAI"]) == [told]


async def test_a_person_has_one_reminder_a_story_the_last(stocked: Store) -> None:
    monday = replace(TOMORROW, when=When.MONDAY, due=NOW + 3 * DAY)
    await stocked.deeds.remind("T1", TOMORROW)
    await stocked.deeds.remind("T1", monday)
    await stocked.deeds.remind("T1", LATER)
    assert await stocked.deeds.reminders("T1", "U1") == [monday]
    assert await stocked.deeds.awaiting("T1", ["OpenAI"]) == [LATER]


async def test_a_reminder_is_due_from_its_moment_on_and_told_once(stocked: Store) -> None:
    await stocked.deeds.remind("T1", TOMORROW)
    await stocked.deeds.remind("T1", LATER)
    assert await stocked.deeds.reminders_due("T1", NOW + DAY - timedelta(seconds=1)) == []
    assert await stocked.deeds.reminders_due("T1", NOW + DAY) == [TOMORROW]
    told = await asyncio.gather(*(stocked.deeds.tell("T1", TOMORROW, [edit(str(n))], NOW + DAY) for n in range(6)))
    assert sum(told) == 1
    assert (await stocked.outbox_counts())["pending"] == 1
    assert await stocked.deeds.reminders_due("T1", NOW + DAY) == []


async def test_a_reminder_that_was_changed_meanwhile_is_not_told(stocked: Store) -> None:
    await stocked.deeds.remind("T1", TOMORROW)
    await stocked.deeds.remind("T1", replace(TOMORROW, due=NOW + 9 * DAY, at=NOW + timedelta(seconds=1)))
    assert not await stocked.deeds.tell("T1", TOMORROW, [edit()], NOW + DAY)


async def test_who_waited_for_a_change_waits_no_more_after_the_step_that_told_it(stocked: Store) -> None:
    await stocked.deeds.remind("T1", LATER)
    await stocked.advance(Step(at=NOW, workspace="T1", reminded=[LATER]))
    assert await stocked.deeds.awaiting("T1", ["OpenAI"]) == []


async def test_opinions_are_counted_one_a_person(stocked: Store) -> None:
    for by, opinion in (("U1", Opinion.OLD), ("U2", Opinion.TOO_WEAK), ("U1", Opinion.TOO_WEAK)):
        await stocked.lessons.give(Feedback("murati", "OpenAI", opinion, by, NOW))
    assert await stocked.deeds.opinions(["murati", "mcgrew"]) == {"murati": (Opinion.TOO_WEAK, Opinion.TOO_WEAK)}


# --- what becomes of the story ----------------------------------------------------------------------------------------


async def test_what_was_done_with_a_story_is_done_with_the_one_that_absorbs_it(stocked: Store) -> None:
    await stocked.deeds.claim("T1", LEA)
    await stocked.deeds.follow("T1", FOLLOW)
    await stocked.deeds.remind("T1", TOMORROW)
    await stocked.advance(Step(at=NOW, stories=[OTHER], absorbed={"murati": "mcgrew"}))
    assert await stocked.deeds.claims("T1", ["mcgrew"]) == {"mcgrew": replace(LEA, story="mcgrew")}
    assert await stocked.deeds.follows("T1", ["OpenAI"]) == [replace(FOLLOW, story="mcgrew")]
    assert await stocked.deeds.reminders("T1", "U1") == [replace(TOMORROW, story="mcgrew")]


async def test_where_something_was_done_with_both_that_of_the_survivor_stays(stocked: Store) -> None:
    ours, theirs = replace(BEN, story="mcgrew"), replace(FOLLOW, story="mcgrew", channel="C2")
    for claim in (LEA, ours):
        await stocked.deeds.claim("T1", claim)
    for follow in (FOLLOW, theirs, replace(FOLLOW, by="U2")):
        await stocked.deeds.follow("T1", follow)
    await stocked.advance(Step(at=NOW, stories=[OTHER], absorbed={"murati": "mcgrew"}))
    assert await stocked.deeds.claims("T1", ["mcgrew"]) == {"mcgrew": ours}
    assert await stocked.deeds.follows("T1", ["OpenAI"]) == [theirs, replace(FOLLOW, by="U2", story="mcgrew")]


async def test_the_heir_of_a_story_is_found_through_several_folds(stocked: Store) -> None:
    third = story(id="zoph", person="Barret Zoph")
    await stocked.advance(Step(at=NOW, stories=[OTHER], absorbed={"murati": "mcgrew"}))
    await stocked.advance(Step(at=NOW, stories=[third], absorbed={"mcgrew": "zoph"}))
    assert await stocked.deeds.heirs(["murati", "mcgrew", "zoph"]) == {"murati": "zoph", "mcgrew": "zoph"}


async def test_where_a_story_was_told_is_known_until_its_alert_is_given_up(stocked: Store) -> None:
    alerts = [replace(edit("murati", MessageKind.ALERT), channel=channel) for channel in ("C2", "C1", "C3")]
    await stocked.advance(Step(at=NOW, messages=[*alerts, edit()]))
    assert await stocked.deeds.told_in("murati") == ["C1", "C2", "C3"]
    posting = await stocked.claim(NOW, 60)
    assert posting is not None
    await stocked.settle_dead(posting.id, "")
    assert await stocked.deeds.told_in("murati") == sorted({"C1", "C2", "C3"} - {posting.message.channel})
    assert await stocked.deeds.told_in("mcgrew") == []


async def test_a_muted_story_that_is_absorbed_stays_muted(stocked: Store) -> None:
    await stocked.mutes.mute("T1", replace(MUTE, scope=Scope.STORY, name="murati"))
    await stocked.advance(Step(at=NOW, stories=[OTHER], absorbed={"murati": "mcgrew"}))
    assert [mute.name for mute in await stocked.mutes.in_force("C1", NOW)] == ["mcgrew"]

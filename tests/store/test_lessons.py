"""What recruiters say of stories, and the changes made of it: stored with who, when and why, undone exactly."""

from __future__ import annotations

from dataclasses import replace

from model.feedback import Change, Feedback, Opinion, Override, Part, Proposal
from store.outbox import REMOVED
from store.store import Step, Store
from tests.make import DAY, NOW, story

SAID = Feedback(
    story="murati",
    company="OpenAI",
    opinion=Opinion.TOO_WEAK,
    by="U1",
    at=NOW,
    channel="C1",
    text="Known for weeks, says Ada Quill",
    rules=("departure.c_suite", "departure.several"),
    sources=("feed:https://news.example/rss",),
    told=76,
)
CHANGE = Change(Part.STRENGTH, "departure.c_suite", 38, 75)
PROPOSAL = Proposal("p1", CHANGE, "no talent signal, said two people", ("murati",), 3, 2)


async def test_an_opinion_comes_back_whole(store: Store) -> None:
    bare = Feedback("other", "OpenAI", Opinion.USEFUL, "U1", NOW + DAY)
    await store.lessons.give(SAID)
    await store.lessons.give(bare)
    assert await store.lessons.feedback() == [SAID, bare]


async def test_a_person_has_one_opinion_of_a_story_the_last(store: Store) -> None:
    changed = replace(SAID, opinion=Opinion.USEFUL, at=NOW + DAY, text="")
    for one in (SAID, changed, replace(SAID, by="U2")):
        await store.lessons.give(one)
    assert await store.lessons.feedback() == [replace(SAID, by="U2"), changed]


async def test_what_was_said_of_a_story_is_said_of_the_one_that_absorbs_it(store: Store) -> None:
    old, heir = story(id="old"), story(id="heir", person="Bob McGrew")
    await store.advance(Step(stories=[old, heir], at=NOW))
    for one in (replace(SAID, story="old"), replace(SAID, story="old", by="U2"), replace(SAID, story="heir")):
        await store.lessons.give(one)
    await store.advance(Step(stories=[heir], absorbed={"old": "heir"}, at=NOW))
    assert {(one.story, one.by) for one in await store.lessons.feedback()} == {("heir", "U1"), ("heir", "U2")}


async def test_a_proposal_is_applied_once_and_undone_once(store: Store) -> None:
    lessons = store.lessons
    applied = Override("p1", CHANGE, "because", "U1", NOW)
    assert await lessons.apply("T1", PROPOSAL, "because", "U1", NOW)
    assert not await lessons.apply("T1", PROPOSAL, "because", "U2", NOW)
    assert await lessons.overrides() == [applied]
    assert await lessons.undo("T1", "p1", "U2", NOW + DAY) == applied
    assert await lessons.undo("T1", "p1", "U2", NOW + DAY) is None
    [undone] = await lessons.overrides()
    assert undone == replace(applied, undone_by="U2", undone_at=NOW + DAY)
    assert (applied.in_force, undone.in_force) == (True, False)
    assert await lessons.apply("T1", PROPOSAL, "again", "U1", NOW + 2 * DAY)
    assert [one.in_force for one in await lessons.overrides()] == [False, True]


async def test_each_change_leaves_a_line(store: Store) -> None:
    await store.lessons.apply("T1", PROPOSAL, "because", "U1", NOW)
    await store.lessons.undo("T1", "p1", "U2", NOW + DAY)
    undone, applied = await store.audited("T1")
    assert (applied.actor, applied.action, undone.actor, undone.action) == ("U1", "apply p1", "U2", "undo p1")
    assert applied.after == undone.before is not None


async def test_who_is_forgotten_stands_in_nobodys_words(store: Store) -> None:
    await store.lessons.give(SAID)
    await store.lessons.apply("T1", PROPOSAL, "ada quill says so", "U1", NOW)
    found = await store.access("Ada Quill")
    assert [(one["what"], one["source"]) for one in found] == [("feedback", "U1"), ("override", "U1")]
    assert (await store.forget("Ada Quill", NOW))["feedback"] == 2
    assert await store.access("Ada Quill") == []
    [said], [override] = await store.lessons.feedback(), await store.lessons.overrides()
    assert said == replace(SAID, text=REMOVED)
    assert (override.reason, override.change) == (REMOVED, CHANGE)


async def test_words_are_kept_no_longer_than_what_they_are_about(store: Store) -> None:
    await store.lessons.give(SAID)
    await store.purge(NOW + 89 * DAY)
    assert await store.lessons.feedback() == [SAID]
    await store.purge(NOW + 91 * DAY)
    assert await store.lessons.feedback() == [replace(SAID, text="")]

"""Decide and say: what waits is decided again, what was told is edited, what no longer holds is taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from model.score import Score
from model.story import State
from model.subscription import MessageKind, Quiet
from pipeline import NOBODY_HEARS
from stories.same import NEAR_SAME_PERSON
from tests.make import DAY, NOW
from tests.pipeline.desk import (
    CTO_DENIED,
    CTO_LEAVES,
    CTO_LEAVES_TOO,
    HOUR,
    MINUTE,
    NORTHWIND,
    Desk,
    Paper,
    channel,
    kinds,
)

PATIENT = channel(story_wait=20 * 60)
QUIET = channel(quiet=Quiet(time(11), time(14)))
EDIT = [MessageKind.UPDATE, MessageKind.THREAD]


async def test_a_young_story_waits_for_other_outlets(desk: Desk) -> None:
    desk.start(PATIENT)
    await desk.print(CTO_LEAVES)
    assert await desk.pipeline.decide_again(NOW + 19 * MINUTE) == []
    assert await desk.post(NOW + 19 * MINUTE) == []


async def test_when_the_wait_is_over_the_story_speaks_once(desk: Desk) -> None:
    desk.start(PATIENT)
    await desk.print(CTO_LEAVES)
    await desk.pipeline.decide_again(NOW + 20 * MINUTE)
    await desk.pipeline.decide_again(NOW + 21 * MINUTE)
    assert kinds(await desk.post(NOW + 21 * MINUTE)) == [MessageKind.ALERT]


async def test_a_wait_outlives_the_process(desk: Desk) -> None:
    desk.start(PATIENT)
    await desk.print(CTO_LEAVES)
    await desk.start(PATIENT).decide_again(NOW + 20 * MINUTE)
    assert kinds(await desk.post(NOW + 20 * MINUTE)) == [MessageKind.ALERT]


async def test_in_quiet_hours_nothing_speaks(desk: Desk) -> None:
    desk.start(QUIET)
    await desk.print(CTO_LEAVES)
    await desk.pipeline.decide_again(NOW + HOUR)
    assert await desk.post(NOW + HOUR) == []


async def test_when_quiet_hours_end_what_happened_in_them_speaks(desk: Desk) -> None:
    desk.start(QUIET)
    await desk.print(CTO_LEAVES)
    await desk.pipeline.decide_again(NOW + 2 * HOUR)
    assert kinds(await desk.post(NOW + 2 * HOUR)) == [MessageKind.ALERT]


async def test_a_confirmation_edits_the_alert_and_the_channel_hears_it(desk: Desk) -> None:
    await desk.print(CTO_LEAVES)
    await desk.post()
    await desk.print(CTO_LEAVES_TOO, site="second.example", at=NOW + 2 * HOUR)
    told = await desk.post(NOW + 2 * HOUR)
    assert kinds(told) == EDIT
    assert {message.state for message in told} == {State.CONFIRMED}
    assert told[1].broadcast


async def test_what_is_confirmed_between_two_processes_is_still_one_message(desk: Desk) -> None:
    await desk.print(CTO_LEAVES)
    await desk.post()
    desk.start()
    await desk.print(CTO_LEAVES_TOO, site="second.example", at=NOW + 2 * HOUR)
    assert kinds(await desk.post(NOW + 2 * HOUR)) == EDIT


async def test_a_denial_of_what_was_told_edits_the_alert_and_the_channel_hears_it(desk: Desk) -> None:
    await desk.print(CTO_LEAVES)
    await desk.post()
    await desk.print(CTO_DENIED, site="openai.com", at=NOW + 2 * HOUR)
    told = await desk.post(NOW + 2 * HOUR)
    assert kinds(told) == EDIT
    assert {message.state for message in told} == {State.DENIED}
    assert told[1].broadcast


async def test_a_denial_before_posting_takes_the_alert_back(desk: Desk) -> None:
    await desk.print(CTO_LEAVES)
    await desk.print(CTO_DENIED, site="openai.com", at=NOW + 2 * HOUR)
    assert await desk.post(NOW + 2 * HOUR) == []
    assert (await desk.store.outbox_counts())["expired"] == 1


async def test_what_is_held_for_a_channel_that_no_longer_watches_is_settled(desk: Desk) -> None:
    desk.start(PATIENT)
    await desk.print(CTO_LEAVES)
    desk.start(replace(PATIENT, companies=frozenset({NORTHWIND.name})))
    (step,) = await desk.pipeline.decide_again(NOW + HOUR)
    assert [decided.verdict for decided in step.verdicts] == [NOBODY_HEARS]
    assert await desk.pipeline.decide_again(NOW + 2 * HOUR) == []
    assert await desk.post(NOW + 2 * HOUR) == []


async def test_after_so_many_alerts_a_day_the_rest_is_left_to_the_digest(desk: Desk) -> None:
    desk.start(channel(cap=1))
    await desk.print(CTO_LEAVES, "Northwind CEO Ada Holm steps down")
    assert kinds(await desk.post()) == [MessageKind.ALERT]
    assert len(await desk.waiting_for_digest()) == 1


async def test_the_next_day_alerts_are_counted_anew(desk: Desk) -> None:
    desk.start(channel(cap=1))
    await desk.print(CTO_LEAVES)
    await desk.print("Northwind CEO Ada Holm steps down", at=NOW + DAY)
    assert kinds(await desk.post(NOW + DAY)) == [MessageKind.ALERT] * 2


async def first_told_long_ago(desk: Desk) -> None:
    """A story that was old news and never told, and a month later another of the same person, which crosses."""
    await desk.hear(Paper("first.example", news=[(CTO_LEAVES, NOW - NEAR_SAME_PERSON - HOUR)]), now=NOW - HOUR)
    before = await desk.pipeline.score("OpenAI", NOW)
    assert isinstance(before, Score)
    desk.start(channel(threshold=before.window + 1))
    await desk.print(CTO_LEAVES, site="second.example")


async def dated_between(desk: Desk) -> None:
    """A late report, dated between the two, that shows that they are one."""
    await desk.print(CTO_LEAVES_TOO, site="third.example", at=NOW - 2 * HOUR, now=NOW + 2 * HOUR)
    assert len(await desk.store.stories_of("OpenAI", NOW - 90 * DAY)) == 1


async def test_a_told_story_that_proves_to_be_part_of_an_older_one_is_edited_and_not_told_anew(desk: Desk) -> None:
    await first_told_long_ago(desk)
    assert kinds(await desk.post()) == [MessageKind.ALERT]
    await dated_between(desk)
    assert kinds(await desk.post(NOW + 2 * HOUR)) == EDIT


async def test_two_stories_that_prove_to_be_one_before_either_is_posted_are_one_alert(desk: Desk) -> None:
    await first_told_long_ago(desk)
    await dated_between(desk)
    assert kinds(await desk.post(NOW + 2 * HOUR)) == [MessageKind.ALERT]

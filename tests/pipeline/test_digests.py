"""Digests: once each, never lost, never private, and asked for at any time without moving the schedule."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from model.errors import Busy
from model.message import Message
from model.score import NotEnough
from model.subscription import Cause, Held, InDigest, MessageKind, Quiet, Rhythm, Weekday
from store.advance import Step
from store.verdicts import Decided
from tests.make import DAY, NOW, story
from tests.pipeline.desk import CTO_DENIED, CTO_LEAVES, CTO_LEAVES_TOO, HOUR, PERSON, Desk, Paper, channel, kinds

NINE = Rhythm(frozenset(Weekday), time(9))
DAILY = channel(digest=NINE, threshold=101)
DUE = NOW.replace(hour=9) + DAY
SOON = timedelta(seconds=20)


def shown(messages: Sequence[Message]) -> str:
    return json.dumps([message.drawn.blocks for message in messages], ensure_ascii=False)


async def waiting(desk: Desk, at: datetime = NOW) -> None:
    """Plan the digests, and let a story wait for one."""
    desk.start(DAILY)
    await desk.pipeline.plan_digests(at)
    await desk.print(CTO_LEAVES, at=at)


async def test_a_digest_is_sent_when_it_is_due(desk: Desk) -> None:
    await waiting(desk)
    assert await desk.pipeline.send_digests(DUE - SOON) == 0
    assert await desk.pipeline.send_digests(DUE) == 1
    told = await desk.post(DUE)
    assert kinds(told) == [MessageKind.DIGEST]
    assert "Mira Murati" in shown(told)


async def test_a_digest_that_is_two_hours_late_goes_out_once(desk: Desk) -> None:
    await waiting(desk)
    late = DUE + 2 * HOUR
    assert [await desk.pipeline.send_digests(late), await desk.pipeline.send_digests(late + SOON)] == [1, 0]
    assert await desk.store.schedule(DAILY.channel) == DUE + DAY


async def test_a_digest_that_is_seven_hours_late_waits_for_the_next(desk: Desk) -> None:
    await waiting(desk)
    assert await desk.pipeline.send_digests(DUE + 7 * HOUR) == 0
    assert await desk.store.schedule(DAILY.channel) == DUE + DAY
    assert await desk.waiting_for_digest() == [CTO_LEAVES]
    assert await desk.pipeline.send_digests(DUE + DAY) == 1
    assert "Mira Murati" in shown(await desk.post(DUE + DAY))


async def test_what_one_digest_told_the_next_does_not_tell_again(desk: Desk) -> None:
    await waiting(desk)
    await desk.pipeline.send_digests(DUE)
    await desk.post(DUE)
    await desk.pipeline.send_digests(DUE + DAY)
    assert "Mira Murati" not in shown(await desk.post(DUE + DAY))


async def test_planning_again_moves_no_digest(desk: Desk) -> None:
    await waiting(desk)
    await desk.pipeline.plan_digests(DUE + HOUR)
    assert await desk.store.schedule(DAILY.channel) == DUE


async def test_a_channel_without_a_rhythm_gets_no_digest(desk: Desk) -> None:
    await desk.pipeline.plan_digests(NOW)
    assert await desk.store.schedule(channel().channel) is None


async def test_two_requests_in_one_minute_give_two_digests_and_lose_no_story(desk: Desk) -> None:
    await waiting(desk)
    await desk.pipeline.editions.send(DAILY, NOW)
    await desk.print("Northwind CEO Ada Holm steps down", at=NOW + SOON)
    await desk.pipeline.editions.send(DAILY, NOW + 2 * SOON)
    first, second = await desk.post(NOW + 2 * SOON)
    assert kinds([first, second]) == [MessageKind.DIGEST] * 2
    assert ("Mira Murati" in shown([first]), "Ada Holm" in shown([first])) == (True, False)
    assert "Ada Holm" in shown([second])


async def test_a_digest_that_was_asked_for_leaves_the_schedule(desk: Desk) -> None:
    await waiting(desk)
    await desk.pipeline.editions.send(DAILY, NOW + HOUR)
    assert await desk.store.schedule(DAILY.channel) == DUE


async def test_an_empty_digest_is_one_line_in_a_channel(desk: Desk) -> None:
    desk.start(DAILY)
    await desk.pipeline.editions.send(DAILY, NOW)
    (told,) = await desk.post()
    assert told.drawn.text.startswith("Nothing new about your companies")
    assert len(told.drawn.blocks) <= 1


async def test_whoever_has_had_enough_of_that_line_can_settle_it_beside_it(desk: Desk) -> None:
    desk.start(DAILY)
    desk.pipeline.verbs = frozenset({"settings"})
    await desk.pipeline.editions.send(DAILY, NOW)
    (told,) = await desk.post()
    (block,) = told.drawn.blocks
    button = block["accessory"]
    assert isinstance(button, dict)
    assert (block["type"], button["action_id"], button["value"]) == ("section", "settings", DAILY.channel)


async def test_an_empty_digest_is_nothing_in_a_direct_message(desk: Desk) -> None:
    desk.start(PERSON)
    await desk.pipeline.editions.send(PERSON, NOW)
    assert await desk.post() == []


async def test_what_is_private_reaches_no_channels_digest(desk: Desk) -> None:
    await waiting(desk)
    private = story(private=True, owner=PERSON.channel, person="Jo Doe", seen=NOW - HOUR)
    told = Decided(DAILY.channel, private.id, InDigest("told by mistake"), NOW)
    await desk.store.advance(Step(at=NOW, stories=[private], verdicts=[told]))
    messages, stories = await desk.pipeline.editions.draw(DAILY, NOW, NOW)
    assert private.id not in stories
    assert "Jo Doe" not in shown(messages)
    assert "Mira Murati" in shown(messages)


async def test_what_is_private_counts_in_no_channels_score(desk: Desk) -> None:
    private = story(private=True, owner=PERSON.channel, person="Jo Doe", seen=NOW - HOUR)
    await desk.store.advance(Step(at=NOW, stories=[private]))
    assert isinstance(await desk.pipeline.score("OpenAI", NOW), NotEnough)


async def test_a_digest_names_the_sources_that_do_not_answer(desk: Desk) -> None:
    await desk.poll(Paper("broken.example", trouble=Busy("503.")), now=NOW - HOUR)
    messages, _ = await desk.pipeline.editions.draw(DAILY, NOW, NOW)
    assert "broken.example" in messages[0].drawn.text


async def test_a_digest_tells_again_what_the_channel_heard_at_once(desk: Desk) -> None:
    await desk.print(CTO_LEAVES)
    await desk.post()
    messages, _ = await desk.pipeline.editions.draw(channel(), NOW + HOUR, NOW + HOUR)
    assert "Mira Murati" in shown(messages)


async def test_an_exit_comes_back_on_its_day_in_the_channels_digest_once(desk: Desk) -> None:
    await waiting(desk)
    due = []
    for day in range(50):
        await desk.pipeline.send_digests(DUE + day * DAY)
        if "day 45 after the first report" in shown(await desk.post(DUE + day * DAY)):
            due.append(day)
    assert due == [45]


async def test_a_digest_counts_what_did_not_speak_at_once_by_what_kept_it(desk: Desk) -> None:
    desk.start(channel(digest=NINE, story_wait=86_400, cap=0))
    await desk.pipeline.plan_digests(NOW)
    old = Paper("old.example", news=[("Northwind CEO Ada Holm steps down", NOW - 8 * DAY)])
    await desk.hear(old, now=NOW)
    await desk.print(CTO_LEAVES, at=NOW)
    await desk.pipeline.send_digests(DUE)
    assert "Held back from alerts: 2 (1 old when first read, 1 waiting for other outlets)" in shown(
        await desk.post(DUE)
    )


async def test_a_digest_in_quiet_hours_names_whose_alert_waits_and_until_when(desk: Desk) -> None:
    desk.start(channel(digest=NINE, quiet=Quiet(time(20), time(11))))
    await desk.pipeline.plan_digests(NOW)
    await desk.print(CTO_LEAVES, at=DUE - HOUR)
    await desk.pipeline.send_digests(DUE)
    said = shown(await desk.post(DUE))
    assert "1 in quiet hours" in said
    assert "hen quiet hours end (11:00): OpenAI" in said


async def test_whose_private_story_waits_is_named_to_no_channel(desk: Desk) -> None:
    desk.start(DAILY)
    private = story(private=True, owner="U0OWNER")
    held = Decided(DAILY.channel, private.id, Held("", NOW + HOUR, cause=Cause.QUIET), NOW)
    await desk.store.advance(Step(stories=[private], verdicts=[held], at=NOW))
    assert await desk.store.digests.kept_quiet(DAILY.channel, NOW, "U0OWNER") == [(private, NOW + HOUR)]
    assert await desk.store.digests.kept_quiet(DAILY.channel, NOW + HOUR, "U0OWNER") == []
    messages, _ = await desk.pipeline.editions.draw(DAILY, NOW, NOW)
    assert "quiet hours" not in shown(messages)


async def test_the_next_digest_counts_only_its_own_time(desk: Desk) -> None:
    await waiting(desk)
    await desk.pipeline.send_digests(DUE)
    await desk.pipeline.send_digests(DUE + DAY)
    first, second = map(shown, ([message] for message in await desk.post(DUE + DAY)))
    assert "Held back from alerts: 1 (1 below the threshold)" in first
    assert "Held back" not in second


async def test_what_is_private_is_not_counted_in_a_channel(desk: Desk) -> None:
    private = story(private=True, owner="U0OWNER")
    held = Decided(DAILY.channel, private.id, Held("private", cause=Cause.PRIVATE), NOW)
    await desk.store.advance(Step(stories=[private], verdicts=[held], at=NOW))
    assert await desk.store.held_back(DAILY.channel, NOW - DAY, NOW) == {}
    assert await desk.store.held_back(DAILY.channel, NOW - DAY, NOW, "U0OWNER") == {Cause.PRIVATE: 1}


async def test_what_a_digest_told_and_is_denied_stands_under_changed_in_the_next(desk: Desk) -> None:
    await waiting(desk)
    await desk.pipeline.send_digests(DUE)
    await desk.post(DUE)
    await desk.print(CTO_DENIED, site="other.example", at=DUE + HOUR)
    await desk.pipeline.send_digests(DUE + DAY)
    told = shown(await desk.post(DUE + DAY))
    assert "1 denied" in told
    assert told.index("Changed since") < told.index("Mira Murati")
    await desk.pipeline.send_digests(DUE + 2 * DAY)
    assert "Mira Murati" not in shown(await desk.post(DUE + 2 * DAY)), "a denial is told once"


async def test_what_a_digest_told_and_is_sure_by_now_says_how_it_was_told(desk: Desk) -> None:
    await waiting(desk)
    await desk.pipeline.send_digests(DUE)
    await desk.post(DUE)
    await desk.print("Mira Murati, CTO of OpenAI, resigns", site="second.example", at=DUE + HOUR)
    await desk.pipeline.send_digests(DUE + DAY)
    told = shown(await desk.post(DUE + DAY))
    assert "1 corrected" in told
    assert "(was reported, now confirmed)" in told


async def test_what_to_act_on_says_its_best_days(desk: Desk) -> None:
    desk.start(channel(digest=NINE, threshold=20, cap=0))
    await desk.pipeline.plan_digests(NOW)
    await desk.print(CTO_LEAVES, CTO_LEAVES_TOO, at=NOW)
    await desk.pipeline.send_digests(DUE)
    assert "Best time: day " in shown(await desk.post(DUE))


async def test_an_alert_says_its_best_days_and_so_does_its_edit(desk: Desk) -> None:
    desk.start(channel(threshold=20))
    await desk.print(CTO_LEAVES, CTO_LEAVES_TOO, at=NOW)
    [alert] = await desk.post(NOW)
    assert "Best time: day " in shown([alert])
    assert shown([alert]).index("Best time") < shown([alert]).index("I'll take it")


async def test_a_denial_of_what_nobody_was_told_is_in_no_digest(desk: Desk) -> None:
    desk.start(DAILY)
    await desk.pipeline.plan_digests(NOW)
    await desk.print(CTO_LEAVES, at=NOW)
    await desk.print(CTO_DENIED, site="other.example", at=NOW + HOUR)
    await desk.pipeline.send_digests(DUE)
    assert "Mira Murati" not in shown(await desk.post(DUE))


async def test_a_weekly_rhythm_gets_the_week_summed_up_and_others_do_not(desk: Desk) -> None:
    desk.start(channel(digest=Rhythm(frozenset({Weekday.MON}), time(9)), threshold=101))
    await desk.print(CTO_LEAVES, CTO_LEAVES_TOO, at=NOW)
    await desk.pipeline.editions.send(desk.pipeline.watch.subscriptions[0], NOW + HOUR)
    [weekly] = await desk.post(NOW + HOUR)
    assert "Rose most:" in shown([weekly])
    assert "1 story this week" in shown([weekly])
    assert weekly.drawn.picture is not None
    assert "OpenAI" in weekly.drawn.picture.svg
    desk.start(DAILY)
    await desk.pipeline.editions.send(DAILY, NOW + 2 * HOUR)
    [daily] = await desk.post(NOW + 2 * HOUR)
    assert (daily.drawn.picture, "Rose most:" in shown([daily])) == (None, False)

"""Messages leave in order within a channel, once, and none is lost on the way."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

import pytest

from model.message import Drawn, Message
from model.story import State
from model.subscription import InDigest, MessageKind, Receipt
from store.store import Decided, Posting, Step, Store
from tests.make import DAY, HOUR, NOW, receipt, story

CHANNEL = "C0123456789"
MURATI = story()
LEASE = 60.0


def message(
    key: str, channel: str = CHANNEL, kind: MessageKind = MessageKind.DIGEST, story: str | None = None
) -> Message:
    return Message(channel, kind, key, story, Drawn(f"text of {key}", ({"type": "divider"},)))


async def queue(store: Store, *messages: Message) -> None:
    await store.advance(Step(messages=messages, at=NOW))


async def taken(store: Store, channels_busy: Collection[str] = (), edited: bool = True) -> Posting:
    posting = await store.claim(NOW, LEASE, channels_busy, edited)
    assert posting is not None
    return posting


async def sent(store: Store, posting: Posting, ts: str = "1.1") -> None:
    given = posting.message
    await store.settle_sent(posting.id, Receipt(given.channel, ts, given.kind, given.story, None, None, NOW))


async def test_a_message_comes_out_as_it_went_in(store: Store) -> None:
    whole = Message(
        CHANNEL,
        MessageKind.ALERT,
        "k",
        MURATI.id,
        Drawn("é", ({"a": [1, {"b": None}]},)),
        True,
        3600,
        State.REPORTED,
        76,
    )
    await queue(store, whole)
    posting = await taken(store)
    assert (posting.message, posting.attempt, posting.made, posting.target_ts) == (whole, 1, NOW, None)


async def test_the_same_message_is_queued_once_however_often_and_by_whomever(store: Store) -> None:
    await asyncio.gather(*(queue(store, message("k"), message("k")) for _ in range(8)))
    assert await store.outbox_counts() == {"pending": 1, "posting": 0, "sent": 0, "dead": 0, "expired": 0}
    await queue(store, message("k", kind=MessageKind.ALERT), message("k", channel="C2"))
    assert (await store.outbox_counts())["pending"] == 3


async def test_a_sent_message_is_not_queued_again(store: Store) -> None:
    await queue(store, message("k"))
    await sent(store, await taken(store))
    await queue(store, message("k"))
    assert await store.claim(NOW, LEASE) is None


async def test_a_channel_speaks_in_order_and_waits_for_each_message(store: Store) -> None:
    await queue(store, message("1"), message("2"), message("1", "C2"))
    first, other = await taken(store), await taken(store)
    assert [(one.message.channel, one.message.key) for one in (first, other)] == [(CHANNEL, "1"), ("C2", "1")]
    assert await store.claim(NOW, LEASE) is None
    await sent(store, first)
    assert (await taken(store)).message.key == "2"


async def test_a_message_to_be_tried_again_holds_back_the_later_ones_of_its_channel_only(store: Store) -> None:
    await queue(store, message("1"), message("2"), message("1", "C2"))
    await store.settle_retry((await taken(store)).id, NOW + HOUR, "ratelimited")
    assert (await taken(store)).message.channel == "C2"
    assert await store.claim(NOW, LEASE) is None
    again = await store.claim(NOW + HOUR, LEASE)
    assert again is not None
    assert (again.message.key, again.attempt) == ("1", 2)


async def test_a_dead_message_makes_way(store: Store) -> None:
    await queue(store, message("1"), message("2"))
    await store.settle_dead((await taken(store)).id, "invalid_blocks")
    assert (await taken(store)).message.key == "2"
    assert (await store.outbox_counts())["dead"] == 1


async def test_a_busy_channel_is_left_alone(store: Store) -> None:
    await queue(store, message("1"), message("1", "C2"))
    assert (await taken(store, channels_busy={CHANNEL})).message.channel == "C2"


async def test_a_channel_that_could_not_be_posted_to_is_remembered_until_it_can(store: Store) -> None:
    await queue(store, message("1"), message("2"))
    refused = await taken(store)
    await store.pause_channel(CHANNEL, "not_in_channel")
    await store.settle_retry(refused.id, NOW + HOUR, "not_in_channel")
    assert await store.paused() == {CHANNEL: "not_in_channel"}
    assert await store.claim(NOW + HOUR / 2, LEASE) is None
    again = await store.claim(NOW + HOUR, LEASE)
    assert again is not None
    assert again.message.key == "1"
    await sent(store, again, ts="1")
    assert await store.paused() == {}


async def test_an_alert_that_was_denied_before_it_was_posted_is_never_posted(store: Store) -> None:
    await store.advance(
        Step(stories=[MURATI], messages=[message("1", kind=MessageKind.ALERT, story=MURATI.id)], at=NOW)
    )
    await store.advance(Step(stories=[replace(MURATI, state=State.DENIED)], at=NOW))
    assert await store.claim(NOW, LEASE) is None


async def test_edits_wait_while_slack_has_had_enough_of_them(store: Store) -> None:
    await queue(store, message("1", kind=MessageKind.UPDATE), message("2"), message("1", "C2"))
    assert (await taken(store, edited=False)).message.channel == "C2"
    assert await store.claim(NOW, LEASE, edited=False) is None
    assert (await taken(store)).message.kind is MessageKind.UPDATE


async def test_an_update_and_a_thread_know_the_alert_they_belong_to(store: Store) -> None:
    kinds = (MessageKind.ALERT, MessageKind.UPDATE, MessageKind.THREAD)
    await queue(store, *(message("k", kind=kind, story=MURATI.id) for kind in kinds))
    targets = []
    for number in range(3):
        posting = await taken(store)
        targets.append(posting.target_ts)
        await sent(store, posting, ts=f"{number}")
    assert targets == [None, "0", "0"]


async def test_an_update_of_an_alert_that_never_came_out_has_no_target(store: Store) -> None:
    kinds = (MessageKind.ALERT, MessageKind.UPDATE)
    await queue(store, *(message("k", kind=kind, story=MURATI.id) for kind in kinds))
    await store.settle_dead((await taken(store)).id, "invalid_blocks")
    assert (await taken(store)).target_ts is None


async def test_the_rest_of_a_long_digest_answers_its_own_digest(store: Store) -> None:
    for key, ts in (("mon", "1"), ("tue", "2")):
        await queue(store, message(key), message(f"{key}/2", kind=MessageKind.THREAD))
        await sent(store, await taken(store), ts)
        rest = await taken(store)
        assert rest.target_ts == ts
        await sent(store, rest, f"{ts}.2")
    await queue(store, message("wed"), message("wed/2", kind=MessageKind.THREAD))
    await store.settle_dead((await taken(store)).id, "invalid_blocks")
    assert (await taken(store)).target_ts is None


async def test_what_nobody_settled_is_in_doubt_after_its_lease_and_keeps_its_place(store: Store) -> None:
    await queue(store, message("1"), message("2"))
    posting = await taken(store)
    assert await store.in_doubt(NOW + timedelta(seconds=LEASE - 1)) == []
    late = NOW + timedelta(seconds=LEASE)
    assert await store.in_doubt(late) == [posting]
    assert await store.claim(late, LEASE) is None
    await store.requeue([posting.id])
    assert await store.in_doubt(late) == []
    again = await taken(store)
    assert (again.message.key, again.attempt) == ("1", 2)


async def test_who_settles_late_or_twice_adds_no_second_receipt(store: Store) -> None:
    await queue(store, message("1", story=MURATI.id))
    posting = await taken(store)
    await store.requeue([posting.id])
    await sent(store, posting)
    await sent(store, posting)
    assert await store.claim(NOW, LEASE) is None
    assert len(await store.receipts(CHANNEL, [MURATI.id])) == 1
    await store.settle_dead(posting.id, "too late")
    await store.settle_retry(posting.id, NOW, "too late")
    assert (await store.outbox_counts())["sent"] == 1


async def test_an_alert_that_comes_too_late_goes_to_the_next_digest(store: Store) -> None:
    spoken = Decided(CHANNEL, MURATI.id, InDigest("Below 75."), NOW)
    await store.advance(
        Step(
            stories=[MURATI],
            verdicts=[spoken],
            messages=[message("k", kind=MessageKind.ALERT, story=MURATI.id)],
            at=NOW,
        )
    )
    await store.set_schedule(CHANNEL, NOW)
    await store.queue_digest(CHANNEL, [], [MURATI.id], NOW, NOW + DAY)
    await store.settle_expired((await taken(store)).id)
    assert await store.undigested(CHANNEL) == [(MURATI, "Its alert could not be sent in time.")]
    assert (await store.outbox_counts())["expired"] == 1


async def test_alerts_of_the_day_are_counted_unless_they_came_to_nothing(store: Store) -> None:
    await queue(store, *(message(key, kind=MessageKind.ALERT) for key in "abc"), message("digest"))
    await sent(store, await taken(store))
    await store.settle_dead((await taken(store)).id, "invalid_blocks")
    assert await store.alerts_since(CHANNEL, NOW) == 2
    assert await store.alerts_since(CHANNEL, NOW + HOUR) == 0
    assert await store.alerts_since("C2", NOW) == 0


async def test_a_digest_is_queued_by_one_and_only_when_due(store: Store) -> None:
    await store.advance(
        Step(stories=[MURATI], verdicts=[Decided(CHANNEL, MURATI.id, InDigest("Below 75."), NOW)], at=NOW)
    )
    assert await store.schedule(CHANNEL) is None
    await store.set_schedule(CHANNEL, NOW)
    assert await store.schedules_due(NOW - HOUR) == []
    assert await store.schedules_due(NOW) == [(CHANNEL, NOW)]
    ran = await asyncio.gather(
        *(store.queue_digest(CHANNEL, [message("digest")], [MURATI.id], NOW, NOW + DAY) for _ in range(4))
    )
    assert sorted(ran) == [False, False, False, True]
    assert await store.schedule(CHANNEL) == NOW + DAY
    assert (await store.outbox_counts())["pending"] == 1
    assert await store.undigested(CHANNEL) == []
    assert await store.last_digest(CHANNEL) == NOW
    assert await store.last_digest("C2") is None


async def test_a_digest_asked_for_early_is_posted_at_once_and_the_next_stays_due(store: Store) -> None:
    await store.set_schedule(CHANNEL, NOW + DAY)
    assert await store.queue_digest(CHANNEL, [message("now")], [], NOW + DAY, NOW + DAY, at=NOW)
    assert (await taken(store)).made == NOW
    assert await store.last_digest(CHANNEL) == NOW
    assert await store.schedule(CHANNEL) == NOW + DAY


async def test_stories_of_a_digest_that_died_wait_for_the_next(store: Store) -> None:
    await store.advance(
        Step(stories=[MURATI], verdicts=[Decided(CHANNEL, MURATI.id, InDigest("Below 75."), NOW)], at=NOW)
    )
    await store.set_schedule(CHANNEL, NOW)
    await store.queue_digest(CHANNEL, [message("digest")], [MURATI.id], NOW, NOW + DAY)
    await store.settle_dead((await taken(store)).id, "invalid_blocks")
    assert await store.undigested(CHANNEL) == [(MURATI, "Below 75.")]


@pytest.mark.parametrize(
    "words", ["'; DROP TABLE outbox; --", '" OR 1=1 --', "%", "_", "\\", "\0", "é', ('", "$1 :x ?"]
)
async def test_words_of_strangers_are_only_words(store: Store, words: str) -> None:
    await queue(store, message(words, channel=words, story=words))
    assert await store.alerts_since(words, NOW) == 0
    assert await store.receipts(words, [words]) == []
    assert await store.stories_of(words, NOW, owner=words) == []
    assert await store.access(words + "x") == []
    assert (await taken(store)).message.drawn.text == f"text of {words}"
    assert receipt(channel=words).channel == words


async def test_a_whole_workspace_may_be_busy(store: Store) -> None:
    places = ("C1", "T1/C1", "T1/C2", "T10/C1")
    told = [Message(one, MessageKind.DIRECT, "k", None, Drawn("Hello", ())) for one in places]
    await store.advance(Step(at=NOW, messages=told))
    free = [await store.claim(NOW, 60, {"T1/"}) for _ in range(4)]
    assert [one.message.channel for one in free if one] == ["C1", "T10/C1"]
    own = [await store.claim(NOW, 60, {"/", "T1/C1"}) for _ in range(2)]
    assert [one.message.channel for one in own if one] == ["T1/C2"]

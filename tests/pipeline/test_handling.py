"""What people do with a story: stored, shown in its one message and its thread, told to whom it concerns."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from books import StoreBooks
from digests.plain import as_text
from handlers.asker import Asker
from handlers.stories import StoryBooks
from model.feedback import Opinion
from model.handling import Scope, When
from model.message import Message
from model.signal import Kind
from model.story import Story
from model.subscription import MessageKind, Subscription
from store.advance import Step
from tests.make import DAY, NOW, story
from tests.pipeline.desk import (
    CTO_DENIED,
    CTO_LEAVES,
    CTO_LEAVES_TOO,
    HOUR,
    MINUTE,
    Desk,
    channel,
    kinds,
)
from tests.pipeline.test_tell import dated_between, first_told_long_ago

HERE = channel().channel
LEA = Asker("T1", HERE, "U1", "lea")
BEN = Asker("T1", HERE, "U2", "ben")
EDIT = [MessageKind.UPDATE, MessageKind.THREAD]
BY_DEFAULT = channel(channel="D0")
WEEK = NOW + 7 * DAY


async def nothing() -> None:
    """A watch that does not change."""


def stories(desk: Desk) -> StoryBooks:
    """What people ask of stories, over the desk's store."""
    return StoreBooks(desk.pipeline, nothing, lambda place: replace(BY_DEFAULT, channel=place), lambda: NOW).stories


async def told(desk: Desk, *subscriptions: Subscription) -> Story:
    """A story that the channel was alerted of."""
    desk.start(*subscriptions)
    await desk.print(CTO_LEAVES)
    await desk.post()
    return await the_story(desk)


async def the_story(desk: Desk) -> Story:
    (one,) = await desk.store.stories_of("OpenAI", NOW - 90 * DAY)
    return one


def first(message: Message) -> str:
    return as_text(message.drawn).splitlines()[0]


def last(message: Message) -> str:
    return as_text(message.drawn).splitlines()[-1]


# --- who has it -------------------------------------------------------------------------------------------------------


async def test_a_claim_edits_the_message_and_leaves_a_dated_line(desk: Desk) -> None:
    murati = await told(desk)
    said = await stories(desk).claim(murati.id, LEA, NOW + MINUTE)
    assert said == "OpenAI is yours. Press Release when you are done, so that others know."
    edit, line = await desk.post(NOW + MINUTE)
    assert kinds([edit, line]) == EDIT
    assert first(edit) == f"{first(desk.posted[0])} · 👤 lea, 12:01"
    assert last(edit) == "[ Release ]  [ Follow ]  [ ⋯ ]"
    assert as_text(line.drawn) == "12:01 · lea takes this"
    assert not line.broadcast


async def test_the_second_to_press_is_told_who_has_it_and_changes_nothing(desk: Desk) -> None:
    murati = await told(desk)
    await stories(desk).claim(murati.id, LEA, NOW)
    await desk.post()
    said = await stories(desk).claim(murati.id, BEN, NOW + MINUTE)
    assert said == "lea has had this since 12:00. Ask them, or give it to somebody with More… → Assign."
    assert await desk.post(NOW + MINUTE) == []


async def test_only_whoever_has_it_lets_go_of_it(desk: Desk) -> None:
    murati = await told(desk)
    await stories(desk).claim(murati.id, LEA, NOW)
    assert await stories(desk).release(murati.id, BEN, NOW) == "lea has had this since 12:00: only they can release it."
    assert await stories(desk).release(murati.id, LEA, NOW + MINUTE) == "Released: anybody may take it now."
    assert await stories(desk).release(murati.id, LEA, NOW + MINUTE) == "Nobody has this."
    edit, line = (await desk.post(NOW + MINUTE))[-2:]
    assert first(edit) == first(desk.posted[0])
    assert as_text(line.drawn) == "12:01 · lea lets go of this"


async def test_whoever_was_given_it_has_no_name_in_a_sentence(desk: Desk) -> None:
    murati = await told(desk)
    await stories(desk).assign(murati.id, LEA, "U2", NOW)
    holds = "Somebody else has had this since 12:00"
    assert str(await stories(desk).claim(murati.id, LEA, NOW + MINUTE)).startswith(holds)
    assert str(await stories(desk).release(murati.id, LEA, NOW + MINUTE)).startswith(holds)


async def test_a_claim_is_still_shown_when_the_news_changes_the_message(desk: Desk) -> None:
    murati = await told(desk)
    await stories(desk).claim(murati.id, LEA, NOW + MINUTE)
    await desk.print(CTO_LEAVES_TOO, site="second.example", at=NOW + 2 * HOUR)
    edit = [one for one in await desk.post(NOW + 2 * HOUR) if one.kind is MessageKind.UPDATE][-1]
    assert "👤 lea, 12:01" in first(edit)
    assert "confirmed" in as_text(edit.drawn)


async def test_what_people_do_does_not_count_as_telling_the_news(desk: Desk) -> None:
    murati = await told(desk)
    await desk.print(CTO_LEAVES_TOO, site="second.example", at=NOW + HOUR, now=NOW + HOUR)
    quiet = await desk.post(NOW + HOUR)
    await stories(desk).claim(murati.id, LEA, NOW + 2 * HOUR)
    await desk.post(NOW + 2 * HOUR)
    await desk.print(CTO_DENIED, site="openai.com", at=NOW + 3 * HOUR)
    assert [one.broadcast for one in await desk.post(NOW + 3 * HOUR)] == [False, True]
    assert quiet[1].broadcast


async def test_a_claim_is_shown_in_every_channel_that_was_told(desk: Desk) -> None:
    there = channel(channel="C0000000002")
    murati = await told(desk, channel(), there)
    await stories(desk).claim(murati.id, LEA, NOW)
    edits = [one for one in await desk.post() if one.kind is MessageKind.UPDATE]
    assert {one.channel for one in edits} == {HERE, there.channel}
    assert all("👤 lea" in first(one) for one in edits)


async def test_a_story_is_given_to_somebody_who_is_mentioned_once(desk: Desk) -> None:
    there = channel(channel="C0000000002")
    murati = await told(desk, channel(), there)
    await stories(desk).claim(murati.id, LEA, NOW)
    assert await stories(desk).assign(murati.id, LEA, "U2", NOW + MINUTE) == (
        "Done: they are told in the thread that OpenAI is theirs."
    )
    assert await stories(desk).assign(murati.id, LEA, "U2", NOW + MINUTE) == "They have it already."
    lines = {one.channel: one.drawn for one in await desk.post(NOW + MINUTE) if one.kind is MessageKind.THREAD}
    assert as_text(lines[HERE]) == "12:01 · lea gives this to @U2"
    assert as_text(lines[there.channel]) == "12:01 · lea gives this to somebody"
    assert await stories(desk).release(murati.id, BEN, NOW + HOUR) == "Released: anybody may take it now."


async def test_who_is_given_a_story_that_has_no_thread_is_told_directly(desk: Desk) -> None:
    desk.start(channel(threshold=99))
    await desk.print(CTO_LEAVES)
    murati = await the_story(desk)
    await stories(desk).assign(murati.id, LEA, "U2", NOW)
    (direct,) = await desk.post()
    assert (direct.kind, direct.channel) == (MessageKind.DIRECT, "U2")
    assert first(direct) == "lea gives this to you."


async def test_a_name_can_do_no_harm(desk: Desk) -> None:
    murati = await told(desk)
    evil = replace(LEA, name="<!channel> *x*\n\u202e" + "y" * 99)
    await stories(desk).claim(murati.id, evil, NOW)
    edit, line = await desk.post()
    assert "👤 <!channel> *x* yyyyyyyy…, 12:00" in first(edit)
    assert "<!" not in edit.drawn.text
    assert "<!" not in line.drawn.text


# --- who wants to hear of it ------------------------------------------------------------------------------------------


async def test_a_follower_is_told_directly_when_the_story_is_confirmed(desk: Desk) -> None:
    murati = await told(desk)
    assert "You follow this" in (await stories(desk).follow(murati.id, LEA, NOW) or "")
    assert await stories(desk).follow(murati.id, LEA, NOW) == "You follow this already."
    assert kinds(await desk.post()) == [MessageKind.UPDATE], "the message says how many follow, the thread nothing"
    desk.start()
    await desk.print(CTO_LEAVES_TOO, site="second.example", at=NOW + 2 * HOUR)
    (direct,) = [one for one in await desk.post(NOW + 2 * HOUR) if one.kind is MessageKind.DIRECT]
    assert direct.channel == "U1"
    assert first(direct) == "You follow this: it was reported, now it is confirmed."
    assert last(direct) == "[ I'll take it ]  [ Stop following ]"


async def test_a_follower_is_told_of_each_change_once(desk: Desk) -> None:
    murati = await told(desk)
    await stories(desk).follow(murati.id, LEA, NOW)
    await desk.print(CTO_LEAVES_TOO, site="second.example", at=NOW + 2 * HOUR)
    await desk.print(CTO_LEAVES_TOO, site="third.example", at=NOW + 3 * HOUR)
    directs = [one for one in await desk.post(NOW + 4 * HOUR) if one.kind is MessageKind.DIRECT]
    assert len(directs) == 1


async def test_a_follower_is_told_when_other_news_lifts_the_company(desk: Desk) -> None:
    murati = await told(desk)
    await stories(desk).follow(murati.id, LEA, NOW)
    await desk.print("OpenAI lays off 900 people, a fifth of its staff", site="second.example", at=NOW + HOUR)
    directs = [one for one in await desk.post(NOW + HOUR) if one.kind is MessageKind.DIRECT]
    assert [first(one)[:36] for one in directs] == ["You follow this: the sourcing window"]


async def test_who_follows_no_more_is_told_no_more(desk: Desk) -> None:
    murati = await told(desk)
    await stories(desk).follow(murati.id, LEA, NOW)
    assert await stories(desk).unfollow(murati.id, LEA, NOW) == "You no longer follow this."
    assert await stories(desk).unfollow(murati.id, LEA, NOW) == "You did not follow this."
    await desk.print(CTO_LEAVES_TOO, site="second.example", at=NOW + 2 * HOUR)
    assert MessageKind.DIRECT not in kinds(await desk.post(NOW + 2 * HOUR))


async def test_a_reminder_comes_on_its_day_once_whatever_died_meanwhile(desk: Desk) -> None:
    murati = await told(desk)
    assert await stories(desk).remind(murati.id, LEA, When.TOMORROW, NOW) == "I will write to you on 5 Oct 2024, 09:00."
    due = NOW.replace(hour=9) + DAY
    assert await desk.start().remind(due - timedelta(seconds=1)) == 0
    assert [await desk.start().remind(due), await desk.start().remind(due)] == [1, 0]
    (direct,) = [one for one in await desk.post(due) if one.kind is MessageKind.DIRECT]
    assert (direct.channel, first(direct)) == ("U1", "You asked on 4 Oct 2024 to be reminded of this.")


async def test_a_reminder_for_when_it_changes_comes_with_the_change(desk: Desk) -> None:
    murati = await told(desk)
    assert await stories(desk).remind(murati.id, LEA, When.CHANGE, NOW) == (
        "I will write to you as soon as it changes."
    )
    await desk.print(CTO_LEAVES_TOO, site="second.example", at=NOW + 2 * HOUR)
    await desk.print(CTO_DENIED, site="openai.com", at=NOW + 3 * HOUR)
    directs = [one for one in await desk.post(NOW + 4 * HOUR) if one.kind is MessageKind.DIRECT]
    assert [first(one) for one in directs] == [
        "You asked on 4 Oct 2024 to hear when this changes: it was reported, now it is confirmed."
    ]


async def test_a_reminder_can_be_taken_back(desk: Desk) -> None:
    murati = await told(desk)
    await stories(desk).remind(murati.id, LEA, When.DAY_45, NOW)
    assert await stories(desk).unremind(murati.id, LEA, NOW) == "I will not remind you of this."
    assert await desk.pipeline.remind(NOW + 99 * DAY) == 0


async def test_a_story_that_proves_to_be_part_of_an_older_one_keeps_its_followers_and_its_buttons(desk: Desk) -> None:
    await first_told_long_ago(desk)
    known = await desk.store.stories_of("OpenAI", NOW - 90 * DAY)
    newer = max(known, key=lambda one: one.first_seen)
    await stories(desk).follow(newer.id, LEA, NOW)
    await desk.post()
    await dated_between(desk)
    heir = await the_story(desk)
    assert [one.story for one in await desk.store.deeds.followed_by("T1", "U1")] == [heir.id]
    for id in {one.id for one in known}:
        found = await stories(desk).story(id, LEA, NOW)
        assert found is not None
        assert found.story.id == heir.id


# --- what they say of it ----------------------------------------------------------------------------------------------


async def test_an_opinion_is_taken_down_and_shown(desk: Desk) -> None:
    murati = await told(desk)
    said = await stories(desk).judge(murati.id, LEA, Opinion.TOO_WEAK, "known for weeks", NOW)
    assert said == "Noted: you call this too weak. Three that say the same, of two people, become a proposal."
    (given,) = await desk.store.lessons.feedback()
    assert (given.by, given.opinion, given.channel, given.text) == ("U1", Opinion.TOO_WEAK, HERE, "known for weeks")
    edit, line = await desk.post()
    assert "called too weak" in as_text(edit.drawn)
    assert as_text(line.drawn) == "12:00 · lea calls this too weak"
    assert [one.action for one in await desk.store.audited("T1")] == [f"judge {murati.id}"]


async def test_a_note_becomes_a_signal_and_a_line_in_the_thread(desk: Desk) -> None:
    murati = await told(desk)
    said = await stories(desk).note(murati.id, LEA, "They all\nlook <!here> worried.", NOW, NOW + MINUTE)
    assert said == "Noted about OpenAI."
    assert Kind.INBOUND_NOTE in {one.kind for one in await desk.store.stories_of("OpenAI", NOW - DAY)}
    line = (await desk.post(NOW + MINUTE))[-1]
    assert as_text(line.drawn) == "12:01 · lea heard: “They all look <!here> worried.”"
    assert "<!" not in line.drawn.text


async def test_the_same_note_of_the_same_moment_is_taken_down_once(desk: Desk) -> None:
    murati = await told(desk)
    await stories(desk).note(murati.id, LEA, "They look around.", NOW, NOW)
    await desk.post()
    assert await stories(desk).note(murati.id, LEA, "They look around.", NOW, NOW + HOUR) == "That is noted already."
    assert await desk.post(NOW + HOUR) == []


async def test_a_note_about_somebody_who_asked_to_be_forgotten_counts_nowhere(desk: Desk) -> None:
    murati = await told(desk)
    await desk.store.forget("Jane Roe", NOW)
    said = await stories(desk).note(murati.id, LEA, "Jane Roe wants to leave OpenAI.", NOW, NOW)
    assert said == "Nothing in that counts as a signal of OpenAI."


async def test_of_a_note_that_names_a_person_the_channel_learns_nothing(desk: Desk) -> None:
    murati = await told(desk)
    before = await stories(desk).story(murati.id, BEN, NOW)
    said = await stories(desk).note(murati.id, LEA, "Jane Roe wants to leave OpenAI.", NOW, NOW)
    assert said == "Noted about OpenAI. It names a person: nobody but you will see it."
    assert await desk.post() == []
    assert await stories(desk).story(murati.id, BEN, NOW) == before


# --- who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("private", [False, True])
async def test_a_story_that_is_gone_or_private_to_another_answers_nothing(desk: Desk, private: bool) -> None:
    hidden = story(private=True, owner="U9", person="Jo Doe", seen=NOW - HOUR)
    if private:
        await desk.store.advance(Step(at=NOW, stories=[hidden]))
    books, id = stories(desk), hidden.id
    assert await books.story(id, LEA, NOW) is None
    answers = [
        await books.claim(id, LEA, NOW),
        await books.release(id, LEA, NOW),
        await books.assign(id, LEA, "U2", NOW),
        await books.follow(id, LEA, NOW),
        await books.unfollow(id, LEA, NOW),
        await books.remind(id, LEA, When.CHANGE, NOW),
        await books.unremind(id, LEA, NOW),
        await books.note(id, LEA, "x", NOW, NOW),
        await books.judge(id, LEA, Opinion.OLD, "", NOW),
        await books.hidden(id, LEA, NOW),
        await books.mute(id, LEA, Scope.STORY, WEEK, False, "", NOW),
        await books.unmute(id, LEA, NOW),
    ]
    assert answers == [None] * len(answers)
    assert await desk.store.audited("T1") == []


async def test_what_its_owner_does_with_a_private_story_no_channel_learns(desk: Desk) -> None:
    hidden = story(private=True, owner="U1", person="Jo Doe", seen=NOW - HOUR)
    await desk.store.advance(Step(at=NOW, stories=[hidden]))
    assert await stories(desk).claim(hidden.id, LEA, NOW) is not None
    assert await desk.post() == []

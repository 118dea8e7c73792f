"""Every button and every modal of a story, pressed over signed HTTP on a real store: each shows its effect."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from handlers.actions import actions
from model.feedback import Opinion
from model.handling import Scope, When
from model.signal import Kind
from store.advance import Step
from store.store import Store
from tests.handlers.pressing import CHANNEL, Room, pressing
from tests.make import DAY
from tests.make import story as make
from tests.pipeline.desk import CTO_LEAVES_TOO, Desk
from tests.signed import press_body

pytestmark = pytest.mark.slow  # a store and a server for each: ./run.sh check leaves them out


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with await Store.open(f"sqlite:///{tmp_path}/signals.db") as store, pressing(Desk(store)) as running:
        yield running


def chosen(value: str) -> dict[str, object]:
    return {"type": "radio_buttons", "selected_option": {"value": value}}


def typed(value: str) -> dict[str, object]:
    return {"type": "plain_text_input", "value": value}


def dated(value: str) -> dict[str, object]:
    return {"type": "datepicker", "selected_date": value}


STRONGER = {"type": "checkboxes", "selected_options": [{"value": "stronger"}]}
CLEAR = {"response_action": "clear"}


# --- take it ----------------------------------------------------------------------------------------------------------


async def test_taking_a_story_changes_its_first_line_its_button_and_its_thread(room: Room) -> None:
    story = await room.told()
    before = (await room.message()).splitlines()
    room.pass_by(minutes=42)
    await room.press("claim", story)
    assert (await room.said()).startswith("OpenAI is yours.")
    after = (await room.message()).splitlines()
    assert after[0] == f"{before[0]} · 👤 lea, 12:42"
    assert (before[-1], after[-1]) == ("[ I'll take it ]  [ Follow ]  [ ⋯ ]", "[ Release ]  [ Follow ]  [ ⋯ ]")
    assert await room.thread() == ["12:42 · lea takes this"]
    assert "<@" not in json.dumps([*room.slack.posts, *room.slack.edits])


async def test_of_two_who_press_together_one_has_it_and_the_other_is_told(room: Room) -> None:
    story = await room.told()
    await asyncio.gather(room.press("claim", story, "lea"), room.press("claim", story, "ben"))
    told = sorted([await room.said("lea"), await room.said("ben")])
    assert told[0].startswith("OpenAI is yours.")
    assert "has had this since 12:00" in told[1]
    assert len(await room.thread()) == 1


async def test_what_is_released_can_be_taken_by_another(room: Room) -> None:
    story = await room.told()
    await room.press("claim", story)
    await room.said()
    await room.press("release", story, "ben")
    assert "only they can release it" in await room.said("ben")
    await room.press("release", story)
    assert (await room.said()).startswith("Released")
    await room.press("claim", story, "ben")
    assert (await room.said("ben")).startswith("OpenAI is yours.")
    assert "👤 ben" in await room.message()


async def test_a_story_of_the_digest_is_taken_there(room: Room) -> None:
    story = await room.told()
    await room.desk.pipeline.editions.send(room.desk.pipeline.watch.subscriptions[0], room.now)
    await room.post()
    digest = room.slack.posts[-1]
    (row,) = [block for block in digest["blocks"] if block.get("block_id", "").startswith("story:")]
    assert row["block_id"] == f"story:{story.id}"
    assert [element["action_id"] for element in row["elements"]] == ["claim"]
    await room.press("claim", story, container={"type": "message", "message_ts": digest["ts"], "channel_id": CHANNEL})
    assert (await room.said()).startswith("OpenAI is yours.")
    assert "👤 lea" in await room.message()


async def test_a_story_is_assigned_and_only_then_is_somebody_mentioned(room: Room) -> None:
    story = await room.told()
    await room.press("more", story)
    more = await room.opened()
    await room.within(more, "assign", story)
    view = await room.opened()
    assert await room.submit(view, to={"selected_user": None}) == {
        "response_action": "errors",
        "errors": {"to": "Choose somebody."},
    }
    assert await room.submit(view, to={"type": "users_select", "selected_user": "U0BEN"}) == CLEAR
    assert await room.whispered() == "Done: they are told in the thread that OpenAI is theirs."
    assert await room.thread() == ["12:00 · lea gives this to @U0BEN"]
    (line,) = [post for post in room.slack.posts if post.get("thread_ts")]
    assert {"type": "user", "user_id": "U0BEN"} in line["blocks"][0]["elements"][0]["elements"]
    assert "👤 assigned, 12:00" in await room.message()


# --- follow, remind ---------------------------------------------------------------------------------------------------


async def test_a_follower_hears_of_the_confirmation_and_can_stop(room: Room) -> None:
    story = await room.told()
    await room.press("follow", story)
    assert "[ Stop following ]" in await room.said()
    assert "followed by 1 person" in await room.message()
    room.pass_by(hours=2)
    await room.desk.print(CTO_LEAVES_TOO, site="second.example", at=room.now)
    (told,) = await room.direct("U0LEA")
    assert told.startswith("You follow this: it was reported, now it is confirmed.")
    await room.press("unfollow", story, channel={"id": "D0LEA", "name": "directmessage"})
    assert await room.said() == "You no longer follow this."
    assert "followed by" not in await room.message()


async def test_a_reminder_comes_tomorrow_and_can_be_cancelled(room: Room) -> None:
    story = await room.told()
    await room.press("remind", story)
    view = await room.opened()
    assert await room.submit(view, when={"selected_option": None}) == {
        "response_action": "errors",
        "errors": {"when": "Choose when."},
    }
    assert await room.submit(view, when=chosen("tomorrow")) == CLEAR
    assert await room.whispered() == "I will write to you on 5 Oct 2024, 09:00.\n[ Cancel the reminder ]"
    await room.desk.pipeline.remind(room.now + DAY)
    assert (await room.direct("U0LEA"))[0].startswith("You asked on 4 Oct 2024 to be reminded of this.")
    assert await room.submit(view, when=chosen("day_45")) == CLEAR
    await room.whispered()
    await room.press("unremind", story)
    assert await room.said() == "I will not remind you of this."
    assert await room.desk.store.deeds.reminders("T1", "U0LEA") == []


@pytest.mark.parametrize("when", list(When))
async def test_each_choice_of_a_reminder_is_kept(room: Room, when: When) -> None:
    story = await room.told()
    await room.press("remind", story)
    await room.submit(await room.opened(), when=chosen(when.value))
    (kept,) = await room.desk.store.deeds.reminders("T1", "U0LEA")
    assert kept.when is when
    assert (kept.due is None) == (when is When.CHANGE)


# --- why, more --------------------------------------------------------------------------------------------------------


async def test_why_opens_the_reasons(room: Room) -> None:
    story = await room.told()
    await room.press("why", story)
    view = await room.opened()
    assert "OpenAI: why these numbers" in json.dumps(view)


async def test_more_holds_the_link_the_sources_and_the_rest(room: Room) -> None:
    story = await room.told()
    await room.press("more", story)
    shown = json.dumps(await room.opened())
    assert f"https://acme.slack.com/archives/{CHANNEL}/p1727300000000001" in shown
    assert "https://news.example/" in shown
    for verb in ("assign", "note", "wrong_company", "useful"):
        assert f'"action_id": "{verb}"' in shown


# --- what they say of it ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("opinion", [one for one in Opinion if one is not Opinion.USEFUL])
async def test_each_reason_is_taken_down_with_its_words(room: Room, opinion: Opinion) -> None:
    story = await room.told()
    await room.press("not_relevant", story)
    view = await room.opened()
    assert await room.submit(view, reason={"selected_option": None}) == {
        "response_action": "errors",
        "errors": {"reason": "Choose a reason."},
    }
    assert await room.submit(view, reason=chosen(opinion.value), words=typed("we knew")) == CLEAR
    assert (await room.whispered()).startswith("Noted: you call this")
    (given,) = await room.desk.store.lessons.feedback()
    assert (given.opinion, given.text, given.by, given.channel) == (opinion, "we knew", "U0LEA", CHANNEL)
    assert "called" in await room.message()
    assert len(await room.thread()) == 1


async def test_the_wrong_company_is_told_with_the_right_one(room: Room) -> None:
    story = await room.told()
    await room.press("wrong_company", story)
    assert await room.submit(await room.opened(), words=typed("OpenAI Global Holdings")) == CLEAR
    (given,) = await room.desk.store.lessons.feedback()
    assert (given.opinion, given.text) == (Opinion.WRONG_COMPANY, "OpenAI Global Holdings")


async def test_what_was_useful_is_said_with_one_press(room: Room) -> None:
    story = await room.told()
    await room.press("more", story)
    await room.within(await room.opened(), "useful", story)
    assert "you call this useful" in await room.whispered()
    assert [one.opinion for one in await room.desk.store.lessons.feedback()] == [Opinion.USEFUL]


async def test_a_note_becomes_a_signal_and_submitted_twice_it_is_one(room: Room) -> None:
    story = await room.told()
    await room.press("note", story)
    view = await room.opened()
    assert (await room.submit(view, words=typed(" ")))["errors"] == {"words": "Write down what you heard."}
    assert await room.submit(view, words=typed("They look around.")) == CLEAR
    assert await room.whispered() == "Noted about OpenAI."
    room.pass_by(minutes=2)
    assert await room.submit(view, words=typed("They look around.")) == CLEAR
    assert await room.whispered() == "That is noted already."
    notes = [one for one in await room.desk.store.stories_of("OpenAI", room.now - DAY) if one.kind is Kind.INBOUND_NOTE]
    assert len(notes) == 1
    assert await room.thread() == ["12:00 · lea heard: “They look around.”"]


# --- mute -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scope", list(Scope))
async def test_a_mute_shows_what_it_would_have_hidden_and_holds(room: Room, scope: Scope) -> None:
    story = await room.told()
    await room.press("mute", story)
    view = await room.opened()
    assert "would have hidden 1 of 1 in the last 30 days" in json.dumps(view)
    scoped, ends, why = chosen(scope.value), dated("2024-10-11"), typed("noisy")
    assert await room.submit(view, scope=scoped, until=ends, unless=STRONGER, why=why) == CLEAR
    assert "Muted here until 11 Oct 2024, 09:00" in await room.whispered()
    (mute,) = await room.desk.store.mutes.in_force(CHANNEL, room.now)
    assert (mute.scope, mute.who, mute.why) == (scope, "lea", "noisy")
    assert mute.mark is not None
    assert "muted until" in await room.message()
    await room.press("unmute", story)
    assert "No longer muted here" in await room.said()
    assert await room.desk.store.mutes.in_force(CHANNEL, room.now) == []
    assert "muted until" not in await room.message()
    assert len(await room.thread()) == 2


@pytest.mark.parametrize(
    ("until", "wrong"),
    [
        ("", "Choose the day on which it ends."),
        ("2024-10-04", "Choose a day that is still to come."),
        ("2023-01-01", "Choose a day that is still to come."),
        ("2025-01-03", "A mute ends within 90 days: choose a day until 2 Jan 2025."),
        ("9999-12-31", "A mute ends within 90 days: choose a day until 2 Jan 2025."),
        ("no day", "Choose the day on which it ends."),
    ],
)
async def test_a_mute_needs_an_end_within_ninety_days(room: Room, until: str, wrong: str) -> None:
    story = await room.told()
    await room.press("mute", story)
    view = await room.opened()
    ack = await room.submit(view, scope=chosen("company"), until=dated(until))
    assert ack == {"response_action": "errors", "errors": {"until": wrong}}
    assert await room.desk.store.mutes.in_force(CHANNEL, room.now) == []


async def test_a_scope_that_was_made_up_is_refused(room: Room) -> None:
    story = await room.told()
    await room.press("mute", story)
    ack = await room.submit(await room.opened(), scope=chosen("everything"), until=dated("2024-10-11"))
    assert ack["errors"] == {"scope": "Choose what to hide."}


# --- what is gone, stale or made up -----------------------------------------------------------------------------------

# About no story; each has tests of its own.
ELSEWHERE = {"share", "older", "forget", "add_feed", "edit_rule", "feedback", "import_people", "language"}
ELSEWHERE |= {"remove_feed", "rule_again", "undo_rule", "edit_company", "settings", "settings_changed"}
ELSEWHERE |= {"settings_reset", "setup", "help"}
VERBS = ["assign", "claim", "follow", "more", "mute", "not_relevant", "note", "release", "remind", "unfollow"]
VERBS += ["unmute", "unremind", "useful", "why", "wrong_company"]


@pytest.mark.parametrize("verb", VERBS)
async def test_every_button_of_a_story_that_was_forgotten_answers_with_a_sentence(room: Room, verb: str) -> None:
    story = await room.told()
    await room.desk.store.forget("Mira Murati", room.now)
    await room.press(verb, story)
    assert "That story is no longer stored" in await room.said()
    assert room.slack.views == []
    assert await room.desk.store.audited("T1") == []


async def test_every_verb_about_a_story_is_tried_above() -> None:
    assert sorted(actions().keys() - ELSEWHERE) == sorted(VERBS)


async def test_a_button_of_an_absorbed_story_works_for_the_one_it_is_part_of(room: Room) -> None:
    story = await room.told()
    heir = make(id="heir", person="Mira Murati")
    await room.desk.store.advance(Step(at=room.now, stories=[heir], absorbed={story.id: "heir"}))
    await room.press("claim", story)
    assert (await room.said()).startswith("OpenAI is yours.")
    assert list(await room.desk.store.deeds.claims("T1", ["heir"])) == ["heir"]


async def test_a_block_that_names_no_story_is_answered_with_a_sentence(room: Room) -> None:
    for block in ("", "story:", "story:x'; drop table stories; --", "other:1"):
        body = press_body("claim", "", response_url=room.slack.response_url("lea"))
        body["actions"][0]["block_id"] = block
        await room.send(body)
        assert "That story is no longer stored" in await room.said()


async def test_a_modal_filled_in_after_its_story_went_says_so(room: Room) -> None:
    story = await room.told()
    await room.press("mute", story)
    view = await room.opened()
    await room.desk.store.forget("Mira Murati", room.now)
    assert await room.submit(view, scope=chosen("company"), until=dated("2024-10-11")) == CLEAR
    assert "That story is no longer stored" in await room.whispered()

"""What people do with a story, pressed before the running bot and read back from a Slack that somebody else wrote."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio

from digests.views.not_relevant import REASONS
from model.feedback import Opinion
from model.handling import Scope
from tests.acceptance.covers import covers
from tests.acceptance.desk import CLEAR, Desk
from tests.acceptance.town import Town, a_town, shown
from tests.signed import mentioned, press_body, send_event, send_payload, shortcut
from tests.waiting import WITHIN

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """A town of this module's own: what is muted and forgotten here is nobody else's."""
    async with a_town(tmp_path_factory.mktemp("town")) as town:
        yield town


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(town: Town) -> Desk:
    """A story that the channel was alerted of."""
    town.room.publish("OpenAI CTO Mira Murati is leaving the company", "murati")
    await town.heard(lambda post: "Mira Murati" in post and "Why" in post)
    (alert,) = [one for one in await town.slack.history(town.channel) if "Mira Murati" in shown(one)]
    (row,) = [block for block in alert["blocks"] if block["type"] == "actions"]
    user, *_ = await town.slack.members()
    return Desk(town, user, alert["ts"], row["block_id"].removeprefix("story:"))


@covers("press:claim", "press:release")
async def test_it_is_taken_and_released(desk: Desk) -> None:
    assert "OpenAI is yours" in await desk.said(await desk.press("claim"))
    assert "[ Release ]" in await desk.reads("👤 lea")
    assert "lea takes this" in await desk.thread("lea takes this")
    assert "Released" in await desk.said(await desk.press("release"))
    assert "[ I'll take it ]" in await desk.reads("👤 lea", gone=True)


@covers("press:follow", "press:unfollow")
async def test_it_is_followed(desk: Desk) -> None:
    assert "You follow this" in await desk.said(await desk.press("follow"))
    await desk.reads("followed by 1 person")
    assert "no longer follow" in await desk.said(await desk.press("unfollow"))
    await desk.reads("followed by 1 person", gone=True)


@covers("press:why")
async def test_why_is_shown(desk: Desk) -> None:
    assert "OpenAI: why these numbers" in json.dumps(await desk.choose("why"))


@covers("press:not_relevant", *(f"modal:not_relevant {reason.value}" for reason in REASONS))
@pytest.mark.parametrize("reason", [one for one in REASONS if one is not Opinion.TOO_WEAK])
async def test_each_reason_why_it_is_not_relevant_is_kept(desk: Desk, reason: Opinion) -> None:
    view = await desk.choose("not_relevant")
    words = {"value": f"because it is {reason.value}"}
    assert await desk.fill_in(view, reason={"selected_option": {"value": reason.value}}, words=words) == CLEAR
    assert "you call this" in await desk.whispered()
    async with await desk.stored() as store:
        (given,) = await store.lessons.feedback()
    assert (given.opinion, given.text, given.by) == (reason, f"because it is {reason.value}", desk.user)


async def test_it_is_called_not_relevant(desk: Desk) -> None:
    view = await desk.choose("not_relevant")
    assert (await desk.submit(view, reason={"selected_option": None}))["response_action"] == "errors"
    assert await desk.submit(view, reason={"selected_option": {"value": "too_weak"}}) == CLEAR
    assert "you call this too weak" in await desk.whispered()
    await desk.reads("called too weak")
    await desk.thread("lea calls this too weak")


@covers("press:more", "press:assign", "modal:assign")
async def test_it_is_given_to_somebody_from_behind_more(desk: Desk) -> None:
    more = await desk.choose("more")
    assert "newsroom.example" in json.dumps(more)
    await desk.press_within(more, "assign")
    view = await desk.town.slack.opened()
    assert await desk.submit(view, to={"selected_user": "U0BEN"}) == CLEAR
    assert "they are told in the thread" in await desk.whispered()
    await desk.reads("👤 assigned")
    assert "@U0BEN" in await desk.thread("lea gives this to")


@covers("press:wrong_company", "modal:wrong_company", "press:useful")
async def test_it_is_the_wrong_company_and_then_it_was_useful(desk: Desk) -> None:
    more = await desk.choose("more")
    await desk.press_within(more, "wrong_company")
    assert await desk.submit(await desk.town.slack.opened(), words={"value": "OpenAI Holdings"}) == CLEAR
    assert "wrong company" in await desk.whispered()
    await desk.press_within(more, "useful")
    assert "useful" in await desk.whispered()
    async with await desk.stored() as store:
        (given,) = await store.lessons.feedback()
    assert given.opinion is Opinion.USEFUL


@covers("press:note", "modal:note")
async def test_a_note_is_taken_down(desk: Desk) -> None:
    more = await desk.choose("more")
    await desk.press_within(more, "note")
    assert await desk.submit(await desk.town.slack.opened(), words={"value": "They look around."}) == CLEAR
    assert await desk.whispered() == "Noted about OpenAI."
    await desk.thread("lea heard: “They look around.”")


@covers("press:remind", "modal:remind", "press:unremind")
async def test_a_reminder_is_kept_and_cancelled(desk: Desk) -> None:
    assert await desk.submit(await desk.choose("remind"), when={"selected_option": {"value": "monday"}}) == CLEAR
    assert "I will write to you on" in await desk.whispered()
    assert "I will not remind you" in await desk.said(await desk.press("unremind"))


@covers("press:mute", "press:unmute", *(f"modal:mute {scope.value}" for scope in Scope))
@pytest.mark.parametrize(
    ("scope", "shows", "listed"),
    [
        (Scope.STORY, "this story: muted until", "Mira Murati"),
        (Scope.KIND, "departure: muted until", "departure until"),
        (Scope.SOURCE, "newsroom.example: muted until", "newsroom.example until"),
    ],
)
async def test_a_mute_of_the_story_its_kind_or_its_source_is_shown_to_all(
    desk: Desk, scope: Scope, shows: str, listed: str
) -> None:
    other = await desk.town.ben()
    view = await desk.choose("mute")
    assert await desk.fill_in(view, scope={"selected_option": {"value": scope.value}}) == CLEAR
    assert "Muted here until" in await desk.whispered()
    await desk.reads(shows)
    assert listed in await desk.town.ask("mutes", user=other)
    theirs = replace(desk, user=other)
    assert "No longer muted" in await theirs.said(await theirs.press("unmute", overflow=True))
    await desk.reads("muted until", gone=True)
    assert "Nothing is muted here" in await desk.town.ask("mutes")


async def test_what_is_muted_is_held_and_the_digest_counts_it(desk: Desk) -> None:
    view = await desk.choose("mute")
    (field,) = [block for block in view["blocks"] if block.get("block_id") == "until"]
    until = field["element"]["initial_date"]
    company = {"selected_option": {"value": "company"}}
    assert await desk.submit(view, scope=company, until={"selected_date": until}) == CLEAR
    assert "Muted here until" in await desk.whispered()
    await desk.reads("OpenAI: muted until")
    desk.town.room.publish("OpenAI lays off 900 people", "layoffs")
    async with asyncio.timeout(20):  # who asks is told: a mute drops nothing
        while "lays off 900 people" not in await desk.town.ask("OpenAI"):  # noqa: ASYNC110  (another process reads)
            await asyncio.sleep(0.1)
    await desk.town.ask("digest now")
    (digest,) = await desk.town.heard(lambda post: ("muted " in post and "Digest" in post) or "Nothing new" in post)
    assert "muted" in digest
    assert "lays off 900 people" not in digest
    assert "No longer muted" in await desk.said(await desk.press("unmute", overflow=True))
    await desk.reads("muted until", gone=True)


async def test_a_button_of_nothing_is_answered(desk: Desk) -> None:
    assert "no longer stored" in await Desk(desk.town, desk.user, desk.ts, "0123456789ab").said(
        await Desk(desk.town, desk.user, desk.ts, "0123456789ab").press("claim")
    )
    assert "do not know that button" in await desk.said(await desk.press("explode"))


async def test_nothing_that_was_shown_breaks_slacks_limits(desk: Desk) -> None:
    assert desk.town.slack.faults == []
    assert "Traceback" not in desk.town.bot.log


# --- what the channel is shown, and what admins ask -------------------------------------------------------------------


@covers("press:share")
async def test_an_answer_is_posted_to_the_channel_when_its_asker_says_so(desk: Desk) -> None:
    assert "[ Post to channel ]" in await desk.town.ask("why OpenAI")
    body = press_body("share", "", response_url=desk.town.slack.response_url("share"))
    action = {"action_id": "share", "block_id": "share", "type": "button", "value": "why OpenAI"}
    where = {"channel": {"id": desk.town.channel}, "container": {"message_ts": "1.1"}, "user": desk.who}
    assert await send_payload(desk.town.bot.base, {**body, **where, "actions": [action]}) == (200, None)
    assert await desk.whispered() == "I post it here in a moment, with your name."
    (post,) = await desk.town.heard(lambda post: "lea asked: /signals why OpenAI" in post)
    assert "OpenAI: why these numbers" in post


@covers("event:app_mention")
async def test_a_mention_is_answered_in_its_thread(desk: Desk) -> None:
    asked = await desk.town.slack.call("chat.postMessage", channel=desk.town.channel, text="<@UBOT> openai?")
    event = mentioned(desk.user, "<@UBOT> openai?", channel=desk.town.channel)
    event["event"]["ts"] = asked["ts"]
    assert await send_event(desk.town.bot.base, event) == 200
    async with asyncio.timeout(20):
        while len(lines := await desk.town.slack.thread(desk.town.channel, asked["ts"])) < 2:  # noqa: ASYNC110  (as below)
            await asyncio.sleep(0.1)
    assert "OpenAI" in shown(lines[1])


@covers("shortcut:add_signal", "modal:add_signal")
async def test_a_message_is_added_as_a_signal(desk: Desk) -> None:
    trigger = await desk.town.slack.trigger(desk.user)
    message = {"ts": desk.ts, "text": "Many engineers at OpenAI are open to work"}
    chosen = shortcut("add_signal", message, trigger=trigger, user=desk.who, channel=desk.town.channel)
    assert await send_payload(desk.town.bot.base, chosen) == (200, None)
    view = await desk.town.slack.opened()
    words = {"value": "Many engineers at OpenAI are open to work"}
    assert await desk.submit(view, other={"value": "OpenAI"}, words=words) == CLEAR
    assert await desk.whispered() == "Noted about OpenAI."


@covers("shortcut:look_up", "modal:look_up")
async def test_a_company_is_looked_up_from_anywhere(desk: Desk) -> None:
    trigger = await desk.town.slack.trigger(desk.user)
    await send_payload(desk.town.bot.base, shortcut("look_up", {}, trigger=trigger, user=desk.who))
    ack = await desk.submit(await desk.town.slack.opened(), other={"value": "OpenAI"})
    assert ack["response_action"] == "update"
    assert "OpenAI" in json.dumps(ack["view"])


@covers("command:audit")
async def test_an_admin_reads_who_did_what(desk: Desk) -> None:
    said = await desk.town.ask("audit OpenAI")
    assert "noted something about" in said
    assert "ended the mute of" in said


@covers("command:forget", "press:forget", "modal:forget")
async def test_somebody_is_forgotten_in_slack_as_well(desk: Desk) -> None:
    assert "[ Count and decide… ]" in await desk.town.ask("forget Mira Murati")
    body = press_body("forget", "", response_url=desk.town.slack.response_url("forget"))
    action = {"action_id": "forget", "block_id": "forget", "type": "button", "value": "Mira Murati"}
    where = {"channel": {"id": desk.town.channel}, "container": {"message_ts": "1.1"}, "user": desk.who}
    trigger = await desk.town.slack.trigger(desk.user)
    await send_payload(desk.town.bot.base, {**body, **where, "actions": [action], "trigger_id": trigger})
    assert await desk.submit(await desk.town.slack.opened()) == CLEAR
    assert (await desk.whispered()).startswith("Done: ")
    async with asyncio.timeout(WITHIN):
        while any(names_her(post) for post in await desk.town.slack.history(desk.town.channel)):  # noqa: ASYNC110  (as above)
            await asyncio.sleep(0.2)


def names_her(post: dict[str, Any]) -> bool:
    return "Mira Murati" in json.dumps(post)

"""A recruiter presses and submits, Slack signs, the bot opens a modal or says one sentence to that person alone."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.limits import view_faults
from digests.plain import as_text
from handlers.actions import actions, pressable
from handlers.modals import modals
from handlers.press import opened_at, read_about, read_form, read_press, write_about
from model.errors import SignalsError, StoreError
from model.message import Drawn
from tests.fake_slack import FakeSlack, fake_slack
from tests.handlers.running import Bot, hearing
from tests.handlers.test_socket_mode import listening_by_socket
from tests.make import NOW, story
from tests.signed import inside, press_body, send_payload, send_signed, signed_headers, submission
from tests.waiting import until

STORY = story().id
GONE = "That story is no longer stored"


async def press(bot: Bot, slack: FakeSlack, verb: str, told: str = STORY, **changes: object) -> None:
    """Press a button; it is acknowledged with nothing."""
    url = slack.response_url()
    body = press_body(verb, told, response_url=url, trigger=slack.trigger(), overflow=True, **changes)
    assert await send_payload(bot.base, body) == (200, None)


async def note(bot: Bot, slack: FakeSlack, told: str = STORY) -> dict[str, Any]:
    """Open the modal for a note."""
    await press(bot, slack, "note", told)
    return await slack.shown()


def words(text: str) -> dict[str, Any]:
    return {"type": "plain_text_input", "value": text}


# --- pressed ----------------------------------------------------------------------------------------------------------


async def test_a_press_opens_a_modal_within_its_three_seconds() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        await press(bot, slack, "why")
        view = await slack.shown()
        assert [method for method, _ in slack.views] == ["views.open"]
        assert "+55" in as_text(Drawn("", tuple(view["blocks"])))


async def test_a_button_is_as_good_as_a_line_of_the_overflow() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        body = press_body("why", STORY, response_url=slack.response_url(), trigger=slack.trigger())
        await send_payload(bot.base, body)
        await slack.shown()


async def test_a_press_down_the_socket_is_answered_alike() -> None:
    async with fake_slack() as slack, listening_by_socket(slack):
        await slack.connected()
        url = slack.response_url()
        body = press_body("note", STORY, response_url=url, trigger=slack.trigger(), overflow=True)
        await slack.push(body, envelope="p1", type="interactive")
        view = await slack.shown()
        wrong = await slack.push(submission(view, words=words(" ")), envelope="s1", type="interactive")
        assert wrong["payload"] == {"response_action": "errors", "errors": {"words": "Write down what you heard."}}
        right = await slack.push(submission(view, words=words("x")), envelope="s2", type="interactive")
        assert right["payload"] == {"response_action": "clear"}
        assert (await slack.whispered())["text"] == "Noted about OpenAI."


async def test_an_unknown_button_is_answered_with_a_sentence() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        await press(bot, slack, "explode")
        assert "I do not know that button any more" in (await slack.replied())["text"]


@pytest.mark.parametrize("verb", ["why", "note"])
async def test_a_story_that_is_gone_is_answered_with_a_sentence(verb: str) -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        await press(bot, slack, verb, "another")
        reply = await slack.replied()
        assert GONE in reply["text"]
        assert reply["response_type"] == "ephemeral"
        assert slack.views == []


@pytest.mark.parametrize(
    ("error", "answer"),
    [
        (StoreError("no such host."), "My database does not answer just now."),
        (SignalsError("Only admins may do that."), "Only admins may do that."),
        (RuntimeError("secret detail"), "Something is broken on my side."),
    ],
)
async def test_whatever_breaks_whoever_pressed_gets_one_sentence(error: Exception, answer: str) -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        bot.books.stories.broken = error
        await press(bot, slack, "why")
        said = (await slack.replied())["text"]
        assert answer in said
        assert "secret detail" not in said


@pytest.mark.slow
async def test_while_the_books_are_slow_a_modal_says_so_and_is_filled_later() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        bot.books.stories.gate = asyncio.Event()
        await press(bot, slack, "why")
        assert "One moment" in json.dumps(await slack.shown())
        bot.books.stories.gate.set()
        assert "+55" in json.dumps(await slack.shown(2))
        assert [method for method, _ in slack.views] == ["views.open", "views.update"]


async def test_a_trigger_that_is_too_old_is_answered_with_what_to_do() -> None:
    async with fake_slack(patience=0.0) as slack, hearing(slack) as bot:
        await press(bot, slack, "why")
        assert "Press it again" in (await slack.replied())["text"]


async def test_a_press_in_a_modal_puts_the_next_one_on_top() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        view = await note(bot, slack)
        await send_payload(bot.base, inside(view, "why", trigger=slack.trigger()))
        await slack.shown(2)
        assert slack.views[-1][0] == "views.push"
        assert bot.books.stories.done[-1] == f"story {STORY} C0CHANNEL"


async def test_a_press_in_a_modal_that_draws_itself_anew_changes_it() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        view = await note(bot, slack)
        await send_payload(bot.base, inside(view, "note"))
        await slack.shown(2)
        method, body = slack.views[-1]
        assert (method, body["view_id"], body["hash"]) == ("views.update", "V1", "h1")


async def test_of_two_changes_in_a_modal_the_later_one_is_shown_however_long_the_first_one_takes() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        view = await note(bot, slack)
        stories, gate = bot.books.stories, asyncio.Event()
        stories.gate = gate
        await send_payload(bot.base, inside(view, "note"))
        await until(lambda: len(stories.done) == 2)
        stories.gate = None
        await send_payload(bot.base, {**inside(view, "note"), "second": True})
        await slack.shown(2)
        gate.set()
        await until(lambda: b'signals_presses_total{action="note",result="answered"} 3.0' in bot.tally.text())
        await send_payload(bot.base, {**inside(view, "note"), "third": True})
        await slack.shown(3)
        assert [method for method, _ in slack.views] == ["views.open", "views.update", "views.update"]


async def test_a_change_whose_hash_is_of_yesterday_is_shown_all_the_same() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        view = await note(bot, slack)
        slack.hashes = {"h2"}
        await send_payload(bot.base, inside(view, "note"))
        await slack.shown(2)
        assert "hash" not in slack.views[-1][1]


async def test_fifty_presses_at_once_are_all_answered() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        names = [f"{number}" for number in range(50)]
        bodies = [press_body("why", name, response_url=slack.response_url(name)) for name in names]
        answers = await asyncio.gather(*(send_payload(bot.base, body) for body in bodies))
        assert {status for status, _ in answers} == {200}
        for name in names:
            assert GONE in (await slack.replied(name))["text"]


async def test_a_press_is_acknowledged_before_anybody_is_asked() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        bot.books.stories.gate = asyncio.Event()
        began = time.monotonic()
        await press(bot, slack, "why")
        assert time.monotonic() - began < 1.0
        bot.books.stories.gate.set()
        await slack.shown()


async def test_a_request_that_is_replayed_has_no_second_effect() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        body = urlencode(
            {"payload": json.dumps(press_body("claim", STORY, response_url=slack.response_url()))}
        ).encode()
        headers = signed_headers(body)
        for _ in range(3):
            assert (await send_signed(bot.base, body, headers))[0] == 200
        await slack.replied()
        assert bot.books.stories.done == ["claim by lea"]


# --- submitted --------------------------------------------------------------------------------------------------------


async def test_a_field_that_is_wrong_is_told_under_it_and_the_modal_stays() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        view = await note(bot, slack)
        _, ack = await send_payload(bot.base, submission(view, words=words("   ")))
        assert ack == {"response_action": "errors", "errors": {"words": "Write down what you heard."}}
        _, ack = await send_payload(bot.base, submission(view, words=words("They all look around.")))
        assert ack == {"response_action": "clear"}
        assert bot.books.stories.done[-1].startswith("note They all look around. by lea")


async def test_what_was_done_is_told_where_the_button_was_to_that_person_alone() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        await send_payload(bot.base, submission(await note(bot, slack), words=words("x")))
        told = await slack.whispered()
        assert (told["channel"], told["user"], told["text"]) == ("C0CHANNEL", "U0USER", "Noted about OpenAI.")
        assert slack.posts == []


async def test_who_cannot_be_told_in_the_channel_is_told_directly() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        slack.sick["C0CHANNEL"] = "not_in_channel"
        await send_payload(bot.base, submission(await note(bot, slack), words=words("x")))
        await slack.posted(1)
        assert (slack.posts[0]["channel"], slack.posts[0]["text"]) == ("U0USER", "Noted about OpenAI.")


async def test_a_modal_submitted_twice_has_one_effect() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        view = await note(bot, slack)
        for token in ("a", "b"):
            _, ack = await send_payload(bot.base, {**submission(view, words=words("x")), "token": token})
            assert ack == {"response_action": "clear"}
        assert len([done for done in bot.books.stories.done if done.startswith("note ")]) == 1


async def test_a_modal_of_a_story_that_went_meanwhile_says_so() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        view = await note(bot, slack)
        bot.books.stories.told = story(person="Somebody Else")
        await send_payload(bot.base, submission(view, words=words("x")))
        assert GONE in (await slack.whispered())["text"]


async def test_a_modal_that_nobody_knows_is_closed_with_a_sentence() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        view = {**await note(bot, slack), "callback_id": "explode"}
        status, _ = await send_payload(bot.base, submission(view))
        assert status == 200
        assert "I do not know that button any more" in (await slack.whispered())["text"]


@pytest.mark.slow
async def test_a_submission_that_takes_long_closes_and_is_told_afterwards() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        view = await note(bot, slack)
        bot.books.stories.gate = asyncio.Event()
        status, ack = await send_payload(bot.base, submission(view, words=words("x")))
        assert (status, ack) == (200, {"response_action": "clear"})
        assert slack.whispers == []
        bot.books.stories.gate.set()
        assert (await slack.whispered())["text"] == "Noted about OpenAI."


async def test_a_submission_that_broke_can_be_repeated() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        view = await note(bot, slack)
        bot.books.stories.broken = StoreError("locked.")
        await send_payload(bot.base, submission(view, words=words("x")))
        await slack.whispered()
        bot.books.stories.broken = None
        await send_payload(bot.base, {**submission(view, words=words("x")), "token": "again"})
        assert (await slack.whispered(2))["text"] == "Noted about OpenAI."


async def test_a_closed_modal_is_acknowledged() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        closed = {**submission(await note(bot, slack)), "type": "view_closed", "is_cleared": False}
        assert await send_payload(bot.base, closed) == (200, None)
        assert bot.books.stories.done == [f"story {STORY} C0CHANNEL"]


async def test_presses_and_submissions_are_counted_by_our_own_names() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        await send_payload(bot.base, submission(await note(bot, slack), words=words("x")))
        await press(bot, slack, "<script>")
        await until(lambda: b'signals_presses_total{action="unknown",result="refused"} 1.0' in bot.tally.text())
        assert b'signals_presses_total{action="note",result="answered"} 1.0' in bot.tally.text()
        assert b'signals_submissions_total{modal="note",result="answered"} 1.0' in bot.tally.text()
        assert b"script" not in bot.tally.text()


# --- the folders and the payloads -------------------------------------------------------------------------------------


def test_every_verb_and_every_modal_is_found_by_its_module() -> None:
    assert {"why", "note"} <= actions().keys()
    assert {"note"} <= modals().keys()
    assert all(verb == one.action for verb, one in actions().items())
    assert pressable() == actions().keys(), "a module is named as its ACTION"


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
parts = ["team", "user", "actions", "view", "container", "channel", "message", "trigger_id", "response_url"]


@given(st.dictionaries(st.sampled_from(parts), anything))
def test_any_payload_is_read_without_a_fault(body: Mapping[str, Any]) -> None:
    press = read_press(body)
    form = read_form(body)
    assert isinstance(press.action, str)
    assert form.text("words") == form.choice("words") == form.member("words") == ""


@given(st.dictionaries(st.sampled_from(["story", "channel", "ts"]), st.text()))
def test_what_a_modal_carries_comes_back(about: dict[str, str]) -> None:
    assert read_about(write_about(**about)) == {name: part for name, part in about.items() if part}


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a": 1}', "[" * 100_000])
def test_what_is_no_private_part_of_ours_is_nothing(text: str) -> None:
    assert read_about(text) == {}


@pytest.mark.parametrize("opened", ["", "x", "2024-10-04", "1999-01-01T00:00:00+00:00", "2030-01-01T00:00:00+00:00"])
def test_a_moment_that_cannot_be_when_the_modal_was_opened_is_not_believed(opened: str) -> None:
    form = read_form({"view": {"private_metadata": write_about(opened=opened)}})
    assert opened_at(form, NOW) == NOW


def test_the_link_to_the_message_is_the_one_that_slack_makes() -> None:
    body = press_body("why", STORY, response_url="")
    assert read_press(body).link == "https://acme.slack.com/archives/C0CHANNEL/p1727300000000001"
    assert read_press({**body, "team": {"id": "T1", "domain": "evil.example/x"}}).link == ""


def test_views_are_held_to_slacks_limits() -> None:
    view = {"type": "modal", "title": {"type": "plain_text", "text": "x" * 25}, "blocks": []}
    assert len(view_faults(view)) == 2

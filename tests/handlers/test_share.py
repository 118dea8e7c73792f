"""An answer is for its asker alone, until they post it: then the channel sees what a channel may see, once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from digests.limits import faults
from digests.plain import as_text
from digests.share import SHARE, lengthened, with_share
from handlers.commands import commands
from handlers.roles import Surface, rights
from model.message import Drawn
from store.store import Store
from tests.handlers.pressing import CHANNEL, Room, member, pressing
from tests.handlers.test_looking_back import keep_a_move
from tests.pipeline.desk import Desk
from tests.signed import press_body, send_slash
from tests.waiting import WITHIN

PUBLIC = {"lookup", "why", "compare", "flow", "search", "list", "rules", "sources", "mutes"}


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with await Store.open(f"sqlite:///{tmp_path}/signals.db") as store, pressing(Desk(store)) as running:
        yield running


async def button(room: Room, typed: str, *, place: str = CHANNEL) -> dict[str, Any] | None:
    """Type a command; return the button under its answer that posts it, if there is one."""
    room.pass_by(milliseconds=1)
    address, told = room.slack.response_url("lea"), {"user_name": "lea", "trigger_id": room.slack.trigger()}
    await send_slash(room.base, typed, response_url=address, session=None, channel_id=place, user_id="U0LEA", **told)
    reply = await room.slack.replied("lea")
    room.slack.replies["lea"].pop(0)
    assert faults(Drawn(reply["text"], tuple(reply["blocks"]))) == []
    rows = [block["elements"] for block in reply["blocks"] if block["type"] == "actions"]
    return next((one for row in rows for one in row if one["action_id"] == SHARE), None)


async def share(room: Room, value: str, *, ts: str = "1.1", user: str = "lea", place: str = CHANNEL) -> None:
    """Press the button."""
    action = {"action_id": SHARE, "block_id": SHARE, "type": "button", "value": value}
    body = press_body(SHARE, "", response_url=room.slack.response_url(user), trigger=room.slack.trigger())
    where = {"type": "message", "message_ts": ts, "channel_id": place, "is_ephemeral": True}
    changed = {"actions": [action], "channel": {"id": place, "name": "hiring"}, "container": where}
    assert await room.send({**body, **changed, "message": {"ts": ts}, "user": member(user)}) is None


async def posted(room: Room, posts: int) -> list[dict[str, Any]]:
    """Wait until so many messages stand in the channel."""
    async with asyncio.timeout(WITHIN):
        while len(room.slack.posts) < posts:
            await asyncio.sleep(0.01)
            await room.post()
    return room.slack.posts


@pytest.mark.parametrize(
    "typed",
    ["OpenAI", "why OpenAI", "compare OpenAI Northwind", "flow OpenAI", "search Murati", "list", "sources", "rules"],
)
async def test_an_answer_for_everybody_is_posted_as_it_was_drawn(room: Room, typed: str) -> None:
    await room.told()
    posts = len(room.slack.posts)
    pressed = await button(room, typed)
    assert pressed is not None
    assert room.slack.posts[posts:] == [], "nobody else sees it before the button is pressed"
    await share(room, pressed["value"])
    (post,) = (await posted(room, posts + 1))[posts:]
    assert room.slack.whispers[0]["user"] == "U0LEA"
    shown = as_text(Drawn(post["text"], tuple(post["blocks"])))
    assert post["channel"] == CHANNEL
    assert (post["parse"], post["link_names"], post["unfurl_links"]) == ("none", False, False)
    assert f"lea asked: /signals {typed}" in shown
    assert "<@" not in str(post)
    assert not any(block["type"] == "actions" for block in post["blocks"])


async def test_what_is_posted_once_is_posted_once(room: Room) -> None:
    pressed = await button(room, "why OpenAI")
    assert pressed is not None
    await share(room, pressed["value"])
    await posted(room, 1)
    await share(room, pressed["value"])
    assert await room.said() == "That is posted here already."
    await room.post()
    assert len(room.slack.posts) == 1
    assert [line.action for line in await room.desk.store.audited("T1")] == [f"post why in {CHANNEL}"]
    await share(room, pressed["value"], ts="2.2")
    assert len(await posted(room, 2)) == 2, "another answer of the same question is another one"


async def test_the_channel_never_sees_what_only_the_asker_may_see(room: Room) -> None:
    await keep_a_move(room)
    for number, typed in enumerate(("search Secret", "search Glean", "flow OpenAI", "OpenAI"), 1):
        pressed = await button(room, typed)
        assert pressed is not None
        await share(room, pressed["value"], ts=f"{number}.9", user="ben")
        await posted(room, number)
    for post in room.slack.posts:
        answer = as_text(Drawn("", tuple(post["blocks"][:-1])))
        assert "Sam Secret" not in answer
        assert "Glean" not in answer.replace("“Glean”", "")


@pytest.mark.parametrize("typed", ["people OpenAI", "note OpenAI somebody is looking around", "help", "Opnai"])
async def test_what_is_for_one_person_has_no_button(room: Room, typed: str) -> None:
    assert await button(room, typed) is None


@pytest.mark.parametrize("value", ["people OpenAI", "note OpenAI x", "unwatch OpenAI", "explode", "", " "])
async def test_a_button_that_was_tampered_with_posts_nothing_and_changes_nothing(room: Room, value: str) -> None:
    await share(room, value)
    assert await room.said() == "That is for your eyes only: I do not post it."
    await room.post()
    assert room.slack.posts == []
    assert await room.desk.store.audited("T1") == await room.desk.store.audited("") == []


async def test_what_was_typed_mentions_nobody_in_the_channel(room: Room) -> None:
    pressed = await button(room, "search &lt;!channel&gt; &lt;@U0BEN&gt; *x*")
    assert pressed is not None
    await share(room, pressed["value"])
    (post,) = await posted(room, 1)
    assert "<!" not in post["text"]
    assert "<@" not in post["text"]
    kinds = {element["type"] for block in post["blocks"] for part in block.get("elements", ()) for element in
             part.get("elements", ())}  # fmt: skip
    assert kinds <= {"text", "rich_text_section"}


async def test_where_we_are_not_in_the_channel_the_answer_says_how_to_let_us_in(room: Room) -> None:
    room.slack.sick[CHANNEL] = "not_in_channel"
    pressed = await button(room, "why OpenAI")
    assert pressed is not None, "the answer itself needs no membership"
    await share(room, pressed["value"])
    assert "/invite @Talent Signals" in await room.said()
    assert (await room.desk.store.outbox_counts())["pending"] == 0


async def test_a_company_that_went_meanwhile_is_told_to_who_pressed(room: Room) -> None:
    await share(room, "why Nobody Knows")
    assert "No company called “Nobody Knows”" in await room.said()
    await room.post()
    assert room.slack.posts == []


async def test_a_direct_message_has_nobody_else_to_show_it_to(room: Room) -> None:
    assert await button(room, "why OpenAI", place="D0LEA") is None


def test_only_what_changes_nothing_can_be_posted() -> None:
    assert {word for word, one in commands().items() if one.public} == PUBLIC


def test_whoever_may_post_may_ask_what_is_posted() -> None:
    share = rights()[Surface.PRESS, SHARE]
    assert all(rights()[Surface.COMMAND, word].allows(share.least) for word in PUBLIC)


def test_a_full_answer_makes_room_for_its_button() -> None:
    block = {"type": "section", "text": {"type": "plain_text", "text": "x" * 1000}}
    full = Drawn("full", (block,) * 11)
    shared = with_share(full, "why OpenAI")
    assert faults(shared) == []
    assert shared.blocks[-1]["type"] == "actions"
    assert with_share(full, "x" * 501) == full
    assert lengthened(full) == full

"""The first set-up, over signed HTTP on a real store: companies, a channel, and last week's digest as a sample."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from digests.limits import view_faults
from digests.plain import as_text
from model.message import Drawn
from model.subscription import Audience
from store.store import Store
from tests.handlers.pressing import CHANNEL, Room, member, pressing
from tests.make import DAY, HOUR
from tests.pipeline.desk import CTO_LEAVES, PERSON, Desk
from tests.signed import home_opened, inside, send_event, submission

NEW = "C0NEWPLACE1"


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """A workspace in which no channel hears yet; somebody's own import is there."""
    async with await Store.open(f"sqlite:///{tmp_path}/signals.db") as store:
        desk = Desk(store)
        desk.start(PERSON)
        async with pressing(desk) as running:
            yield running


def words(text: str) -> dict[str, str]:
    return {"type": "plain_text_input", "value": text}


def place(channel: str) -> dict[str, str]:
    return {"type": "conversations_select", "selected_conversation": channel}


def read(view: dict[str, Any]) -> str:
    return as_text(Drawn("", tuple(view["blocks"])))


async def begun(room: Room) -> dict[str, Any]:
    """Press Set up in the Home."""
    await send_event(room.base, home_opened())
    home = await room.opened()
    assert "[ Set up ]" in read(home)
    body = inside({**home, "private_metadata": ""}, "setup", trigger=room.slack.trigger())
    await room.send({**body, "user": member("lea")})
    return await room.opened()


async def through(room: Room, *companies: str) -> dict[str, Any]:
    """Go through the first two steps; return the third window."""
    first = await begun(room)
    named = {f"company{n}": words(name) for n, name in enumerate(companies, 1)}
    ack = await room.submit(first, values=named)
    assert ack["response_action"] == "update"
    second = ack["view"]
    assert view_faults(second) == []
    assert second["blocks"][1]["element"]["default_to_current_conversation"] is True
    ack = await room.submit(second, channel=place(NEW))
    assert ack["response_action"] == "update"
    assert view_faults(ack["view"]) == []
    third: dict[str, Any] = ack["view"]
    return third


async def test_three_steps_end_in_last_weeks_digest_of_what_is_stored(room: Room) -> None:
    await room.desk.print(CTO_LEAVES, at=room.now - 3 * DAY)
    await room.desk.print("Northwind CEO Ada Byron leaves the company", at=room.now - 9 * DAY)
    sample = await through(room, "OpenAI", "northwind.example", "Glean glean.example")
    said = read(sample)
    assert "Mira Murati" in said
    assert "Ada Byron" not in said, "that was before the last seven days"
    assert "actions" not in {block["type"] for block in sample["blocks"]}
    (heard,) = (one for one in room.desk.pipeline.watch.subscriptions if one.audience is Audience.CHANNEL)
    assert (heard.channel, set(heard.companies)) == (NEW, {"OpenAI", "Northwind", "Glean"})
    assert len(await room.desk.store.audited("", 9)) == 3
    await room.post()
    assert room.slack.posts == [], "nothing is sent unasked"


async def test_the_sample_is_sent_when_asked_and_takes_nothing_from_the_next_digest(room: Room) -> None:
    sample = await through(room, "OpenAI")
    await room.desk.print(CTO_LEAVES, at=room.now - HOUR, now=room.now)
    waiting = await room.desk.store.undigested(NEW)
    assert await room.submit(sample) == {"response_action": "clear"}
    assert "The sample is on its way" in (await room.whispered())
    await room.post()
    posts = [post for post in room.slack.posts if post["channel"] == NEW]
    assert any("Mira Murati" in as_text(Drawn(post["text"], tuple(post["blocks"]))) for post in posts)
    assert await room.desk.store.undigested(NEW) == waiting


@pytest.mark.slow
async def test_a_step_that_takes_long_keeps_its_window_and_fills_it(room: Room) -> None:
    await room.desk.print(CTO_LEAVES, at=room.now - 3 * DAY)
    second = (await room.submit(await begun(room), company1=words("Glean glean.example")))["view"]
    room.slack.views.append(("views.open", {"view": second}))  # it is V1
    async with room.desk.store.alone():  # somebody else decides meanwhile
        ack = await room.send({**submission(second, channel=place(NEW)), "user": member("lea")})
        assert ack["response_action"] == "update"
        assert "One moment" in read(ack["view"])
    assert "Step 3 of 3" in read(await room.slack.shown(2))


async def test_what_is_missing_is_said_under_its_field(room: Room) -> None:
    first = await begun(room)
    assert (await room.submit(first))["errors"] == {"company1": "Name one company at least."}
    second = (await room.submit(first, company1=words("OpenAI")))["view"]
    assert (await room.submit(second))["errors"] == {"channel": "Choose a channel."}
    assert await room.desk.store.audited("", 9) == []


async def test_the_home_offers_it_until_a_channel_hears_something(room: Room) -> None:
    await through(room, "OpenAI")
    await send_event(room.base, home_opened(id="Ev2"))
    home = read(await room.opened())
    assert "Set up" not in home
    assert f"#{NEW}" in home, "who chose the channel is taken to be in it"


async def test_a_channels_sample_is_shown_to_who_asks(room: Room) -> None:
    assert "watches nothing yet" in await room.ask("digest sample")
    await room.desk.print(CTO_LEAVES, at=room.now - 3 * DAY)
    await room.ask("watch openai")
    assert "Mira Murati" in await room.ask("digest sample")
    await room.post()
    assert [post for post in room.slack.posts if post["channel"] == CHANNEL] == []

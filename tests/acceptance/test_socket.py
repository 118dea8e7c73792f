"""Socket Mode: the running bot hears down a line, and hears again when the line broke, was renewed or fell silent."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from digests.plain import as_text
from handlers.commands import commands
from model.message import Drawn
from tests.acceptance.process import Bot
from tests.cli.newsroom import Newsroom, newsroom, write_config
from tests.cli.newsroom import channel as channel_table
from tests.emulator import free_port
from tests.fake_slack import FakeSlack, fake_slack
from tests.signed import SECRET, filled, home_opened, press_body, shortcut, slash_form, submission
from tests.waiting import until

pytestmark = pytest.mark.slow
CHANNEL = "C0123456789"
USER = {"id": "U0USER", "name": "lea", "username": "lea", "team_id": "T0TEAM"}
AGAIN_WITHIN = 30.0  # seconds in which it has to hear again (B9)
NAMES = count(1)


@dataclass
class Line:
    """The bot, its Slack at the other end of the line, and its newsroom."""

    slack: FakeSlack
    room: Newsroom
    bot: Bot

    async def ask(self, text: str) -> str:
        """Type `/signals text`; it is acknowledged down the line and answered. Return the answer as people see it."""
        name = f"ask{next(NAMES)}"
        form = slash_form(text, response_url=self.slack.response_url(name), channel_id=CHANNEL)
        form["trigger_id"] = self.slack.trigger()
        ack = await self.slack.push(form, envelope=name)
        assert ack["envelope_id"] == name
        answer = await self.slack.replied(name)
        assert answer["response_type"] == "ephemeral"
        return as_text(Drawn(answer["text"], tuple(answer["blocks"])))

    async def send(self, payload: dict[str, Any], type: str = "interactive") -> Any:  # noqa: ANN401  JSON
        """Send what is no command; return what the acknowledgement says."""
        return (await self.slack.push(payload, envelope=f"e{next(NAMES)}", type=type)).get("payload")

    async def hears_again(self, since: float) -> None:
        """Wait for the next line; what was known before is answered down that one, in time."""
        await self.slack.connected(opens=2)
        assert "Kestrelworks" in await self.ask("list")
        assert time.monotonic() - since < AGAIN_WITHIN
        assert self.bot.processes[-1].poll() is None


@asynccontextmanager
async def a_line(folder: Path) -> AsyncIterator[Line]:
    """Let the bot run while the block runs; its channel watches a company that config.toml does not know."""
    async with newsroom() as room, fake_slack() as slack:
        port = free_port()
        config = write_config(
            folder,
            [room.feed],
            slack=f'mode = "socket"\nport = {port}\napi_url = "{slack.api_url}"',
            channels=channel_table(CHANNEL, digest=""),
        )
        bot = Bot(config, port, slack.token, SECRET, slack.app_token)
        try:
            bot.start()
            await slack.connected()
            line = Line(slack, room, bot)
            assert "now watches Kestrelworks" in await line.ask("watch “Kestrelworks”")
            yield line
            assert await bot.stop() == 0
            assert "Traceback" not in bot.log
            assert slack.app_token not in bot.log
            assert "secret-ticket" not in bot.log
        finally:
            bot.clean_up()


async def test_all_that_comes_down_the_line_is_acknowledged_there_and_has_its_effect(tmp_path: Path) -> None:
    async with a_line(tmp_path) as line:
        await every_command(line)
        story = await alerted(line)
        await pressed_and_submitted(line, story)
        await chosen_and_opened(line)
        assert len(line.slack.opens) == 1
        began = time.monotonic()
        await line.slack.drop_lines()
        await line.hears_again(began)
        assert "👤 lea" in line.slack.edits[-1]["text"] + str(line.slack.edits[-1]["blocks"])


async def every_command(line: Line) -> None:
    """Type each sub-word by itself: none is left without its acknowledgement and a sentence."""
    said = {word: await line.ask(word) for word in commands() if word != "digest"}
    assert all(said.values())
    assert "What you can ask" in said["help"]
    assert "Say which company" in said["why"]
    assert "1 source" in said["sources"]


async def alerted(line: Line) -> dict[str, Any]:
    """Let the channel hear of a story; return its message."""
    posts = len(line.slack.posts)
    line.room.publish("OpenAI CTO Mira Murati is leaving the company", "murati")
    await until(lambda: any("Mira Murati" in str(post) for post in line.slack.posts[posts:]))
    return next(post for post in line.slack.posts[posts:] if "Mira Murati" in str(post))


async def pressed_and_submitted(line: Line, post: dict[str, Any]) -> None:
    """Take the story, and mute its kind in a modal."""
    (row,) = [block for block in post["blocks"] if block["type"] == "actions"]
    there: dict[str, Any] = {
        "channel": {"id": CHANNEL, "name": "hiring"},
        "container": {"type": "message", "message_ts": post["ts"], "channel_id": CHANNEL},
        "user": USER,
    }
    id = row["block_id"].removeprefix("story:")
    url = line.slack.response_url("claim")
    await line.send(press_body("claim", id, response_url=url, **there))
    assert "OpenAI is yours" in (await line.slack.replied("claim"))["text"]
    await until(lambda: any("Release" in str(edit) for edit in line.slack.edits))

    views = len(line.slack.views)
    press = press_body("mute", id, response_url=url, trigger=line.slack.trigger(), overflow=True, **there)
    await line.send(press)
    view = await line.slack.shown(views + 1, within=10.0)
    values = {**filled(view), "scope": {"selected_option": {"value": "kind"}}}
    ack = await line.send({**submission(view, id=f"V{views + 1}", **values), "user": USER})
    assert ack == {"response_action": "clear"}
    assert "departure until" in await line.ask("mutes")


async def chosen_and_opened(line: Line) -> None:
    """Look a company up from Slack's own menu, and open the Home."""
    views = len(line.slack.views)
    await line.send(shortcut("look_up", {}, trigger=line.slack.trigger(), user=USER))
    assert (await line.slack.shown(views + 1, within=10.0))["callback_id"] == "look_up"
    await line.send(home_opened("U0USER"), "events_api")
    home = await line.slack.shown(views + 2, within=10.0)
    assert home["type"] == "home"
    assert "Mira Murati" in str(home)


async def test_a_line_that_slack_renews_is_replaced_and_what_comes_meanwhile_is_answered(tmp_path: Path) -> None:
    async with a_line(tmp_path) as line:
        began = time.monotonic()
        await line.slack.ask_to_leave()
        assert "Kestrelworks" in await line.ask("list")
        await line.hears_again(began)
        await until(lambda: line.slack.lines == 1)
        assert len(line.slack.opens) == 2


async def test_a_line_that_is_open_and_silent_is_replaced(tmp_path: Path) -> None:
    """Not even a ping is answered: that is how a line looks whose other end is gone."""
    async with a_line(tmp_path) as line:
        began = time.monotonic()
        line.slack.fall_silent()
        await line.hears_again(began)
        assert len(line.slack.opens) == 2

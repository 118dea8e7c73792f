"""What we post can be read back from a Slack that somebody else wrote."""

from __future__ import annotations

import asyncio

import pytest

from handlers.app import open_slack
from handlers.courier import SlackCourier
from handlers.health import Health
from handlers.inbound import listening, make_web
from handlers.metrics import Tally
from handlers.pace import Pace
from handlers.post import Poster
from handlers.settings import SlackSettings
from model.subscription import MessageKind
from tests.emulator import emulator
from tests.handlers.shelf import ShelfBooks, ShelfOutbox, message
from tests.make import NOW
from tests.signed import SECRET, send_slash
from tests.waiting import until

pytestmark = pytest.mark.slow


async def test_an_alert_its_edit_and_its_thread_are_read_back() -> None:
    async with emulator() as slack:
        channel = await slack.channel("hiring-signals")
        settings = SlackSettings(slack.token, SECRET, api_url=slack.api_url)
        outbox, tally, books = ShelfOutbox(), Tally(), ShelfBooks()
        async with open_slack(settings, books, tally) as connected:
            courier = SlackCourier(connected.clients, lambda: NOW)
            for kind in (MessageKind.ALERT, MessageKind.UPDATE, MessageKind.THREAD, MessageKind.DIGEST):
                outbox.put(message(f"{kind.value} of OpenAI", channel=channel, kind=kind), NOW)
            poster = Poster(outbox, courier, health=Health(), tally=tally, pace=Pace(gap=0.05))
            await poster.drain()
            assert outbox.states() == ["sent"] * 4, [row.trouble for row in outbox.rows.values()]

            web = make_web(connected.app, settings, health=Health(), tally=tally)
            async with listening(web, "127.0.0.1", 0) as port:
                status, _ = await send_slash(f"http://127.0.0.1:{port}", "list", response_url=slack.response_url())
                assert "What this channel watches" in (await slack.answered())["text"]
            assert status == 200
        assert slack.faults == []
        told = [post for post in await slack.history(channel) if "OpenAI" in post["text"]]
        assert [post["text"] for post in told][:1] == ["update of OpenAI"]
        assert told[-1]["text"] == "digest of OpenAI"
        thread = await slack.thread(channel, told[0]["ts"])
        assert [reply["text"] for reply in thread] == ["update of OpenAI", "thread of OpenAI"]


async def test_a_channel_that_is_not_there_is_paused() -> None:
    async with emulator() as slack:
        settings = SlackSettings(slack.token, SECRET, api_url=slack.api_url)
        outbox, tally, stop = ShelfOutbox(), Tally(), asyncio.Event()
        outbox.put(message("x", channel="C0NOWHERE"), NOW)
        async with open_slack(settings, ShelfBooks(), tally) as connected:
            courier = SlackCourier(connected.clients, lambda: NOW)
            poster = Poster(outbox, courier, health=Health(), tally=tally)
            task = asyncio.create_task(poster.run(stop))
            await until(lambda: bool(outbox.paused))
            stop.set()
            await task
        assert outbox.paused == {"C0NOWHERE": "channel_not_found"}

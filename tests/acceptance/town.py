"""A town: the bot as a process, its Slack and its newsroom, and people who type there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from digests.plain import as_text
from model.message import Drawn
from store.store import Store
from tests.acceptance.process import Bot
from tests.cli.newsroom import Newsroom, newsroom, write_config
from tests.cli.newsroom import channel as channel_table
from tests.cli.running import Desk
from tests.emulator import Emulator, emulator, free_port
from tests.signed import SECRET, send_slash
from tests.waiting import WITHIN

NAMES = count(1)
OURS = "https://signals.example"


@dataclass
class Town:
    """The bot, its Slack and its newsroom; `channel` hears of everything, `quiet` was never configured."""

    slack: Emulator
    room: Newsroom
    bot: Bot
    channel: str
    quiet: str

    async def ask(self, text: str, channel: str = "", user: str = "") -> str:
        """Type `/signals text`, as the admin unless it is somebody else; return the answer as people see it."""
        return shown(await self.answer(await self.type(text, channel, user)))

    async def type(self, text: str, channel: str = "", user: str = "") -> str:
        """Type `/signals text`; return where its answer will be."""
        name = f"ask{next(NAMES)}"
        who = user or (await self.slack.members())[0]
        status, body = await send_slash(
            self.bot.base,
            text,
            response_url=self.slack.response_url(name),
            channel_id=channel or self.channel,
            user_id=who,
            trigger_id=await self.slack.trigger(who),
        )
        assert (status, body) == (200, ""), body
        return name

    async def answer(self, name: str) -> dict[str, Any]:
        """Wait for an answer, which nobody but whoever asked may see; return it as Slack has it."""
        answer = await self.slack.answered(name)
        assert answer["response_type"] == "ephemeral"
        return answer

    def stored(self) -> Awaitable[Store]:
        """Open what the bot keeps, to look at."""
        return Store.open(f"sqlite:///{self.bot.config.parent / 'signals.db'}", read_only=True)

    async def ben(self) -> str:
        """Give somebody else in both channels, who is no admin."""
        return (await self.slack.members())[1]

    async def heard(self, fits: Callable[[str], bool], channel: str = "", within: float = WITHIN) -> list[str]:
        """Wait until the channel holds a message that fits; return all its messages that do."""
        async with asyncio.timeout(within):
            while True:
                posts = [shown(post) for post in await self.slack.history(channel or self.channel)]
                found = [post for post in posts if fits(post)]
                if found:
                    return found
                await asyncio.sleep(0.2)


def shown(post: dict[str, Any]) -> str:
    """Write a message of Slack's as people see it."""
    return as_text(Drawn(post.get("text", ""), tuple(post.get("blocks", ()))))


def first_line(post: str) -> str:
    """Give what stands above the rest."""
    return post.strip().splitlines()[0]


async def stock(config: Path, room: Newsroom, channel: str) -> None:
    """Poll once before the bot starts, and let its digest have fallen due a minute ago."""
    room.publish("Anthropic hires engineer Jane Roe", "roe")
    polled = await asyncio.to_thread(Desk(config).type, "poll")
    assert polled.code == 0, polled
    async with await Store.open(f"sqlite:///{config.parent / 'signals.db'}") as store:
        await store.set_schedule(channel, datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=1))


@asynccontextmanager
async def a_town(folder: Path) -> AsyncIterator[Town]:
    """Let the bot run in a town while the block runs."""
    async with emulator() as slack, newsroom() as room:
        channel, quiet = await slack.channel("hiring-signals"), await slack.channel("quiet")
        port = free_port()
        config = write_config(
            folder,
            [room.feed],
            slack=f'mode = "http"\nport = {port}\napi_url = "{slack.api_url}"\npublic_url = "{OURS}"',
            channels=channel_table(channel, threshold=30),
        )
        await stock(config, room, channel)
        bot = Bot(config, port, slack.token, SECRET)
        try:
            bot.start()
            await bot.ready()
            yield Town(slack, room, bot, channel, quiet)
        finally:
            bot.clean_up()

"""The bot as a process beside a Slack that somebody else wrote: asked, polled, and read back from the channel."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from digests.plain import as_text
from model.message import Drawn
from store.store import Store
from tests.acceptance.process import Bot
from tests.cli.newsroom import Newsroom, newsroom, write_config
from tests.cli.newsroom import channel as channel_table
from tests.cli.running import Desk
from tests.emulator import Emulator, emulator, free_port
from tests.signed import SECRET, send_slash, signed_headers
from tests.waiting import WITHIN

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
NAMES = count(1)


@dataclass
class Town:
    """The bot, its Slack and its newsroom; `channel` hears of everything, `quiet` was never configured."""

    slack: Emulator
    room: Newsroom
    bot: Bot
    channel: str
    quiet: str

    async def ask(self, text: str, channel: str = "") -> str:
        """Type `/signals text` and return the answer as people see it."""
        name = f"ask{next(NAMES)}"
        url = self.slack.response_url(name)
        user, *_ = await self.slack.members()
        status, body = await send_slash(
            self.bot.base, text, response_url=url, channel_id=channel or self.channel, user_id=user
        )
        assert (status, body) == (200, ""), body
        answer = await self.slack.answered(name)
        assert answer["response_type"] == "ephemeral"
        return shown(answer)

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


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """A town where the bot runs."""
    async with emulator() as slack, newsroom() as room:
        channel, quiet = await slack.channel("hiring-signals"), await slack.channel("quiet")
        port = free_port()
        config = write_config(
            tmp_path_factory.mktemp("town"),
            [room.feed],
            slack=f'mode = "http"\nport = {port}\napi_url = "{slack.api_url}"',
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


async def test_help_says_what_can_be_asked(town: Town) -> None:
    told = await town.ask("help")
    for word in ("list", "watch", "unwatch", "why", "digest now"):
        assert word in told
    assert await town.ask("") == told


async def test_the_digest_that_fell_due_is_posted_once(town: Town) -> None:
    digests = await town.heard(lambda post: first_line(post).startswith("🗞️ Digest"))
    assert len(digests) == 1
    assert "Jane Roe" in digests[0]
    assert "https://newsroom.example/roe" in digests[0]


async def test_news_becomes_one_alert_with_its_reasons_and_its_link(town: Town) -> None:
    link = town.room.publish("OpenAI CTO Mira Murati is leaving the company", "murati")
    [alert] = await town.heard(lambda post: "Mira Murati" in post and "Why" in post)
    window = re.search(r"sourcing window (?:\d+ → )?(\d+)", first_line(alert))
    assert window is not None
    assert f"Why {window[1]}" in alert
    assert link in alert
    [message] = [post for post in await town.slack.history(town.channel) if "Mira Murati" in post["text"]]
    assert message["metadata"]["event_type"] == "signal_digest"

    card, why = await town.ask("OpenAI"), await town.ask("why openai")
    assert f"Sourcing window: {window[1]}" in card
    assert link in why
    assert f"= {window[1]}" in why
    points = [int(number.replace("−", "-")) for number in re.findall(r"• ([+−]\d+)", why.partition("Rival")[0])]
    assert sum(points) == int(window[1])


async def test_list_tells_what_the_channel_hears_and_when(town: Town) -> None:
    told = await town.ask("list")
    assert "OpenAI" in told
    assert "Anthropic" in told
    assert "09:00" in told


async def test_a_channel_can_watch_and_unwatch_a_company_nobody_knew(town: Town) -> None:
    assert "watches nothing" in await town.ask("digest now", town.quiet)
    assert "now watches Perplexity" in await town.ask("watch “Perplexity”", town.quiet)
    assert "Perplexity" in await town.ask("list", town.quiet)
    assert "watches Perplexity already" in await town.ask("watch perplexity", town.quiet)
    assert "no longer watches Perplexity" in await town.ask("unwatch Perplexity", town.quiet)
    assert "No company called “Perplexity” is watched here" in await town.ask("unwatch Perplexity", town.quiet)


async def test_digest_now_posts_a_digest_each_time(town: Town) -> None:
    before = len(await town.slack.history(town.channel))
    for number in (1, 2):
        assert "The digest is on its way" in await town.ask("digest now")
        async with asyncio.timeout(WITHIN):
            while len(await town.slack.history(town.channel)) < before + number:  # noqa: ASYNC110  (another process)
                await asyncio.sleep(0.2)
    assert "Nothing new" in shown((await town.slack.history(town.channel))[-1])


async def test_an_unknown_company_and_a_typo_are_answered_with_what_to_do(town: Town) -> None:
    unknown, near, word = await town.ask("Initech"), await town.ask("OpenIA"), await town.ask("lsit")
    assert "Initech" in unknown
    assert "watch" in unknown
    assert "OpenAI" in near
    assert "Did you mean /signals list?" in word


async def test_what_slack_did_not_sign_is_refused(town: Town) -> None:
    url = town.slack.response_url("forged")
    status, _ = await send_slash(town.bot.base, "help", response_url=url, secret="another")
    assert status == 401
    body = b"command=%2Fsignals&text=help"
    old = signed_headers(body, at=datetime.now(UTC).timestamp() - 3600)
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{town.bot.base}/slack/events", data=body, headers=old) as response,
    ):
        assert response.status == 401
    assert "forged" not in town.slack.answers


async def test_health_and_metrics_answer(town: Town) -> None:
    await town.ask("help")
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{town.bot.base}/healthz") as response:
            assert (response.status, await response.json()) == (200, {"status": "ok"})
        async with session.get(f"{town.bot.base}/metrics") as response:
            told = await response.text()
    assert re.search(r'signals_polls_total\{result="answered",source="feed"\} [1-9]', told)
    assert re.search(r'signals_commands_total\{.*word="help"\} [1-9]', told)


async def test_nothing_that_was_said_breaks_slacks_limits(town: Town) -> None:
    await town.ask("list")
    assert town.slack.faults == []


async def test_asked_to_end_it_ends_well_within_ten_seconds_and_forgets_nothing(town: Town) -> None:
    await town.ask("watch “Glean”", town.quiet)
    assert await town.bot.stop(within=10.0) == 0
    assert "Traceback" not in town.bot.log
    assert town.slack.token not in town.bot.log
    assert SECRET not in town.bot.log
    town.bot.start()
    await town.bot.ready()
    assert "Glean" in await town.ask("list", town.quiet)

"""The bot as a process beside a Slack that somebody else wrote: asked, polled, and read back from the channel."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiohttp
import pytest
import pytest_asyncio

from tests.acceptance.covers import covers
from tests.acceptance.town import Town, a_town, first_line, shown
from tests.signed import SECRET, send_slash, signed_headers
from tests.waiting import WITHIN

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """A town of this module's own: its bot is stopped and started, and its messages are counted."""
    async with a_town(tmp_path_factory.mktemp("town")) as town:
        yield town


@covers("command:help")
async def test_help_says_what_can_be_asked(town: Town) -> None:
    told = await town.ask("help")
    for word in ("list", "watch", "unwatch", "why", "digest now"):
        assert word in told
    menu = await town.ask("")
    assert menu.startswith("Talent Signals")
    assert menu.count("/signals ") < told.count("/signals ")


async def test_the_digest_that_fell_due_is_posted_once(town: Town) -> None:
    digests = await town.heard(lambda post: first_line(post).startswith("🗞️ Digest"))
    assert len(digests) == 1
    assert "Jane Roe" in digests[0]
    assert "https://newsroom.example/roe" in digests[0]


@covers("command:lookup", "command:why")
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


@covers("command:list")
async def test_list_tells_what_the_channel_hears_and_when(town: Town) -> None:
    told = await town.ask("list")
    assert "OpenAI" in told
    assert "Anthropic" in told
    assert "09:00" in told


@covers("command:watch new", "command:unwatch known")
async def test_a_channel_can_watch_and_unwatch_a_company_nobody_knew(town: Town) -> None:
    assert "watches nothing" in await town.ask("digest now", town.quiet)
    assert "now watches Perplexity" in await town.ask("watch “Perplexity”", town.quiet)
    assert "Perplexity" in await town.ask("list", town.quiet)
    assert "watches Perplexity already" in await town.ask("watch perplexity", town.quiet)
    assert "no longer watches Perplexity" in await town.ask("unwatch Perplexity", town.quiet)
    assert "No company called “Perplexity” is watched here" in await town.ask("unwatch Perplexity", town.quiet)


@covers("command:digest now")
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

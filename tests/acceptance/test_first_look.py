"""A feed at an address that everybody can reach is tested, saved and read by the running bot.

The fetcher goes to no address of our own machine or network, and no test may reach out: the whole test runs again
within a network of its own, in which this machine has a public address and nobody else is.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from digests.views.waiting import view_loading
from tests.acceptance.covers import covers
from tests.acceptance.process import ROOT, Bot
from tests.cli.newsroom import channel as channel_table
from tests.cli.newsroom import newsroom, write_config
from tests.emulator import free_port
from tests.fake_slack import FakeSlack, fake_slack
from tests.signed import SECRET, filled, press_body, send_payload, send_slash, submission
from tests.waiting import WITHIN, until

pytestmark = pytest.mark.slow

INSIDE = "TALENT_SIGNALS_TEST_INSIDE"
PUBLIC = "93.184.215.14"
FEED = f"http://{PUBLIC}/rss"
ALONE = ["unshare", "--map-root-user", "--net", "sh", "-c"]
SET_UP = f'ip link set lo up && ip addr add {PUBLIC}/32 dev lo && exec "$@"'


def test_a_feed_is_tested_saved_and_read() -> None:
    if (
        not (shutil.which("unshare") and shutil.which("ip"))
        or subprocess.run([*ALONE, "ip link"], capture_output=True).returncode
    ):
        pytest.skip("needs a network of its own (unshare)")
    inner = f"{Path(__file__).relative_to(ROOT)}::test_within_a_network_of_its_own"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", inner]
    ran = subprocess.run(
        [*ALONE, SET_UP, "sh", *command],
        cwd=ROOT,
        env={**os.environ, INSIDE: "1"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "1 passed" in ran.stdout


@covers("press:add_feed", "modal:add_feed", "modal:feed_save")
async def test_within_a_network_of_its_own(tmp_path: Path) -> None:
    if INSIDE not in os.environ:
        return  # the test above runs it
    async with newsroom(PUBLIC, 80) as room, newsroom() as other, fake_slack() as slack:
        room.publish("OpenAI CTO Ada Quillon is leaving the company", "quillon")
        port = free_port()
        mode = f'mode = "http"\nport = {port}\napi_url = "{slack.api_url}"\nadmins = ["U0LEA"]'
        config = write_config(tmp_path, [other.feed], slack=mode, channels=channel_table(digest=""))
        bot = Bot(config, port, slack.token, SECRET)
        try:
            bot.start()
            await bot.ready()
            shown = await pressed(bot, slack)
            tested = await follow(bot, slack, shown, url={"value": FEED})
            assert "Ada Quillon" in json.dumps(tested), "what it holds is shown before anything is stored"
            assert room.asked["/rss"] == 1
            saved = await follow(bot, slack, tested)
            assert f"{PUBLIC}/rss is polled from now on" in json.dumps(saved)
            await until(lambda: room.asked["/rss"] > 1)
            await until(lambda: any("Ada Quillon" in str(post) for post in slack.posts))
            where = slack.response_url("list")
            assert (await send_slash(bot.base, "sources", response_url=where, user_id="U0LEA", channel_id="C0HIRING"))[
                0
            ] == 200
            assert f"{PUBLIC}/rss" in json.dumps(await slack.replied("list"))
            assert await bot.stop() == 0
        finally:
            bot.clean_up()
    assert "Traceback" not in bot.log, bot.log


LEA = {"id": "U0LEA", "name": "lea", "username": "lea", "team_id": "T0TEAM"}


async def pressed(bot: Bot, slack: FakeSlack) -> dict[str, object]:
    """Press "Add a feed…"; return the window."""
    body = press_body("add_feed", "", response_url=slack.response_url("p"), trigger=slack.trigger(), user=LEA)
    assert (await send_payload(bot.base, body))[0] == 200
    return dict(await slack.shown(within=WITHIN))


async def follow(bot: Bot, slack: FakeSlack, view: dict[str, object], **values: dict[str, object]) -> dict[str, object]:
    """Submit a window; return the one that takes its place, at once or later."""
    before = len(slack.views)
    body = submission(view, id="V1", **{**filled(view), **values})
    status, ack = await send_payload(bot.base, {**body, "user": LEA})
    assert (status, ack["response_action"]) == (200, "update"), ack
    if ack["view"]["callback_id"] != view_loading()["callback_id"]:
        return dict(ack["view"])
    await slack.shown(before + 1, within=WITHIN)  # the machine is busy: the outcome comes later
    return dict(slack.views[-1][1]["view"])

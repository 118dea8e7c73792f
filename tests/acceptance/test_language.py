"""A channel that speaks French beside one that speaks English, in the running bot and a Slack somebody else wrote."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from digests.plain import as_text
from model.message import Drawn
from tests.acceptance.covers import covers
from tests.acceptance.desk import Desk
from tests.acceptance.process import Bot
from tests.acceptance.town import Town, first_line, stock
from tests.cli.newsroom import channel as channel_table
from tests.cli.newsroom import newsroom, write_config
from tests.emulator import emulator, free_port
from tests.signed import SECRET, home_opened, inside, send_event, send_payload

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """A town whose `channel` speaks French and whose `quiet` one speaks English."""
    async with emulator() as slack, newsroom() as room:
        french, english = await slack.channel("recrutement"), await slack.channel("hiring")
        port = free_port()
        config = write_config(
            tmp_path_factory.mktemp("ville"),
            [room.feed],
            slack=f'mode = "http"\nport = {port}\napi_url = "{slack.api_url}"',
            channels=channel_table(french) + 'language = "fr"\n' + channel_table(english),
        )
        await stock(config, room, french)
        bot = Bot(config, port, slack.token, SECRET)
        try:
            bot.start()
            await bot.ready()
            yield Town(slack, room, bot, french, english)
        finally:
            bot.clean_up()


async def test_one_story_is_told_in_the_language_of_each_channel(town: Town) -> None:
    town.room.publish("OpenAI CTO Mira Murati is leaving the company", "murati")
    [french] = await town.heard(lambda post: "Mira Murati" in post and "Pourquoi" in post)
    [english] = await town.heard(lambda post: "Mira Murati" in post and "Why" in post, town.quiet)
    assert "Mira Murati (CTO) quitte OpenAI." in french
    assert "Mira Murati (CTO)\u00a0: départ le " in french
    assert "Mira Murati (CTO) leaves OpenAI." in english
    assert "Mira Murati (CTO) left on " in english


async def test_a_digest_is_in_the_channels_language(town: Town) -> None:
    [digest] = await town.heard(lambda post: first_line(post).startswith("🗞️ Récapitulatif"))
    assert "Jane Roe" in digest


async def test_commands_are_answered_in_the_channels_language(town: Town) -> None:
    assert (await town.ask("aide")).startswith("Ce que vous pouvez demander")
    assert (await town.ask("help", town.quiet)).startswith("What you can ask")
    assert "Dites quelle entreprise" in await town.ask("watch")


async def test_a_modal_is_in_the_channels_language(town: Town) -> None:
    [user, *_] = await town.slack.members()
    [post] = [one for one in await town.slack.history(town.channel) if "Mira Murati" in one["text"]]
    story = next(block["block_id"] for block in post["blocks"] if block["type"] == "actions")
    desk = Desk(town, user, post["ts"], story.removeprefix("story:"))
    view = await desk.choose("mute")
    assert view["title"]["text"] == "Mettre en sourdine"
    assert await desk.said(await desk.press("follow")) == (
        "Vous suivez ce sujet\u00a0: je vous écris s'il est confirmé ou démenti, ou si son chiffre monte nettement."
        "\n[ Ne plus suivre ]"
    )


@covers("press:language", "event:app_home_opened")
async def test_who_chooses_french_has_a_french_home_and_the_choice_outlives_the_process(town: Town) -> None:
    [user, *_] = await town.slack.members()
    assert "Companies" in await home(town, user, "Ev1")
    option = {"value": "fr", "text": {"type": "plain_text", "text": "Français"}}
    body = inside({"type": "home"}, "language", type="static_select", selected_option=option)
    status, _ = await send_payload(town.bot.base, {**body, "user": {"id": user, "team_id": "T0TEAM"}})
    assert status == 200
    assert "Entreprises" in drawn(await town.slack.opened())
    assert (await town.ask("help", town.quiet)).startswith("What you can ask")
    assert await town.bot.stop(within=10.0) == 0
    town.bot.start()
    await town.bot.ready()
    assert "Entreprises" in await home(town, user, "Ev2")
    assert town.slack.faults == []


async def home(town: Town, user: str, id: str) -> str:
    """Open somebody's Home; return it as they see it."""
    assert await send_event(town.bot.base, home_opened(user, id=id)) == 200
    return drawn(await town.slack.opened())


def drawn(view: dict[str, Any]) -> str:
    return as_text(Drawn("…", tuple(view["blocks"])))

"""What people type, before the running bot: each sub-word changes what it says, and others see it where they should."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from model.handling import Scope
from tests.acceptance.covers import covers
from tests.acceptance.desk import Desk
from tests.acceptance.town import Town, shown
from tests.waiting import until_so

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]
MOVE = "OpenAI researcher Jane Doe joins Anthropic"


@pytest_asyncio.fixture(scope="module", loop_scope="session", autouse=True)
async def link(town: Town) -> str:
    """The link of a story that everybody may see."""
    link = town.room.publish(MOVE, "doe")

    async def told() -> bool:
        return link in await town.ask("why Anthropic")

    await until_so(told, every=0.2)
    return link


@covers("command:compare")
async def test_companies_stand_beside_each_other_with_who_moved_between_them(town: Town) -> None:
    told = await town.ask("compare OpenAI Anthropic")
    assert "OpenAI" in told
    assert "OpenAI → Anthropic  1: Jane Doe" in told
    assert "two to five companies" in await town.ask("compare OpenAI")


@covers("command:flow")
async def test_a_move_is_told_from_both_ends(town: Town) -> None:
    for company in ("OpenAI", "Anthropic"):
        told = await town.ask(f"flow {company}")
        assert f"Moves from and to {company}" in told
        assert "OpenAI → Anthropic  1: Jane Doe" in told


@covers("command:search")
async def test_what_was_told_is_found_by_its_words(town: Town, link: str) -> None:
    told = await town.ask("search jane doe since:30d")
    assert link in told
    assert "Nothing that may be shown here" in await town.ask("search jane nobody")


@covers("command:sources")
async def test_each_source_says_how_it_fares(town: Town) -> None:
    told = await town.ask("sources")
    assert "1 source, all of them working" in told
    assert "127.0.0.1" in told


@covers("command:rules", "command:rules test")
async def test_rules_say_what_they_are_and_what_they_gave(town: Town) -> None:
    assert "Rules in force" in await town.ask("rules")
    told = await town.ask("rules test")
    assert "hire.staff: on 1 day, 1 company" in told
    assert "Only “rules” and “rules test”" in await town.ask("rules dance")


@covers("command:digest daily", "command:digest weekly", "command:digest off")
async def test_a_channel_settles_when_its_digest_comes(town: Town) -> None:
    other = await town.ben()
    for wish, told in (("daily 10:30", "10:30"), ("weekly mon 9:15", "09:15")):
        assert told in await town.ask(f"digest {wish}")
        assert told in await town.ask("list", user=other)
    assert "no digest comes here by itself" in await town.ask("digest off")
    assert "No digest is scheduled" in await town.ask("list", user=other)
    async with await town.stored() as store:
        chosen, _ = (await store.choices.of(""))[town.channel]
    assert chosen.digest == ""


@covers("command:digest sample")
async def test_a_sample_is_for_whoever_asks_alone(town: Town) -> None:
    before = len(await town.slack.history(town.channel))
    assert "Jane Doe" in await town.ask("digest sample")
    assert len(await town.slack.history(town.channel)) == before


@covers("command:mute company", "command:mute kind", "command:mute source", "command:mutes", "command:unmute")
@pytest.mark.parametrize(
    ("typed", "scope", "name"),
    [
        ("OpenAI", Scope.COMPANY, "OpenAI"),
        ("lay-offs", Scope.KIND, "layoffs"),
        ("newsroom.example", Scope.SOURCE, "newsroom.example"),
    ],
)
async def test_what_is_muted_is_listed_for_everybody_until_it_is_unmuted(
    town: Town, typed: str, scope: Scope, name: str
) -> None:
    other = await town.ben()
    assert "A mute needs an end" in await town.ask(f"mute {typed}")
    assert "Nothing is muted here" in await town.ask("mutes", user=other)
    said = await town.ask(f"mute {typed} 7d")
    assert "Muted here until" in said
    assert "would have hidden" in said
    async with await town.stored() as store:
        (held,) = await store.mutes.in_force(town.channel, datetime.now(UTC))
    assert (held.scope, held.name) == (scope, name)
    assert f"{typed} until" in await town.ask("mutes", user=other)
    assert "Nothing is muted here" in await town.ask("mutes", town.quiet)
    assert "No longer muted here" in await town.ask(f"unmute {typed}", user=other)
    assert "Nothing is muted here" in await town.ask("mutes")


@covers("command:note")
async def test_a_note_counts_for_everybody_unless_it_names_somebody(town: Town) -> None:
    other = await town.ben()
    assert await town.ask("note OpenAI the whole design team is looking around") == "Noted about OpenAI."
    assert "a recruiter's note" in await town.ask("search design team", user=other)
    said = await town.ask("note OpenAI Grace Hopper is looking around")
    assert "It names a person: nobody but you will see it." in said
    assert "Nothing that may" in await town.ask("search grace hopper", user=other)


@covers("command:export csv", "command:export json")
async def test_an_export_comes_to_whoever_asked_and_leaves_a_line_in_the_log(town: Town, link: str) -> None:
    other = await town.ben()
    assert "by direct message" in await town.ask("export csv", user=other)
    assert "by direct message" in await town.ask("export json", user=other)
    table, objects = [await download(town, file) for file in await handed_over(town, other)]
    rows: list[Mapping[str, str]] = list(csv.DictReader(io.StringIO(table)))
    assert link in {row["link"] for row in rows}
    assert json.loads(objects) == rows
    assert "exported what was told" in await town.ask("audit")
    assert link not in json.dumps(await town.slack.history(town.quiet))
    assert "Say csv or json" in await town.ask("export pdf")


async def handed_over(town: Town, user: str) -> list[dict[str, Any]]:
    """List the files that one person has in their conversation with the bot."""
    return [file for message in await town.slack.direct(user) for file in message.get("files", ())]


async def download(town: Town, file: Mapping[str, Any]) -> str:
    headers = {"Authorization": f"Bearer {town.slack.token}"}
    async with aiohttp.ClientSession(headers=headers) as session, session.get(file["url_private"]) as response:
        assert response.status == 200
        return await response.text()


@covers("press:older")
async def test_the_log_is_turned_back_page_by_page(town: Town) -> None:
    for number in range(9):
        await town.ask(f"watch “Company {number}”", town.quiet)
        await town.ask(f"unwatch Company {number}", town.quiet)
    newest = await town.answer(await town.type("audit"))
    (button,) = [
        element
        for block in newest["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
        if element["action_id"] == "older"
    ]
    desk = Desk(town, (await town.slack.members())[0], "1727300000.000001", "")
    before = await desk.said(await desk.press("older", value=button["value"], block_id="older"))
    assert "Company 8" in shown(newest)
    assert "Company 8" not in before
    assert "Company 0" in before


async def test_the_log_is_for_admins(town: Town) -> None:
    told = await town.ask("audit", user=await town.ben())
    assert "Company" not in told
    assert "admin" in told


async def test_nothing_that_was_said_breaks_slacks_limits(town: Town) -> None:
    assert town.slack.faults == []
    assert "Traceback" not in town.bot.log

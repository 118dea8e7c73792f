"""Slack that limits, fails, hangs up and is slow, before the running bot: nothing is lost, and nothing comes twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.acceptance.desk import CLEAR, Desk
from tests.acceptance.town import Town, shown
from tests.emulator import Fault
from tests.signed import filled
from tests.waiting import until, until_so

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]


@pytest.fixture(autouse=True)
def mended(town: Town) -> Iterator[None]:
    """Every fault was met when a test is over."""
    yield
    assert town.slack.healed()


async def alerted(town: Town, role: str, who: str) -> Desk:
    """Let the channel hear that somebody leaves, whatever Slack does; return who stands before that message."""
    town.room.publish(f"{role} {who} is leaving the company", who.replace(" ", "-").lower())
    await town.heard(lambda post: who in post)
    alert = next(post for post in await town.slack.history(town.channel) if who in shown(post))
    (row,) = [block for block in alert["blocks"] if block["type"] == "actions"]
    return Desk(town, (await town.slack.members())[0], alert["ts"], row["block_id"].removeprefix("story:"))


async def test_an_alert_is_posted_once_after_slack_took_none(town: Town) -> None:
    town.slack.fail("chat.postMessage", 429, 500, 429)
    desk = await alerted(town, "OpenAI COO", "Nadia Haskell")
    assert town.slack.healed()
    assert "OpenAI is yours" in await desk.said(await desk.press("claim"))
    await desk.reads("👤 lea")
    assert len([post for post in await town.slack.history(town.channel) if "Nadia Haskell" in shown(post)]) == 1


async def test_an_edit_comes_after_slack_took_none(town: Town) -> None:
    desk = await alerted(town, "Anthropic CTO", "Petra Lindqvist")
    town.slack.fail("chat.update", 429, 500)
    assert "Anthropic is yours" in await desk.said(await desk.press("claim"))
    await desk.reads("👤 lea")


async def test_a_connection_that_breaks_after_slack_took_the_edit_leaves_one_message_that_is_right(town: Town) -> None:
    desk = await alerted(town, "Anthropic CFO", "Quentin Abara")
    town.slack.fail("chat.update", "drop")
    assert "Anthropic is yours" in await desk.said(await desk.press("claim"))
    await desk.reads("👤 lea")
    await until(town.slack.healed)
    assert "Released" in await desk.said(await desk.press("release"))
    await desk.reads("👤 lea", gone=True)
    assert len([post for post in await town.slack.history(town.channel) if "Quentin Abara" in shown(post)]) == 1


@pytest.mark.parametrize("fault", [429, 500])
async def test_a_sentence_that_slack_does_not_whisper_comes_by_direct_message(town: Town, fault: Fault) -> None:
    """A command's answer has a line of its own: it comes whatever becomes of whispers."""
    other = await town.ben()
    desk = Desk(town, other, "1727300000.000001", "")
    before = len(await town.slack.direct(other))
    town.slack.fail("chat.postEphemeral", fault)
    assert "What this channel watches" in await town.ask("list", user=other)
    assert not town.slack.healed()
    view = await desk.open("feedback")
    assert await desk.submit(view, opinion={"selected_option": {"value": "useful"}}) == CLEAR
    (message,) = await direct(town, other, before)
    assert "noted as useful" in shown(message)
    assert message["text"] not in {post["text"] for post in await town.slack.history(town.channel)}


async def direct(town: Town, user: str, before: int) -> list[dict[str, Any]]:
    """Wait for what the bot writes to somebody beyond what it had written before."""
    found: list[dict[str, Any]] = []

    async def more() -> bool:
        found[:] = (await town.slack.direct(user))[before:]
        return bool(found)

    await until_so(more, every=0.2)
    return found


async def test_a_window_opens_once_although_slack_is_slow(town: Town) -> None:
    desk = Desk(town, (await town.slack.members())[0], "1727300000.000001", "")
    before = town.slack.calls["views.open"]
    town.slack.fail("views.open", "slow")
    view = await desk.open("feedback")
    assert await desk.submit(view, opinion={"selected_option": {"value": "useful"}}) == CLEAR
    assert "noted as useful" in await desk.whispered()
    assert town.slack.calls["views.open"] == before + 1


@pytest.mark.parametrize("fault", [429, 500])
async def test_who_gets_no_window_is_told_so(town: Town, fault: Fault) -> None:
    desk = Desk(town, (await town.slack.members())[0], "1727300000.000001", "")
    town.slack.fail("views.open", fault)
    assert "again" in await desk.said(await desk.press("feedback"))
    assert town.slack.views == []
    assert "opinion" in filled(await desk.open("feedback"))

"""Slack that limits, fails, hangs up and is slow, before the running bot: nothing is lost, and nothing comes twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import pytest_asyncio

from tests.acceptance.covers import covers
from tests.acceptance.desk import CLEAR, Desk
from tests.acceptance.town import Town, shown
from tests.emulator import Fault
from tests.signed import filled, send_event
from tests.waiting import until, until_so

ENDS = [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"bot": ["UBOT"]}}]
WHO = "Petra Lindqvist"
pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]


@pytest.fixture(autouse=True)
def mended(town: Town) -> Iterator[None]:
    """Every fault was met when a test is over."""
    yield
    assert town.slack.healed()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def desk(town: Town) -> Desk:
    """Somebody before an alert that Slack did not take at first."""
    town.slack.fail("chat.postMessage", 429, 500, 429)
    town.room.publish(f"Anthropic CTO {WHO} is leaving the company", "lindqvist")
    await town.heard(lambda post: WHO in post)
    (alert,) = [post for post in await town.slack.history(town.channel) if WHO in shown(post)]
    (row,) = [block for block in alert["blocks"] if block["type"] == "actions"]
    return Desk(town, (await town.slack.members())[0], alert["ts"], row["block_id"].removeprefix("story:"))


async def test_an_alert_is_posted_once_after_slack_took_none(desk: Desk) -> None:
    assert desk.town.slack.healed()
    assert "Anthropic is yours" in await desk.said(await desk.press("claim"))
    await desk.reads("👤 lea")
    assert len([post for post in await desk.town.slack.history(desk.town.channel) if WHO in shown(post)]) == 1


async def test_an_edit_comes_after_slack_took_none_or_hung_up(desk: Desk) -> None:
    desk.town.slack.fail("chat.update", 429, 500)
    assert "You follow this" in await desk.said(await desk.press("follow"))
    await desk.reads("followed by 1 person")
    desk.town.slack.fail("chat.update", "drop")
    assert "no longer follow" in await desk.said(await desk.press("unfollow"))
    await desk.reads("followed by 1 person", gone=True)


@covers("event:app_uninstalled", "event:tokens_revoked")
@pytest.mark.parametrize(
    "event", [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"bot": ["UBOT"]}}]
)
async def test_taken_out_of_its_only_workspace_it_says_what_to_do_and_answers_on(
    town: Town, event: dict[str, Any]
) -> None:
    before = town.bot.log.count("the app was taken out of its workspace: install it again")
    about = {"token": "unused", "team_id": "T0TEAM", "api_app_id": "A0APP", "event_time": 1}
    sent = {"type": "event_callback", "event_id": f"Ev{event['type']}", "event": event, **about}
    assert await send_event(town.bot.base, sent) == 200
    await until(lambda: town.bot.log.count("the app was taken out of its workspace: install it again") == before + 1)
    assert "What you can ask" in await town.ask("help")


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

"""What admins set up at Slack, before the running bot: a rule tried and applied, a feed tested, a digest judged."""

from __future__ import annotations

import json
from typing import Any

import pytest

from model.feedback import DigestOpinion
from tests.acceptance.covers import covers
from tests.acceptance.desk import CLEAR, Desk
from tests.acceptance.town import Town
from tests.make import DAY, NOW

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]
RULE = "departure.founder"


async def at(town: Town) -> Desk:
    """Somebody before no story in particular."""
    user, *_ = await town.slack.members()
    return Desk(town, user, "1727300000.000001", "")


async def opened(desk: Desk, verb: str) -> dict[str, Any]:
    await desk.press(verb)
    return await desk.town.slack.opened()


async def follow(desk: Desk, view: dict[str, Any], **values: dict[str, Any]) -> dict[str, Any]:
    """Submit a modal; return the one that takes its place."""
    ack = await desk.submit(view, **values)
    assert ack["response_action"] == "update", ack
    return {**ack["view"], "id": view["id"]}


@covers("press:edit_rule", "modal:edit_rule", "modal:rule_edit", "modal:rule_tried")
async def test_a_rule_is_tried_then_applied_for_everybody(town: Town) -> None:
    desk = await at(town)
    view = await follow(desk, await opened(desk, "edit_rule"), rule={"selected_option": {"value": RULE}})
    wrong = await desk.submit(view, strength={"value": "0"})
    assert "a whole number from 1 to 100" in wrong["errors"]["strength"]
    tried = await follow(desk, view, strength={"value": "100"})
    assert "What it would have changed in the last 30 days:" in json.dumps(tried)
    assert f"{RULE}, strength 100" not in await town.ask("rules")
    done = await follow(desk, tried)
    assert f"rule {RULE}: strength = 100" in json.dumps(done)
    assert f"{RULE}, strength 100" in await town.ask("rules")
    async with await desk.stored() as store:
        [override] = await store.lessons.overrides()
        assert (override.in_force, override.by) == (True, desk.user)


async def test_a_feed_in_our_own_network_is_refused_with_its_trouble(town: Town) -> None:
    desk = await at(town)
    ack = await desk.submit(await opened(desk, "add_feed"), url={"value": "http://127.0.0.1/rss"})
    assert "127.0.0.1" in ack["errors"]["url"]
    async with await desk.stored() as store:
        assert await store.feeds.of("") == []


async def test_a_digest_is_judged(town: Town) -> None:
    desk = await at(town)
    view = await opened(desk, "feedback")
    assert await desk.submit(view, opinion={"selected_option": {"value": "missed"}}) == CLEAR
    assert "noted as missed" in await desk.whispered()
    async with await desk.stored() as store:
        assert await store.digests.judged(town.channel, NOW - DAY) == {DigestOpinion.MISSED: 1}


@covers("press:import_people")
async def test_an_import_begins_with_a_file_and_stores_nothing_without_one(town: Town) -> None:
    desk = await at(town)
    ack = await desk.submit(await opened(desk, "import_people"), file={"files": []})
    assert ack["errors"] == {"file": "Hand in one file: the Connections.csv."}
    assert town.slack.faults == []

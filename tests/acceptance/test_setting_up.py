"""What admins set up at Slack, before the running bot: a rule tried and applied, a feed tested, a digest judged."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from digests.views.feed import view_feed_tested
from handlers.press import write_about
from model.feed import FirstLook
from model.feedback import DigestOpinion
from tests.acceptance.covers import covers
from tests.acceptance.desk import CLEAR, Desk
from tests.acceptance.town import Town
from tests.make import DAY, NOW
from tests.signed import filled

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]
RULE, OTHER = "departure.founder", "shutdown.everybody"
FEED = "https://feeds.example/rss"
CONNECTIONS = """First Name,Last Name,URL,Email Address,Company,Position,Connected On
Ada,Byron,https://www.linkedin.com/in/ada-byron,ada@secret.example,{company},Engineer,12 Mar 2024
"""


async def at(town: Town) -> Desk:
    """Somebody before no story in particular."""
    return Desk(town, (await town.slack.members())[0], "1727300000.000001", "")


@covers("press:edit_rule", "modal:edit_rule", "modal:rule_edit", "modal:rule_tried")
async def test_a_rule_is_tried_then_applied_for_everybody(town: Town) -> None:
    desk = await at(town)
    view = await desk.follow(await desk.open("edit_rule"), rule={"selected_option": {"value": RULE}})
    wrong = await desk.submit(view, strength={"value": "0"})
    assert "a whole number from 1 to 100" in wrong["errors"]["strength"]
    tried = await desk.follow(view, strength={"value": "100"})
    assert "What it would have changed in the last 30 days:" in json.dumps(tried)
    assert f"{RULE}, strength 100" not in await town.ask("rules")
    done = await desk.follow(tried)
    assert f"rule {RULE}: strength = 100" in json.dumps(done)
    assert f"{RULE}, strength 100" in await town.ask("rules")
    async with await desk.stored() as store:
        [override] = await store.lessons.overrides()
        assert (override.in_force, override.by) == (True, desk.user)


@covers("press:rule_again", "press:undo_rule")
async def test_a_rule_is_looked_at_again_before_it_is_applied_and_taken_back_afterwards(town: Town) -> None:
    desk = await at(town)
    view = await desk.follow(await desk.open("edit_rule"), rule={"selected_option": {"value": OTHER}})
    tried = await desk.follow(view, strength={"value": "98"})
    await desk.press_within(tried, "rule_again", block_id="again")
    again = await town.slack.opened()
    assert filled(again)["strength"] == {"value": "98"}
    done = await desk.follow(await desk.follow(again, strength={"value": "97"}))
    assert f"{OTHER}, strength 97" in await town.ask("rules", user=await town.ben())
    (undo,) = [
        one for one in buttons(done, "undo_rule") if one["value"].startswith(OTHER) or OTHER in json.dumps(done)
    ][:1]
    await desk.press_within(done, "undo_rule", value=undo["value"], block_id="undo")
    assert f"Taken back: rule {OTHER}" in json.dumps(await town.slack.opened())
    assert f"{OTHER}, strength 97" not in await town.ask("rules", user=await town.ben())
    async with await desk.stored() as store:
        assert undo["value"] not in {one.id for one in await store.lessons.overrides() if one.in_force}


async def test_rules_are_for_admins(town: Town) -> None:
    desk = replace(await at(town), user=await town.ben())
    assert "admin" in await desk.said(await desk.press("edit_rule"))
    assert town.slack.views == []


@covers("press:add_feed", "modal:add_feed")
async def test_a_feed_in_our_own_network_is_refused_with_its_trouble(town: Town) -> None:
    desk = await at(town)
    ack = await desk.submit(await desk.open("add_feed"), url={"value": "http://127.0.0.1/rss"})
    assert "127.0.0.1" in ack["errors"]["url"]
    async with await desk.stored() as store:
        assert await store.feeds.of("") == []


@covers("modal:feed_save", "press:remove_feed")
async def test_a_feed_that_is_saved_is_polled_until_it_is_removed(town: Town) -> None:
    """Its first look wants an address that everybody can reach: the modal that follows that one is made here."""
    desk = await at(town)
    look = FirstLook("feeds.example/rss", 1, ((NOW, "Somebody moves"),))
    tested = view_feed_tested(look, ZoneInfo("UTC"), write_about(**{"is": "feed_save"}, url=FEED))
    saved = await desk.follow({**await desk.open("add_feed"), **tested})
    assert "Saved: feeds.example/rss is polled from now on." in json.dumps(saved)
    assert "feeds.example/rss" in await town.ask("sources")
    async with await desk.stored() as store:
        assert [feed.url for feed in await store.feeds.of("")] == [FEED]
    await desk.press_within(saved, "remove_feed", value=FEED, block_id="feed_0")
    assert "Removed: feeds.example/rss is polled no more" in json.dumps(await town.slack.opened())
    assert "feeds.example" not in await town.ask("sources")
    async with await desk.stored() as store:
        assert await store.feeds.of("") == []


@covers("press:feedback", *(f"modal:feedback {one.value}" for one in DigestOpinion))
async def test_a_digest_is_judged(town: Town) -> None:
    desk = await at(town)
    for opinion in DigestOpinion:
        before = await judged(town)
        assert await desk.submit(await desk.open("feedback"), opinion={"selected_option": {"value": opinion}}) == CLEAR
        assert (await desk.whispered()).startswith("Thank you")
        assert await judged(town) - before == {opinion: 1}


async def judged(town: Town) -> Counter[DigestOpinion]:
    """Count what was said of the channel's digests."""
    async with await town.stored() as store:
        return await store.digests.judged(town.channel, NOW - DAY)


@covers("press:import_people")
async def test_an_import_begins_with_a_file_and_stores_nothing_without_one(town: Town) -> None:
    desk = await at(town)
    ack = await desk.submit(await desk.open("import_people"), file={"files": []})
    assert ack["errors"] == {"file": "Hand in one file: the Connections.csv, or a list of candidates."}
    assert town.slack.faults == []


@covers("modal:import_people", "modal:import_save", "command:people")
async def test_who_imports_is_told_who_moved_and_nobody_else_is(town: Town) -> None:
    desk = await at(town)
    assert "You have not imported your connections yet" in await town.ask("people OpenAI")
    for company, told in (("OpenAI", "This is your first import"), ("Anthropic", "1 moved")):
        file = await town.slack.hand_in("Connections.csv", CONNECTIONS.format(company=company).encode())
        view = await desk.follow(await desk.open("import_people"), file={"files": [{"id": file}]})
        assert told in json.dumps(view)
        assert "Saved." in json.dumps(await desk.follow(view))
    assert "Ada Byron (Engineer) leaves OpenAI for Anthropic" in await town.ask("people OpenAI")
    assert "Anthropic hires Ada Byron" in await town.ask("people Anthropic")
    assert "Ada Byron" not in await town.ask("people OpenAI", user=await town.ben())
    assert "Ada Byron" not in await town.ask("search ada byron", user=await town.ben())
    assert "Ada Byron" not in json.dumps([await town.slack.history(one) for one in (town.channel, town.quiet)])
    assert "imported their own connections" in await town.ask("audit")


def buttons(view: dict[str, Any], verb: str) -> list[dict[str, Any]]:
    """List the buttons of a view that say this."""
    rows = [block["elements"] for block in view["blocks"] if block["type"] == "actions"]
    return [one for row in rows for one in row if one["action_id"] == verb]

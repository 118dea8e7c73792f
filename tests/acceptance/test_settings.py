"""What a channel's people settle in windows, before the running bot: settings, companies, and the first set-up."""

from __future__ import annotations

import json
from typing import Any

import pytest
import pytest_asyncio

from digests.views.settings import CHANGED
from store.watches import EVERYWHERE
from tests.acceptance.test_acceptance import Town, town
from tests.acceptance.test_setting_up import at, follow
from tests.acceptance.test_story import CLEAR, Desk
from tests.handlers.test_settings import filled
from tests.signed import inside, press_body, send_payload, send_slash

__all__ = ["town"]

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(town: Town) -> Desk:
    return await at(town)


async def button(desk: Desk, verb: str, value: str) -> dict[str, Any]:
    """Press a button that carries a value; return the window that opens."""
    trigger = await desk.town.slack.trigger(desk.user)
    body = press_body(verb, "", response_url=desk.town.slack.response_url(verb), trigger=trigger, user=desk.who)
    action = {"action_id": verb, "block_id": "x1", "type": "button", "value": value, "action_ts": "1.1"}
    channel = {"id": desk.town.channel, "name": "hiring-signals"}
    assert await send_payload(desk.town.bot.base, {**body, "actions": [action], "channel": channel}) == (200, None)
    return await desk.town.slack.opened()


async def typed(desk: Desk, text: str) -> dict[str, Any]:
    """Type a command that is answered by a window."""
    told = {"channel_id": desk.town.channel, "user_id": desk.user}
    trigger = await desk.town.slack.trigger(desk.user)
    url = desk.town.slack.response_url("window")
    sent = await send_slash(desk.town.bot.base, text, response_url=url, session=None, trigger_id=trigger, **told)
    assert sent == (200, "")
    return await desk.town.slack.opened()


async def within(desk: Desk, view: dict[str, Any], verb: str) -> dict[str, Any]:
    """Press or change something in a window; return the window as it is then."""
    trigger = await desk.town.slack.trigger(desk.user, view["id"])
    body = inside(view, verb, trigger=trigger, id=view["id"])
    seen = {**body["view"], "hash": view["hash"]}
    assert (await send_payload(desk.town.bot.base, {**body, "view": seen, "user": desk.who}))[0] == 200
    return await desk.town.slack.opened()


async def test_a_channels_settings_are_previewed_saved_and_given_back(desk: Desk) -> None:
    view = await button(desk, "settings", desk.town.channel)
    values = {name: {CHANGED: one} for name, one in filled(view, threshold="95").items()}
    changed = await within(desk, {**view, "state": {"values": values}}, CHANGED)
    assert "the last 30 days would have been" in json.dumps(changed)
    assert await desk.submit(changed, **filled(changed, threshold="95", zone="tokyo")) == CLEAR
    assert "hears so from now on" in await desk.whispered()
    assert "95" in await desk.town.ask("list")
    async with await desk.stored() as store:
        (chosen, _) = (await store.choices.of(""))[desk.town.channel]
        assert (chosen.threshold, chosen.zone) == (95, "Asia/Tokyo")
    again = await button(desk, "settings", desk.town.channel)
    reset = await within(desk, again, "settings_reset")
    assert "follows the bot's set-up again" in json.dumps(reset)
    async with await desk.stored() as store:
        assert await store.choices.of("") == {}


async def test_a_new_company_is_described_then_edited_and_dropped_by_which_one_is_meant(desk: Desk) -> None:
    view = await typed(desk, "watch Glean Works glean.example")
    assert await desk.submit(view, **filled(view, aliases="GleanWorks")) == CLEAR
    assert "now watches Glean Works" in await desk.whispered()
    edit = await button(desk, "edit_company", "Glean Works")
    assert await desk.submit(edit, **filled(edit, never="cinema", tier="1")) == CLEAR
    assert "is known so, in every channel" in await desk.whispered()
    async with await desk.stored() as store:
        known = {one.company.name: one.company for one in await store.watches("") if one.channel == EVERYWHERE}
        assert (known["Glean Works"].domain, known["Glean Works"].tier) == ("glean.example", 1)
        assert (known["Glean Works"].aliases, known["Glean Works"].never) == (("GleanWorks",), ("cinema",))
    dropped = await typed(desk, "unwatch Glean Wroks")
    assert await desk.submit(dropped, which={"selected_option": {"value": "0"}}) == CLEAR
    assert "no longer watches Glean Works" in await desk.whispered()
    assert "Glean Works" not in await desk.town.ask("list")


async def test_a_name_like_others_asks_which_one_is_meant(desk: Desk) -> None:
    await desk.town.ask("unwatch Anthropic")
    view = await typed(desk, "watch Antropic")
    (first, *_) = view["blocks"]
    assert first["block_id"] == "which"
    rest = filled({"blocks": view["blocks"][1:]})
    assert await desk.submit(view, which={"selected_option": {"value": "0"}}, **rest) == CLEAR
    assert "now watches Anthropic" in await desk.whispered()
    assert "Anthropic" in await desk.town.ask("list")


async def test_a_set_up_in_three_steps_ends_in_a_sample_in_the_channel(desk: Desk) -> None:
    quiet = desk.town.quiet
    begun = await button(desk, "setup", "")
    second = await follow(desk, begun, company1={"value": "OpenAI"}, company2={"value": "Cohere cohere.example"})
    third = await follow(desk, second, channel={"selected_conversation": quiet})
    assert "Step 3 of 3" in json.dumps(third)
    listed = await desk.town.ask("list", quiet)
    assert "OpenAI" in listed
    assert "Cohere" in listed
    before = len(await desk.town.slack.history(quiet))
    assert await desk.submit(third) == CLEAR
    await desk.town.heard(lambda post: "Digest" in post or "Nothing" in post, quiet)
    assert len(await desk.town.slack.history(quiet)) == before + 1
    assert desk.town.slack.faults == []

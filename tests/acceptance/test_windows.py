"""Windows that a person fills in before the running bot: a channel's settings, its companies, the first set-up."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from model.company import Company
from store.watches import EVERYWHERE
from tests.acceptance.covers import covers
from tests.acceptance.desk import CLEAR, Desk
from tests.acceptance.town import OURS, Town, shown
from tests.signed import filled, home_opened, link_shared, send_event
from tests.waiting import until, until_so

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]


async def quiet(town: Town) -> Desk:
    """Somebody in the channel that was never configured, before no story in particular."""
    return Desk(replace(town, channel=town.quiet), (await town.slack.members())[0], "1727300000.000001", "")


async def companies(town: Town, channel: str) -> dict[str, Company]:
    """List the companies that were added in a channel, or described for all of them."""
    async with await town.stored() as store:
        return {one.company.name: one.company for one in await store.watches("") if one.channel == channel and one.on}


# --- what a channel hears ---------------------------------------------------------------------------------------------


@covers("press:settings", "press:settings_changed", "modal:settings", "press:settings_reset")
async def test_a_channel_is_settled_with_a_preview_and_given_back(town: Town) -> None:
    desk, other = await quiet(town), await town.ben()
    await town.ask("watch OpenAI", town.quiet)
    view = await desk.open("settings")
    values = {**filled(view), "threshold": {"selected_option": {"value": "95"}}}
    state = {"values": {field: {field: value} for field, value in values.items()}}
    await desk.press_within({**view, "state": state}, "settings_changed", block_id="threshold")
    previewed = await town.slack.opened()
    assert "the last 30 days would have been" in json.dumps(previewed)
    assert filled(previewed)["threshold"]["selected_option"]["value"] == "95"
    assert "95 points" not in await town.ask("list", town.quiet, other)

    wrong = await desk.submit(view, **{**values, "zone": {"value": "Middle Earth"}})
    assert "time zone" in wrong["errors"]["zone"]
    assert await desk.submit(view, **{**values, "zone": {"value": "Asia/Tokyo"}}) == CLEAR
    assert "this channel hears so from now on" in await desk.whispered()
    assert "Alerts from 95 points" in await town.ask("list", town.quiet, other)
    async with await town.stored() as store:
        chosen, _ = (await store.choices.of(""))[town.quiet]
    assert (chosen.threshold, chosen.zone) == (95, "Asia/Tokyo")

    await desk.press_within(await desk.open("settings"), "settings_reset", block_id="reset")
    assert "follows the bot's set-up again" in json.dumps(await town.slack.opened())
    assert "95 points" not in await town.ask("list", town.quiet, other)


# --- which companies --------------------------------------------------------------------------------------------------


@covers("command:watch meant", "command:watch new", "modal:watch")
async def test_a_name_that_is_like_another_is_asked_about(town: Town) -> None:
    desk = await quiet(town)
    await town.ask("unwatch OpenAI", town.quiet)
    await town.type("watch OpenIA", town.quiet)
    view = await town.slack.opened()
    assert "Which one do you mean?" in json.dumps(view)
    assert await desk.fill_in(view) == CLEAR
    assert "now watches OpenAI" in await desk.whispered()
    assert "OpenAI" in await town.ask("list", town.quiet, await town.ben())

    await town.type("watch Oystercatcher oystercatcher.example", town.quiet)
    view = await town.slack.opened()
    assert filled(view)["domain"] == {"value": "oystercatcher.example"}
    wrong = await desk.fill_in(view, domain={"value": "no domain"})
    assert "That is no domain" in wrong["errors"]["domain"]
    assert await desk.fill_in(view, rivals={"value": "OpenAI, Anthropic"}) == CLEAR
    assert "now watches Oystercatcher" in await desk.whispered()
    company = (await companies(town, town.quiet))["Oystercatcher"]
    assert (company.domain, company.rivals) == ("oystercatcher.example", ("OpenAI", "Anthropic"))


@covers("command:watch known")
async def test_a_company_that_is_known_is_watched_at_once(town: Town) -> None:
    assert "now watches Anthropic" in await town.ask("watch Anthropic", town.quiet)
    assert "watches Anthropic already" in await town.ask("watch Anthropic", town.quiet, await town.ben())


@covers("press:edit_company")
async def test_news_are_known_by_what_a_company_is_also_called(town: Town) -> None:
    desk = await quiet(town)
    await town.ask("watch “Pelican Works”", town.quiet)
    card = await town.answer(await town.type("Pelican Works", town.quiet))
    assert "[ Edit company… ]" in shown(card)
    view = await desk.open("edit_company", value="Pelican Works", block_id="edit")
    tier = {"selected_option": {"value": "1"}}
    assert await desk.fill_in(view, aliases={"value": "Pelikan GmbH"}, tier=tier) == CLEAR
    assert "from now on Pelican Works is known so" in await desk.whispered()
    company = (await companies(town, EVERYWHERE))["Pelican Works"]
    assert (company.aliases, company.tier) == (("Pelikan GmbH",), 1)
    link = town.room.publish("Pelikan GmbH CTO Mona Lind is leaving the company", "lind")

    async def told() -> bool:
        return link in await town.ask("Pelican Works", town.quiet, await town.ben())

    await until_so(told, every=0.2)


@covers("command:unwatch meant", "modal:unwatch")
async def test_a_name_that_is_like_what_is_watched_is_asked_about_before_it_goes(town: Town) -> None:
    desk = await quiet(town)
    await town.ask("watch “Kingfisher”", town.quiet)
    await town.type("unwatch Kingfsher", town.quiet)
    assert await desk.fill_in(await town.slack.opened()) == CLEAR
    assert "no longer watches Kingfisher" in await desk.whispered()
    assert "Kingfisher" not in await town.ask("list", town.quiet, await town.ben())
    assert "Kingfisher" not in await companies(town, town.quiet)


# --- the first set-up -------------------------------------------------------------------------------------------------


@covers("press:setup", "modal:setup")
async def test_three_steps_lead_from_no_company_to_a_digest_in_the_channel(town: Town) -> None:
    desk, fresh = await quiet(town), await town.slack.channel("fresh")
    view = await desk.open("setup")
    assert "Name one company" in (await desk.fill_in(view))["errors"]["company1"]
    asked = await desk.follow(view, company1={"value": "Anthropic"}, company2={"value": "Sandpiper sandpiper.example"})
    assert "Choose a channel" in (await desk.submit(asked))["errors"]["channel"]
    shows = await desk.follow(asked, channel={"selected_conversation": fresh})
    assert "Step 3 of 3" in json.dumps(shows)
    told = await town.ask("list", fresh, await town.ben())
    assert "Anthropic" in told
    assert "Sandpiper" in told
    assert await town.slack.history(fresh) == []
    assert await desk.submit(shows) == CLEAR
    await town.heard(lambda post: "Jane Roe" in post, fresh)


# --- links of ours ----------------------------------------------------------------------------------------------------


@covers("event:link_shared")
async def test_a_link_of_ours_shows_what_it_leads_to(town: Town) -> None:
    event = link_shared(f"{OURS}/c/OpenAI", f"{OURS}/c/Nobody", id="Ev77", channel=town.channel)
    assert await send_event(town.bot.base, event) == 200
    await until(lambda: bool(town.slack.unfurls))
    (unfurl,) = town.slack.unfurls
    assert (unfurl["channel"], unfurl["ts"]) == (town.channel, "1727300002.1")
    ((link, card),) = unfurl["unfurls"].items()
    assert link == f"{OURS}/c/OpenAI"
    assert "OpenAI" in shown(card)


@covers("event:app_home_opened")
async def test_what_somebody_took_stands_in_their_home_alone(town: Town) -> None:
    one, other = await town.slack.members()
    assert "now watches Heron Labs" in await town.ask("watch “Heron Labs”")
    town.room.publish("Heron Labs CTO Nora Fields is leaving the company", "fields")
    await town.heard(lambda post: "Nora Fields" in post)
    (alert,) = [post for post in await town.slack.history(town.channel) if "Nora Fields" in shown(post)]
    (row,) = [block for block in alert["blocks"] if block["type"] == "actions"]
    theirs = Desk(town, other, alert["ts"], row["block_id"].removeprefix("story:"))
    assert "Nora Fields" in await home(town, one, "Ev78")
    assert "is yours" in await theirs.said(await theirs.press("claim"))
    assert "Nora Fields" in await home(town, other, "Ev79")
    assert "Nora Fields" not in await home(town, one, "Ev80")


@covers("press:help")
async def test_help_in_the_home_opens_what_its_reader_may_type(town: Town) -> None:
    desk = await quiet(town)
    view = await desk.open("help", block_id="home_import")
    assert "/signals watch" in shown(view)
    assert view["title"]["text"] == "Help"


async def home(town: Town, user: str, id: str) -> str:
    """Open somebody's Home; return it as they see it."""
    assert await send_event(town.bot.base, home_opened(user, id=id)) == 200
    return shown(await town.slack.opened())


async def test_nothing_that_was_shown_breaks_slacks_limits(town: Town) -> None:
    assert town.slack.faults == []
    assert "Traceback" not in town.bot.log

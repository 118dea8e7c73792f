"""Companies are watched and described in a window, over signed HTTP on a real store: each shows its effect."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from digests.plain import as_text
from model.company import Company
from model.message import Drawn
from store.store import Store
from tests.handlers.pressing import CHANNEL, Room, member, pressing
from tests.handlers.test_settings import filled
from tests.make import story
from tests.pipeline.desk import Desk
from tests.signed import send_slash


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with await Store.open(f"sqlite:///{tmp_path}/signals.db") as store, pressing(Desk(store)) as running:
        yield running


async def asked(room: Room, text: str) -> dict[str, Any]:
    """Type a command that is answered by a window."""
    address, who = room.slack.response_url("lea"), member("lea")
    trigger = room.slack.trigger()
    more = {"channel_id": CHANNEL, "user_id": who["id"], "trigger_id": trigger}
    assert await send_slash(room.base, text, response_url=address, session=None, **more) == (200, "")
    return await room.opened()


def known(room: Room, name: str) -> Company:
    return next(one for one in room.desk.pipeline.watch.companies if one.name == name)


def lines(view: dict[str, Any]) -> str:
    return as_text(Drawn("", tuple(view["blocks"])))


async def test_a_new_company_is_described_before_it_is_watched(room: Room) -> None:
    view = await asked(room, "watch Glean Works glean.example")
    shown = filled(view)
    assert (shown["name"]["value"], shown["domain"]["value"]) == ("Glean Works", "glean.example")
    changes = {"aliases": "Glean, GleanWorks ,", "must": "search; software", "rivals": "OpenAI", "tier": "1"}
    changes |= {"departments": "Research, R&D", "cities": "Paris"}
    assert await room.submit(view, values=filled(view, **changes)) == {"response_action": "clear"}
    assert "now watches Glean Works" in await room.whispered()
    one = known(room, "Glean Works")
    assert (one.domain, one.aliases, one.tier) == ("glean.example", ("Glean", "GleanWorks"), 1)
    assert (one.must, one.rivals) == (("search", "software"), ("OpenAI",))
    assert (one.departments, one.cities) == (("Research", "R&D"), ("Paris",))
    (line,) = await room.desk.store.audited("", 9)
    assert (line.actor, line.action) == ("U0LEA", f"watch Glean Works in {CHANNEL}")
    await room.desk.print("Glean Works CEO Ada Byron leaves the search company", at=room.now)
    assert [one.company for one in await room.desk.store.stories_of("Glean Works", room.now)] == ["Glean Works"]


async def test_a_name_like_others_asks_which_one_is_meant(room: Room) -> None:
    await room.ask("unwatch Northwind")
    view = await asked(room, "watch Nortwind")
    assert "● Northwind  northwind.example" in lines(view)
    await room.submit(view, values={**filled_which(view), "which": chosen("0")})
    assert "now watches Northwind" in await room.whispered()
    assert [one.name for one in room.desk.pipeline.watch.companies] == ["OpenAI", "Northwind"]


async def test_to_stop_watching_a_name_like_others_asks_which_one_is_meant(room: Room) -> None:
    view = await asked(room, "unwatch Nortwind")
    assert await room.submit(view, values={"which": chosen("7")}) == {
        "response_action": "errors",
        "errors": {"which": "Choose one."},
    }
    await room.submit(view, values={"which": chosen("0")})
    assert "no longer watches Northwind" in await room.whispered()
    (heard,) = room.desk.pipeline.watch.subscriptions
    assert heard.companies == {"OpenAI"}


async def test_none_of_these_is_a_new_company(room: Room) -> None:
    view = await asked(room, "watch Nortwind")
    await room.submit(view, values={**filled_which(view), "which": chosen("new")})
    assert "now watches Nortwind" in await room.whispered()
    assert known(room, "Nortwind").domain is None


async def test_an_everyday_word_is_told_to_need_others_near_it(room: Room) -> None:
    assert "is also an everyday word" in lines(await asked(room, "watch Harbor"))
    assert "everyday" not in lines(await asked(room, "watch Zyxxor"))


async def test_what_is_wrong_is_said_under_its_field(room: Room) -> None:
    view = await asked(room, "watch Glean")
    wrong = filled(view, name=" ", domain="not a domain")
    errors = (await room.submit(view, values=wrong))["errors"]
    assert errors == {
        "name": "Give it a name.",
        "domain": "That is no domain. Write one such as openai.com, or nothing.",
    }
    assert [one.name for one in room.desk.pipeline.watch.companies] == ["OpenAI", "Northwind"]


async def test_where_no_window_opens_the_company_is_watched_as_typed(room: Room) -> None:
    who, address = member("lea"), room.slack.response_url("lea")
    more = {"channel_id": CHANNEL, "user_id": who["id"], "trigger_id": "stale"}
    await send_slash(room.base, "watch Glean", response_url=address, session=None, **more)
    assert "now watches Glean" in await room.said()


async def test_a_company_in_quotes_is_watched_at_once(room: Room) -> None:
    assert "now watches Glean" in await room.ask("watch “Glean”")


async def test_a_watched_company_is_edited_from_its_card_everywhere(room: Room) -> None:
    assert "[ Edit company… ]" in await room.ask("openai")
    edit = {"action_id": "edit_company", "block_id": "x", "type": "button", "value": "OpenAI", "action_ts": "1.1"}
    await room.press("edit_company", story(), actions=[edit])
    view = await room.opened()
    assert "name" not in filled(view), "a company is known by its name"
    await room.submit(view, values=filled(view, never="cinema", tier="3"))
    assert "is known so, in every channel" in await room.whispered()
    one = known(room, "OpenAI")
    assert (one.never, one.tier, one.domain) == (("cinema",), 3, "openai.com")
    (heard,) = room.desk.pipeline.watch.subscriptions
    assert heard.channel == CHANNEL, "to describe a company makes no channel watch it"
    (line,) = await room.desk.store.audited("", 9)
    assert (line.action, line.after is not None) == ("edit OpenAI", True)
    await room.press("edit_company", story(), actions=[edit])
    again = await room.opened()
    assert filled(again)["never"]["value"] == "cinema"
    await room.submit(again, values=filled(again))
    assert "Nothing was changed" in await room.whispered()


async def test_a_company_that_is_gone_is_said_to_be(room: Room) -> None:
    edit = {"action_id": "edit_company", "block_id": "x", "type": "button", "value": "Gone", "action_ts": "1.1"}
    await room.press("edit_company", story(), actions=[edit])
    assert "Gone is watched by nobody any more" in await room.said()


def chosen(value: str) -> dict[str, Any]:
    return {"type": "radio_buttons", "selected_option": {"value": value}}


def filled_which(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Fill in a window as it stands, without its first question."""
    rest = [block for block in view["blocks"] if block.get("block_id") != "which"]
    assert len(rest) < len(view["blocks"])
    return filled({"blocks": rest})

"""What a channel hears is settled in a modal, over signed HTTP on a real store: each change shows its effect."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from digests.limits import view_faults
from digests.plain import as_text
from digests.views.settings import CHANGED, RESET
from handlers.zones import zone_of
from model.chosen import Chosen
from model.message import Drawn
from model.signal import Kind
from model.subscription import Subscription
from store.store import Store
from tests.handlers.pressing import CHANNEL, Room, pressing
from tests.make import at, story
from tests.pipeline.desk import CTO_LEAVES, Desk
from tests.signed import inside


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with await Store.open(f"sqlite:///{tmp_path}/signals.db") as store, pressing(Desk(store)) as running:
        yield running


def filled(view: Mapping[str, Any], **changes: str | list[str]) -> dict[str, dict[str, Any]]:
    """Fill in a modal as it stands, with some changes by field: an option's value, several, or what is typed."""
    values: dict[str, dict[str, Any]] = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        name, element = block["block_id"], block["element"]
        match element["type"]:
            case "static_select":
                chosen = changes.get(name, element.get("initial_option", {}).get("value"))
                assert chosen in [one["value"] for one in element["options"]]
                values[name] = {"type": element["type"], "selected_option": {"value": chosen}}
            case "multi_static_select" | "checkboxes":
                ticked = changes.get(name, [one["value"] for one in element.get("initial_options", [])])
                values[name] = {"type": element["type"], "selected_options": [{"value": one} for one in ticked]}
            case "plain_text_input":
                values[name] = {"type": element["type"], "value": changes.get(name, element.get("initial_value"))}
            case other:
                raise AssertionError(f"{name} is a {other}")
    assert changes.keys() <= values.keys()
    return values


async def settings(room: Room, user: str = "lea") -> dict[str, Any]:
    """Open the modal with the button of `/signals list`."""
    await room.ask("list", user)
    await room.press("settings", story(), user, actions=[button(CHANNEL)])
    return await room.opened()


def button(channel: str) -> dict[str, str]:
    return {"action_id": "settings", "block_id": "x1", "type": "button", "value": channel, "action_ts": "1.1"}


async def change(room: Room, view: Mapping[str, Any], **changes: str | list[str]) -> str:
    """Change fields of the open modal; return what its first line says then."""
    room.slack.views.clear()
    values = {name: {CHANGED: value} for name, value in filled(view, **changes).items()}
    body = inside({**view, "state": {"values": values}}, CHANGED, id="V1", block_id=next(iter(changes)))
    await room.send(body)
    drawn = await room.slack.shown()
    assert view_faults(drawn) == []
    assert room.slack.views[-1][0] == "views.update"
    return first(drawn)


def first(view: Mapping[str, Any]) -> str:
    return as_text(Drawn("", tuple(view["blocks"]))).splitlines()[0]


def wishes(room: Room) -> Subscription:
    (found,) = (one for one in room.desk.pipeline.watch.subscriptions if one.channel == CHANNEL)
    return found


# --- opened -----------------------------------------------------------------------------------------------------------


async def test_the_modal_shows_what_holds_and_what_it_meant_in_the_last_30_days(room: Room) -> None:
    await room.told()
    room.pass_by(days=1)
    view = await settings(room)
    assert first(view).endswith("the last 30 days would have been: 1 alert, and no digest.")
    shown = filled(view)
    assert shown["threshold"]["selected_option"]["value"] == "20"
    assert (shown["quiet"]["selected_option"]["value"], shown["zone"]["value"]) == ("never", "UTC")
    assert shown["kinds"]["selected_options"] == []


async def test_the_digest_and_the_list_have_the_button(room: Room) -> None:
    assert "[ Settings… ]" in await room.ask("list")
    await room.told()
    await room.ask("digest now")
    await room.post()
    digest = room.slack.posts[-1]
    assert "[ Settings… ]" in as_text(Drawn(digest["text"], tuple(digest["blocks"])))


async def test_a_direct_conversation_has_no_settings(room: Room) -> None:
    await room.press("settings", story(), channel={"id": "D0LEA"}, actions=[button("")])
    assert "/signals list" in await room.said()
    assert room.slack.views == []


# --- changed ----------------------------------------------------------------------------------------------------------


async def test_each_change_shows_what_it_would_have_meant(room: Room) -> None:
    await room.told()
    room.pass_by(days=1)
    view = await settings(room)
    assert "0 alerts, and no digest" in await change(room, view, threshold="95")
    assert "0 alerts, 1 story in the digest" in await change(room, view, threshold="95", days=["mon", "tue"])
    assert "0 alerts, 0 stories in the digest" in await change(room, view, kinds=[Kind.LAYOFFS.value], days=["mon"])
    assert "0 alerts, 1 story in the digest" in await change(room, view, **{"from": "confirmed"}, days=["mon"])
    assert wishes(room).threshold == 20, "looking changes nothing"
    assert await room.desk.store.choices.of("T1") == {}


async def test_a_channel_that_chose_one_line_hears_in_one_line(room: Room) -> None:
    view = await settings(room)
    assert (await change(room, view, density="compact")).endswith("Each story is one line.")
    await room.submit(view, values=filled(view, density="compact"))
    assert "hears so from now on" in await room.whispered()
    assert "one line for each story" in await room.ask("list")
    await room.told()
    alert = room.slack.posts[-1]
    drawn = as_text(Drawn(alert["text"], tuple(alert["blocks"])))
    assert drawn.splitlines()[0].startswith("🚪 OpenAI · sourcing window")
    assert "leaves OpenAI." in drawn.splitlines()[0]
    assert "Why " not in drawn
    assert "[ I'll take it ]" in drawn


async def test_a_preview_is_an_hour_old_at_most(room: Room) -> None:
    view = await settings(room)
    await room.told()
    room.pass_by(minutes=30)
    assert "0 alerts" in await change(room, view, threshold="20"), "what was reckoned once serves for other wishes"
    room.pass_by(minutes=31)
    assert "1 alert" in await change(room, view, threshold="20")
    assert "0 alerts" in await change(room, view, threshold="95")


# --- saved ------------------------------------------------------------------------------------------------------------


async def test_what_is_saved_holds_at_once_and_leaves_one_line_with_before_and_after(room: Room) -> None:
    view = await settings(room)
    values = filled(view, threshold="95", kinds=["departure", "hire"], cap="2", wait="600", quiet="20:00", zone="tokyo")
    assert await room.submit(view, values=values) == {"response_action": "clear"}
    assert "hears so from now on" in await room.whispered()
    now = wishes(room)
    assert (now.threshold, now.cap, now.story_wait, now.zone.key) == (95, 2, 600, "Asia/Tokyo")
    assert now.kinds == {Kind.DEPARTURE, Kind.HIRE}
    assert now.quiet is not None
    assert (now.quiet.start.hour, now.quiet.end.hour) == (20, 7)
    (line,) = await room.desk.store.audited("T1", 9)
    assert (line.actor, line.action, line.before) == ("U0LEA", f"settings of {CHANNEL}", None)
    assert line.after is not None
    assert '"threshold": 95' in line.after
    await room.desk.print(CTO_LEAVES, at=room.now)
    await room.post()
    assert room.slack.posts == [], "95 points are more than this story lifts to"


async def test_what_is_left_as_it_is_stays_with_the_set_up(room: Room) -> None:
    view = await settings(room)
    await room.submit(view, values=filled(view, cap="2"))
    await room.whispered()
    chosen, _ = (await room.desk.store.choices.of("T1"))[CHANNEL]
    assert chosen == Chosen(cap=2)
    view = await settings(room)
    await room.submit(view, values=filled(view))
    assert "Nothing was changed" in await room.whispered()
    assert len(await room.desk.store.audited("T1", 9)) == 1


async def test_what_was_held_for_the_night_speaks_when_the_night_is_taken_away(room: Room) -> None:
    room.now = room.now.replace(hour=22)
    view = await settings(room)
    await room.submit(view, values=filled(view, quiet="20:00"))
    await room.whispered()
    await room.desk.print(CTO_LEAVES, at=room.now)
    await room.post()
    assert room.slack.posts == []
    view = await settings(room)
    await room.submit(view, values=filled(view, quiet="never"))
    await room.whispered()
    await room.desk.pipeline.decide_again(room.now)
    await room.post()
    assert len(room.slack.posts) == 1


async def test_another_time_or_zone_moves_the_next_digest_and_another_threshold_does_not(room: Room) -> None:
    view = await settings(room)  # a Friday
    await room.submit(view, values=filled(view, days=["mon"], at="08:30", zone="Asia/Tokyo"))
    await room.whispered()
    assert await room.desk.store.schedule(CHANNEL) == at("2024-10-06 23:30")
    await room.desk.store.set_schedule(CHANNEL, at("2024-10-05 00:00"))
    view = await settings(room)
    await room.submit(view, values=filled(view, threshold="50"))
    await room.whispered()
    assert await room.desk.store.schedule(CHANNEL) == at("2024-10-05 00:00")
    view = await settings(room)
    await room.submit(view, values=filled(view, days=[]))
    await room.whispered()
    assert (await room.desk.store.schedule(CHANNEL), wishes(room).digest) == (None, None)


async def test_a_command_about_the_digest_leaves_the_other_settings(room: Room) -> None:
    view = await settings(room)
    await room.submit(view, values=filled(view, cap="2"))
    await room.whispered()
    await room.ask("digest daily 9:00")
    chosen, _ = (await room.desk.store.choices.of("T1"))[CHANNEL]
    assert chosen == Chosen(cap=2, digest="mon,tue,wed,thu,fri,sat,sun 09:00")


async def test_back_to_the_set_up_takes_all_of_it_back(room: Room) -> None:
    view = await settings(room)
    assert RESET not in str(view)
    await room.submit(view, values=filled(view, threshold="95", days=["mon"]))
    await room.whispered()
    view = await settings(room)
    await room.send(inside(view, RESET, id="V1"))
    drawn = await room.slack.shown()
    assert "follows the bot's set-up again" in first(drawn)
    assert wishes(room).threshold == 20
    assert (await room.desk.store.choices.of("T1"), await room.desk.store.schedule(CHANNEL)) == ({}, None)
    last, _ = await room.desk.store.audited("T1", 9)
    assert (last.actor, last.after) == ("U0USER", None)


async def test_what_cannot_be_is_said_under_its_field_and_nothing_is_saved(room: Room) -> None:
    view = await settings(room)
    wrong = filled(view, quiet="07:00", zone="Pariss")
    assert await room.submit(view, values=wrong) == {
        "response_action": "errors",
        "errors": {
            "quiet_end": "Quiet hours begin and end at the same time: choose another end, or alerts at any hour.",
            "zone": "I know no time zone of that name. Did you mean Europe/Paris?",
        },
    }
    forged = {**filled(view), "threshold": {"selected_option": {"value": "-5"}}}
    assert (await room.submit(view, values=forged))["errors"] == {"threshold": "Choose one."}
    assert await room.desk.store.choices.of("T1") == {}


@pytest.mark.parametrize(
    ("typed", "zone"),
    [("Europe/Paris", "Europe/Paris"), (" new  york ", "America/New_York"), ("utc", "UTC"), ("TOKYO", "Asia/Tokyo")],
)
def test_a_zone_is_known_by_its_name_or_its_city(typed: str, zone: str) -> None:
    found = zone_of(typed)
    assert not isinstance(found, tuple)
    assert found.key == zone


@pytest.mark.parametrize("typed", ["", "☃", "<!channel>", "../../etc/passwd", "x" * 60])
def test_what_is_no_zone_is_none(typed: str) -> None:
    assert zone_of(typed) == ()

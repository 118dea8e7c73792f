"""Changing a rule at Slack: chosen, checked, tried on the last 30 days, applied for everybody, taken back."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from learning.change import rules_with
from rules.language import Rule
from store.store import Store
from tests.handlers.pressing import CHANNEL, Room, member, pressing
from tests.make import NOW
from tests.pipeline.desk import CTO_LEAVES, HOUR, Desk, channel, watch
from tests.rules.pack import pack
from tests.signed import inside, press_body

RULE = "departure.c_suite"


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with await Store.open(f"sqlite:///{tmp_path}/signals.db") as store, pressing(Desk(store)) as running:
        assert running.books is not None
        running.books.renew = renewing(running)
        running.slack.members = {"U0LEA": {"is_admin": True}}
        running.desk.pipeline.watch = watch(channel(threshold=40))
        yield running


def renewing(room: Room) -> Any:  # noqa: ANN401  what books call
    """Build the watch anew from what is stored, as the wiring does."""

    async def renew() -> None:
        stored = [one.change for one in await room.desk.store.lessons.overrides() if one.in_force]
        room.desk.pipeline.watch = replace(watch(channel(threshold=40)), rules=rules_with(pack(), stored))

    return renew


def words(view: dict[str, Any]) -> str:
    return json.dumps(view, ensure_ascii=False)


async def choose(room: Room, rule: str = RULE) -> dict[str, Any]:
    """Press "Change a rule…" and choose one; return the modal that asks what of it."""
    await room.send({**press_body("edit_rule", "", response_url="", trigger=room.slack.trigger()), **place()})
    ack = await room.submit(await room.opened(), rule={"selected_option": {"value": rule}})
    assert ack["response_action"] == "update"
    return dict(ack["view"])


def place() -> dict[str, Any]:
    return {"channel": {"id": CHANNEL, "name": "hiring"}, "user": member("lea")}


async def attempt(room: Room, view: dict[str, Any], **typed: str) -> dict[str, Any]:
    off = typed.pop("off", "")
    ticked = {"selected_options": [{"value": "off"}] if off else []}
    values = {key: {"value": value} for key, value in typed.items()}
    return dict(await room.submit(view, values={**values, "off": ticked}))


def found() -> Rule:
    """The rule as it is shipped."""
    return next(rule for rule in pack().rules if rule.id == RULE)


def strength(room: Room) -> int | None:
    rules = room.desk.pipeline.watch.rules.rules
    return next((rule.strength for rule in rules if rule.id == RULE), None)


async def test_rules_has_the_button(room: Room) -> None:
    assert "[ Change a rule… ]" in await room.ask("rules")


async def test_a_change_is_tried_before_anything_is_stored(room: Room) -> None:
    await room.desk.print(CTO_LEAVES, at=NOW - 3 * HOUR)
    view = await choose(room)
    assert f"In force: {found().strength}" in words(view)
    ack = await attempt(room, view, off="off")
    assert ack["view"]["callback_id"] == "rule_tried"
    assert "1 alert lost" in words(ack["view"])
    assert "Mira Murati" in words(ack["view"])
    assert "0 alerts gained" in words(ack["view"])
    assert "OpenAI: sourcing window 55 → 24, rival pressure 0 → 0" in words(ack["view"])
    assert await room.desk.store.lessons.overrides() == []
    assert strength(room) == found().strength


async def test_apply_puts_it_in_force_with_one_line_and_undo_takes_it_back(room: Room) -> None:
    tried = (await attempt(room, await choose(room), strength="3"))["view"]
    ack = await room.submit(tried)
    assert strength(room) == 3
    assert f"Done: rule {RULE}: strength = 3" in words(ack["view"])
    [line] = await room.desk.store.audited("T1")
    assert (line.actor, line.action[:6]) == ("U0LEA", "apply ")
    assert "strength" in str(line.after)
    [override] = await room.desk.store.lessons.overrides()
    room.slack.views.append(("views.open", {"view": ack["view"]}))  # it is V1
    undo = inside(ack["view"], "undo_rule", trigger=room.slack.trigger(), id="V1", value=override.id)
    await room.send({**undo, "user": member("lea")})
    shown = await room.slack.shown(2)
    assert f"Taken back: rule {RULE}" in words(shown)
    assert "undo_rule" not in words(shown)
    assert strength(room) == found().strength
    assert len(await room.desk.store.audited("T1")) == 2


@pytest.mark.parametrize(
    ("typed", "key", "said"),
    [
        ({"strength": "0"}, "strength", "a whole number from 1 to 100"),
        ({"strength": "a lot <!channel>"}, "strength", "a whole number from 1 to 100"),
        ({"cap": "1"}, "cap", "cannot be below strength"),
        ({"kernel": "hump(90, 3)"}, "kernel", "a later end"),
        ({}, "strength", "Nothing differs"),
    ],
)
async def test_what_is_wrong_stands_under_its_field_and_nothing_is_played(
    room: Room, typed: dict[str, str], key: str, said: str
) -> None:
    ack = await attempt(room, await choose(room), **typed)
    assert ack["response_action"] == "errors"
    assert said in ack["errors"][key]
    assert set(ack["errors"]) <= {"strength", "cap", "kernel", "off"}


async def test_it_can_be_changed_again_before_it_is_applied(room: Room) -> None:
    tried = (await attempt(room, await choose(room), strength="3"))["view"]
    room.slack.views.append(("views.open", {"view": tried}))  # it is V1
    again = inside(tried, "rule_again", trigger=room.slack.trigger(), id="V1")
    await room.send({**again, "user": member("lea")})
    view = await room.slack.shown(2)
    assert room.slack.views[-1][0] == "views.update"
    assert '"initial_value": "3"' in words(view)
    assert (await attempt(room, view, strength="4"))["view"]["callback_id"] == "rule_tried"


async def test_a_rule_that_has_changed_meanwhile_is_not_overwritten(room: Room) -> None:
    tried = (await attempt(room, await choose(room), cap=str(found().strength)))["view"]
    room.desk.pipeline.watch = replace(
        watch(),
        rules=replace(pack(), rules=(found().model_copy(update={"strength": found().strength + 1, "cap": 150}),)),
    )
    assert "has changed meanwhile" in words((await room.submit(tried))["view"])
    assert await room.desk.store.lessons.overrides() == []


async def test_without_a_rule_the_choice_stays(room: Room) -> None:
    await room.send({**press_body("edit_rule", "", response_url="", trigger=room.slack.trigger()), **place()})
    ack = await room.submit(await room.opened(), rule={"selected_option": None})
    assert ack["errors"] == {"rule": "Choose a rule."}

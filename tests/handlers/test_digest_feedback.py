"""What people say of a digest as a whole, pressed under it over signed HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from model.feedback import DigestOpinion
from store.store import Store
from tests.handlers.pressing import CHANNEL, Room, member, pressing
from tests.make import DAY, NOW
from tests.pipeline.desk import Desk, channel
from tests.signed import press_body


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with await Store.open(f"sqlite:///{tmp_path}/signals.db") as store, pressing(Desk(store)) as running:
        yield running


async def press_under(room: Room, verb: str) -> None:
    body = press_body(verb, "", response_url=room.slack.response_url("lea"), trigger=room.slack.trigger())
    place = {"channel": {"id": CHANNEL, "name": "hiring"}, "user": member("lea")}
    body["actions"][0]["block_id"] = "about"
    assert await room.send({**body, **place}) is None


async def digest(room: Room) -> list[dict[str, object]]:
    await room.told()
    await room.desk.pipeline.editions.send(channel(), room.now)
    await room.post()
    return list(room.slack.posts[-1]["blocks"])


async def test_the_button_under_a_digest_takes_an_opinion_and_tells_nobody_else(room: Room) -> None:
    blocks = await digest(room)
    verbs = [e["action_id"] for b in blocks if b["type"] == "actions" for e in b["elements"]]  # type: ignore[attr-defined]  # what JSON holds is JSON
    assert verbs[-1] == "feedback"
    posts = len(room.slack.posts)
    await press_under(room, "feedback")
    view = await room.opened()
    chosen = {"selected_option": {"value": "missed"}}
    ack = await room.submit(view, opinion=chosen, words={"value": "Bob McGrew left <!channel>"})
    assert ack == {"response_action": "clear"}
    assert "noted as missed" in await room.whispered()
    assert await room.desk.store.digests.judged(CHANNEL, NOW - DAY) == {DigestOpinion.MISSED: 1}
    line = (await room.desk.store.audited("T1"))[0]
    assert (line.actor, line.action, line.after) == ("U0LEA", f"feedback on the digest of {CHANNEL}", "missed")
    await room.post()
    assert len(room.slack.posts) == posts


async def test_without_an_opinion_the_modal_stays_and_nothing_is_stored(room: Room) -> None:
    await press_under(room, "feedback")
    ack = await room.submit(await room.opened(), words={"value": "hm"})
    assert ack == {"response_action": "errors", "errors": {"opinion": "Choose one."}}
    assert await room.desk.store.digests.judged(CHANNEL, NOW - DAY) == {}

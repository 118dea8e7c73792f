"""The poster on the real outbox: a death at any point loses nothing, and a second start catches up."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from books import StoreOutbox
from handlers.app import open_slack
from handlers.clock import Clock
from handlers.courier import SlackCourier
from handlers.health import Health
from handlers.metrics import Tally
from handlers.pace import Pace
from handlers.post import Poster
from model.message import Message
from model.subscription import MessageKind
from store.advance import Step
from store.store import Store
from tests.fake_slack import FakeSlack, fake_slack
from tests.handlers.running import FastClock, settings_for
from tests.handlers.shelf import ShelfBooks, message
from tests.make import NOW, story
from tests.waiting import WITHIN

pytestmark = pytest.mark.slow


async def _post(slack: FakeSlack, store: Store, time: FastClock) -> None:
    tally = Tally()
    async with open_slack(settings_for(slack), ShelfBooks(), tally) as connected:
        courier = SlackCourier(connected.clients, time.now, 0.0)
        clock = Clock(time.now, time.tick)
        outbox = StoreOutbox(store)
        poster = Poster(outbox, courier, health=Health(), tally=tally, clock=clock, pace=Pace(gap=0.0))
        await poster.drain()


def _messages(told: str) -> list[Message]:
    kinds = (MessageKind.ALERT, MessageKind.UPDATE, MessageKind.THREAD, MessageKind.DIGEST)
    return [
        message(kind.value, kind=kind, story=None if kind is MessageKind.DIGEST else told, key=kind.value)
        for kind in kinds
    ]


async def test_an_alert_its_edit_its_thread_and_a_digest_come_out_of_the_store(tmp_path: Path) -> None:
    async with fake_slack() as slack, await Store.open(f"sqlite:///{tmp_path}/signals.db") as store:
        told = story()
        await store.advance(Step(at=NOW, stories=[told], messages=_messages(told.id)))
        await _post(slack, store, FastClock())
        alert, thread, digest = slack.posts
        assert (alert["text"], thread["thread_ts"], digest["text"]) == ("alert", alert["ts"], "digest")
        assert [edit["ts"] for edit in slack.edits] == [alert["ts"]]
        assert [receipt.kind for receipt in await store.receipts("C1", [told.id])] == [
            MessageKind.ALERT,
            MessageKind.UPDATE,
            MessageKind.THREAD,
        ]
        assert {state: n for state, n in (await store.outbox_counts()).items() if n} == {"sent": 4}


async def test_what_a_killed_process_had_taken_is_posted_by_the_next_one(tmp_path: Path) -> None:
    async with fake_slack() as slack, await Store.open(f"sqlite:///{tmp_path}/signals.db") as store:
        told = story()
        await store.advance(Step(at=NOW, stories=[told], messages=_messages(told.id)))
        assert await store.claim(NOW, 60) is not None
        await _post(slack, store, FastClock())
        assert slack.posts == [], "its lease is not over, and the channel keeps its order"
        time = FastClock()
        time.skip(timedelta(seconds=61).total_seconds())
        await _post(slack, store, time)
        assert slack.texts() == ["alert", "thread", "digest"]


async def test_the_poster_stops_within_a_moment_when_nothing_is_there(tmp_path: Path) -> None:
    async with fake_slack() as slack, await Store.open(f"sqlite:///{tmp_path}/signals.db") as store:
        async with asyncio.timeout(WITHIN):
            await _post(slack, store, FastClock())

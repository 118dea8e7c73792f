"""Tokens that end are renewed in time, stored before use, and whoever dies meanwhile loses no workspace (B15)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cli.tenancy import Tokens
from cli.wiring import utc_now
from handlers.clock import Clock
from handlers.installs import Installs
from handlers.rotation import Rotation
from model.errors import StoreError
from model.install import Install
from tests.handlers.several import Town, town
from tests.waiting import until

pytestmark = pytest.mark.slow  # several workspaces or a server for each: ./run.sh check leaves them out

ACME = "T0ACME"


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as opened:
        yield opened


async def _soon(running: Town, refresh: str = "xoxe-1-first", **hours: float) -> None:
    ends = running.clock.now() + timedelta(**(hours or {"hours": 1.9}))
    await running.install(ACME, refresh=refresh, expires=ends)


async def test_a_token_is_renewed_two_hours_before_it_ends_by_one_of_many(running: Town) -> None:
    await _soon(running, hours=2.1)
    await running.tokens.look()
    assert running.slack.exchanges == []
    await _soon(running)
    await asyncio.gather(*(running.tokens.look() for _ in range(5)))
    assert running.slack.exchanges == ["xoxe-1-first"]
    found = await running.kit.store.installs.find("", ACME)
    assert found is not None
    assert (found.token, found.refresh) == (f"xoxe.xoxb-{ACME}-1", f"xoxe-1-{ACME}-1")
    del running.slack.others[f"xoxb-{ACME}"]
    await running.say(f"{ACME}/C1")
    assert [post["by"] for post in running.slack.posts] == [ACME], "the new token speaks"


async def test_what_slack_could_not_answer_is_asked_again_in_five_minutes_not_before(tmp_path: Path) -> None:
    ahead = timedelta()
    async with town(tmp_path, clock=Clock(now=lambda: utc_now() + ahead)) as running:
        await _soon(running)
        running.slack.exchange_faults.extend(["reset", "fatal_error"])
        for minutes, asked in ((0, 1), (1, 1), (6, 2), (12, 3), (20, 3)):
            ahead = timedelta(minutes=minutes)
            await running.tokens.look()
            assert len(running.slack.exchanges) == asked
        found = await running.kit.store.installs.find("", ACME)
        assert found is not None
        assert found.token == f"xoxe.xoxb-{ACME}-3"


@pytest.mark.parametrize("lost", [2, pytest.param(0, marks=pytest.mark.slow), pytest.param(9, marks=pytest.mark.slow)])
async def test_killed_between_exchange_and_store_the_old_token_speaks_and_a_person_is_asked_once(
    tmp_path: Path, lost: int
) -> None:
    ahead = timedelta()
    async with town(tmp_path, clock=Clock(now=lambda: utc_now() + ahead)) as running:
        slack = running.slack
        await _soon(running)
        for death in range(50):
            ahead = timedelta(minutes=2 * death)
            slack.exchange_faults.clear()  # its death: before Slack heard of it, or after, and the answer is lost
            slack.exchange_faults.append("drop" if len(slack.exchanges) == lost else "reset")
            if len(slack.exchanges) == lost + 1:
                slack.exchange_faults.clear()
            await Tokens(running.kit, running.connected, running.health, running.clock).look()
        assert len(slack.exchanges) == lost + 2, "what is lost is noticed by the next attempt, which is the last"
        for _ in range(3):
            await running.tokens.look()
            await running.poster.drain()
        assert [(p["channel"], "install me again" in p["text"]) for p in slack.posts] == [("U0INSTALLER", True)]
        assert running.health.troubled()[f"token {ACME}"] == "invalid_refresh_token"
        await running.say(f"{ACME}/C1")
        assert slack.posts[-1]["by"] == ACME, "the old token speaks until it ends"
        slack.exchange_faults.clear()
        await _soon(running, "xoxe-1-again")
        await running.tokens.look()
        found = await running.kit.store.installs.find("", ACME)
        assert found is not None
        assert (found.trouble, found.refresh != "xoxe-1-again") == ("", True), "installed again it is renewed again"


class _Ailing:
    """Installs whose database is away while renewed tokens are to be stored, a few times."""

    def __init__(self, installs: Installs, times: int) -> None:
        self._installs = installs
        self.left = times

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  whatever the other has
        return getattr(self._installs, name)

    async def rotated(self, before: Install, after: Install, rotate: datetime) -> bool:
        self.left -= 1
        if self.left >= 0:
            raise StoreError("the disk is full.")
        return await self._installs.rotated(before, after, rotate)


async def test_what_slack_gave_is_stored_as_soon_as_the_database_is_back(running: Town) -> None:
    await _soon(running)

    async def tell(_: Install) -> None:
        raise AssertionError("nothing was lost")

    ailing = _Ailing(running.kit.store.installs, 2)
    rotation = Rotation(ailing, running.connected.clients, running.health, tell, running.clock)
    renewing = asyncio.create_task(rotation.rotate())
    await until(lambda: ailing.left < 2)
    await rotation.end()
    assert renewing.done(), "whoever stops the bot waits for it"
    found = await running.kit.store.installs.find("", ACME)
    assert found is not None
    assert found.refresh == f"xoxe-1-{ACME}-1"

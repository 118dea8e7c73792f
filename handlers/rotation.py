"""Renews tokens that end after twelve hours, two hours before they do (requirement B15).

A refresh token is used once. What Slack gives for it is stored before anything else is done, and an exchange is begun
at most once in five minutes whoever dies meanwhile. When Slack does not know the refresh token any more, its successor
was lost: the old token speaks until it ends, a person is told once, and nothing is tried again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator

from handlers.clients import Clients
from handlers.clock import Clock
from handlers.health import Health
from handlers.installs import Installs
from handlers.oauth import rotation_of, write_installation
from handlers.trouble import read_trouble
from model.errors import StoreError
from model.install import Install

log = logging.getLogger(__name__)

TRIED_AGAIN = timedelta(minutes=5)
STORED_AFTER = (0.1, 0.5, 2.0, 10.0, 30.0)  # seconds
FOR_EVER = 10**9  # the SDK is asked when it is time, and looks at its own clock
# What no later attempt mends; anything else is tried again.
LOST = {
    "invalid_refresh_token",
    "token_revoked",
    "token_expired",
    "account_inactive",
    "invalid_grant",
    "bad_refresh_token",
}
Notify = Callable[[Install], Awaitable[None]]


class Rotation:
    """One for the process. `notify` tells the installer that the app has to be installed again."""

    def __init__(self, installs: Installs, clients: Clients, health: Health, notify: Notify, clock: Clock) -> None:
        self._installs = installs
        self._clients = clients
        self._health = health
        self._notify = notify
        self._clock = clock
        settings = clients.settings
        self._rotator = AsyncTokenRotator(
            client_id=settings.client_id, client_secret=settings.client_secret, client=clients.signing_in()
        )
        self._alone = asyncio.Lock()

    async def rotate(self) -> int:
        """Renew every token that is due; returns how many were renewed."""
        renewed = 0
        async with self._alone:
            while install := await self._begin():
                renewed += await self._renew(install)
        return renewed

    async def end(self) -> None:
        """Wait for a renewal under way: what Slack gives for a refresh token must be stored."""
        async with self._alone:
            return

    async def _begin(self) -> Install | None:
        now = self._clock.now()
        return await self._installs.begin_rotation(now, now + TRIED_AGAIN)

    async def _renew(self, install: Install) -> bool:
        try:
            bot = await self._rotator.perform_bot_token_rotation(
                bot=write_installation(install).to_bot(), minutes_before_expiration=FOR_EVER
            )
        except Exception as error:  # whatever the SDK raises, the old token is still ours
            await self._failed(install, _code(error, self._clock.now()))
            return False
        if bot is None or not bot.bot_token or not bot.bot_refresh_token or not bot.bot_token_expires_at:
            await self._failed(install, "unreadable_answer")
            return False
        ends = datetime.fromtimestamp(bot.bot_token_expires_at, UTC)
        after = replace(install, token=bot.bot_token, refresh=bot.bot_refresh_token, expires=ends)
        kept = await self._keep(install, after)
        self._clients.forget()
        self._health.beat(_part(install), self._clock.now())
        return kept

    async def _keep(self, install: Install, after: Install) -> bool:
        """Store what cannot be had again; a database that is away for a moment is waited for."""
        for wait in STORED_AFTER:
            with suppress(StoreError):
                return await self._installs.rotated(install, after, rotation_of(after) or install.at)
            await asyncio.sleep(wait)
        return await self._installs.rotated(install, after, rotation_of(after) or install.at)

    async def _failed(self, install: Install, code: str) -> None:
        if code not in LOST:
            log.warning("the token of %s is not renewed yet: %s", install.place, code)
            if code.startswith(("invalid_client", "bad_client")):
                self._health.trouble(_part(install), code)
            return
        if await self._installs.not_rotated(install, code):
            self._health.trouble(_part(install), code)
            log.critical("the token of %s cannot be renewed (%s): install the app there again", install.place, code)
            await self._notify(install)


def _part(install: Install) -> str:
    return f"token {install.place}"


def _code(error: Exception, now: datetime) -> str:
    inner = error.args[0] if isinstance(error, SlackTokenRotationError) and error.args else error
    return read_trouble(inner if isinstance(inner, Exception) else error, now).code

"""One connection of Socket Mode: it never reconnects by itself, and knows whether all that came is answered."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from aiohttp import WSMessage
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient

# Slack waits no longer for an acknowledgement.
ACKNOWLEDGE_WITHIN = 3.0
CLOSE_WITHIN = 5.0


class Connection(SocketModeClient):
    """One WebSocket. Told to reconnect, it only says that it is over."""

    def __init__(self, app: AsyncApp, app_token: str, ping: float) -> None:
        super().__init__(
            app_token,
            app.logger,
            app.client,
            auto_reconnect_enabled=False,
            ping_interval=ping,
            on_close_listeners=[self._closed],
        )
        self.over = asyncio.Event()
        self._under_way = 0
        self._settled = asyncio.Event()
        self._settled.set()

    async def enqueue_message(self, message: str) -> None:
        """Take what came; it is under way until its listeners are done with it."""
        self._under_way += 1
        self._settled.clear()
        await super().enqueue_message(message)

    async def run_message_listeners(self, message: dict[str, Any], raw_message: str) -> None:
        """Let the listeners read a message, acknowledgement included."""
        try:
            await super().run_message_listeners(message, raw_message)
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._settled.set()

    async def settle(self) -> None:
        """Wait until what came is acknowledged, no longer than Slack waits for it."""
        with suppress(TimeoutError):
            async with asyncio.timeout(ACKNOWLEDGE_WITHIN):
                await self._settled.wait()

    async def connect_to_new_endpoint(self, force: bool = False) -> None:
        """Leave reconnecting to whoever watches."""
        self.over.set()

    async def _closed(self, _: WSMessage) -> None:
        self.over.set()


async def close(connection: Connection | None) -> None:
    """Close a connection and end what the SDK left running for it."""
    if connection is None:
        return
    with suppress(Exception):  # a broken socket may fail to close; it is gone all the same
        async with asyncio.timeout(CLOSE_WITHIN):
            await connection.close()  # type: ignore[no-untyped-call]  # the SDK leaves it so
    tasks = (connection.message_processor, connection.current_session_monitor, connection.message_receiver)
    left = [task for task in tasks if task is not None]
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)

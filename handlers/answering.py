"""Brings an answer to one person: through the response_url of what they did, else ephemerally, else as a message."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine

import aiohttp

from digests.limits import view_faults
from digests.texts import say
from handlers.books import Asker
from handlers.clients import Clients
from handlers.clock import Clock
from handlers.reply import Reply, is_slacks
from handlers.settings import SlackSettings
from handlers.trouble import read_trouble
from handlers.uploads import File, send_file
from model.message import Drawn, View

log = logging.getLogger(__name__)

LAST_ANSWERS = 10.0


class Answering:
    """One for the process; what was begun goes on after the acknowledgement."""

    def __init__(self, settings: SlackSettings, session: aiohttp.ClientSession, clients: Clients, clock: Clock) -> None:
        self._settings = settings
        self._session = session
        self._clients = clients
        self._clock = clock
        self._open: set[asyncio.Task[None]] = set()

    def begin(self, work: Coroutine[None, None, None]) -> None:
        """Start an answer, without waiting for it."""
        task = asyncio.create_task(work)
        self._open.add(task)
        task.add_done_callback(self._open.discard)

    async def close(self) -> None:
        """Let the answers under way end, within ten seconds."""
        if self._open:
            await asyncio.wait(self._open, timeout=LAST_ANSWERS)
        for task in self._open:
            task.cancel()

    async def tell(self, asker: Asker, drawn: Drawn, response_url: str | None = None, since: float = 0.0) -> None:
        """Tell one person. What they did may have its own line back, opened at `since` in monotonic seconds."""
        if response_url is not None:
            reply = Reply(response_url, self._settings, self._session, self._clock, since)
            # A forged address is answered nowhere: whoever forged it learns nothing (B8).
            if await reply.say(drawn) or not is_slacks(response_url, self._settings):
                return
        elif not await self.whisper(asker, drawn):
            return
        await self._by_message(asker, drawn)

    async def open(self, asker: Asker, trigger: str, view: View) -> bool:
        """Open a window for whoever did something; False when Slack does not take it."""
        found = view_faults(view)
        if found:
            log.error("a %s view would be refused: %s", view.get("callback_id"), "; ".join(found))
            return False
        try:
            client = await self._clients.of(asker.workspace)
            if client is None:
                return False
            await client.api_call("views.open", json={"trigger_id": trigger, "view": dict(view)})
        except Exception as error:  # whatever the SDK raises, the person gets a sentence
            log.warning("views.open was refused: %s", read_trouble(error, self._clock.now()).code)
            return False
        return True

    async def whisper(self, asker: Asker, drawn: Drawn) -> str:
        """Show it in the channel to that person alone; return why not: "" when it is shown, else Slack's code."""
        if not asker.channel or asker.channel.startswith("D"):
            return "no_channel"
        blocks = [dict(block) for block in drawn.blocks]
        try:
            client = await self._clients.of(asker.workspace)
            if client is None:
                return "not_installed"
            await client.chat_postEphemeral(
                channel=asker.channel, user=asker.user, text=drawn.text, blocks=blocks, parse="none", link_names=False
            )
        except Exception as error:  # whatever the SDK raises: there is another way
            trouble = read_trouble(error, self._clock.now()).code
            log.info("not shown in the channel: %s", trouble)
            return trouble
        return ""

    async def send(self, asker: Asker, file: File) -> str:
        """Bring a file to one person by direct message; return what to say where they asked."""
        client = await self._clients.of(asker.workspace)
        return say("not_installed") if client is None else await send_file(client, asker.user, file, self._clock.now())

    async def _by_message(self, asker: Asker, drawn: Drawn) -> None:
        """Write to the person directly: the command's own line is used up or too old (B7)."""
        blocks = [dict(block) for block in drawn.blocks]
        try:
            client = await self._clients.of(asker.workspace)
            if client is None:
                log.warning("an answer was lost: the app is not installed there")
                return
            await client.chat_postMessage(
                channel=asker.user, text=drawn.text, blocks=blocks, parse="none", link_names=False, unfurl_links=False
            )
        except Exception as error:  # whatever the SDK raises: this was the last way
            log.warning("an answer was lost: %s", read_trouble(error, self._clock.now()).code)

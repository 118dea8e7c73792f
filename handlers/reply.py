"""Answers a command through its response_url: only at Slack's own address, five times, for half an hour (B7, B8)."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from handlers.clock import Clock
from handlers.settings import SlackSettings
from model.message import Drawn

log = logging.getLogger(__name__)

MOST_USES = 5
MOST_AGE = 30 * 60.0
TRIES = 3
WITHIN = aiohttp.ClientTimeout(total=10.0)


def is_slacks(url: str, settings: SlackSettings) -> bool:
    """Tell whether a response_url leads to Slack; whoever can forge one would make us call any address (B8)."""
    return url.startswith(settings.reply_prefixes) and url.isascii() and url.isprintable() and "\\" not in url


@dataclass(slots=True)
class Reply:
    """The line back to whoever typed a command. `since` is when it came, in monotonic seconds."""

    url: str
    settings: SlackSettings
    session: aiohttp.ClientSession
    clock: Clock
    since: float
    pause: float = 1.0
    _uses: int = field(default=0, init=False)

    async def say(self, drawn: Drawn) -> bool:
        """Show `drawn` to the asker alone; False when Slack does not take it. Never raises for Slack's sake."""
        if not is_slacks(self.url, self.settings):
            log.error("a response_url that is not Slack's was refused: somebody may be forging requests")
            return False
        body: dict[str, Any] = {
            "response_type": "ephemeral",
            "replace_original": False,
            "text": drawn.text,
            "blocks": [dict(block) for block in drawn.blocks],
        }
        for attempt in range(TRIES):
            if self._uses >= MOST_USES or self.clock.tick() - self.since > MOST_AGE:
                log.warning("an answer came too late for its command")
                return False
            status = await self._post(body)
            if status == 200:
                return True
            if status is not None and status < 500 and status != 429:
                log.warning("Slack refused an answer with status %d", status)
                return False
            await asyncio.sleep(self.pause * 2**attempt)
        log.warning("an answer could not be delivered: Slack does not take it")
        return False

    async def _post(self, body: dict[str, Any]) -> int | None:
        self._uses += 1
        try:
            post = self.session.post(self.url, json=body, allow_redirects=False, timeout=WITHIN)
            async with post as response:
                return response.status
        except (TimeoutError, aiohttp.ClientError, OSError):
            return None

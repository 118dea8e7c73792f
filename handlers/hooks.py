"""POST /hooks/NAME: what a vendor signed is stored word for word, once, and read afterwards (requirement C18).

What is refused learns nothing: an empty 404, 401, 408, 413 or 400. The log says why, without a word of the body.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Coroutine, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Protocol

from aiohttp import web

from handlers.across import Across
from handlers.bodies import BODY_WITHIN, LARGEST_BODY, read_body
from handlers.clock import Clock
from handlers.hook_signature import fault
from handlers.metrics import Tally
from model.errors import StoreError
from model.hook import BY_BODY, Hook, Limits, Taken

log = logging.getLogger(__name__)

PATH = "/hooks/{name}"
LONGEST_ID = 200
A_MINUTE = 60.0


class Inbox(Protocol):
    """Where calls are stored."""

    def take(self, hook: str, event: str, body: bytes, limits: Limits, now: datetime) -> Coroutine[None, None, Taken]:
        """Store a call and count it in one transaction; a known event changes nothing, nor does one too many."""


class Rate:
    """How many calls a minute are let in; unused room is kept for a minute."""

    def __init__(self, most: int) -> None:
        self._most = float(most)
        self._room = self._most
        self._at: float | None = None

    def lets(self, tick: float) -> bool:
        """Take room for one call at this moment, in monotonic seconds; False when there is none."""
        passed = 0.0 if self._at is None else tick - self._at
        self._room = min(self._most, self._room + passed * self._most / A_MINUTE)
        self._at = tick
        if self._room < 1.0:
            return False
        self._room -= 1.0
        return True


class HookDoor:
    """Answers calls of webhooks. Only signed calls use up a hook's rate: strangers cannot shut its vendor out."""

    def __init__(
        self, hooks: Sequence[Hook], inbox: Inbox, tally: Tally, clock: Clock | None = None, within: float = BODY_WITHIN
    ) -> None:
        self._hooks = {hook.name: hook for hook in hooks}
        self._rates = {hook.name: Rate(hook.rate) for hook in hooks}
        self._inbox = inbox
        self._tally = tally
        self._clock = clock or Clock()
        self._within = within

    def add_to(self, application: web.Application, across: Across) -> None:
        """Open the door; what comes in is stored where the store is used."""
        self._across = across
        application.router.add_post(PATH, self.receive)

    async def receive(self, request: web.Request) -> web.Response:
        """Answer one call: 200 once it is stored, and for one that was stored before."""
        hook = self._hooks.get(request.match_info["name"])
        if hook is None:
            return web.Response(status=404)
        try:
            body = await read_body(request, self._within)
        except web.HTTPException as refused:
            return self._refuse(hook, refused.status, f"its body is over {LARGEST_BODY:,} bytes or does not end")
        if why := fault(hook, request.headers, body, self._clock.now().timestamp()):
            return self._refuse(hook, 401, why)
        if not self._rates[hook.name].lets(self._clock.tick()):
            return self._refuse(hook, 429, f"it came after {hook.rate} others in a minute", timedelta(minutes=1))
        try:
            event = event_of(hook, request.headers.get(hook.scheme.id, ""), body)
        except ValueError:
            return self._refuse(hook, 400, "it is signed and no JSON")
        return await self._take(hook, event, body)

    async def _take(self, hook: Hook, event: str, body: bytes) -> web.Response:
        try:
            taken = await self._across.ask(self._inbox.take(hook.name, event, body, hook.limits, self._clock.now()))
        except StoreError:
            log.exception("a call of the webhook %s could not be stored; its vendor may send it again", hook.name)
            return self._refuse(hook, 503, "", timedelta(minutes=1))
        if taken is Taken.OVER:
            return self._refuse(hook, 429, "its limit is reached; `bot.py sources` shows it", timedelta(hours=1))
        self._tally.called(hook.name, taken.value)
        return web.Response()

    def _refuse(self, hook: Hook, status: int, why: str, wait: timedelta | None = None) -> web.Response:
        self._tally.called(hook.name, str(status))
        if why:
            log.warning("a call of the webhook %s was refused: %s", hook.name, why)
        headers = {"Retry-After": f"{wait.total_seconds():.0f}"} if wait else {}
        return web.Response(status=status, headers=headers)


def event_of(hook: Hook, id: str, body: bytes) -> str:
    """Name the event of a call by what the vendor signed: its id, else the body itself. Raises ValueError for no JSON.

    An id in a header counts only where it is signed: else a captured call could be sent again under another id.
    """
    try:
        said = json.loads(body)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if id and "{id}" in hook.scheme.signs:
        return f"id:{id[:LONGEST_ID]}"
    for key in hook.scheme.event.split(".") if hook.scheme.event else ():
        said = said.get(key) if isinstance(said, dict) else None
    if hook.scheme.event and isinstance(said, str | int) and str(said).strip():
        return f"id:{str(said).strip()[:LONGEST_ID]}"
    return BY_BODY + blake2b(body, digest_size=16).hexdigest()

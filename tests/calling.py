"""A vendor's side of a webhook: what it sends and how it signs it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import aiohttp

from handlers.clock import Clock
from handlers.health import Health
from handlers.hook_signature import sign
from handlers.hooks import HookDoor, Inbox
from handlers.inbound import listening, listening_apart, make_web
from handlers.metrics import Tally
from handlers.settings import SlackSettings
from model.hook import Hook
from tests.make import NOW

SECRET = "a-made-up-secret-of-a-vendor"  # noqa: S105  (a made-up one)
HOOK = Hook("crustdata", (SECRET,))


def said(**fields: object) -> bytes:
    """Write a body as a vendor does."""
    return json.dumps({"event_id": "ev-1", "text": "OpenAI lays off 30 people", **fields}).encode()


def signed(body: bytes, hook: Hook = HOOK, at: datetime = NOW, secret: str = "", id: str = "") -> dict[str, str]:
    """Sign a body as the hook's scheme says: the headers of the call."""
    scheme, stamp = hook.scheme, f"{at.timestamp():.0f}"
    signature = sign(scheme, secret or hook.secrets[0], body, timestamp=stamp, id=id)
    named = {scheme.timestamp: stamp, scheme.id: id, scheme.header: signature}
    return {name: value for name, value in named.items() if name and value}


@asynccontextmanager
async def doors(
    inbox: Inbox,
    *hooks: Hook,
    now: datetime = NOW,
    within: float = 5.0,
    tally: Tally | None = None,
    apart: bool = False,
) -> AsyncIterator[str]:
    """Open the door of these hooks in a server like that of Socket Mode, `apart` on a thread; yields its address."""
    tally = tally or Tally()
    door = HookDoor(hooks or (HOOK,), inbox, tally, Clock(lambda: now, lambda: 0.0), within)
    web = make_web(None, SlackSettings("x"), health=Health(), tally=tally, hooks=door)
    listen = listening_apart if apart else listening
    async with listen(web, "127.0.0.1", 0) as port:
        yield f"http://127.0.0.1:{port}"


async def call(base: str, body: Any, headers: Mapping[str, str], name: str = HOOK.name) -> tuple[int, str]:  # noqa: ANN401  (aiohttp takes many kinds of bodies)
    """Call a hook; return the status and what came back."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{base}/hooks/{name}", data=body, headers=dict(headers)) as answer,
    ):
        return answer.status, await answer.text()

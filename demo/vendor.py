"""The vendor of the demo: it calls the real door of webhooks, over HTTP and signed; the door is open for it alone."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp

import config
from cli.hooks import hooks_of
from demo.weeks import Call
from handlers.clock import Clock
from handlers.health import Health
from handlers.hook_signature import sign
from handlers.hooks import HookDoor
from handlers.inbound import listening, make_web
from handlers.metrics import Tally
from handlers.settings import SlackSettings
from model.hook import Hook
from sources.contract import Source
from store.store import Store


@dataclass(slots=True)
class Vendor:
    """Sends its calls when they are due; `base` is where the bot listens."""

    hook: Hook
    base: str
    clock: Clock
    calls: list[Call]
    session: aiohttp.ClientSession

    async def call(self) -> None:
        """Send what is due, signed; a call that is refused is a fault of ours."""
        while self.calls and self.calls[0].at <= self.clock.now():
            body = self.calls.pop(0).body.encode()
            at = f"{self.clock.now().timestamp():.0f}"
            scheme = self.hook.scheme
            headers = {scheme.timestamp: at, scheme.header: sign(scheme, self.hook.secrets[0], body, timestamp=at)}
            async with self.session.post(f"{self.base}/hooks/{self.hook.name}", data=body, headers=headers) as answer:
                answer.raise_for_status()


@asynccontextmanager
async def vendor(
    settings: config.Settings, sources: Sequence[Source], store: Store, clock: Clock, calls: Sequence[Call]
) -> AsyncIterator[Vendor]:
    """Open the door of the one webhook that demo/config.toml names, and let its vendor knock at it."""
    variable = str(settings.sources["crustdata"]["secret"])
    (hook,) = hooks_of(settings, sources, {variable: secrets.token_hex()})
    door = HookDoor([hook], store.hooks, Tally(), clock)
    web = make_web(None, SlackSettings(""), health=Health(), tally=Tally(), hooks=door)
    async with listening(web, "127.0.0.1", 0) as port, aiohttp.ClientSession() as session:
        ordered = sorted(calls, key=lambda call: call.at)
        yield Vendor(hook, f"http://127.0.0.1:{port}", clock, ordered, session)

"""The Bolt app: what comes is acknowledged at once and answered by the desk (commands) and the surface (all else)."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.answering import Answering
from handlers.books import Books
from handlers.clock import Clock
from handlers.desk import Desk
from handlers.events import events
from handlers.gate import Gate
from handlers.metrics import Tally
from handlers.roster import Roster
from handlers.settings import SlackSettings
from handlers.surface import Surface

ANY = re.compile("")
CALL_WITHIN = aiohttp.ClientTimeout(total=10.0, connect=5.0)


def make_client(settings: SlackSettings, session: aiohttp.ClientSession, *, token: bool = True) -> AsyncWebClient:
    """Make the Web API client. Its retries are off: by default it posts twice whenever a connection breaks (A4)."""
    return AsyncWebClient(
        token=settings.bot_token if token else None, base_url=settings.api_url, session=session, retry_handlers=[]
    )


def make_app(settings: SlackSettings, desk: Desk, surface: Surface, session: aiohttp.ClientSession) -> AsyncApp:
    """Make the Bolt app for HTTP and Socket Mode alike.

    It authorizes from the settings: Bolt's own way asks auth.test before the first acknowledgement, which then comes
    too late whenever Slack is slow. `bot.py check` asks it instead.
    """

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=settings.bot_token)

    app = AsyncApp(
        name="talent-signals",
        client=make_client(settings, session, token=False),
        authorize=authorize,
        signing_secret=settings.signing_secret,
        request_verification_enabled=bool(settings.signing_secret),
        ignoring_self_events_enabled=False,
    )

    async def take(ack: AsyncAck, command: dict[str, Any]) -> None:
        await ack()
        desk.take(command)

    app.command(settings.command)(take)
    _listen_to_presses(app, surface)
    _listen_to_events(app, surface)
    return app


def _listen_to_presses(app: AsyncApp, surface: Surface) -> None:
    """Hand every button and modal to the surface, those it does not know too: it answers them with a sentence."""

    async def press(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        surface.press(body)

    async def submit(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack(**await surface.submit(body))

    async def close(ack: AsyncAck) -> None:
        await ack()

    async def shortcut(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        surface.shortcut(body)

    app.shortcut(ANY)(shortcut)
    app.block_action(ANY)(press)
    app.view_submission(ANY)(submit)
    app.view_closed(ANY)(close)


def _listen_to_events(app: AsyncApp, surface: Surface) -> None:
    """Hand the events that we know to the surface; Bolt answers others itself."""

    async def happened(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        surface.happened(body)

    for name in events():
        app.event(name)(happened)


@dataclass(frozen=True, slots=True)
class Slack:
    """What connects us with Slack: `app` hears, `client` speaks."""

    app: AsyncApp
    client: AsyncWebClient
    desk: Desk
    surface: Surface


@asynccontextmanager
async def open_slack(
    settings: SlackSettings, books: Books, tally: Tally, clock: Clock | None = None
) -> AsyncIterator[Slack]:
    """Hold one connection pool for app, client and answers while the block runs; at the end answers finish first."""
    async with aiohttp.ClientSession(timeout=CALL_WITHIN) as session:
        client, clock = make_client(settings, session), clock or Clock()
        answering = Answering(settings, session, client, clock)
        gate = Gate(Roster(settings.admins, client, clock))
        desk = Desk(books, answering, tally, clock, gate)
        surface = Surface(books, client, answering, tally, clock, gate)
        try:
            yield Slack(make_app(settings, desk, surface, session), client, desk, surface)
        finally:
            await answering.close()

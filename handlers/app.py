"""The Bolt app: one slash-command, acknowledged at once and answered by the desk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from handlers.books import Books
from handlers.clock import Clock
from handlers.desk import Desk
from handlers.metrics import Tally
from handlers.settings import SlackSettings

CALL_WITHIN = aiohttp.ClientTimeout(total=10.0, connect=5.0)


def make_client(settings: SlackSettings, session: aiohttp.ClientSession, *, token: bool = True) -> AsyncWebClient:
    """Make the Web API client. Its retries are off: by default it posts twice whenever a connection breaks (A4)."""
    return AsyncWebClient(
        token=settings.bot_token if token else None, base_url=settings.api_url, session=session, retry_handlers=[]
    )


def make_app(settings: SlackSettings, desk: Desk, session: aiohttp.ClientSession) -> AsyncApp:
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
    return app


@dataclass(frozen=True, slots=True)
class Slack:
    """What connects us with Slack: `app` hears, `client` speaks."""

    app: AsyncApp
    client: AsyncWebClient
    desk: Desk


@asynccontextmanager
async def open_slack(
    settings: SlackSettings, books: Books, tally: Tally, clock: Clock | None = None
) -> AsyncIterator[Slack]:
    """Hold one connection pool for app, client and answers while the block runs; at the end answers finish first."""
    async with aiohttp.ClientSession(timeout=CALL_WITHIN) as session:
        client = make_client(settings, session)
        desk = Desk(settings, books, session, client, tally, clock or Clock())
        try:
            yield Slack(make_app(settings, desk, session), client, desk)
        finally:
            await desk.close()

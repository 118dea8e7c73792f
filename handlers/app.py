"""The Bolt app: what comes is acknowledged at once and answered by the desk (commands) and the surface (all else)."""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow

from digests.texts import say
from handlers.across import Across
from handlers.answering import Answering
from handlers.asker import Asker
from handlers.books import Books, Switchboard
from handlers.clients import CALL_WITHIN, Clients
from handlers.clock import Clock
from handlers.desk import Desk
from handlers.events import events
from handlers.gate import Gate
from handlers.installs import Installs
from handlers.metrics import Tally
from handlers.oauth import make_flow
from handlers.press import team_of, team_said
from handlers.roster import Roster
from handlers.settings import SlackSettings
from handlers.surface import Surface
from handlers.uninstall import EVENTS, Uninstall
from model.address import address
from model.errors import StoreError

log = logging.getLogger(__name__)

ANY = re.compile("")
NOWHERE = "?"


def _authorizing(clients: Clients, across: Across) -> Callable[..., Awaitable[AuthorizeResult | None]]:
    """Know by which token we speak where a request came from; None where the app is not installed."""
    settings = clients.settings

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        if clients.installs is None or (settings.bot_token and team_id == clients.home):
            return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=settings.bot_token)
        if team_id and (known := clients.speaks(team_id)):
            return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=known.token)
        try:
            install = await across.ask(clients.find(enterprise_id or "", team_id or ""))
        except StoreError:  # the answer itself says so
            return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)
        if install is None:
            return None
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=install.token)

    return authorize


def _noticing(clients: Clients, across: Across) -> Callable[..., Awaitable[None]]:
    """Remember under which organisation a workspace is: an organisation's install tells no workspaces."""

    async def notice(body: dict[str, Any], context: AsyncBoltContext, next: Callable[[], Awaitable[None]]) -> None:
        enterprise, team = context.enterprise_id or "", team_of(body)
        if not clients.noticed(enterprise, team):
            try:
                await across.ask(clients.notice(enterprise, team, sure=bool(team_said(body))))
            except StoreError as error:
                log.warning("it is not remembered under which organisation a workspace is: %s", error.detail)
        await next()

    return notice


def make_app(clients: Clients, desk: Desk, surface: Surface, uninstall: Uninstall) -> AsyncApp:
    """Make the Bolt app for HTTP and Socket Mode alike.

    It authorizes from the settings and from what is installed: Bolt's own way asks auth.test before the first
    acknowledgement, which then comes too late whenever Slack is slow. `bot.py check` asks it instead.
    """
    settings, across = clients.settings, Across()
    app = AsyncApp(
        name="talent-signals",
        client=clients.signing_in(),
        authorize=_authorizing(clients, across),  # type: ignore[arg-type]  # Bolt takes None for nobody, and says so nowhere
        user_facing_authorize_error_message=say("not_installed"),
        signing_secret=settings.signing_secret,
        request_verification_enabled=bool(settings.signing_secret),
        ignoring_self_events_enabled=False,
    )

    async def take(ack: AsyncAck, command: dict[str, Any]) -> None:
        await ack()
        across.begin(desk.take, command)

    app.middleware(_noticing(clients, across))
    app.command(settings.command)(take)
    _listen_to_presses(app, surface, across)
    _listen_to_events(app, surface, across)
    _listen_to_the_end(app, uninstall, across)
    return app


def _listen_to_presses(app: AsyncApp, surface: Surface, across: Across) -> None:
    """Hand every button and modal to the surface, those it does not know too: it answers them with a sentence."""

    async def press(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        across.begin(surface.press, body)

    async def submit(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack(**await across.ask(surface.submit(body)))

    async def close(ack: AsyncAck) -> None:
        await ack()

    async def shortcut(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        across.begin(surface.shortcut, body)

    app.shortcut(ANY)(shortcut)
    app.block_action(ANY)(press)
    app.view_submission(ANY)(submit)
    app.view_closed(ANY)(close)


def _listen_to_events(app: AsyncApp, surface: Surface, across: Across) -> None:
    """Hand the events that we know to the surface; Bolt answers others itself."""

    async def happened(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        across.begin(surface.happened, body)

    for name in events():
        app.event(name)(happened)


def _listen_to_the_end(app: AsyncApp, uninstall: Uninstall, across: Across) -> None:
    """Take the app out of a workspace, and acknowledge it then: what fails is sent again.

    Bolt acknowledges events before their listeners run, but after their middleware.
    """

    async def ended(body: dict[str, Any], context: AsyncBoltContext, next: Callable[[], Awaitable[None]]) -> None:
        await across.ask(uninstall.happened(body, context.enterprise_id or "", context.team_id or ""))
        await next()

    async def heard(ack: AsyncAck) -> None:
        await ack()

    for name in EVENTS:
        app.event(name, middleware=[ended])(heard)


@dataclass(frozen=True, slots=True)
class Several:
    """What several workspaces need besides: who installed the app, the books of each, and who hears of a change."""

    installs: Installs
    switchboard: Switchboard
    changed: Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Slack:
    """What connects us with Slack: `app` hears, `clients` speak, `flow` lets further workspaces in."""

    app: AsyncApp
    clients: Clients
    desk: Desk
    surface: Surface
    flow: AsyncOAuthFlow | None = None


@asynccontextmanager
async def open_slack(
    settings: SlackSettings, books: Books, tally: Tally, clock: Clock | None = None, several: Several | None = None
) -> AsyncIterator[Slack]:
    """Hold one connection pool for app, clients and answers while the block runs; at the end answers finish first.

    Raises ConfigError when there are several workspaces and Slack does not say which one is the bot token's.
    """
    async with aiohttp.ClientSession(timeout=CALL_WITHIN) as session:
        clock = clock or Clock()
        clients = Clients(settings, session, several.installs if several else None)
        await clients.find_home()
        answering = Answering(settings, session, clients, clock)
        board = _board(clients, several) if several else lambda asker: (books, asker)
        gate = Gate(Roster(settings.admins, clients, clock))
        desk = Desk(board, answering, tally, clock, gate)
        surface = Surface(board, clients, answering, tally, clock, gate)
        changed = several.changed if several else _nothing
        app = make_app(clients, desk, surface, Uninstall(clients, clock, changed))
        flow = make_flow(clients, clock, changed) if several else None
        try:
            yield Slack(app, clients, desk, surface, flow)
        finally:
            await answering.close()


def _board(clients: Clients, several: Several) -> Switchboard:
    """Know the asker by the address that they have in our books."""

    def at(asker: Asker) -> tuple[Books, Asker]:
        # Who comes from nowhere must not be taken for one of the bot token's workspace.
        where = clients.workspace(asker.workspace) if asker.workspace else NOWHERE
        channel, user = address(where, asker.channel), address(where, asker.user)
        ours = replace(asker, workspace=where, channel=channel, user=user)
        return several.switchboard(ours)

    return at


async def _nothing() -> None:
    return

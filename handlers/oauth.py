"""How further workspaces install the app: Slack's sign-in by Bolt's own flow, over our store (requirements B13, B16).

The state of a sign-in is used once, within ten minutes, and by the browser that began it: Bolt compares it with a
cookie before our store is asked.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import UTC, datetime, timedelta
from logging import Logger

from aiohttp import ClientError, web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from digests.notice_page import notice_page
from digests.texts import say
from handlers.across import Across
from handlers.clients import Clients
from handlers.clock import Clock
from handlers.installs import Installs
from handlers.scopes import OPTIONAL, SCOPES
from model.errors import StoreError
from model.install import Install

log = logging.getLogger(__name__)

STATE_LIVES = timedelta(minutes=10)
BEFORE_EXPIRY = timedelta(hours=2)
Changed = Callable[[], Awaitable[None]]


def rotation_of(install: Install) -> datetime | None:
    """Tell when a token is to be renewed: two hours before it ends; None for one that does not end."""
    return install.expires - BEFORE_EXPIRY if install.expires and install.refresh else None


class States(AsyncOAuthStateStore):
    """Sign-ins under way."""

    def __init__(self, installs: Installs, clock: Clock) -> None:
        self._installs = installs
        self._clock = clock

    @property
    def logger(self) -> Logger:
        """Where the SDK logs."""
        return log

    async def async_issue(self, *args: object, **kwargs: object) -> str:
        """Begin one."""
        state, now = secrets.token_urlsafe(32), self._clock.now()
        await self._installs.issue(state, now + STATE_LIVES, now)
        return state

    async def async_consume(self, state: str) -> bool:
        """End one, once."""
        return await self._installs.consume(state, self._clock.now())


class Installations(AsyncInstallationStore):
    """Installs as the SDK knows them. What is uninstalled ends elsewhere: the SDK does not say when it was."""

    def __init__(self, clients: Clients, clock: Clock) -> None:
        self._clients = clients
        self._clock = clock

    @property
    def logger(self) -> Logger:
        """Where the SDK logs."""
        return log

    async def async_save(self, installation: Installation) -> None:
        """Keep an install, in place of an earlier one of the same workspace."""
        if self._clients.installs is None:
            return
        install = read_installation(installation, self._clock.now())
        try:
            await self._clients.installs.save(install, rotation_of(install))
        except StoreError as error:
            raise BoltError(error.detail) from error
        self._clients.forget()

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        """Find the install that speaks in a workspace."""
        found = await self._clients.find(enterprise_id or "", "" if is_enterprise_install else team_id or "")
        return write_installation(found) if found else None

    async def async_find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        """Find the same, with what is the bot's only."""
        found = await self.async_find_installation(
            enterprise_id=enterprise_id, team_id=team_id, is_enterprise_install=is_enterprise_install
        )
        return found.to_bot() if found else None


def read_installation(said: Installation, now: datetime) -> Install:
    """Read what Slack says of an install."""
    ends = said.bot_token_expires_at
    return Install(
        enterprise=said.enterprise_id or "",
        team="" if said.is_enterprise_install else said.team_id or "",
        app=said.app_id or "",
        token=said.bot_token or "",
        at=now,
        refresh=said.bot_refresh_token or "",
        expires=datetime.fromtimestamp(ends, UTC) if ends else None,
        org=said.is_enterprise_install,
        name=(said.enterprise_name if said.is_enterprise_install else said.team_name) or "",
        installer=said.user_id or "",
        bot=said.bot_id or "",
        bot_user=said.bot_user_id or "",
        scopes=",".join(said.bot_scopes or ()),
    )


def write_installation(install: Install) -> Installation:
    """Write an install as the SDK knows it."""
    return Installation(
        app_id=install.app,
        enterprise_id=install.enterprise or None,
        team_id=install.team or None,
        bot_token=install.token,
        bot_id=install.bot,
        bot_user_id=install.bot_user,
        bot_scopes=install.scopes,
        bot_refresh_token=install.refresh or None,
        bot_token_expires_at=int(install.expires.timestamp()) if install.expires else None,
        user_id=install.installer,
        is_enterprise_install=install.org,
        installed_at=install.at.timestamp(),
    )


def make_flow(clients: Clients, clock: Clock, changed: Changed) -> AsyncOAuthFlow:
    """Make the sign-in. `changed` is told of every new install."""
    assert clients.installs is not None  # noqa: S101  who has no installs has no sign-in

    async def done(args: AsyncSuccessArgs) -> BoltResponse:
        await changed()
        found = args.installation
        name = found.enterprise_name if found.is_enterprise_install else found.team_name
        page = _page(200, say("installed", workspace=name or found.team_id or ""))
        page.headers["set-cookie"] = [args.settings.state_utils.build_set_cookie_for_deletion()]
        return page

    async def failed(args: AsyncFailureArgs) -> BoltResponse:
        log.warning("an install was refused: %s", args.reason)
        return _page(args.suggested_status_code, say("install_failed"))

    settings = clients.settings
    return AsyncOAuthFlow(
        client=clients.signing_in(),
        logger=log,
        settings=AsyncOAuthSettings(
            client_id=settings.client_id,
            client_secret=settings.client_secret,
            scopes=[*SCOPES, *OPTIONAL],
            user_scopes=(),
            redirect_uri=settings.redirect_url or None,
            authorization_url=settings.authorize_url,
            install_page_rendering_enabled=False,
            installation_store=Installations(clients, clock),
            installation_store_bot_only=True,
            state_store=States(clients.installs, clock),
            state_expiration_seconds=int(STATE_LIVES.total_seconds()),
            callback_options=AsyncCallbackOptions(done, failed),
        ),
    )


def _page(status: int, sentence: str) -> BoltResponse:
    headers: dict[str, str | Sequence[str]] = {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
    }
    return BoltResponse(status=status, body=notice_page(sentence), headers=headers)


def add_doors(application: web.Application, flow: AsyncOAuthFlow, across: Across) -> None:
    """Open GET /slack/install and GET /slack/oauth_redirect."""

    async def answer(
        work: Callable[[AsyncBoltRequest], Coroutine[None, None, BoltResponse]], request: web.Request
    ) -> web.Response:
        try:
            response = await across.ask(work(await to_bolt_request(request)))
        except (StoreError, OSError, TimeoutError, ClientError) as error:
            log.warning("an install was not ended: %s", type(error).__name__)
            response = _page(503, say("install_failed"))
        return await to_aiohttp_response(response)

    async def install(request: web.Request) -> web.Response:
        return await answer(flow.handle_installation, request)

    async def back(request: web.Request) -> web.Response:
        return await answer(flow.handle_callback, request)

    application.router.add_get(flow.install_path, install)
    application.router.add_get(flow.redirect_uri_path, back)

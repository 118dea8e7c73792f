"""Which client speaks in which workspace: the one of the bot token, or the one of an install."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from handlers.installs import Installs
from handlers.settings import SlackSettings
from handlers.trouble import read_trouble
from model.address import HOME
from model.errors import ConfigError
from model.install import Install

log = logging.getLogger(__name__)

CALL_WITHIN = aiohttp.ClientTimeout(total=10.0, connect=5.0)


def make_client(
    settings: SlackSettings, session: aiohttp.ClientSession, token: str | None, team: str = ""
) -> AsyncWebClient:
    """Make a Web API client. Its retries are off: by default it posts twice whenever a connection breaks (A4).

    `team` goes with every call: the token of an organisation's install speaks in many workspaces (B13).
    """
    return AsyncWebClient(
        token=token, base_url=settings.api_url, session=session, retry_handlers=[], team_id=team or None
    )


@dataclass(slots=True)
class Clients:
    """One for the process. Without `installs` there is one workspace and one client; `own` is the bot token's.

    `home` is the id of the bot token's workspace, "" while there is no bot token or nothing else to tell it from.
    """

    settings: SlackSettings
    session: aiohttp.ClientSession
    installs: Installs | None = None
    home: str = ""
    own: AsyncWebClient = field(init=False)
    _known: dict[str, AsyncWebClient] = field(default_factory=dict)
    _under: dict[str, str] = field(default_factory=dict)
    _turn: int = 0

    def __post_init__(self) -> None:
        self.own = make_client(self.settings, self.session, self.settings.bot_token or None)

    async def find_home(self) -> None:
        """Ask whose the bot token is, where there are others. Raises ConfigError when Slack does not answer."""
        if self.installs is None or not self.settings.bot_token:
            return
        try:
            self.home = str((await self.own.auth_test()).get("team_id") or "")
        except Exception as error:  # whatever the SDK raises
            why = f"slack: auth.test says {read_trouble(error, datetime.now(UTC)).code}"
            hint = "check SIGNALS_SLACK__BOT_TOKEN and slack.api_url, or take the token away"
            raise ConfigError([f"{why}: {hint}"]) from None

    def workspace(self, team: str) -> str:
        """Name a workspace as we keep what is its own: HOME for the bot token's, else Slack's id."""
        return HOME if self.installs is None or team == self.home else team

    async def of(self, team: str) -> AsyncWebClient | None:
        """Find who speaks in a workspace (Slack's id, or ours of it); None where the app is not installed."""
        workspace = self.workspace(team)
        if self.installs is None or (workspace == HOME and self.settings.bot_token):
            return self.own
        if workspace in self._known:
            return self._known[workspace]
        turn = self._turn
        org = workspace.startswith("E")  # a message to whoever installed it for a whole organisation
        install = await self.installs.find(workspace, "") if org else await self.installs.find("", workspace)
        if install is None:
            return None
        client = make_client(self.settings, self.session, install.token, workspace if install.org and not org else "")
        if turn == self._turn:  # else its token may have been wiped while we looked
            self._known[workspace] = client
        return client

    def signing_in(self) -> AsyncWebClient:
        """Make a client that speaks for nobody yet."""
        return make_client(self.settings, self.session, None)

    async def find(self, enterprise: str, team: str) -> Install | None:
        """Find the install of a request's workspace."""
        return await self.installs.find(enterprise, team) if self.installs else None

    def speaks(self, team: str) -> AsyncWebClient | None:
        """Give who speaks in a workspace, where that is known without asking the store; any thread may ask."""
        return self._known.get(self.workspace(team))

    def noticed(self, enterprise: str, team: str) -> bool:
        """Tell whether there is nothing more to notice of a workspace; any thread may ask."""
        return self.installs is None or not (enterprise and team) or self._under.get(team) == enterprise

    async def notice(self, enterprise: str, team: str, *, sure: bool) -> None:
        """Remember under which organisation a workspace is, from what Slack says with a request.

        It is not `sure` where the workspace is known by a person only, who may be a guest from elsewhere.
        """
        if self.installs and not self.noticed(enterprise, team) and (sure or team not in self._under):
            await self.installs.belongs(team, enterprise, sure=sure)
            self._under[team] = enterprise

    def forget(self) -> None:
        """Ask for tokens anew: one was made, renewed or wiped."""
        self._turn += 1
        self._known.clear()

"""What Slack lets us do, asked before anything depends on it: one call of auth.test."""

from __future__ import annotations

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.clients import CALL_WITHIN, make_client
from handlers.settings import SlackSettings

# Each with its reason; manifest.yaml asks for these and those below, and for nothing else.
SCOPES = {
    "commands": "to answer /signals",
    "chat:write": "to post alerts and digests in channels it was invited to",
}
# Granted or not, the bot works; each with what is lost without it.
OPTIONAL = {
    "files:write": "to send an export as a file, and the weekly chart as a picture; without it, as bars",
    "files:read": "to read a Connections.csv that somebody hands in; without it, only `bot.py import` can",
    "users:read": "to know the workspace's admins and guests",
    "app_mentions:read": "to answer when it is mentioned",
    "links:read": "to hear when a link to slack.public_url is shared",
    "links:write": "to show what such a link leads to",
}


async def slack_faults(settings: SlackSettings) -> list[str]:
    """Ask who we are; returns one sentence for each thing that a person must mend, none when all is well."""
    async with aiohttp.ClientSession(timeout=CALL_WITHIN) as session:
        return await _faults(make_client(settings, session, settings.bot_token))


async def _faults(client: AsyncWebClient) -> list[str]:
    try:
        answer = await client.auth_test()
    except SlackClientError as error:
        code = getattr(getattr(error, "response", None), "data", {}) or {}
        said = code.get("error", "no answer") if isinstance(code, dict) else "no answer"
        return [f"slack: auth.test says {said}: check SIGNALS_SLACK__BOT_TOKEN and slack.api_url"]
    except (OSError, TimeoutError) as error:
        return [f"slack: cannot be reached ({type(error).__name__}): check slack.api_url and the network"]
    granted = str(answer.headers.get("x-oauth-scopes") or answer.headers.get("X-OAuth-Scopes") or "")
    if not granted:
        return []
    have = {scope.strip() for scope in granted.split(",")}
    return [
        f"slack: the scope {scope} is missing, it is needed {why}: add it on the app's page and install again"
        for scope, why in SCOPES.items()
        if scope not in have
    ]

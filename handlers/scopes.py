"""What Slack lets us do, asked before anything depends on it: one call of auth.test."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Found:
    """What was looked into: one sentence for each thing that a person must mend, and for each that they may.

    `unreached` are those faults that say of a source that nobody was there to ask.
    """

    faults: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    unreached: tuple[str, ...] = ()


async def ask_slack(settings: SlackSettings) -> Found:
    """Ask who we are and what we may."""
    async with aiohttp.ClientSession(timeout=CALL_WITHIN) as session:
        return await _asked(make_client(settings, session, settings.bot_token))


async def _asked(client: AsyncWebClient) -> Found:
    try:
        answer = await client.auth_test()
    except SlackClientError as error:
        code = getattr(getattr(error, "response", None), "data", {}) or {}
        said = code.get("error", "no answer") if isinstance(code, dict) else "no answer"
        return Found((f"slack: auth.test says {said}: check SIGNALS_SLACK__BOT_TOKEN and slack.api_url",))
    except (OSError, TimeoutError) as error:
        why = f"slack: cannot be reached ({type(error).__name__}): check slack.api_url and the network"
        return Found((why,))
    granted = str(answer.headers.get("x-oauth-scopes") or answer.headers.get("X-OAuth-Scopes") or "")
    if not granted:
        return Found()
    have = {scope.strip() for scope in granted.split(",")}
    missing = "slack: the scope {} is missing, it is needed {}: add it on the app's page and install again"
    left_out = "slack: the optional scope {} is not granted, all else works; it is {}"
    return Found(
        tuple(missing.format(scope, why) for scope, why in SCOPES.items() if scope not in have),
        tuple(left_out.format(scope, why) for scope, why in OPTIONAL.items() if scope not in have),
    )

"""Slack's side of a slash-command: the form it posts and how it signs it."""

from __future__ import annotations

import time
from urllib.parse import urlencode

import aiohttp

from handlers.signature import sign

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"  # noqa: S105  (a made-up one)


def slash_form(text: str, *, response_url: str, command: str = "/signals", **changes: str) -> dict[str, str]:
    """Make the fields that Slack sends for `command text`; `changes` replaces or adds fields."""
    return {
        "token": "unused",
        "team_id": "T0TEAM",
        "team_domain": "acme",
        "channel_id": "C0CHANNEL",
        "channel_name": "hiring",
        "user_id": "U0USER",
        "user_name": "lea",
        "command": command,
        "text": text,
        "api_app_id": "A0APP",
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": "1.2.abc",
        **changes,
    }


def signed_headers(body: bytes, *, secret: str = SECRET, at: float | None = None, json: bool = False) -> dict[str, str]:
    """Sign `body` as Slack does, at `at` seconds since 1970 (None: now)."""
    timestamp = str(int(time.time() if at is None else at))
    return {
        "Content-Type": "application/json" if json else "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": sign(secret, timestamp, body),
    }


async def send_slash(
    base: str,
    text: str,
    *,
    response_url: str,
    secret: str = SECRET,
    session: aiohttp.ClientSession | None = None,
    **changes: str,
) -> tuple[int, str]:
    """Post `/signals text` to a bot that listens at `base` ("http://127.0.0.1:3000"); return status and body."""
    body = urlencode(slash_form(text, response_url=response_url, **changes)).encode()
    return await send_signed(base, body, signed_headers(body, secret=secret), session=session)


async def send_signed(
    base: str, body: bytes, headers: dict[str, str], *, session: aiohttp.ClientSession | None = None
) -> tuple[int, str]:
    """Post a body with ready-made headers to /slack/events; return status and body."""
    own = session or aiohttp.ClientSession()
    try:
        async with own.post(f"{base}/slack/events", data=body, headers=headers) as response:
            return response.status, await response.text()
    finally:
        if session is None:
            await own.close()

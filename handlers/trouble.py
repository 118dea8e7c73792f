"""Reads what went wrong with a call to Slack out of whatever the SDK raised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import aiohttp
from slack_sdk.errors import SlackApiError

from handlers.answers import Action, action_for

PATIENCE_WITHOUT_HEADER = 30.0
LONGEST_WAIT = 86_400.0


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a message is not known to be posted. `wait` in seconds is what Slack asked for, if it did."""

    action: Action
    code: str
    wait: float | None = None


def read_trouble(error: Exception, now: datetime) -> Trouble:
    """Tell from an exception of the SDK or of aiohttp what is known about the message.

    Only a failure to connect proves that Slack never saw it; a connection that broke later leaves it in doubt.
    """
    if isinstance(error, SlackApiError):
        return _refusal(error.response, now)
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return Trouble(Action.RETRY, "no_connection")
    if isinstance(error, TimeoutError | aiohttp.ClientConnectionError | aiohttp.ClientPayloadError | OSError):
        return Trouble(Action.IN_DOUBT, "connection_lost")
    return Trouble(Action.RETRY, "unreadable_answer")


def retry_after(header: str | None, now: datetime) -> float:
    """Read a Retry-After header, whole seconds or an HTTP date, as seconds from `now`; 30 when it says nothing."""
    if header is None:
        return PATIENCE_WITHOUT_HEADER
    text = header.strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return min(float(text), LONGEST_WAIT)
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return PATIENCE_WITHOUT_HEADER
    until = date if date.tzinfo else date.replace(tzinfo=UTC)
    return min(max((until - now).total_seconds(), 0.0), LONGEST_WAIT)


def _refusal(response: object, now: datetime) -> Trouble:
    # An answer that is not JSON leaves the SDK with aiohttp's response, whose status has another name.
    status = getattr(response, "status_code", None) or getattr(response, "status", 0)
    headers = getattr(response, "headers", None) or {}
    data = getattr(response, "data", None)
    code = str(data.get("error") or "") if isinstance(data, Mapping) else ""
    if status == 429 or action_for(code) is Action.WAIT:
        return Trouble(Action.WAIT, code or "ratelimited", retry_after(headers.get("Retry-After"), now))
    if code:
        return Trouble(action_for(code), code)
    if status == 413:
        return Trouble(Action.SPLIT, "http_413")
    return Trouble(Action.RETRY, f"http_{status}")

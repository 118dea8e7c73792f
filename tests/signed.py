"""Slack's side of commands, presses and submissions: what it posts and how it signs it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from json import dumps, loads
from typing import Any
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


USER = {"id": "U0USER", "username": "lea", "name": "lea", "team_id": "T0TEAM"}
TEAM = {"id": "T0TEAM", "domain": "acme"}


def press_body(
    verb: str, story: str, *, response_url: str, trigger: str = "", overflow: bool = False, **changes: object
) -> dict[str, Any]:
    """Make what Slack sends for a button of a story's message, or for a line of its overflow."""
    action: dict[str, Any] = {"action_id": verb, "block_id": f"story:{story}", "type": "button", "action_ts": "1.1"}
    if overflow:
        chosen = {"text": {"type": "plain_text", "text": verb}, "value": verb}
        action |= {"action_id": "more", "type": "overflow", "selected_option": chosen}
    return {
        "type": "block_actions",
        "team": TEAM,
        "user": USER,
        "api_app_id": "A0APP",
        "token": "unused",
        "container": {"type": "message", "message_ts": "1727300000.000001", "channel_id": "C0CHANNEL"},
        "channel": {"id": "C0CHANNEL", "name": "hiring"},
        "message": {"type": "message", "ts": "1727300000.000001"},
        "trigger_id": trigger,
        "response_url": response_url,
        "actions": [action],
        **changes,
    }


def inside(
    view: Mapping[str, Any], verb: str, *, trigger: str = "", id: str = "V1", **element: object
) -> dict[str, Any]:
    """Make what Slack sends for a button pressed in a modal: there is no channel and no message."""
    action = {"action_id": verb, "block_id": "b1", "type": "button", "action_ts": "1.1", **element}
    return {
        "type": "block_actions",
        "team": TEAM,
        "user": USER,
        "api_app_id": "A0APP",
        "token": "unused",
        "container": {"type": "view", "view_id": id},
        "trigger_id": trigger,
        "view": {"hash": "h1", **view, "id": id},
        "actions": [action],
    }


def submission(view: Mapping[str, Any], *, id: str = "V1", **values: Mapping[str, Any]) -> dict[str, Any]:
    """Make what Slack sends when `view` is submitted; `values` are the elements' values by field."""
    state = {"values": {field: {field: dict(value)} for field, value in values.items()}}
    return {
        "type": "view_submission",
        "team": TEAM,
        "user": USER,
        "api_app_id": "A0APP",
        "token": "unused",
        "trigger_id": "9.9.abc",
        "view": {**view, "id": id, "hash": "h1", "state": state},
        "response_urls": [],
    }


def filled(view: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Give the values that the fields of a modal begin with, by field, as Slack sends them when nobody changes them."""
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    return {
        block["block_id"]: {
            name.replace("initial", "selected") if name != "initial_value" else "value": value
            for name, value in block["element"].items()
            if name.startswith("initial_")
        }
        for block in inputs
    }


def home_opened(user: str = "U0LEA", *, tab: str = "home", id: str = "Ev1") -> dict[str, Any]:
    """Make what Slack sends when somebody opens the App Home."""
    event = {"type": "app_home_opened", "user": user, "channel": "D0LEA", "tab": tab, "event_ts": "1.1"}
    about = {"token": "unused", "team_id": "T0TEAM", "api_app_id": "A0APP", "event_time": 1}
    return {"type": "event_callback", "event_id": id, "event": event, **about}


def mentioned(
    user: str = "U0LEA", text: str = "<@UBOT> openai?", *, id: str = "Ev1", channel: str = "C0123456789", **more: object
) -> dict[str, Any]:
    """Make what Slack sends when somebody mentions the bot; each event is about a message of its own."""
    event = {"type": "app_mention", "user": user, "channel": channel, "text": text, "ts": f"1727300001.{id[2:]:0>6}"}
    about = {"token": "unused", "team_id": "T0TEAM", "api_app_id": "A0APP", "event_time": 1}
    return {"type": "event_callback", "event_id": id, "event": {**event, **more}, **about}


def link_shared(*urls: str, id: str = "Ev1", channel: str = "C0123456789", user: str = "U0LEA") -> dict[str, Any]:
    """Make what Slack sends when somebody shares links to a domain of the manifest."""
    links = [{"domain": "signals.example", "url": url} for url in urls]
    event = {"type": "link_shared", "user": user, "channel": channel, "message_ts": "1727300002.1", "links": links}
    about = {"token": "unused", "team_id": "T0TEAM", "api_app_id": "A0APP", "event_time": 1}
    return {"type": "event_callback", "event_id": id, "event": event, **about}


def shortcut(
    name: str, message: Mapping[str, Any], *, trigger: str, user: Mapping[str, str] = USER, channel: str = "C0123456789"
) -> dict[str, Any]:
    """Make what Slack sends when somebody chooses a shortcut; one without a message is a global one."""
    there: dict[str, Any] = {"channel": {"id": channel, "name": "hiring"}, "message": dict(message)} if message else {}
    kind = "message_action" if message else "shortcut"
    about = {"team": TEAM, "user": dict(user), "token": "unused", "action_ts": "1.1", "trigger_id": trigger}
    return {"type": kind, "callback_id": name, **about, **there}


async def send_event(base: str, event: Mapping[str, Any]) -> int:
    """Post an event to a bot that listens at `base`; return the status."""
    body = dumps(event).encode()
    status, _ = await send_signed(base, body, signed_headers(body, json=True))
    return status


async def send_payload(base: str, payload: Mapping[str, Any], secret: str = SECRET) -> tuple[int, Any]:
    """Post an interaction to a bot that listens at `base`; return the status and what the acknowledgement says."""
    body = urlencode({"payload": dumps(payload)}).encode()
    status, text = await send_signed(base, body, signed_headers(body, secret=secret))
    return status, loads(text) if text else None


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

"""Twenty planted secrets, every way a log is written, and none of them comes out."""

from __future__ import annotations

import logging
from io import StringIO

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from handlers.app import open_slack
from handlers.health import Health
from handlers.metrics import Tally
from handlers.redact import GONE, RedactingFormatter, Redactor, seal
from handlers.settings import SlackSettings
from handlers.socket_mode import SocketLine
from tests.fake_slack import fake_slack
from tests.handlers.shelf import ShelfBooks

CANARIES = [
    "xoxb-111111111111-222222222222-CaNaRyCaNaRyCaNaRyCaNaRy",
    "xoxp-111111111111-CaNaRy",
    "xoxa-2-CaNaRyCaNaRy",
    "xoxs-CaNaRyCaNaRy",
    "xoxe-1-CaNaRyCaNaRyCaNaRy",
    "xoxe.xoxb-1-CaNaRyCaNaRy",
    "xoxe.xoxp-1-CaNaRyCaNaRy",
    "xapp-1-A0CANARY-333333333333-CaNaRyCaNaRy",
    "Bearer CaNaRyCaNaRyCaNaRy",
    "bearer cAnArYcAnArY.x_y~z+/=",
    "https://hooks.slack.com/commands/T0CANARY/1/CaNaRyCaNaRy",
    "https://hooks.slack.com/services/T0CANARY/B0/CaNaRyCaNaRy",
    "https://hooks.slack-gov.com/commands/T0CANARY/1/CaNaRyCaNaRy",
    "v0=ca7a41ca7a41ca7a41ca7a41ca7a41ca7a41ca7a41ca7a41ca7a41ca7a41ca7a",
    "postgresql://signals:CaNaRyCaNaRy@db.example:5432/signals",
    "wss://wss-primary.slack.com/link/?ticket=CaNaRy-CaNaRy&app_id=1",
    '{"response_url": "https://slack.internal/commands/CaNaRyCaNaRy"}',
    "response_url=https://slack.internal/commands/CaNaRyCaNaRy",
    "CaNaRySigningSecret0123456789abcd",
    "CaNaRyClientSecret0123456789abcdef",
]
KNOWN = CANARIES[-2:]


def leaks(text: str) -> list[str]:
    """Find the part of a canary that nobody would write by chance."""
    return [mark for mark in ("CaNaRy", "cAnArY", "CANARY", "ca7a41ca7a41") if mark in text]


def _sealed() -> tuple[logging.Logger, StringIO]:
    out = StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    seal(Redactor(KNOWN), [handler])
    seal(Redactor(KNOWN), [handler])
    log = logging.Logger("canary", logging.DEBUG)
    log.addHandler(handler)
    return log, out


@pytest.mark.parametrize("canary", CANARIES)
def test_no_canary_leaves_by_message_argument_or_traceback(canary: str) -> None:
    log, out = _sealed()
    log.info("talking to %s now", canary)
    log.debug(f"headers: {{'Authorization': '{canary}'}}")
    log.warning("with %s", {"deep": [canary]})
    try:
        try:
            raise ValueError(canary)
        except ValueError as error:
            raise RuntimeError("the second") from error
    except RuntimeError:
        log.exception("it broke")
    text = out.getvalue()
    assert not leaks(text)
    assert text.count(GONE) >= 4
    assert "the second" in text


@pytest.mark.parametrize("canary", CANARIES)
def test_no_canary_leaves_by_a_structured_log(canary: str) -> None:
    out = StringIO()
    log = structlog.wrap_logger(
        structlog.PrintLogger(out),
        processors=[
            structlog.processors.format_exc_info,
            Redactor(KNOWN).processor,
            structlog.processors.JSONRenderer(),
        ],
    )
    try:
        raise ValueError(canary)
    except ValueError:
        deep = {"a": [canary], "response_url": "https://x/CaNaRy"}
        log.error("broke", said=canary, deep=deep, response_url="https://x/CaNaRy", it=KeyError(canary), exc_info=True)
    assert not leaks(out.getvalue())


def test_ordinary_words_stay() -> None:
    said = "OpenAI's CTO left · https://hooks.slack.com/ · 12:30 · mail lea@acme.example · v0 · the bearer of news"
    kept = Redactor(KNOWN)("OpenAI's CTO left · 12:30 · mail lea@acme.example · v0=1 · ticket")
    assert kept == "OpenAI's CTO left · 12:30 · mail lea@acme.example · v0=1 · ticket"
    assert "OpenAI's CTO left" in Redactor()(said)


@given(st.text(max_size=300))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    clean = Redactor(KNOWN)
    assert clean(clean(text)) == clean(text)


def test_a_short_secret_is_not_searched_for() -> None:
    assert Redactor(["a", ""])("banana") == "banana"


async def test_the_sdks_own_debug_logs_let_nothing_out() -> None:
    out = StringIO()
    handler = logging.StreamHandler(out)
    token, app_token = "xoxb-1-CaNaRyCaNaRy", "xapp-1-CaNaRyCaNaRy"
    handler.setFormatter(RedactingFormatter(logging.Formatter(), Redactor()))
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    logging.getLogger("slack_sdk").setLevel(logging.DEBUG)
    try:
        async with fake_slack(token=token, app_token=app_token) as slack:
            settings = SlackSettings(token, "secret", app_token, api_url=slack.api_url)
            async with open_slack(settings, ShelfBooks(), Tally()) as connected:
                await connected.clients.own.chat_postMessage(channel="C1", text="hello")
                line = SocketLine(connected.app, app_token, health=Health())
                assert line is not None
                await connected.app.client.apps_connections_open(app_token=app_token)
    finally:
        root.removeHandler(handler)
        root.setLevel(before)
    assert "chat.postMessage" in out.getvalue()
    assert not leaks(out.getvalue())
    assert "secret-ticket" not in out.getvalue()

"""What Slack did not sign does not get in; what it sent twice counts once."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import threading
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.health import Health
from handlers.inbound import listening, listening_apart, make_web
from handlers.metrics import Tally
from handlers.settings import SlackSettings
from handlers.signature import fault, sign
from tests.fake_slack import fake_slack
from tests.handlers.running import hearing, settings_for
from tests.make import NOW
from tests.signed import SECRET, send_signed, send_slash, signed_headers
from tests.waiting import until

BODY = b"command=%2Fsignals&text=watch+Anthropic&team_id=T0TEAM&channel_id=C0CHANNEL&user_id=U0USER"


@given(st.text(max_size=60), st.text(max_size=90), st.binary(max_size=60))
def test_no_header_and_no_body_breaks_the_check(timestamp: str, signature: str, body: bytes) -> None:
    assert fault(SECRET, timestamp, signature, body, 1e9) is not None


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, 200),
        ({"X-Slack-Signature": "v0=" + "0" * 64}, 401),
        ({"X-Slack-Signature": "schön"}, 401),
        ({"X-Slack-Signature": ""}, 401),
        ({"X-Slack-Request-Timestamp": "soon"}, 401),
        ({"X-Slack-Request-Timestamp": "1e9"}, 401),
        ({"X-Slack-Request-Timestamp": "-1"}, 401),
        ({"X-Slack-Request-Timestamp": "9" * 400}, 401),
        ({"X-Slack-Request-Timestamp": "٣٣٣"}, 401),
    ],
)
async def test_a_request_is_heard_only_with_slacks_signature(changes: dict[str, str], status: int) -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        assert (await send_signed(bot.base, BODY, {**signed_headers(BODY), **changes}))[0] == status
        await bot.connected.desk.close()
        assert bool(bot.books.asked) is (status == 200)


@pytest.mark.parametrize("age", [-400, 301, 86_400])
async def test_an_old_signature_is_refused(age: float) -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        headers = signed_headers(BODY, at=time.time() - age)
        assert (await send_signed(bot.base, BODY, headers))[0] == 401


async def test_a_signature_over_another_body_is_refused() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        assert (await send_signed(bot.base, BODY + b"x", signed_headers(BODY)))[0] == 401
        assert (await send_signed(bot.base, BODY, {}))[0] == 401


async def test_a_replayed_command_has_no_second_effect() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        headers = signed_headers(BODY)
        answers = await asyncio.gather(*(send_signed(bot.base, BODY, headers) for _ in range(5)))
        assert {status for status, _ in answers} == {200}
        await bot.connected.desk.close()
        assert bot.books.asked.count("watch Anthropic anthropic.com") == 1


async def test_an_event_that_comes_again_is_answered_200_and_ignored() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        event = {"type": "event_callback", "event_id": "Ev1", "team_id": "T", "event": {"type": "team_join"}}
        statuses = []
        for retry in range(3):
            body = json.dumps({**event, "retry": retry}).encode()
            statuses.append((await send_signed(bot.base, body, signed_headers(body, json=True)))[0])
        assert statuses == [404, 200, 200], "no handler wants it; the others are not even asked"


async def test_slacks_test_of_the_address_is_answered() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        body = json.dumps({"type": "url_verification", "challenge": "abc"}).encode()
        status, text = await send_signed(bot.base, body, signed_headers(body, json=True))
        assert (status, json.loads(text)) == (200, {"challenge": "abc"})


async def _dribble() -> AsyncIterator[bytes]:
    for _ in range(40):
        yield b"x" * 65_536


async def test_a_body_over_one_mebibyte_is_refused_with_413() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        big = b"x" * (1024 * 1024 + 1)
        address, known = f"{bot.base}/slack/events", signed_headers(big)
        async with aiohttp.ClientSession() as session:
            async with session.post(address, data=BytesIO(big), headers=known) as response:
                assert response.status == 413
            # The server may hang up on the rest of a body without a length, which is as good.
            with contextlib.suppress(aiohttp.ClientConnectionError):
                async with session.post(address, data=_dribble()) as response:
                    assert response.status == 413


async def test_a_signed_body_that_is_not_utf8_is_a_bad_request() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        body = b"text=\xff\xfe"
        assert (await send_signed(bot.base, body, signed_headers(body)))[0] == 400


async def test_an_unknown_command_and_an_unknown_address_are_not_found() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        url = slack.response_url()
        assert (await send_slash(bot.base, "x", response_url=url, command="/other"))[0] == 404
        async with aiohttp.ClientSession() as session, session.get(f"{bot.base}/") as response:
            assert response.status == 404


async def test_healthz_says_what_is_late_and_metrics_names_nobody() -> None:
    async with fake_slack() as slack, hearing(slack) as bot, aiohttp.ClientSession() as session:
        async with session.get(f"{bot.base}/healthz") as response:
            assert (response.status, await response.json()) == (200, {"status": "ok"})
        bot.health.expect("polls", timedelta(minutes=45), NOW)
        async with session.get(f"{bot.base}/healthz") as response:
            assert response.status == 503
            assert "silent for" in (await response.json())["late"]["polls"]
        bot.tally.polled("feed:https://secret.example/rss", "ok", items=3)
        async with session.get(f"{bot.base}/metrics") as response:
            text = await response.text()
        assert 'signals_items_total{source="feed"} 3.0' in text
        assert "secret.example" not in text


@pytest.mark.parametrize(
    ("part", "status"),
    [("channel C0GONE", 200), ("token T0ACME", 200), ("slack T0ACME", 200), ("slack", 503), ("socket", 503)],
)
async def test_healthz_is_refused_for_a_trouble_only_where_nobody_can_be_told_anything(part: str, status: int) -> None:
    async with fake_slack() as slack, hearing(slack) as bot, aiohttp.ClientSession() as session:
        bot.health.trouble(part, "invalid_auth")
        async with session.get(f"{bot.base}/healthz") as response:
            said = {"status": "trouble", "trouble": {part: "invalid_auth"}}
            assert (response.status, await response.json()) == (status, said)
        bot.health.beat(part, NOW)
        async with session.get(f"{bot.base}/healthz") as response:
            assert (response.status, await response.json()) == (200, {"status": "ok"})


async def test_without_an_app_only_health_and_metrics_answer() -> None:
    web = make_web(None, SlackSettings("x"), health=Health(), tally=Tally())
    async with listening(web, "127.0.0.1", 0) as port:
        assert (await send_signed(f"http://127.0.0.1:{port}", BODY, signed_headers(BODY)))[0] == 404


async def test_http_mode_without_a_signing_secret_says_which_setting_is_missing() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        settings = SlackSettings(settings_for(slack).bot_token)
        with pytest.raises(ValueError, match="SIGNALS_SLACK__SIGNING_SECRET"):
            make_web(bot.connected.app, settings, health=Health(), tally=Tally())


def test_a_signature_is_what_slacks_own_paper_computes() -> None:
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&"
        b"channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&"
        b"response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&"
        b"trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    wanted = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    assert sign(SECRET, "1531420618", body) == wanted


async def test_an_acknowledgement_comes_while_everything_else_stands_still() -> None:
    acknowledged = threading.Event()
    status: list[int] = []

    def ask(port: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        line.request("POST", "/slack/events", BODY, signed_headers(BODY))
        status.append(line.getresponse().status)
        line.close()
        acknowledged.set()

    async with fake_slack() as slack, hearing(slack) as bot:
        web = make_web(bot.connected.app, settings_for(slack), health=bot.health, tally=bot.tally)
        async with listening_apart(web, "127.0.0.1", 0) as port:
            slack_asks = threading.Thread(target=ask, args=(port,))
            slack_asks.start()
            assert acknowledged.wait(10)  # this loop does nothing meanwhile
            slack_asks.join()
            assert status == [200]
            await until(lambda: bool(bot.books.asked))


async def test_apart_a_port_that_is_taken_is_an_error_and_leaves_no_thread() -> None:
    web = make_web(None, SlackSettings("x"), health=Health(), tally=Tally())
    async with listening_apart(web, "127.0.0.1", 0) as port:
        again = make_web(None, SlackSettings("x"), health=Health(), tally=Tally())
        with pytest.raises(OSError, match="in use"):
            async with listening_apart(again, "127.0.0.1", port):
                pass
    assert "door" not in {thread.name for thread in threading.enumerate()}

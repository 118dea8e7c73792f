"""What a vendor did not sign does not get in, and learns nothing; what it sent twice is one delivery (C18)."""

from __future__ import annotations

import asyncio
import base64
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.hook_signature import fault, sign
from handlers.hooks import Rate, event_of
from handlers.metrics import Tally
from model.hook import Delivery, Hook, Limits, Scheme
from store.store import Store
from tests.calling import HOOK, SECRET, call, doors, said, signed
from tests.make import DAY, NOW
from tests.store.conftest import made, postgres, postgres_empty, store, url

__all__ = ["made", "postgres", "postgres_empty", "store", "url"]

NOT_SIGNED = Scheme(timestamp="", signs="{body}")
STANDARD = Scheme(
    "webhook-signature", "v1,", "base64", "webhook-timestamp", "webhook-id", "{id}.{timestamp}.{body}", event=""
)
TOKEN = Scheme("Authorization", "Bearer ", timestamp="", signs="")
BODY = said()


async def came(store: Store, hook: str = HOOK.name) -> list[Delivery]:
    """List what was let in."""
    return await store.hooks.waiting(hook, 100)


async def test_what_is_signed_is_stored_word_for_word(store: Store) -> None:
    async with doors(store.hooks) as base:
        assert await call(base, BODY, signed(BODY)) == (200, "")
    [delivery] = await came(store)
    assert (delivery.hook, delivery.body, delivery.received) == ("crustdata", BODY, NOW)


@pytest.mark.parametrize(
    "changes",
    [
        {"X-Signature": "0" * 64},
        {"X-Signature": ""},
        {"X-Signature": "schön"},
        {"X-Signature": "0" * 5_000},
        {"X-Timestamp": ""},
        {"X-Timestamp": "soon"},
        {"X-Timestamp": "-1"},
        {"X-Timestamp": "1e9"},
        {"X-Timestamp": "9" * 400},
        {"X-Timestamp": f"{NOW.timestamp() + 1:.0f}"},
    ],
)
async def test_another_header_than_the_vendors_is_refused_without_a_word(store: Store, changes: dict[str, str]) -> None:
    async with doors(store.hooks) as base:
        assert await call(base, BODY, {**signed(BODY), **changes}) == (401, "")
    assert await came(store) == []


@pytest.mark.parametrize("age", [timedelta(seconds=301), timedelta(seconds=-301), 365 * DAY])
async def test_a_call_of_another_time_is_refused(store: Store, age: timedelta) -> None:
    async with doors(store.hooks) as base:
        assert await call(base, BODY, signed(BODY, at=NOW - age)) == (401, "")
        assert await call(base, BODY, signed(BODY, at=NOW - timedelta(minutes=4))) == (200, "")


async def test_a_body_that_differs_by_one_byte_is_refused(store: Store) -> None:
    async with doors(store.hooks) as base:
        for at in range(len(BODY)):
            altered = BODY[:at] + bytes([BODY[at] ^ 1]) + BODY[at + 1 :]
            assert (await call(base, altered, signed(BODY)))[0] == 401
        assert (await call(base, BODY + b" ", signed(BODY)))[0] == 401
        assert (await call(base, b"", signed(BODY)))[0] == 401
    assert await came(store) == []


async def test_a_hook_that_is_not_configured_is_not_found_whatever_its_signature(store: Store) -> None:
    async with doors(store.hooks) as base:
        for name in ("zapier", "crustdata%2F", "..%2Fcrustdata", "Crustdata"):
            assert (await call(base, BODY, signed(BODY), name))[0] == 404
        async with aiohttp.ClientSession() as session, session.get(f"{base}/hooks/crustdata") as answer:
            assert answer.status == 405
    assert await came(store) == []


async def test_the_same_call_again_is_answered_200_and_does_nothing(store: Store) -> None:
    async with doors(store.hooks) as base:
        headers = signed(BODY)
        assert {(await call(base, BODY, headers))[0] for _ in range(3)} == {200}
        later = signed(BODY, at=NOW + timedelta(minutes=1))  # the vendor tries again, signed anew
        other = said(text="the same event in other words")
        assert (await call(base, BODY, later))[0] == 200
        assert (await call(base, other, signed(other)))[0] == 200
    assert [one.body for one in await came(store)] == [BODY]
    assert (await store.hooks.spent("crustdata", NOW)).calls == 1


async def test_the_same_event_ten_times_at_once_is_one_delivery(store: Store) -> None:
    async with doors(store.hooks) as base:
        answers = await asyncio.gather(*(call(base, BODY, signed(BODY)) for _ in range(10)))
    assert set(answers) == {(200, "")}
    assert len(await came(store)) == 1


async def test_an_event_without_an_id_is_known_by_its_body(store: Store) -> None:
    body = b'[{"member_id": 7, "status": "changed"}]'
    async with doors(store.hooks) as base:
        for minutes in (0, 1):
            headers = signed(body, at=NOW + timedelta(minutes=minutes))
            assert (await call(base, body, headers))[0] == 200
    assert len(await came(store)) == 1


async def dribble(pieces: int, pause: float) -> AsyncIterator[bytes]:
    for _ in range(pieces):
        yield b"x" * 65_536
        await asyncio.sleep(pause)


async def test_a_body_over_a_mebibyte_is_refused_whether_it_says_so_or_not(store: Store) -> None:
    big = b"x" * (1024 * 1024 + 1)
    async with doors(store.hooks) as base:
        assert await call(base, BytesIO(big), signed(big)) == (413, "")
        with contextlib.suppress(aiohttp.ClientConnectionError):  # hanging up on the rest is as good
            assert (await call(base, dribble(40, 0.0), signed(big)))[0] == 413
        whole = b'"' + b"x" * (1024 * 1024 - 2) + b'"'
        assert (await call(base, BytesIO(whole), signed(whole)))[0] == 200


async def test_a_body_that_does_not_end_is_given_up(store: Store) -> None:
    async with doors(store.hooks, within=0.2) as base:
        with contextlib.suppress(aiohttp.ClientConnectionError):
            assert (await call(base, dribble(10, 0.1), signed(BODY)))[0] == 408
        assert (await call(base, BODY, signed(BODY)))[0] == 200


@pytest.mark.parametrize("body", [b"<xml/>", b"\xff\xfe", b"{", b"[" * 100_000])
async def test_what_is_signed_and_no_json_is_a_bad_request(store: Store, body: bytes) -> None:
    async with doors(store.hooks) as base:
        assert await call(base, body, signed(body)) == (400, "")


async def test_a_vendor_that_calls_too_often_waits_and_a_stranger_takes_none_of_its_room(store: Store) -> None:
    hook = replace(HOOK, rate=3)
    async with doors(store.hooks, hook) as base:
        for _ in range(10):
            assert (await call(base, BODY, {}))[0] == 401
        bodies = [said(event_id=f"ev-{n}") for n in range(4)]
        assert [(await call(base, body, signed(body)))[0] for body in bodies] == [200, 200, 200, 429]
    assert len(await came(store)) == 3


def test_room_for_calls_comes_back_with_time() -> None:
    rate = Rate(2)
    assert [rate.lets(0.0) for _ in range(3)] == [True, True, False]
    assert not rate.lets(20.0)
    assert rate.lets(31.0)
    assert [rate.lets(10_000.0) for _ in range(3)] == [True, True, False]


async def test_over_its_limit_a_vendor_is_refused_and_nothing_is_stored(store: Store) -> None:
    hook = replace(HOOK, limits=Limits(credits=5, day=10, month=12))
    bodies = [said(event_id=f"ev-{n}") for n in range(4)]
    async with doors(store.hooks, hook) as base:
        assert [(await call(base, body, signed(body)))[0] for body in bodies] == [200, 200, 429, 429]
    async with doors(store.hooks, hook, now=NOW + DAY) as base:
        assert (await call(base, bodies[2], signed(bodies[2], at=NOW + DAY)))[0] == 429, "the month's limit"
    spent = await store.hooks.spent("crustdata", NOW)
    assert (len(await came(store)), spent.credits, spent.credits_month) == (2, 10, 10)


async def test_metrics_count_what_came_and_what_was_refused(store: Store) -> None:
    tally = Tally()
    async with doors(store.hooks, tally=tally) as base:
        await call(base, BODY, signed(BODY))
        await call(base, BODY, signed(BODY))
        await call(base, BODY, {})
    told = tally.text().decode()
    for result in ("new", "known", "401"):
        assert f'signals_hooks_total{{hook="crustdata",result="{result}"}} 1.0' in told


async def test_calls_that_come_in_on_a_thread_of_their_own_are_stored(store: Store) -> None:
    async with doors(store.hooks, apart=True) as base:
        bodies = [said(event_id=f"ev-{n}") for n in range(5)]
        answers = await asyncio.gather(*(call(base, body, signed(body)) for body in bodies))
    assert set(answers) == {(200, "")}
    assert len(await came(store)) == 5


# --- schemes -------------------------------------------------------------------------------------------------------

SCHEMES = [
    Scheme(),
    NOT_SIGNED,
    STANDARD,
    TOKEN,
    Scheme("X-Hub-Signature-256", "sha256=", timestamp="", signs="{body}"),
    Scheme("X-Sig", "", "base64", "X-At", signs="v0:{timestamp}:{body}"),
    Scheme("X-Sig", "", "hex", "X-At", signs="{timestamp}{body}"),
]


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_every_scheme_lets_its_own_in_and_nobody_else(store: Store, scheme: Scheme) -> None:
    hook = replace(HOOK, scheme=scheme)
    async with doors(store.hooks, hook) as base:
        assert (await call(base, BODY, signed(BODY, hook, secret="another-secret-altogether", id="m1")))[0] == 401
        assert (await call(base, BODY, signed(BODY, HOOK)))[0] == (200 if scheme == HOOK.scheme else 401)
        assert (await call(base, BODY, signed(BODY, hook, id="m1")))[0] == 200


def test_a_signature_is_what_standard_webhooks_computes() -> None:
    """The figure is what `printf 'msg_1.1614265330.{}' | openssl dgst -sha256 -hmac KEY -binary | base64` prints."""
    key = base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()
    packed = sign(STANDARD, f"whsec_{key}", b"{}", timestamp="1614265330", id="msg_1")
    plain = sign(STANDARD, "0123456789abcdef0123456789abcdef", b"{}", timestamp="1614265330", id="msg_1")
    assert packed == plain
    assert packed == "v1,MF1yZTijxuoaeMKa7EGuU2LjGoKD4WM/2VMd1mDQ+Q0="


async def test_two_secrets_are_good_while_one_is_exchanged(store: Store) -> None:
    hook = replace(HOOK, secrets=("the-new-secret-of-theirs", SECRET))
    async with doors(store.hooks, hook) as base:
        assert (await call(base, BODY, signed(BODY, hook)))[0] == 200
        assert (await call(base, said(event_id="2"), signed(said(event_id="2"), HOOK)))[0] == 200


async def test_several_signatures_in_one_header_are_tried_each(store: Store) -> None:
    hook = replace(HOOK, scheme=STANDARD)
    headers = signed(BODY, hook, id="m1")
    headers["webhook-signature"] = f"v1,AAAA {headers['webhook-signature']} v1a,BBBB"
    async with doors(store.hooks, hook) as base:
        assert (await call(base, BODY, headers))[0] == 200


def test_an_id_in_a_header_counts_only_where_it_is_signed() -> None:
    assert event_of(replace(HOOK, scheme=STANDARD), "m1", BODY) == "id:m1"
    loose = replace(HOOK, scheme=replace(STANDARD, signs="{timestamp}.{body}"))
    assert event_of(loose, "m1", BODY) == event_of(loose, "m2", BODY)


@pytest.mark.parametrize(
    ("path", "body", "event"),
    [
        ("event_id", b'{"event_id": " a "}', "id:a"),
        ("metadata.notification_id", b'{"metadata": {"notification_id": 12}}', "id:12"),
        ("metadata.notification_id", b'{"metadata": [1]}', "body:"),
        ("event_id", b'[{"event_id": "a"}]', "body:"),
        ("event_id", b'{"event_id": ""}', "body:"),
        ("", b'{"event_id": "a"}', "body:"),
    ],
)
def test_the_events_own_id_is_where_the_settings_say(path: str, body: bytes, event: str) -> None:
    assert event_of(replace(HOOK, scheme=replace(HOOK.scheme, event=path)), "", body).startswith(event)


@given(st.text(max_size=60), st.text(max_size=90), st.binary(max_size=60), st.sampled_from(SCHEMES))
def test_no_header_and_no_body_breaks_the_check(stamp: str, signature: str, body: bytes, scheme: Scheme) -> None:
    headers = {scheme.timestamp: stamp, scheme.header: signature, scheme.id: stamp}
    assert fault(replace(HOOK, scheme=scheme), headers, body, 1e9) is not None


@given(st.binary(max_size=80), st.sampled_from(SCHEMES))
def test_what_is_signed_is_heard(body: bytes, scheme: Scheme) -> None:
    hook = replace(HOOK, scheme=scheme)
    assert fault(hook, signed(body, hook, id="m1"), body, NOW.timestamp()) is None


def test_a_hooks_secret_is_in_no_log() -> None:
    assert SECRET not in repr(Hook("x", (SECRET,)))

"""Bluesky: what is searched, who signs in, whose posts are left alone, and what is not believed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from model.company import Company
from model.errors import Busy, Changed, Refused
from model.item import Item, Page, Post
from model.poll import PollState
from sources import bluesky
from sources.bluesky import Settings, Source
from sources.fetcher import Fetcher
from tests.make import NOW
from tests.sources.server import serve

CONTACT = "https://talent.example/bot"
DID = "did:plc:adaadaadaadaadaadaadaada"
LABEL = [{"val": "spam", "src": "did:plc:l", "uri": "at://x", "cts": "2026-11-20T07:00:00Z"}]


def view(key: str, **said: object) -> dict[str, object]:
    record = {"text": "Northwind", "createdAt": NOW.isoformat(), "langs": ["en-GB"]}
    author = {"did": DID, "handle": "ada.example", "displayName": "Ada Byron", "labels": []}
    told: dict[str, object] = {
        "uri": f"at://{DID}/app.bsky.feed.post/{key}",
        "indexedAt": NOW.isoformat(),
        "labels": [],
    }
    for name, part in (("record", record), ("author", author)):
        theirs = said.pop(name, {})
        assert isinstance(theirs, dict)
        told[name] = part | theirs
    return told | said


def answer(*views: object, cursor: str | None = None) -> bytes:
    return json.dumps({"posts": views} | ({"cursor": cursor} if cursor else {})).encode()


def watch(address: str, *aliases: str, **settings: object) -> Source:
    there = {"base_url": address, "login_url": address, "allow_private": True}
    (source,) = bluesky.open(Settings.model_validate(there | settings), [Company("Northwind", aliases=aliases)])
    assert isinstance(source, Source)
    return source


def parse(*views: object) -> list[Item]:
    return watch("http://sky.example").parse(Page("x", answer(*views), NOW))


async def poll(source: Source, state: PollState, now: datetime = NOW) -> tuple[list[Item], PollState]:
    async with Fetcher(CONTACT) as http:
        page = await source.fetch(http, state, now)
    assert page is not None
    items = source.parse(page)
    return items, replace(state, cursor=source.advance(state, page, items))


async def test_it_asks_for_the_exact_name_and_what_is_newer_an_hour_overlapping() -> None:
    async with serve(lambda _: web.Response(body=answer(view("a")))) as server:
        (source,) = bluesky.open(Settings(base_url=server.address, allow_private=True), [Company('North "Wind"')])
        assert isinstance(source, Source)
        _, state = await poll(source, PollState(source.id, cursor=str(int(NOW.timestamp()))))

    (asked,) = server.asked
    assert asked.path == "/xrpc/app.bsky.feed.searchPosts"
    assert asked.query["q"] == '"North Wind"'
    assert asked.query["sort"] == "latest"
    assert asked.query["since"] == f"{NOW - timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"
    assert "Authorization" not in asked.headers
    assert state.cursor == str(int(NOW.timestamp()))


async def test_pages_are_turned_by_their_cursor_and_every_name_is_asked_for() -> None:
    def said(request: web.Request) -> web.Response:
        if request.query.get("cursor") == "next":
            return web.Response(body=answer(view("b")))
        more = "next" if request.query["q"] == '"Northwind"' else None
        return web.Response(body=answer(view("a"), cursor=more))

    async with serve(said) as server:
        source = watch(server.address, "North Wind")
        items, _ = await poll(source, PollState(source.id))

    assert [item.key for item in items] == [f"{DID}/a", f"{DID}/b"]
    assert [asked.query["q"] for asked in server.asked] == ['"Northwind"', '"Northwind"', '"North Wind"']


async def test_a_cursor_without_posts_is_the_end() -> None:
    async with serve(lambda _: web.Response(body=answer(cursor="for ever"))) as server:
        source = watch(server.address)
        items, state = await poll(source, PollState(source.id, cursor="5"))
    assert (items, state.cursor, len(server.asked)) == ([], "5", 1)


@pytest.mark.parametrize("status", [401, 403])
async def test_a_refusal_says_how_to_sign_in(status: int) -> None:
    async with serve(lambda _: web.Response(status=status)) as server:
        source = watch(server.address)
        with pytest.raises(Refused, match="app password at bsky"):
            await poll(source, PollState(source.id))


async def test_who_signs_in_does_so_once_for_all_and_anew_after_an_hour() -> None:
    def said(request: web.Request) -> web.Response:
        if request.path.endswith("createSession"):
            return web.Response(body=b'{"accessJwt": "jwt", "refreshJwt": "other"}')
        return web.Response(body=answer())

    signed = {"handle": "team.example", "password": "not-a-password"}
    async with serve(said) as server:
        there = {"base_url": "http://nowhere.example", "login_url": server.address, "allow_private": True}
        first, second = bluesky.open(
            Settings.model_validate(there | signed), [Company("Northwind"), Company("Contoso")]
        )
        assert isinstance(first, Source)
        assert isinstance(second, Source)
        for source, at in ((first, NOW), (second, NOW), (first, NOW + timedelta(hours=2))):
            await poll(source, PollState(source.id), at)
        bodies = [asked.path.rpartition(".")[2] for asked in server.asked]
        tokens = [asked.headers.get("Authorization") for asked in server.asked if "feed" in asked.path]

    assert bodies == ["createSession", "searchPosts", "searchPosts", "createSession", "searchPosts"]
    assert tokens == ["Bearer jwt"] * 3


async def test_a_wrong_password_says_so_and_a_strange_session_is_a_fault() -> None:
    signed = {"handle": "team.example", "password": "not-a-password"}
    async with serve(lambda _: web.Response(status=401)) as server:
        with pytest.raises(Refused, match="does not take this `handle` and password") as caught:
            await poll(watch(server.address, **signed), PollState("x"))
    assert "not-a-password" not in str(caught.value)
    for body in (b"{}", b"[]", b"x", b'{"accessJwt": ""}', b'{"accessJwt": "a\\nb"}'):
        async with serve(lambda _, body=body: web.Response(body=body)) as server:  # type: ignore[misc]  # the body of this turn
            with pytest.raises(Changed):
                await poll(watch(server.address, **signed), PollState("x"))


async def test_a_limit_is_waited_out() -> None:
    limited = {"ratelimit-remaining": "0", "ratelimit-reset": str(int((NOW + timedelta(minutes=5)).timestamp()))}
    async with serve(lambda _: web.Response(status=429, headers=limited)) as server:
        source = watch(server.address)
        async with Fetcher(CONTACT, now=lambda: NOW) as http:
            with pytest.raises(Busy) as caught:
                await source.fetch(http, PollState(source.id), NOW)
    assert caught.value.wait is not None
    assert abs(caught.value.wait - timedelta(minutes=5)) <= timedelta(seconds=1)


@pytest.mark.parametrize(
    "said",
    [
        {"record": {"reply": {"root": {"uri": "at://x"}}}},
        {"record": {"text": ""}},
        {"record": {"text": "https://northwind.example"}},
        {"record": {"createdAt": "soon"}},
        {"record": {"labels": {"values": [{"val": "graphic-media"}]}}},
        {"labels": LABEL},
        {"author": {"labels": LABEL}},
        {"record": {"createdAt": "2019-01-01T00:00:00Z"}},
        {"record": {"text": "Nobody whom we watch"}},
    ],
)
def test_what_is_labelled_answered_or_copied_from_long_ago_is_left_alone(said: dict[str, object]) -> None:
    assert parse(view("a", **said)) == []


def test_a_post_has_its_address_and_its_authors_name() -> None:
    (item,) = parse(view("3mab"))
    assert item.url == "https://bsky.app/profile/ada.example/post/3mab"
    assert (item.lang, item.site, item.shape) == ("en", "bsky.app", Post("Ada Byron", "@ada.example"))


def test_a_post_that_claims_to_be_from_tomorrow_is_as_old_as_it_was_seen() -> None:
    (item,) = parse(view("a", record={"createdAt": (NOW + timedelta(days=9)).isoformat()}))
    assert item.published == NOW


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b'{"posts": {}}', b'{"posts": [{}]}', b'{"posts": [1]}', answer(view("a"))[:-1]]
)
def test_what_is_no_search_is_a_fault(body: bytes) -> None:
    with pytest.raises(Changed):
        watch("http://sky.example").parse(Page("x", body, NOW))


def test_handle_and_password_belong_together_and_go_nowhere_in_the_clear() -> None:
    with pytest.raises(ValidationError, match="set both"):
        Settings(handle="team.example")
    with pytest.raises(ValidationError, match="https://"):
        Settings.model_validate({"handle": "x", "password": "y", "login_url": "http://sky.example"})


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_name_and_no_text_is_too_odd(name: str, text: str) -> None:
    for item in parse(view("a", record={"text": f"Northwind {text}"}, author={"displayName": name})):
        assert item.published <= NOW

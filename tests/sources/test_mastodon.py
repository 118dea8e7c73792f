"""Mastodon: what is asked, page by page, whose posts are left alone, and what is not believed."""

from __future__ import annotations

import json
import re
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from model.company import Company
from model.errors import Busy, Changed
from model.item import Item, Page, Post
from model.poll import PollState
from sources import mastodon
from sources.fetcher import Fetcher
from sources.mastodon import Settings, Source
from tests.make import NOW
from tests.sources.server import Server, serve

CONTACT = "https://talent.example/bot"
SHARED = Path(__file__).parents[3] / "shared" / "payloads" / "mastodon"
WATCHED = [Company("Northwind", aliases=("North Wind",)), Company("Contoso")]


def status(number: int, text: str = "Northwind", at: datetime = NOW, **said: object) -> dict[str, object]:
    account = {"acct": "ada@pond.example", "display_name": "Ada Byron", "bot": False, "note": ""}
    theirs = said.pop("account", {})
    assert isinstance(theirs, dict)
    told: dict[str, object] = {"id": f"{number:018}", "content": f"<p>{text}</p>", "created_at": at.isoformat()}
    return told | {"url": "https://pond.example/@ada/1", "language": "en", "account": account | theirs} | said


def answer(*statuses: object) -> bytes:
    return json.dumps(statuses).encode()


def watch(address: str, **settings: object) -> Source:
    there = {"base_url": address, "allow_private": True, "tags": ("layoffs",)}
    source = mastodon.open(Settings.model_validate(there | settings), WATCHED)[0]
    assert isinstance(source, Source)
    return source


def parse(*statuses: object) -> list[Item]:
    return watch("http://pond.example").parse(Page("x", answer(*statuses), NOW))


async def poll(source: Source, state: PollState) -> tuple[list[Item], PollState]:
    async with Fetcher(CONTACT) as http:
        page = await source.fetch(http, state, NOW)
    assert page is not None
    items = source.parse(page)
    return items, replace(state, cursor=source.advance(state, page, items))


def test_nothing_is_read_until_an_instance_is_named() -> None:
    assert mastodon.open(Settings(), WATCHED) == []
    with pytest.raises(ValidationError, match="list hashtags"):
        Settings(base_url="https://pond.example")


def test_with_a_token_names_are_searched_for_beside_the_tags() -> None:
    settings = Settings.model_validate({"base_url": "https://pond.example", "tags": ["layoffs"], "token": "x"})
    ids = [source.id for source in mastodon.open(settings, WATCHED)]
    assert ids == [
        "mastodon:pond.example/tag/layoffs",
        "mastodon:pond.example/search/Northwind",
        "mastodon:pond.example/search/Contoso",
    ]


async def test_only_what_is_newer_is_asked_for_and_older_pages_are_followed() -> None:
    def said(request: web.Request) -> web.Response:
        older = request.query.get("max_id")
        link = f'<http://{request.host}{request.path}?limit=40&max_id=7>; rel="next"'
        prev = f'<http://{request.host}{request.path}?min_id=9>; rel="prev"'
        page = answer(status(6), status(5)) if older else answer(status(9), status(8), status(7))
        return web.Response(body=page, headers={"Link": f"{link}, {prev}"})

    async with serve(said) as server:
        source = watch(server.address)
        items, state = await poll(source, PollState(source.id, cursor=f"{5:018}"))

    assert [int(item.key) for item in items] == [9, 8, 7, 6, 5]
    assert state.cursor == f"{9:018}"
    assert [dict(asked.query) for asked in server.asked] == [
        {"limit": "40", "since_id": f"{5:018}"},
        {"limit": "40", "max_id": "7"},
    ]


async def test_the_first_poll_goes_back_as_far_as_history_says() -> None:
    def said(request: web.Request) -> web.Response:
        link = f'<http://{request.host}{request.path}?max_id=1>; rel="next"'
        old = status(1, at=NOW - timedelta(days=30))
        return web.Response(body=answer(status(2), old), headers={"Link": link})

    async with serve(said) as server:
        items, _ = await poll(watch(server.address), PollState("x"))

    assert [int(item.key) for item in items] == [2]
    assert len(server.asked) == 1


async def test_the_next_page_may_only_lie_at_the_instance() -> None:
    away = {"Link": '<https://elsewhere.example/x>; rel="next"'}
    async with serve(lambda _: web.Response(body=answer(status(1)), headers=away)) as server:
        with pytest.raises(Changed, match="another host"):
            await poll(watch(server.address), PollState("x"))


async def test_the_token_goes_along_and_a_limit_is_waited_out() -> None:
    reset = (NOW + timedelta(minutes=4)).isoformat()
    limited = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset}

    async def ask(server: Server) -> Busy:
        source = watch(server.address, token="not-a-token")
        async with Fetcher(CONTACT, now=lambda: NOW) as http:
            with pytest.raises(Busy) as caught:
                await source.fetch(http, PollState(source.id), NOW)
        return caught.value

    async with serve(lambda _: web.Response(status=429, headers=limited)) as server:
        busy = await ask(server)
    assert server.asked[0].headers["Authorization"] == "Bearer not-a-token"
    assert busy.wait == timedelta(minutes=4)


@pytest.mark.parametrize(
    "said",
    [
        {"reblog": {"id": "1"}},
        {"in_reply_to_id": "1"},
        {"sensitive": True},
        {"spoiler_text": "work"},
        {"visibility": "unlisted"},
        {"visibility": "private"},
        {"account": {"bot": True}},
        {"account": {"group": True}},
        {"account": {"noindex": True}},
        {"account": {"note": "<p>Ducks. #nobot</p>"}},
        {"content": ""},
        {"content": '<p><a href="https://northwind.example">https://northwind.example</a></p>'},
        {"content": "<p>Nobody whom we watch</p>"},
    ],
)
def test_what_is_not_meant_for_all_or_not_theirs_is_left_alone(said: dict[str, object]) -> None:
    account = said.get("account", {})
    assert isinstance(account, dict)
    assert parse(status(1, account=account) | {name: told for name, told in said.items() if name != "account"}) == []


def test_markup_goes_and_entities_are_decoded_once() -> None:
    (item,) = parse(status(1, "Northwind &amp; friends<br>say <b>goodbye</b> &amp;lt;!here&amp;gt;</p><p>Ada"))
    assert item.text == "Northwind & friends say goodbye &lt;!here&gt; Ada"
    assert item.shape == Post("Ada Byron", "@ada@pond.example")


def test_an_edited_post_is_the_same_item_and_aliases_count() -> None:
    (one,) = parse(status(1))
    (other,) = parse(status(1, "North Wind again"))
    assert (one.source, one.key) == (other.source, other.key)


def test_ids_are_ordered_as_numbers_and_the_cursor_never_goes_back() -> None:
    source, page = watch("http://pond.example"), Page("x", answer({**status(1), "id": "99"}), NOW)
    assert source.advance(PollState("x", cursor="100"), page, []) == "100"
    assert source.advance(PollState("x", cursor="98"), page, []) == "99"
    assert source.advance(PollState("x", cursor="98"), Page("x", b"[]", NOW), []) == "98"


@pytest.mark.parametrize(
    "body", [b'{"error": "x"}', b'{"statuses": 1}', b"[1]", b'[{"id": 1}]', answer(status(1))[:-1]]
)
def test_what_is_no_list_of_posts_is_a_fault_and_moves_no_cursor(body: bytes) -> None:
    source = watch("http://pond.example")
    with pytest.raises(Changed):
        source.parse(Page("x", body, NOW))
    with pytest.raises(Changed):
        source.advance(PollState("x", cursor="5"), Page("x", body, NOW), [])


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_name_and_no_text_is_too_odd(name: str, text: str) -> None:
    for item in parse(status(1, f"Northwind {text}", account={"display_name": name})):
        assert len(item.title) <= 122


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_real_answers_of_a_search_are_read() -> None:
    text = (SHARED / "Mastodon.py.test_entity_searchv2.yaml").read_text("utf-8")
    folded = (found[1] for found in re.finditer(r"string: '(.*?)'\n    headers:", text, re.DOTALL))
    bodies = [re.sub(r"\n\s+", " ", one).replace("''", "'").encode() for one in folded]
    (found,) = (one for one in bodies if b'"statuses"' in one and b'"hashtags"' in one)
    page = Page("x", found, datetime(2026, 11, 23, tzinfo=UTC))

    assert len(json.loads(found)["statuses"]) == 2
    assert watch("http://pond.example").parse(page) == []
    assert watch("http://pond.example").advance(PollState("x"), page, []) is not None


@pytest.mark.parametrize(
    ("tag", "right"), [("a" * 100, True), ("été_2026", True), ("a" * 101, False), ("", False), ("a b", False)]
)
def test_a_tag_is_one_word_of_at_most_a_hundred_characters(tag: str, right: bool) -> None:
    with nullcontext() if right else pytest.raises(ValidationError):
        Settings(base_url="https://social.example", tags=(tag,))

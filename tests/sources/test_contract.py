"""Every source keeps the contract: found by walking the folder, so a new source is under test by being there."""

from __future__ import annotations

import ast
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from aiohttp import web
from pydantic import BaseModel, ValidationError

from model.errors import Busy, Changed, Gone, Refused, SourceError
from model.item import Item
from model.poll import PollState
from sources.contract import Source
from sources.fetcher import Fetcher
from sources.find import SourceModule, find
from sources.polling import poll_one
from tests.sources.recorded import FIXTURES, Recorded, assert_golden, plain, recorded
from tests.sources.server import serve

SOURCES = find()
WITH_PAGES = [name for name in SOURCES if (FIXTURES / name / "source.toml").exists()]
PAGES = [(name, path) for name in WITH_PAGES for path in recorded(name).pages()]
ASKING = [name for name in WITH_PAGES if recorded(name).asks_a_server]
CONTACT = "https://talent.example/bot"
CUTS = 60

every_source = pytest.mark.parametrize("name", list(SOURCES))
every_page = pytest.mark.parametrize(("name", "path"), PAGES, ids=[f"{name}-{path.name}" for name, path in PAGES])


def opened(name: str, place: str = "http://server.example") -> tuple[SourceModule, Recorded, Source]:
    module, told = SOURCES[name], recorded(name)
    return module, told, told.open(module, place)


@every_source
def test_its_first_line_is_a_sentence_for_the_docs(name: str) -> None:
    first = SOURCES[name].__doc__.splitlines()[0]

    assert first.endswith((".", ":"))
    assert len(first) > 20


@every_source
def test_it_says_how_often_and_on_what_terms(name: str) -> None:
    module = SOURCES[name]

    assert timedelta(minutes=1) <= module.EVERY <= timedelta(days=1)
    assert len(module.TERMS) > 20


@every_source
def test_its_settings_refuse_unknown_keys_and_stay_as_they_are(name: str) -> None:
    settings: type[BaseModel] = SOURCES[name].Settings

    with pytest.raises(ValidationError, match="wished_for"):
        settings(wished_for=1)
    assert settings.model_config.get("frozen")


@every_source
def test_it_has_a_recorded_page(name: str) -> None:
    assert name in WITH_PAGES, f"tests/fixtures/{name}/source.toml is missing: `./run.sh new source` shows how it looks"
    assert recorded(name).pages(), f"tests/fixtures/{name}/pages holds no recorded page"


@every_source
def test_it_opens_no_connection_of_its_own_and_knows_no_other_source(name: str) -> None:
    others = {f"sources.{other}" for other in SOURCES if other != name}
    barred = others | {"httpx", "aiohttp", "httpx_aiohttp", "requests", "socket", "urllib.request", "sources.fetcher"}

    for imported in imports(name):
        assert not any(imported == bar or imported.startswith(f"{bar}.") for bar in barred), imported


def imports(name: str) -> set[str]:
    place = Path(SOURCES[name].__file__)
    files = place.parent.rglob("*.py") if place.name == "__init__.py" else [place]
    nodes = [node for file in files for node in ast.walk(ast.parse(file.read_text("utf-8")))]
    plain_ones = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named = {f"{n.module}.{alias.name}" for n in nodes if isinstance(n, ast.ImportFrom) for alias in n.names}
    return plain_ones | named


@every_page
def test_a_recorded_page_reads_as_its_golden(name: str, path: Path) -> None:
    _, told, source = opened(name)

    assert_golden(told.folder / "goldens" / f"{path.name}.json", plain(source.parse(told.page(path))))


@every_page
def test_a_page_gives_the_same_items_twice_each_with_its_own_key(name: str, path: Path) -> None:
    _, told, source = opened(name)
    items = source.parse(told.page(path))

    assert list(source.parse(told.page(path))) == list(items)
    assert len({item.key for item in items}) == len(items)


@every_page
def test_its_items_are_dated_in_utc_and_not_in_the_future(name: str, path: Path) -> None:
    _, told, source = opened(name)

    for item in source.parse(told.page(path)):
        assert item.source == source.id
        assert item.published.utcoffset() == timedelta()
        assert item.published <= item.fetched == told.fetched


@every_page
def test_a_page_cut_short_is_a_fault_and_never_fewer_items(name: str, path: Path) -> None:
    _, told, source = opened(name)
    body = path.read_bytes()
    whole = list(source.parse(told.page(path)))

    for end in {*range(0, len(body), max(1, len(body) // CUTS)), len(body) - 1, len(body) - 2, len(body) - 3}:
        found = read_or_fault(source, told, path, body[:end])
        if told.asks_a_server:
            assert found is None or found == whole, f"cut after {end} of {len(body)} bytes"
        else:
            assert found is None or set(found) <= set(whole), f"cut after {end} of {len(body)} bytes"


def read_or_fault(source: Source, told: Recorded, path: Path, body: bytes) -> list[Item] | None:
    try:
        return list(source.parse(told.page(path, body)))
    except Changed:
        return None


NOT_THE_PAGE = {
    "empty": b"",
    "blank": b" \n",
    "html": b"<!doctype html><html><body><h1>Be right back</h1></body></html>",
    "html cut short": b"<html><body>Be right back",
    "a message": b'{"message": "Too many"}',
    "null": b"null",
    "a number": b"42",
    "words": b"Please limit requests to one every 5 seconds.",
    "another encoding": b"\xff\xfe\0",
}


@pytest.mark.parametrize("body", NOT_THE_PAGE.values(), ids=NOT_THE_PAGE)
@every_page
def test_an_answer_of_another_kind_is_a_fault(name: str, path: Path, body: bytes) -> None:
    _, told, source = opened(name)

    with pytest.raises(Changed):
        source.parse(told.page(path, body))


@every_page
def test_its_cursor_does_not_depend_on_when_it_is_asked(name: str, path: Path) -> None:
    _, told, source = opened(name)
    page, state = told.page(path), PollState(source.id)
    items = source.parse(page)

    assert source.advance(state, page, items) == source.advance(state, page, items)


@asynccontextmanager
async def breaking_off(body: bytes) -> AsyncIterator[str]:
    """Serve a page of which two thirds arrive before the line goes dead; gives the address."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body[: len(body) * 2 // 3])
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield "http://{}:{}".format(*server.sockets[0].getsockname())


@asynccontextmanager
async def saying(body: bytes) -> AsyncIterator[str]:
    """Serve these bytes at every address, as if all were well; gives the address."""
    async with serve(lambda _: web.Response(body=body, headers={"ETag": '"broken"'})) as server:
        yield server.address


@pytest.mark.parametrize("body", [*NOT_THE_PAGE.values(), None], ids=[*NOT_THE_PAGE, "broken off"])
@pytest.mark.parametrize("name", ASKING)
async def test_such_an_answer_is_a_failed_poll_that_moves_nothing(name: str, body: bytes | None) -> None:
    path = max(recorded(name).pages(), key=lambda path: path.stat().st_size)
    serving = breaking_off(path.read_bytes()) if body is None else saying(body)
    async with serving as address, Fetcher(CONTACT) as http:
        _, told, source = opened(name, address)
        page, fresh = told.page(path), PollState(source.id, polled=told.fetched, had_items=True)
        cursor = source.advance(fresh, page, source.parse(page))
        before = replace(fresh, etag='"one"', last_modified="Mon, 23 Nov 2026 08:00:00 GMT", cursor=cursor)
        later = told.fetched + timedelta(days=2)
        broken = await poll_one(source, http, before, later, 0.5)

    after = broken.after
    assert broken.items is None
    assert after.trouble
    assert (after.failures, after.down_since) == (1, later)
    kept = ("etag", "last_modified", "cursor", "body_digest", "polled", "had_items")
    assert {key: getattr(after, key) for key in kept} == {key: getattr(before, key) for key in kept}


STATUSES = {
    "401": (401, {}, Refused, None),
    "403": (403, {}, Refused, None),
    "404": (404, {}, Refused, None),
    "410": (410, {}, Gone, None),
    "429": (429, {}, Busy, None),
    "429 in seconds": (429, {"Retry-After": "120"}, Busy, timedelta(minutes=2)),
    "429 until a date": (429, {"Retry-After": "{date}"}, Busy, timedelta(minutes=2)),
    "500": (500, {}, Busy, None),
    "503": (503, {}, Busy, None),
    "503 in seconds": (503, {"Retry-After": "120"}, Busy, timedelta(minutes=2)),
}


@pytest.mark.parametrize(("status", "headers", "error", "wait"), STATUSES.values(), ids=STATUSES)
@pytest.mark.parametrize("name", ASKING)
async def test_a_status_means_the_same_for_all(
    name: str, status: int, headers: dict[str, str], error: type[SourceError], wait: timedelta | None
) -> None:
    now = datetime(2026, 11, 30, 9, tzinfo=UTC)
    sent = {
        key: value.format(date=format_datetime(now + timedelta(minutes=2), usegmt=True))
        for key, value in headers.items()
    }
    async with (
        serve(lambda _: web.Response(status=status, headers=sent)) as server,
        Fetcher(CONTACT, now=lambda: now) as http,
    ):
        _, told, source = opened(name, server.address)

        with pytest.raises(error) as caught:
            await source.fetch(http, PollState(source.id), told.fetched)

    if isinstance(caught.value, Busy):
        assert caught.value.wait == wait


@pytest.mark.parametrize("name", ASKING)
async def test_nothing_new_costs_an_empty_answer(name: str) -> None:
    body = recorded(name).pages()[0].read_bytes()

    def answer(request: web.Request) -> web.Response:
        known = request.headers.get("If-None-Match") == '"one"'
        return web.Response(status=304) if known else web.Response(body=body, headers={"ETag": '"one"'})

    async with serve(answer) as server, Fetcher(CONTACT) as http:
        _, told, source = opened(name, server.address)
        page = await source.fetch(http, PollState(source.id), told.fetched)
        assert page is not None
        assert page.etag == '"one"'
        again = await source.fetch(http, PollState(source.id, etag=page.etag), told.fetched)

    assert again is None

"""The recorder: a page full of secrets becomes a fixture that holds none, and reads as the contract test wants."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from anyio.from_thread import start_blocking_portal
from hypothesis import given
from hypothesis import strategies as st

import config
from model.errors import Changed, ConfigError
from model.item import Page
from sources.find import find
from tests.sources.recorded import FIXTURES, plain, recorded
from tests.sources.server import Server, serve
from tools.record import Wish, main, record, scrubbed
from tools.scrub import INSTEAD, LIST, open_scrubber

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
TABLE = tomllib.loads(LIST.read_text("utf-8"))
SECRETS = [
    "s3cr3t-t0k3n", "hunter2", "Jana", "Muster", "jana", "muster", "acme-mail.com", "12 34 56 78", "555-2671",
    "otp-998877", "Northwind", "northwind", "U2Vzc2lvbg", "cookie-value", "eyJhbGciOiJIUzI1NiJ9",
]  # fmt: skip
FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Acme",
    "items": [
        {
            "id": "1",
            "url": "https://acme.example/1?token=s3cr3t-t0k3n&page=2",
            "title": "Jana Muster leaves Acme; Muster joins Globex",
            "summary": "Write to jana.muster@acme-mail.com or call +33 6 12 34 56 78, (415) 555-2671.",
            "date_published": "2026-11-29T09:00:00Z",
            "password": "hunter2",
            "_author": {"url": "https://www.linkedin.com/in/jana-muster-1a2b3c", "session": "U2Vzc2lvbg"},
        },
        {
            "id": "2",
            "url": "https://acme.example/go?to=https%3A%2F%2Fx.example%2F%3FotpToken%3Dotp-998877%26lang%3Den",
            "title": "JANA MUSTER at Northwind Robotics",
            "summary": "Set-Cookie: cookie-value\nAuthorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbm",
            "date_published": "2026-11-28T09:00:00Z",
        },
    ],
}


def settings(server: Server, folder: Path, section: str) -> config.Settings:
    path = folder / "config.toml"
    path.write_text(
        'contact = "ops@northwind.example"\n[us]\nname = "Northwind Robotics"\ndomain = "northwind.example"\n'
        '[[companies]]\nname = "Acme"\nboards = { greenhouse = "acme" }\n' + section.format(server=server.address),
        "utf-8",
    )
    return config.load(path)


def answer(request: web.Request) -> web.Response:
    headers = {"Set-Cookie": "session=cookie-value", "X-Api-Key": "s3cr3t-t0k3n"}
    if request.path.endswith("/jobs"):
        jobs = [{"id": 1, "title": "Cook for Jana Muster", "departments": [], "location": {"name": "Lyon"}}]
        return web.json_response({"jobs": jobs}, headers=headers)
    if request.path == "/rubbish":
        return web.Response(body=b"\xff\xfe\x00")
    return web.json_response(FEED, headers=headers)


def everything(folder: Path) -> str:
    return "\n".join(path.read_text("utf-8") for path in folder.rglob("*") if path.is_file())


async def recorded_page(tmp_path: Path, section: str, name: str) -> tuple[Path, list[Path]]:
    async with serve(answer) as server:
        told = settings(server, tmp_path, section)
        into = tmp_path / "fixtures"
        return into, await record(told, Wish(name, people=("Jana Muster",), into=into), NOW)


FEED_SECTION = '[sources.feed]\nurls = ["{server}/feed?key=s3cr3t-t0k3n"]\nallow_private = true\n'
BOARD_SECTION = '[sources.greenhouse]\nbase_url = "{server}"\nallow_private = true\n'


async def test_none_of_its_secrets_is_written(tmp_path: Path) -> None:
    into, made = await recorded_page(tmp_path, FEED_SECTION, "feed")
    told = everything(into)

    assert [path.name for path in made] == ["source.toml", "recorded-2026-11-30.json", "recorded-2026-11-30.json.json"]
    assert [secret for secret in SECRETS if secret in told] == []
    assert "Ada Example leaves Acme; Example joins Globex" in told
    assert "linkedin.com/in/person-1" in told
    assert "lang%3Den" in told


@pytest.mark.parametrize(("section", "name"), [(FEED_SECTION, "feed"), (BOARD_SECTION, "greenhouse")])
async def test_what_it_writes_keeps_the_contract(tmp_path: Path, section: str, name: str) -> None:
    into, (entry, page, golden) = await recorded_page(tmp_path, section, name)
    told = recorded(name, entry.read_text("utf-8"))
    source = told.open(find()[name], "http://server.example")
    read = plain(source.parse(Page(page.name, page.read_bytes(), told.fetched)))

    assert told.asks_a_server
    assert told.fetched == NOW
    assert json.loads(json.dumps(read, default=str)) == json.loads(golden.read_text("utf-8"))
    assert page == into / name / "pages" / page.name


PROFILE = {"login": "bob-roe", "id": 7, "type": "User", "name": "Bob Roe", "bio": "I am Bob Roe", "company": "Acme"}
PROFILE_SECTION = '[sources.github]\nusers = ["bob-roe"]\nbase_url = "{server}"\nallow_private = true\n'


async def test_whose_profile_it_is_goes_without_being_named(tmp_path: Path) -> None:
    into = tmp_path / "fixtures"
    said = PROFILE | dict.fromkeys(("hireable", "location", "blog"))
    async with serve(lambda _: web.json_response(said)) as server:
        told = settings(server, tmp_path, PROFILE_SECTION)
        with pytest.raises(ConfigError, match=r"source\.toml: write this file first"):
            await record(told, Wish("github", into=into), NOW)
        (into / "github").mkdir(parents=True)
        (into / "github" / "source.toml").write_bytes((FIXTURES / "github" / "source.toml").read_bytes())
        _, page, _ = await record(told, Wish("github", into=into), NOW)

    assert "bob" not in page.read_text("utf-8").casefold()
    assert "Acme" in page.read_text("utf-8")


async def test_a_page_is_not_written_over_and_one_that_is_no_text_not_at_all(tmp_path: Path) -> None:
    await recorded_page(tmp_path, FEED_SECTION, "feed")
    with pytest.raises(ConfigError, match="is there already: choose another name with --as"):
        await recorded_page(tmp_path, FEED_SECTION, "feed")
    with pytest.raises(Changed, match="cannot be scrubbed"):
        await recorded_page(tmp_path / "", FEED_SECTION.replace("/feed?key=s3cr3t-t0k3n", "/rubbish"), "feed")


def test_the_command_line_says_what_it_wrote_or_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(serve(answer)) as server:
        settings(server, tmp_path, BOARD_SECTION)
        words = ["--config", str(tmp_path / "config.toml"), "--into", str(tmp_path / "f"), "--as", "one.json"]
        main(["greenhouse", *words])
        told = capsys.readouterr().out
        with pytest.raises(SystemExit) as caught:
            main(["lever", *words])

    assert told.count("wrote  ") == 3
    assert "put words of your own in place" in told
    assert (tmp_path / "f/greenhouse/goldens/one.json.json").exists()
    assert "lever: no such source is configured" in str(caught.value)


def test_what_is_left_stops_the_recording() -> None:
    table: dict[str, Any] = {**TABLE, "invented": ["Jana Muster"]}

    with pytest.raises(ConfigError, match="a name of a person is left after scrubbing: extend the list"):
        scrubbed(b"Jana Muster leaves", open_scrubber(["Jana Muster"], table))


@pytest.mark.parametrize("row", TABLE["patterns"], ids=lambda row: row["name"])
def test_each_pattern_finds_what_it_says_and_leaves_the_rest(row: dict[str, Any]) -> None:
    pattern = re.compile(row["regex"])

    assert row["matches"]
    assert row["misses"]
    assert [text for text in row["matches"] if not pattern.search(text)] == []
    assert [text for text in row["misses"] if pattern.search(text)] == []


@pytest.mark.parametrize("name", [*TABLE["keys"], *TABLE["keys_in_addresses"]])
def test_the_value_of_each_key_goes_from_an_address(name: str) -> None:
    scrubber = open_scrubber()

    for text in (f"https://a.example/?x=1&{name}=abc123", f"?{name.upper()}=abc123&amp;y=2", f"%26{name}%3Dabc123%26y"):
        assert "abc123" not in scrubber.scrub(text)
        assert INSTEAD in scrubber.scrub(text)
        assert scrubber.left(scrubber.scrub(text)) == []


@pytest.mark.parametrize("text", ['"keyword": "chief"', "?page=2&monkey=ape", "The key is trust.", '"code": "EN"'])
def test_ordinary_words_stay(text: str) -> None:
    assert open_scrubber().scrub(text) == text


@given(st.text(max_size=400))
def test_scrubbing_twice_changes_nothing_more(text: str) -> None:
    scrubber = open_scrubber(["Jana Muster"])
    once = scrubber.scrub(text)

    assert scrubber.left(once) == []
    assert scrubber.left(scrubber.scrub(once)) == []

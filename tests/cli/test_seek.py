"""`bot.py sources find`: what a person reads, what a program reads, and what --add stores."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web
from anyio.from_thread import start_blocking_portal

from cli.seek import lines
from tests.cli.newsroom import FEED, write_config
from tests.cli.running import Desk
from tests.sources.server import serve

pytestmark = pytest.mark.slow
PROVIDERS = [
    "ashby",
    "greenhouse",
    "lever",
    "smartrecruiters",
    "workable",
    "recruitee",
    "personio",
    "teamtailor",
    "workday",
]
ENTRY = "<item><title>Acme opens in Lyon</title><link>https://acme.example/1</link></item>"


def knows(site: str) -> dict[str, object]:
    """Write what Wikidata knows of Acme."""
    told = {"label": "Acme", "alias": "Acme Works", "site": site, "ticker": "ACM", "cik": "9000002"}
    item = {"value": "http://www.wikidata.org/entity/Q900000002"}
    rows = [{"item": item, "what": {"value": what}, "value": {"value": value}} for what, value in told.items()]
    return {"results": {"bindings": rows}}


def answer(request: web.Request) -> web.Response:
    if request.path == "/sparql":
        return web.json_response(knows(f"http://{request.host}"))
    if request.path == "/broken/sparql":
        return web.Response(text='{"results": {"bindings": [{"iSPARQL-QUERY\njava.util.concurrent.TimeoutException\n')
    if request.path == "/feed":
        return web.Response(text=FEED.format(ENTRY), content_type="application/rss+xml")
    if request.path == "/workable/api/v1/widget/accounts/acme":
        return web.json_response({"name": "Acme", "jobs": [{"title": "Clerk", "shortcode": "A1"}]})
    return web.Response(status=404)


@contextmanager
def site() -> Iterator[str]:
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(serve(answer)) as server:
        yield server.address


def written(folder: Path, address: str, wikidata: str = "") -> Desk:
    wikidata = wikidata or f'base_url = "{address}/sparql"'
    more = f"[wikidata]\n{wikidata}\nallow_private = true\n"
    more += "".join(f'[sources.{p}]\nbase_url = "{address}/{p}"\nallow_private = true\n' for p in PROVIDERS)
    return Desk(write_config(folder, [f"{address}/known"], companies=("Acme",), more=more))


def test_it_tells_a_person_what_to_paste_and_a_program_what_it_found(tmp_path: Path) -> None:
    with site() as address:
        desk = written(tmp_path, address)
        told = desk.type("sources", "find", "acme", "--domain", address)
        rows = desk.type("sources", "find", "Acme", "--domain", address, "--json").rows

    assert told.code == 0
    assert f'  "{address}/feed",' in told.out
    assert 'boards = { workable = "acme" }' in told.out
    assert "it names “Acme”; 1 posts: Clerk" in told.out
    assert [row["kind"] for row in rows] == ["feed", "board", "wikidata", "done"]
    assert rows[0]["newest"] == "Acme opens in Lyon"
    assert rows[-1]["asked"] < 80


def test_wikidata_fills_in_names_and_keys_with_its_licence(tmp_path: Path) -> None:
    with site() as address:
        desk = written(tmp_path, address)
        told = desk.type("sources", "find", "Acme", "--domain", address).out.splitlines()
        row = desk.type("sources", "find", "Acme", "--domain", address, "--json").rows[-2]

    first = "Wikidata (CC0): Acme: Acme  https://www.wikidata.org/wiki/Q900000002; traded as ACM"
    at = told.index(first)
    assert told[at + 1 : at + 3] == ['  aliases = ["Acme Works"]', "  cik = 9000002"]
    assert (row["licence"], row["theirs"]) == ("CC0", True)
    assert row["add"] == {"aliases": ["Acme Works"], "cik": 9000002}


def test_wikidata_that_breaks_off_is_told_and_the_rest_is_found(tmp_path: Path) -> None:
    with site() as address:
        desk = written(tmp_path, address, f'base_url = "{address}/broken/sparql"')
        told = desk.type("sources", "find", "Acme", "--domain", address)

    assert told.code == 0
    assert "Not answered: Wikidata broke off its answer" in told.out
    assert f'  "{address}/feed",' in told.out


def test_wikidata_is_not_asked_where_the_team_does_not_want_it(tmp_path: Path) -> None:
    with site() as address:
        desk = written(tmp_path, address, f'ask = false\nbase_url = "{address}/sparql"')
        rows = desk.type("sources", "find", "Acme", "--domain", address, "--json").rows

    assert [row["kind"] for row in rows] == ["feed", "board", "done"]


def test_add_stores_the_feeds_and_they_are_polled(tmp_path: Path) -> None:
    with site() as address:
        desk = written(tmp_path, address)
        first = desk.type("sources", "find", "Acme", "--domain", address, "--add")
        again = desk.type("sources", "find", "Acme", "--domain", address, "--add", "--json").rows
        listed = desk.type("sources", "--json").rows

    assert first.code == 0, first
    assert "[sources.feed]" not in first.out
    assert again[0]["told"] == "This feed is polled already."
    assert f"feed:{address}/feed" in [row["source"] for row in listed]


def test_it_says_what_it_needs(tmp_path: Path) -> None:
    desk = Desk(write_config(tmp_path, []))

    assert "--domain acme.com" in desk.type("sources", "find").err
    assert "`sources find COMPANY`" in desk.type("sources", "look", "Acme").err


def test_a_board_of_another_company_is_shown_and_not_to_be_pasted() -> None:
    board = {"kind": "board", "provider": "lever", "board": "acme", "url": "https://jobs.lever.co/acme", "posts": 2}
    board |= {"examples": ("Cook",), "linked": False}
    done = {"kind": "done", "asked": 80, "all": False, "home": ""}
    feed = {"kind": "feed", "url": "https://acme.example/rss", "entries": 3, "newest": "x", "at": datetime.now(UTC)}
    told = lines(
        [{**board, "owner": "Globex", "theirs": False}, {**board, "owner": "", "theirs": None}, done], added=False
    )

    assert "ANOTHER COMPANY? it names “Globex”" in told[0]
    assert "LOOK FIRST: it names no company" in told[1]
    assert not any("boards = {" in line for line in told)
    assert "Stopped after 80 questions: --most allows more." in told
    assert any('"https://acme.example/rss"' in line for line in lines([feed, done], added=False))

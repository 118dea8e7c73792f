"""Directories fill in config.toml: what is suggested for whom, and what an answer that broke off is."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from model.company import Company
from model.errors import Busy, Changed
from signals.companies import Companies
from sources.directories.entry import Entry, Suggestion, suggest
from sources.directories.settings import WikidataSettings
from sources.directories.wikidata import ask, query_of, read_answer
from sources.directories.yc import read_directory
from sources.fetcher import Fetcher
from tests.sources.recorded import FIXTURES
from tests.sources.server import serve

FOLDER = FIXTURES / "directories"
SHARED = Path(__file__).parents[3] / "shared" / "payloads" / "wikidata" / "wdqs.200.truncated-timeout.txt"
OURS = Company("Northwind", domain="northwind.example", aliases=("Northwind Robotics",))
# Of our own making, in the shape in which the service breaks off.
BROKEN_OFF = b"""{"head":{"vars":["item"]},"results":{"bindings":[{"item":{"type":"uSPARQL-QUERY: queryStr=SELECT ...
java.util.concurrent.TimeoutException
\tat java.base/java.util.concurrent.FutureTask.get(FutureTask.java:204)
"""


def of(company: Company, *entries: Entry, beside: tuple[Company, ...] = ()) -> list[Suggestion]:
    names = Companies([company, *beside])
    return [one for entry in entries if (one := suggest(company, entry, names)) is not None]


def entries() -> list[Entry]:
    return read_directory((FOLDER / "yc.json").read_bytes())[0]


# --- whom an entry is of ---------------------------------------------------------------------------------------------


def test_the_site_decides_whose_an_entry_is_and_not_the_name() -> None:
    [found] = of(OURS, *entries())

    assert found.theirs
    assert found.entry.site == "https://www.northwind.example/"
    assert of(Company("Boreas", domain="northwind.example"), *entries())[0].theirs


def test_where_only_the_name_is_alike_a_person_has_to_look() -> None:
    found = of(Company("Northwind"), *entries())

    assert [(one.theirs, one.domain) for one in found] == [(False, "northwind.example"), (False, "other.example")]
    assert of(Company("Zephyr Tools"), *entries())[0].theirs is False
    assert of(Company("North"), *entries()) == []


def test_only_what_is_not_known_yet_is_suggested() -> None:
    [found] = of(OURS, *entries())
    [known] = of(Company("Northwind", "northwind.example", ("Zephyr Tools",), employees=12, cik=4), *entries())

    assert found.aliases == ("Zephyr Tools, Inc.",)
    assert list(found.lines) == ['aliases = ["Northwind Robotics", "Zephyr Tools, Inc."]', "employees = 340"]
    assert (known.aliases, known.employees, list(known.lines)) == ((), None, [])


def test_one_or_two_letters_are_no_alias() -> None:
    assert "NW" in entries()[0].former
    assert "NW" not in of(OURS, *entries())[0].aliases


def test_a_name_of_another_watched_company_is_never_suggested() -> None:
    assert of(OURS, *entries(), beside=(Company("Zephyr Tools"),))[0].aliases == ()


def test_what_is_pasted_is_toml() -> None:
    odd = Entry('Say "Hi"', "", "https://northwind.example", aliases=("Bäck\\slash", "tab\there"))

    assert list(of(Company("Northwind", "northwind.example"), odd)[0].lines) == [
        'aliases = ["Say \\"Hi\\"", "Bäck\\\\slash", "tabhere"]'
    ]


# --- the YC directory ------------------------------------------------------------------------------------------------


def test_of_yc_names_and_head_count_are_read_and_status_is_a_remark() -> None:
    first, second, third = entries()

    assert (first.former, first.employees) == (("Zephyr Tools, Inc.", "Zephyr Tools", "NW"), 340)
    assert first.remarks == ("acquired, with no day", "hiring, with no day")
    assert (second.employees, second.site, second.remarks) == (None, "", ())
    assert third.remarks == ("inactive, with no day",)


def test_an_entry_that_cannot_be_read_is_told_by_number() -> None:
    told = json.loads((FOLDER / "yc.json").read_bytes())

    assert read_directory(json.dumps(told).encode())[1] == [(4, "it has no name")]
    assert read_directory(json.dumps([told[0], 5, {"name": "x"}]).encode())[1] == [
        (2, "it is no company"),
        (3, "it has no name, slug and batch"),
    ]


@pytest.mark.parametrize("size", ["340", True, -1, 0, 3.5, None, 10**12])
def test_an_odd_head_count_is_none(size: object) -> None:
    told = [{"name": "Acme", "slug": "acme", "batch": "S1", "team_size": size}]

    assert read_directory(json.dumps(told).encode())[0][0].employees is None


def test_one_company_alone_is_a_directory_too() -> None:
    assert len(read_directory(json.dumps({"name": "Acme", "slug": "acme", "batch": "S1"}).encode())[0]) == 1


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"null", b"[1]", b'{"message": "Not Found"}', b"[" * 100_000])
def test_what_is_no_directory_is_a_fault(body: bytes) -> None:
    with pytest.raises(Changed):
        read_directory(body)


def test_a_directory_that_is_cut_anywhere_is_a_fault() -> None:
    body = (FOLDER / "yc.json").read_bytes().rstrip()
    for end in range(0, len(body), 7):
        with pytest.raises(Changed):
            read_directory(body[:end])


# --- Wikidata --------------------------------------------------------------------------------------------------------


def test_of_wikidata_names_site_ticker_and_keys_are_read() -> None:
    [entry] = read_answer((FOLDER / "wikidata.json").read_bytes())

    assert entry == Entry(
        name="Northwind", page="https://www.wikidata.org/wiki/Q900000001", site="https://www.northwind.example/",
        aliases=("Northwind, Inc.", "Northwind Robotics"), former=("Zephyr Tools",), tickers=("NWND",), cik=9000001,
    )  # fmt: skip
    [found] = of(Company("Northwind", "northwind.example"), entry)
    assert found.aliases == ("Zephyr Tools", "Northwind Robotics")
    assert found.cik == 9000001


def test_an_answer_that_broke_off_is_a_fault_wherever_it_did() -> None:
    body = (FOLDER / "wikidata.json").read_bytes().rstrip()
    recorded = [SHARED.read_bytes()] if SHARED.exists() else []
    for broken in (BROKEN_OFF, body + BROKEN_OFF, body[:-1] + BROKEN_OFF, body[:-2], b"", *recorded):
        with pytest.raises(Changed, match="broke off its answer"):
            read_answer(broken)


@pytest.mark.parametrize(
    "body",
    [b"[]", b"null", b"{}", b'{"results": {}}', b'{"results": {"bindings": [{}]}}', b'{"results": {"bindings": [5]}}'],
)
def test_another_answer_is_a_fault_and_nobody_found_is_none(body: bytes) -> None:
    with pytest.raises(Changed, match="something else"):
        read_answer(body)
    assert read_answer(b'{"head": {}, "results": {"bindings": []}}') == []


@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_entries_or_a_fault(body: bytes) -> None:
    try:
        read_answer(body)
    except Changed:
        return


def test_it_is_asked_by_the_site_where_that_is_known_and_never_who_leads() -> None:
    by_site, by_name = query_of(["Northwind"], "www.Northwind.example"), query_of(["Northwind"], "")

    assert "<https://www.northwind.example/>" in by_site
    assert '"Northwind"' not in by_site
    assert '"Northwind"@mul' in by_name
    assert "P169" not in by_site + by_name


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ('x" } DROP ALL { "', '"x } DROP ALL { "@en'),
        ("back\\", '"back"@en'),
        ("\\u0022", '"u0022"@en'),
        ("new\nline", '"new line"@en'),
        ("L'Été > <http://x>", '"L\'Été > <http://x>"@en'),
    ],
)
def test_what_a_person_typed_stays_a_text(name: str, asked: str) -> None:
    query = query_of([name], 'northwind.example> } #"')

    assert f"VALUES ?called {{ {asked} " in query
    assert query.count('"') == query_of(["Northwind"], "").count('"')


async def test_it_is_asked_once_politely_and_with_our_name() -> None:
    body = (FOLDER / "wikidata.json").read_bytes()
    async with (
        serve(lambda _: web.Response(body=body)) as server,
        Fetcher("https://talent.example/bot") as http,
    ):
        settings = WikidataSettings(base_url=f"{server.address}/sparql", allow_private=True)
        found = await ask(http, settings, ["Northwind"], "northwind.example")

    [asked] = server.asked
    assert [entry.name for entry in found] == ["Northwind"]
    assert "https://talent.example/bot" in asked.headers["User-Agent"]
    assert asked.headers["Accept"] == "application/sparql-results+json"
    told = parse_qs(urlsplit(str(asked.url)).query)
    assert told["format"] == ["json"]
    assert told["query"] == [query_of(["Northwind"], "northwind.example")]


async def test_a_server_that_sheds_load_is_a_fault_of_the_fetcher() -> None:
    async with (
        serve(lambda _: web.Response(status=429, headers={"Retry-After": "60"})) as server,
        Fetcher("https://talent.example/bot") as http,
    ):
        with pytest.raises(Busy):
            await ask(http, WikidataSettings(base_url=server.address, allow_private=True), ["Northwind"], "")

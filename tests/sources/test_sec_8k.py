"""EDGAR's list of current filings: how far it is read, and what it is not trusted with."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from model.company import Company
from model.errors import Changed, Refused
from model.item import Filing, Item, Page
from model.poll import PollState
from sources import sec_8k
from sources.edgar_watch import Watch
from sources.fetcher import Fetcher
from sources.sec_8k import Settings, Source
from tests.make import NOW
from tests.sources.server import Server, serve

SHARED = Path(__file__).parents[3] / "shared" / "payloads" / "sec_edgar"
CONTACT = "https://talent.example/bot"


def entry(number: int, at: datetime, *, items: str = "Item 5.02: Departure of Directors", cik: int = 1) -> str:
    return f"""<entry><title>8-K - Filer {cik}, Inc. ({cik:010d}) (Filer)</title>
<link rel="alternate" href="https://www.sec.gov/{number}.htm"/><summary type="html">{escape(f"<br>{items}")}</summary>
<updated>{at.isoformat()}</updated><id>urn:tag:sec.gov,2008:accession-number=0000000001-24-{number:06d}</id></entry>"""


def listing(*entries: str) -> bytes:
    return f"""<?xml version="1.0" encoding="ISO-8859-1" ?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Latest Filings</title>{"".join(entries)}</feed>""".encode("latin-1")


def minutes_apart(count: int) -> Callable[[web.Request], web.Response]:
    """Serve `count` filings, one a minute back from NOW, a hundred on a page."""

    def answer(request: web.Request) -> web.Response:
        start = int(request.query["start"])
        page = [entry(n, NOW - timedelta(minutes=n)) for n in range(start, min(start + 100, count))]
        return web.Response(body=listing(*page))

    return answer


async def poll(server: Server, state: PollState, **settings: int) -> tuple[Sequence[Item], PollState]:
    source = Source(Settings(base_url=server.address, allow_private=True, **settings))
    async with Fetcher(CONTACT) as http:
        page = await source.fetch(http, state, NOW)
    assert page is not None
    items = source.parse(page)
    return items, PollState(source.id, cursor=source.advance(state, page, items))


def read(*entries: str, ciks: frozenset[int] = frozenset(), settings: Settings | None = None) -> list[Item]:
    return Source(settings or Settings(), Watch(ciks)).parse(Page("", listing(*entries), NOW))


async def test_it_asks_for_the_list_of_current_8k_filings_and_says_who_asks() -> None:
    async with serve(minutes_apart(3)) as server:
        await poll(server, PollState("sec_8k:"))

    (asked,) = server.asked
    assert asked.path == "/cgi-bin/browse-edgar"
    assert dict(asked.query) == {
        "action": "getcurrent", "type": "8-K", "count": "100", "start": "0", "owner": "include", "output": "atom",
    }  # fmt: skip
    assert CONTACT in asked.headers["User-Agent"]


async def test_it_turns_pages_until_an_hour_behind_the_cursor() -> None:
    state = PollState("sec_8k:", cursor=(NOW - timedelta(minutes=180)).isoformat())
    async with serve(minutes_apart(1000)) as server:
        items, after = await poll(server, state)

    assert [asked.query["start"] for asked in server.asked] == ["0", "100", "200"]
    assert len(items) == 300
    assert after.cursor == NOW.isoformat()


async def test_the_first_poll_reads_what_the_list_has_within_its_bound() -> None:
    async with serve(minutes_apart(1000)) as server:
        items, _ = await poll(server, PollState("sec_8k:"), pages=3)

    assert len(items) == 300


async def test_filings_out_of_reach_are_told(caplog: pytest.LogCaptureFixture) -> None:
    state = PollState("sec_8k:", cursor=(NOW - timedelta(days=3)).isoformat())
    async with serve(minutes_apart(1000)) as server:
        with caplog.at_level(logging.WARNING):
            await poll(server, state, pages=2)

    assert "over 200 filings since" in caplog.text


async def test_a_refusal_names_what_to_set() -> None:
    async with serve(lambda _: web.Response(status=403)) as server, Fetcher(CONTACT) as http:
        with pytest.raises(Refused, match="set `contact` in config"):
            await Source(Settings(base_url=server.address, allow_private=True)).fetch(http, PollState("x"), NOW)


def test_only_the_items_asked_for_are_kept() -> None:
    filed = [
        entry(1, NOW, items="Item 8.01: Other Events"),
        entry(2, NOW, items="Item 5.02: Departure of Directors; Election"),
        entry(3, NOW, items="Item 2.05: Costs Associated with Exit"),
        entry(4, NOW, items="Item 1.03: Bankruptcy or Receivership"),
    ]

    assert [item.key[-1] for item in read(*filed)] == ["2", "3", "4"]
    assert [item.key[-1] for item in read(*filed, settings=Settings(items=("1.03",)))] == ["4"]


def test_a_filing_listed_once_for_each_filer_is_one_item_of_the_watched_one() -> None:
    (item,) = read(entry(1, NOW, cik=11), entry(1, NOW, cik=22), entry(1, NOW, cik=33), ciks=frozenset({22, 33}))

    assert isinstance(item.shape, Filing)
    assert item.shape.cik == 22


def test_open_hands_over_the_watched_ciks_and_the_names_of_those_without_one() -> None:
    (source,) = sec_8k.open(Settings(), [Company("A", cik=5), Company("Bee, Inc.", aliases=("BEE CORP /DE/",))])

    assert source == Source(Settings(), Watch(frozenset({5}), frozenset({"bee"})))


def test_a_time_with_its_offset_is_kept_in_utc_and_a_future_one_is_not_believed() -> None:
    eastern = datetime.fromisoformat("2024-10-04T07:00:00-04:00")
    items = read(entry(1, eastern), entry(2, NOW + timedelta(days=2)))

    assert [item.published for item in items] == [datetime(2024, 10, 4, 11, tzinfo=UTC), NOW]


def test_an_empty_list_is_a_fault_because_edgar_always_lists_something() -> None:
    with pytest.raises(Changed, match="empty"):
        read()


def test_a_list_of_which_no_entry_can_be_read_is_a_fault() -> None:
    with pytest.raises(Changed, match="No entry"):
        read("<entry><title>Filing of the day</title></entry>", "<entry/>")


@pytest.mark.parametrize("where", ["iso-8859-1", "utf-16"])
def test_a_document_type_is_refused_before_any_entity_grows(where: str) -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0" encoding="{where}"?><!DOCTYPE feed [<!ENTITY a0 "ha">{entities}]><feed>&a11;</feed>'

    with pytest.raises(Changed, match="document type"):
        Source(Settings()).parse(Page("", bomb.encode(where), NOW))


@given(st.binary(max_size=300))
def test_arbitrary_bytes_raise_changed_and_nothing_else(body: bytes) -> None:
    with pytest.raises(Changed):
        Source(Settings()).parse(Page("", body, NOW))


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=40), st.text(max_size=40))
def test_no_entry_does_anything_but_give_an_item_or_nothing(title: str, summary: str, updated: str, key: str) -> None:
    odd = (
        f"<entry><title>{escape(title)}</title><summary>{escape(summary)}</summary><updated>{escape(updated)}</updated>"
    )
    body = listing(entry(1, NOW), "ODD").decode("latin-1").replace("ODD", f"{odd}<id>{escape(key)}</id></entry>")
    try:
        items = Source(Settings()).parse(Page("", body.replace("ISO-8859-1", "UTF-8").encode(errors="replace"), NOW))
    except Changed:
        return

    assert [item.key for item in items] == ["0000000001-24-000001"]


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_a_real_page_gives_its_three_filings_with_item_5_02() -> None:
    body = (SHARED / "getcurrent-all-start100-count100.atom.xml").read_bytes()
    items = Source(Settings()).parse(Page("", body, datetime(2025, 12, 12, 23, 4, tzinfo=UTC)))

    assert len([item for item in items if isinstance(item.shape, Filing) and "5.02" in item.shape.items]) == 3
    assert items[0].title == "Velo3D, Inc. files 8-K item 5.02: departure of directors or certain officers"
    assert items[0].published == datetime(2025, 12, 12, 22, 30, 48, tzinfo=UTC)


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_the_answer_for_a_missing_object_is_no_list() -> None:
    with pytest.raises(Changed, match="did not answer with its list"):
        Source(Settings()).parse(Page("", (SHARED / "403-missing-object.xml").read_bytes(), NOW))

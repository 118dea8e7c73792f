"""What is opened of the filings of watched companies, and what was missed and is looked up again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from model.company import Company
from model.errors import Busy, Changed
from model.item import Filing, Item, Page
from model.poll import PollState
from model.signal import Kind, Signal
from signals.reader import Reader
from sources import sec_8k
from sources.edgar_documents import main_document, sections
from sources.fetcher import Fetcher
from sources.sec_8k import Settings, Source
from stories.merge import merge
from tests.make import NOW
from tests.sources.server import Answer, Server, serve
from tests.sources.test_sec_8k import CONTACT, SHARED, entry, listing

needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
HEADING = (
    "Departure of Directors or Certain Officers; Election of Directors; Appointment of Certain Officers; "
    "Compensatory Arrangements of Certain Officers."
)
SENTENCE = "On October 1, 2024, Ada Q. Keller notified Northwind Corp. that she will resign as Chief Financial Officer."
FORM = f"""<html><head><title>8-K</title></head><body><div><ix:header>Item 5.02 hidden</ix:header></div>
<p>CURRENT REPORT</p><div><span>Item&nbsp;5.02</span> <b>{HEADING}</b></div><p>{SENTENCE}</p>
<p>Item 9.01. Financial Statements and Exhibits.</p><p>(d) Exhibits</p>
<p>SIGNATURES</p><p>/s/ Somebody Else, who was appointed Secretary</p></body></html>"""
INDEX = """<html><a href="/index.htm">Home</a><table><tr><td>
<a href="/ix?doc=/Archives/edgar/data/7/000000000124000001/form8k.htm">form8k.htm</a></td></tr>
<tr><td><a href="/Archives/edgar/data/7/000000000124000001/ex99.htm">ex99.htm</a></td></tr></table></html>"""
INDEX_AT = "/Archives/edgar/data/7/000000000124000001/0000000001-24-000001-index.htm"
FORM_AT = "/Archives/edgar/data/7/000000000124000001/form8k.htm"
COMPANY = Company("Northwind", cik=7)


def filed_by_northwind(number: int = 1, at: datetime = NOW) -> str:
    plain = entry(number, at, cik=7)
    return plain.replace(f"https://www.sec.gov/{number}.htm", f"https://www.sec.gov{INDEX_AT}")


def submission(*rows: tuple[str, str, str, datetime], cik: int = 7) -> bytes:
    names = ("accessionNumber", "form", "items", "acceptanceDateTime")
    columns = {name: [row[n] if n < 3 else row[3].isoformat() for row in rows] for n, name in enumerate(names)}
    return json.dumps({"cik": str(cik), "name": "NORTHWIND CORP", "filings": {"recent": columns, "files": []}}).encode()


def hits(*rows: tuple[str, str, str]) -> bytes:
    found = [
        {
            "_id": f"{accession}:form8k.htm",
            "_source": {"display_names": [name], "file_date": day, "form": "8-K", "items": ["5.02", "9.01"]},
        }
        for accession, name, day in rows
    ]
    return json.dumps({"hits": {"hits": found}}).encode()


def answering(parts: Mapping[str, bytes | int]) -> Answer:
    def answer(request: web.Request) -> web.Response:
        said = parts.get(request.path, 404)
        return web.Response(status=said) if isinstance(said, int) else web.Response(body=said)

    return answer


async def poll(server: Server, companies: Sequence[Company], cursor: datetime | None) -> tuple[list[Item], str | None]:
    at = server.address
    settings = Settings(base_url=at, allow_private=True)
    (source,) = sec_8k.open(settings, companies)
    state = PollState(source.id, cursor=cursor.isoformat() if cursor else None)
    async with Fetcher(CONTACT) as http:
        page = await source.fetch(http, state, NOW)
    assert page is not None
    items = list(source.parse(page))
    return items, source.advance(state, page, items)


LIST_AT = "/cgi-bin/browse-edgar"
JUST_NOW = NOW - timedelta(minutes=10)
OLDER = entry(9, NOW - timedelta(hours=3), items="Item 8.01: Other Events")


async def test_what_a_watched_company_filed_is_opened_read_and_told_with_its_sentence() -> None:
    parts = {LIST_AT: listing(filed_by_northwind(), OLDER), INDEX_AT: INDEX.encode(), FORM_AT: FORM.encode()}
    async with serve(answering(parts)) as server:
        (item,), cursor = await poll(server, [COMPANY], JUST_NOW)

    assert SENTENCE in item.text
    assert "Secretary" not in item.text
    assert cursor == NOW.isoformat()
    (told,) = Reader([COMPANY], []).read(item)
    assert (told.kind, told.person, told.role) == (Kind.DEPARTURE, "Ada Q. Keller", "Chief Financial Officer")
    assert told.quote == SENTENCE
    (story,) = merge([told], []).changed
    assert story.company == "Northwind"


async def test_nothing_of_other_companies_is_opened() -> None:
    async with serve(answering({LIST_AT: listing(entry(1, NOW, cik=8), OLDER)})) as server:
        items, _ = await poll(server, [COMPANY], JUST_NOW)

    assert len(items) == 1
    assert [asked.path for asked in server.asked] == [LIST_AT]


async def test_a_document_that_is_refused_leaves_the_bare_filing() -> None:
    parts: dict[str, bytes | int] = {LIST_AT: listing(filed_by_northwind(), OLDER), INDEX_AT: 404}
    async with serve(answering(parts)) as server:
        (item,), _ = await poll(server, [COMPANY], JUST_NOW)

    (told,) = Reader([COMPANY], []).read(item)
    assert (told.person, told.confidence) == (None, 0.3)


async def test_a_document_that_is_late_fails_the_poll_so_that_nothing_is_lost() -> None:
    parts: dict[str, bytes | int] = {LIST_AT: listing(filed_by_northwind(), OLDER), INDEX_AT: 503}
    async with serve(answering(parts)) as server:
        with pytest.raises(Busy):
            await poll(server, [COMPANY], JUST_NOW)


async def test_a_first_poll_reads_the_companys_own_list_back_for_a_month() -> None:
    missed = submission(
        ("0000000007-24-000002", "8-K", "5.02,9.01", NOW - timedelta(days=20)),
        ("0000000007-24-000003", "8-K", "8.01", NOW - timedelta(days=21)),
        ("0000000007-23-000004", "8-K", "5.02", NOW - timedelta(days=400)),
        ("0000000007-24-000005", "10-Q", "", NOW - timedelta(days=3)),
    )
    parts = {LIST_AT: listing(OLDER), "/submissions/CIK0000000007.json": missed}
    async with serve(answering(parts)) as server:
        items, _ = await poll(server, [COMPANY], None)

    assert [item.key for item in items] == ["0000000007-24-000002"]
    assert items[0].shape == Filing("8-K", "0000000007-24-000002", "NORTHWIND CORP", 7, ("5.02", "9.01"))
    assert items[0].title.endswith("item 5.02: departure of directors or certain officers")


async def test_a_company_without_a_number_is_looked_up_in_the_full_text_search() -> None:
    found = hits(("0000000007-24-000002", "NORTHWIND CORP /DE/  (NWND, NWND-PA)  (CIK 0000000007)", "2024-09-20"))
    parts = {LIST_AT: listing(OLDER), "/LATEST/search-index": found}
    async with serve(answering(parts)) as server:
        items, _ = await poll(server, [Company("Northwind")], None)

    (asked, *_) = [asked for asked in server.asked if asked.path == "/LATEST/search-index"]
    assert asked.query["q"] == '"item 5.02"'
    assert (asked.query["startdt"], asked.query["enddt"]) == ("2024-09-04", "2024-10-04")
    assert [item.key for item in items] == ["0000000007-24-000002"]


@pytest.mark.parametrize(
    "name",
    ["NORTHWIND CORP", "NORTHWIND CORP  (CIK 0000000007)", "NORTHWIND CORP  (NWND)  (CIK 7)", "A (B) Co  (X)  (CIK 7)"],
)
def test_a_hit_names_its_filer_with_or_without_tickers(name: str) -> None:
    page = Page("", hits(("0000000007-24-000002", name, "2024-10-01")), NOW)
    if "CIK" not in name:
        with pytest.raises(Changed, match="No hit"):
            Source(Settings()).parse(page)
    else:
        (item,) = Source(Settings()).parse(page)
        assert isinstance(item.shape, Filing)
        assert item.shape.cik == 7
        assert item.shape.filer in {"NORTHWIND CORP", "A (B) Co"}


def test_a_company_that_never_filed_has_an_empty_list_and_no_fault() -> None:
    assert Source(Settings()).parse(Page("", submission(), NOW)) == []


@pytest.mark.parametrize("body", [b'{"filings": {}}', b'{"filings": {"recent": {"form": []}}}', b'{"hits": {}}', b"{"])
def test_a_list_of_another_shape_is_a_fault(body: bytes) -> None:
    with pytest.raises(Changed):
        Source(Settings()).parse(Page("", body, NOW))


def test_columns_of_different_length_are_a_fault() -> None:
    told = json.loads(submission(("0000000007-24-000002", "8-K", "5.02", NOW)))
    told["filings"]["recent"]["form"] = []

    with pytest.raises(Changed, match="columns"):
        Source(Settings()).parse(Page("", json.dumps(told).encode(), NOW))


def test_a_heading_is_taken_off_wherever_it_breaks() -> None:
    broken = HEADING.replace("; Election", ";</b></p><p><b>Election").upper()

    assert sections(f"<p><b>ITEM 5.02.</b></p><p><b>{broken}</b></p><p>{SENTENCE}</p>".encode()) == {"5.02": SENTENCE}


def test_a_mention_of_an_item_inside_a_sentence_opens_none() -> None:
    assert sections(b"<p>The text of Item 5.02 is below.</p>") == {}


@pytest.mark.parametrize(
    "body",
    [b"<SEC-DOCUMENT>" + b"<DOCUMENT><TYPE>8-K<TEXT>" * 20_000, b"<ix:header>" * 20_000 + b"</ix:header>" * 20_000],
    ids=["no end of a text", "nested deep"],
)
def test_a_hostile_document_takes_no_time(body: bytes) -> None:
    start = process_time()
    sections(body)

    assert process_time() - start < 2


@given(st.binary(max_size=400))
def test_arbitrary_documents_are_read_without_a_fault(body: bytes) -> None:
    sections(b"<p>Item 5.02</p>" + body)
    main_document(body, "https://www.sec.gov/x")


@given(st.text(max_size=200))
def test_arbitrary_json_is_items_or_a_fault(text: str) -> None:
    for body in (f'{{"hits": {json.dumps(text)}}}', f'{{"hits": {{"hits": [{json.dumps(text)}]}}}}', "{" + text):
        try:
            Source(Settings()).parse(Page("", body.encode("utf-8", "replace"), NOW))
        except Changed:
            continue


def labelled(name: str, filer: str, day: str, form: str = "8-K") -> list[Signal]:
    text = sections((SHARED / name).read_bytes())["5.02"]
    shape = Filing(form, "0000000001-24-000001", filer, 7, ("5.02", "9.01"))
    at = datetime.fromisoformat(day).replace(tzinfo=UTC)
    item = Item("sec_8k:", "1", "", "title", f"Item 5.02: {HEADING}\n{text}", "en", "sec.gov", at, at, shape)
    return Reader([COMPANY], []).read(item)


@needs_shared
def test_the_four_labelled_documents_come_out_as_they_are_labelled() -> None:
    (left,) = labelled("meta-8k-20251219.htm", "Meta Platforms, Inc.", "2025-12-19")
    moved = labelled("jpm-8k-jpm-20260624.htm", "JPMORGAN CHASE & CO", "2026-06-25")

    assert (left.kind, left.role) == (Kind.DEPARTURE, "board director")
    assert left.quote.startswith("(b) On December 19, 2025,")
    assert [told.kind for told in moved] == [Kind.PROMOTION, Kind.PROMOTION, Kind.DEPARTURE]
    assert len({told.person for told in moved}) == 3
    assert labelled("edgartools-data_form8K.Blackrock.html", "BlackRock, Inc.", "2023-02-24") == []
    assert labelled("nvda-8k-5.02-20260302.htm", "NVIDIA CORP", "2026-03-06") == []
    assert labelled("nvda-0001045810-26-000024.txt", "NVIDIA CORP", "2026-03-06") == []
    assert labelled("meta-8k-20251219.htm", "Meta Platforms, Inc.", "2025-12-19", "8-K/A") == []


@needs_shared
def test_the_recorded_pages_of_filings_name_their_forms() -> None:
    for page, name in (
        ("meta-0001628280-25-058337-index.html", "meta-20251219.htm"),
        ("nvda-0001045810-26-000024-index.html", "nvda-20260302.htm"),
    ):
        found = main_document((SHARED / page).read_bytes(), "https://www.sec.gov/x")
        assert found is not None
        assert Path(found).name == name


@needs_shared
def test_the_recorded_lists_of_companies_are_read() -> None:
    tesla = (SHARED / "edgartools-data_company_submission.json").read_bytes()
    settings = Settings(catch_up=timedelta(days=20_000))
    at = datetime(2022, 12, 1, tzinfo=UTC)

    assert len(Source(settings).parse(Page("", tesla, at))) == 22
    assert len(Source(Settings()).parse(Page("", tesla, at))) <= 1
    for nobody in ("submissions-CIK0000350001-no-filings.json", "submissions-CIK0001033331-person-reed-hastings.json"):
        assert Source(settings).parse(Page("", (SHARED / nobody).read_bytes(), at)) == []

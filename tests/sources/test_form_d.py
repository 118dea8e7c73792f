"""Form D: rounds of private companies, officers in amendments, and the funds that are dropped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from model.company import Company
from model.errors import Busy, Changed
from model.item import Item, OfficerChange, Page, Round
from model.poll import PollState
from model.signal import Amount, Certainty, Kind
from signals.reader import Reader
from sources import answers, form_d
from sources.edgar_offering import offering
from sources.fetcher import Fetcher
from sources.form_d import Settings, Source
from stories.merge import merge
from tests.make import NOW
from tests.sources.server import Answer, Server, serve
from tests.sources.test_sec_8k import SHARED, listing

LANTERN = Company("Moth & Lantern", cik=9000004)
LIST_AT = "/cgi-bin/browse-edgar"
ADA = ("Ada", "Keller", "Executive Officer", "Chief Executive Officer")
BEN = ("BEN", "OKAFOR", "Director", "")
EVA = ("Eva", "Lindqvist", "Executive Officer", "")
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")


def entry(number: int = 1, form: str = "D", at: datetime = NOW, filer: str = "Moth & Lantern, Inc.") -> str:
    return f"""<entry><title>{form} - {escape(filer)} (0009000004) (Filer)</title>
<link rel="alternate" href="https://www.sec.gov/{number}-index.htm"/><summary type="html">Filed</summary>
<updated>{at.isoformat()}</updated><id>urn:tag:sec.gov,2008:accession-number=0009000004-24-{number:06d}</id></entry>"""


def form(
    *people: tuple[str, str, str, str],
    kind: str = "D",
    sold: str = "12000000",
    offered: str = "15000000",
    industry: str = "Other Technology",
    previous: str = "",
    company: str = "Moth & Lantern, Inc.",
    merger: str = "false",
) -> bytes:
    persons = "".join(
        f"<relatedPersonInfo><relatedPersonName><firstName>{first}</firstName><lastName>{last}</lastName>"
        f"</relatedPersonName><relatedPersonAddress><city>Secret</city></relatedPersonAddress>"
        f"<relatedPersonRelationshipList><relationship>{what}</relationship></relatedPersonRelationshipList>"
        f"<relationshipClarification>{more}</relationshipClarification></relatedPersonInfo>"
        for first, last, what, more in people
    )
    amends = f"<previousAccessionNumber>{previous}</previousAccessionNumber>" if previous else ""
    return f"""
<?xml version="1.0"?><edgarSubmission><submissionType>{kind}</submissionType>
<primaryIssuer><entityName>{escape(company)}</entityName></primaryIssuer>
<relatedPersonsList>{persons}</relatedPersonsList><offeringData>
<industryGroup><industryGroupType>{industry}</industryGroupType></industryGroup>
<typeOfFiling><newOrAmendment><isAmendment>{str(bool(previous)).lower()}</isAmendment>{amends}</newOrAmendment>
<dateOfFirstSale><value>2024-09-20</value></dateOfFirstSale></typeOfFiling>
<businessCombinationTransaction><isBusinessCombinationTransaction>{merger}</isBusinessCombinationTransaction>
</businessCombinationTransaction><offeringSalesAmounts><totalOfferingAmount>{offered}</totalOfferingAmount>
<totalAmountSold>{sold}</totalAmountSold></offeringSalesAmounts></offeringData></edgarSubmission>""".encode()


def page(*filed: bytes, before: bytes | None = None, kind: str = "D") -> Page:
    parts = [listing(entry(1, kind))]
    parts += [b"%filed 0009000004-24-000001\n" + one for one in filed]
    parts += [b"%before 0009000004-24-000001\n" + before] if before else []
    return Page("", answers.join(parts), NOW)


def read(*filed: bytes, before: bytes | None = None, kind: str = "D") -> list[Item]:
    return Source(Settings()).parse(page(*filed, before=before, kind=kind))


def answering(parts: Mapping[str, bytes | int]) -> Answer:
    def answer(request: web.Request) -> web.Response:
        said = parts.get(request.path, 404)
        return web.Response(status=said) if isinstance(said, int) else web.Response(body=said)

    return answer


async def poll(server: Server, cursor: datetime | None = NOW - timedelta(minutes=5)) -> list[Item]:
    (source,) = form_d.open(Settings(base_url=server.address, allow_private=True), [LANTERN])
    async with Fetcher("https://talent.example/bot") as http:
        got = await source.fetch(http, PollState(source.id, cursor=cursor.isoformat() if cursor else None), NOW)
    assert got is not None
    items = list(source.parse(got))
    assert source.advance(PollState(source.id), got, items) == NOW.isoformat()
    return items


OLD = entry(9, "D", NOW - timedelta(hours=5), filer="Somebody Else Fund LP").replace("(0009000004)", "(0000000009)")


async def test_a_round_of_a_watched_company_is_a_story_with_its_sum_and_words() -> None:
    parts = {
        LIST_AT: listing(entry(), OLD),
        "/Archives/edgar/data/9000004/000900000424000001/primary_doc.xml": form(ADA),
    }
    async with serve(answering(parts)) as server:
        (item,) = await poll(server)

    assert item.shape == Round("Moth & Lantern, Inc.", 12_000_000, "USD", False)
    (told,) = Reader([LANTERN], []).read(item)
    assert (told.kind, told.amount, told.company) == (Kind.FUNDING, Amount(12_000_000, "USD"), "Moth & Lantern")
    assert told.quote == "Form D: $12,000,000 sold of $15,000,000, first sale 2024-09-20."
    assert len(merge([told], []).changed) == 1


async def test_an_amendment_is_compared_with_the_filing_that_it_amends() -> None:
    folder = "/Archives/edgar/data/9000004"
    amended = form(ADA, EVA, kind="D/A", previous="0009000004-23-000007")
    parts = {
        LIST_AT: listing(entry(form="D/A"), OLD),
        f"{folder}/000900000424000001/primary_doc.xml": amended,
        f"{folder}/000900000423000007/primary_doc.xml": form(ADA, BEN),
    }
    async with serve(answering(parts)) as server:
        items = await poll(server)

    told = {(shape.person, shape.came) for item in items if isinstance(shape := item.shape, OfficerChange)}
    assert told == {("Eva Lindqvist", True), ("Ben Okafor", False)}
    kinds = {(one.kind, one.person) for item in items for one in Reader([LANTERN], []).read(item)}
    assert kinds == {(Kind.HIRE, "Eva Lindqvist"), (Kind.DEPARTURE, "Ben Okafor")}
    assert "Secret" not in repr(items)


async def test_a_form_that_is_late_fails_the_poll_so_that_nothing_is_lost() -> None:
    parts: dict[str, bytes | int] = {
        LIST_AT: listing(entry(), OLD),
        "/Archives/edgar/data/9000004/000900000424000001/primary_doc.xml": 503,
    }
    async with serve(answering(parts)) as server:
        with pytest.raises(Busy):
            await poll(server)


async def test_a_first_poll_looks_in_the_companys_own_list() -> None:
    names = ("accessionNumber", "form", "items", "acceptanceDateTime")
    rows = [
        ("0009000004-24-000003", "D", "", NOW - timedelta(days=30)),
        ("0009000004-20-000001", "D", "", NOW - timedelta(days=999)),
    ]
    columns = {name: [row[n] if n < 3 else row[3].isoformat() for row in rows] for n, name in enumerate(names)}
    told = {"cik": "9000004", "name": "MOTH & LANTERN INC", "filings": {"recent": columns}}
    parts: dict[str, bytes | int] = {
        LIST_AT: listing(entry(2, at=NOW, filer="Other Co").replace("9000004", "9000099"), OLD),
        "/submissions/CIK0009000004.json": json.dumps(told).encode(),
        "/Archives/edgar/data/9000004/000900000424000003/primary_doc.xml": form(ADA),
    }
    async with serve(answering(parts)) as server:
        items = await poll(server, None)

    assert [item.key for item in items] == ["0009000004-24-000003"]


@pytest.mark.parametrize(
    "dropped",
    [
        form(industry="Pooled Investment Fund"),
        form(industry="REITS and Finance"),
        form(company="1 Main Street REIT, L.L.C."),
        form(company="Alpha IV, a series of Beta Partners, LP"),
        form(merger="true"),
        form(kind="D/A", previous="0009000004-23-000007"),
    ],
)
def test_funds_mergers_and_amended_sums_are_dropped(dropped: bytes) -> None:
    assert read(dropped) == []


def test_nothing_sold_yet_is_planned_and_indefinite_is_no_sum() -> None:
    (item,) = read(form(sold="0", offered="Indefinite"))
    (told,) = Reader([LANTERN], []).read(item)

    assert (told.amount, told.certainty) == (None, Certainty.PLANNED)
    assert "an amount it does not name" in item.title


def test_an_amendment_without_anybody_on_it_removes_nobody() -> None:
    assert read(form(kind="D/A"), before=form(ADA, BEN), kind="D/A") == []


def test_promoters_and_firms_in_place_of_names_are_no_officers() -> None:
    told = offering(form(("Gus", "Hart", "Promoter", ""), ("N/A", "Hart Capital LLC", "Director", ""), ADA))

    assert [name for name, _ in told.officers.values()] == ["Ada Keller"]


def test_a_middle_name_more_or_less_is_the_same_officer() -> None:
    assert read(form(("Ada Maria", "Keller", "Director", ""), kind="D/A"), before=form(ADA), kind="D/A") == []


def test_definitive_proxies_whose_form_begins_alike_are_no_forms_d() -> None:
    parts = [listing(entry(1, "DEF 14A")), b"%filed 0009000004-24-000001\n" + form(ADA)]

    assert Source(Settings()).parse(Page("", answers.join(parts), NOW)) == []


@given(st.binary(max_size=200))
def test_arbitrary_forms_are_items_or_a_fault(body: bytes) -> None:
    for one in (page(body), Page("", body, NOW)):
        try:
            Source(Settings()).parse(one)
        except Changed:
            continue


@needs_shared
def test_the_recorded_forms_are_read_and_all_three_are_no_news() -> None:
    reit, fund, finance = (
        offering((SHARED / f"edgartools-data_D.{name}.xml").read_bytes()) for name in ("1685REIT", "APFund", "Shepards")
    )

    assert (reit.fund, fund.fund, finance.fund) == (True, True, False)
    assert (finance.form, finance.previous, finance.sold) == ("D/A", "0001544190-19-000002", 5_725_051)
    assert len(finance.officers) == 7


@needs_shared
@pytest.mark.parametrize("path", sorted(SHARED.glob("getcurrent-all-*.atom.xml")), ids=lambda path: path.name)
def test_a_recorded_list_of_all_forms_is_read(path: Path) -> None:
    assert Source(Settings()).parse(Page("", path.read_bytes(), datetime(2025, 12, 13, tzinfo=UTC))) == []

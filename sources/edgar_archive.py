"""EDGAR's two ways back in time: a company's own list of filings, and the search of all filings' full text.

data.sec.gov/submissions/CIK##########.json   columns side by side, the newest thousand filings of one filer
efts.sec.gov/LATEST/search-index?q=…          a hundred hits an answer; `from` counts hits, not pages
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from urllib.parse import urlencode

from model.errors import Changed
from sources.edgar import Entry
from sources.edgar_documents import HEADINGS

PER_ANSWER = 100
_ACCESSION = re.compile(r"\d{10}-\d{2}-\d{6}")
_NAMED = re.compile(r"(?P<name>.+?)\s*(?:\([^()]*\)\s*)?\(CIK (?P<cik>\d{1,10})\)\s*", re.DOTALL)
_COLUMNS = ("accessionNumber", "form", "items", "acceptanceDateTime")
_READING = (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError)


def submissions_address(base: str, cik: int) -> str:
    """Return where a filer's own list is."""
    return f"{base.rstrip('/')}/submissions/CIK{cik:010d}.json"


def search_address(base: str, first: datetime, last: datetime, start: int, item: str) -> str:
    """Return where the 8-K filings of some days that speak of an item are searched, `start` hits in."""
    query = {
        "q": f'"item {item}"', "forms": "8-K", "dateRange": "custom",
        "startdt": f"{first:%Y-%m-%d}", "enddt": f"{last:%Y-%m-%d}", "from": start,
    }  # fmt: skip
    return f"{base.rstrip('/')}/LATEST/search-index?{urlencode(query)}"


def submissions(body: bytes, site: str, forms: str = r"8-K(?:/A)?") -> list[Entry]:
    """Read a filer's list, newest first; raises Changed. A filer without filings has an empty one."""
    try:
        told = json.loads(body)
        columns = told["filings"]["recent"]
        filer, cik = str(told["name"]), int(told["cik"])
        rows = list(zip(*(columns[name] for name in _COLUMNS), strict=True))
        wanted = re.compile(forms)
        return [
            _entry(accession, form, filer, cik, items.split(","), _moment(at), site)
            for accession, form, items, at in rows
            if wanted.fullmatch(form) and _ACCESSION.fullmatch(accession)
        ]
    except _READING as error:
        raise Changed("EDGAR's list of a company's filings does not have the columns we know.") from error


def searched(body: bytes, site: str) -> list[Entry]:
    """Read an answer of the full-text search; raises Changed. Each hit is a document; one entry for each filing."""
    try:
        hits = json.loads(body)["hits"]["hits"]
        found = {entry.accession: entry for hit in hits for entry in _hit(hit, site)}
    except _READING as error:
        raise Changed("EDGAR's full-text search did not answer with hits as we know them.") from error
    if hits and not found:
        raise Changed("No hit of EDGAR's full-text search has a filing number, a form and a filer.")
    return list(found.values())


def _hit(hit: Mapping[str, object], site: str) -> Iterator[Entry]:
    accession = str(hit["_id"]).partition(":")[0]
    source = hit["_source"]
    if not _ACCESSION.fullmatch(accession) or not isinstance(source, dict):
        return
    form = str(source.get("form") or source.get("root_form") or source.get("file_type") or "")
    named = _NAMED.fullmatch(str(source["display_names"][0]))
    if named is None or not form:
        return
    at = datetime.strptime(source["file_date"], "%Y-%m-%d").replace(tzinfo=UTC)
    yield _entry(accession, form, named["name"], int(named["cik"]), source.get("items") or [], at, site)


def _entry(accession: str, form: str, filer: str, cik: int, items: list[str], at: datetime, site: str) -> Entry:
    numbers = [number.strip() for number in items if number and number.strip()]
    folder = f"{site.rstrip('/')}/Archives/edgar/data/{cik}/{accession.replace('-', '')}"
    return Entry(
        form, accession, " ".join(filer.split()), cik, {number: HEADINGS.get(number, "") for number in numbers},
        f"{folder}/{accession}-index.htm", at,
    )  # fmt: skip


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)

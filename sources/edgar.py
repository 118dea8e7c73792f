"""EDGAR's list of current filings: Atom in ISO-8859-1, newest first, read strictly."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element

from model.errors import Changed
from sources.plain import moment
from sources.xml_tree import read_tree

ATOM = "{http://www.w3.org/2005/Atom}"
TITLE = re.compile(r"(?P<form>\S+(?: \S+)?) - (?P<filer>.+) \((?P<cik>\d{1,10})\) \((?P<role>[^()]*)\)", re.DOTALL)
ACCESSION = re.compile(r"accession-number=(\d{10}-\d{2}-\d{6})$")
TOPIC = re.compile(r"Item\s+(\d{1,2}\.\d{2}):?[ \t]*([^\n<]*)")
MOST_TEXT = 4_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One filer's line in the list. `items` maps item numbers ("5.02") to their statutory headings."""

    form: str
    accession: str
    filer: str
    cik: int
    items: Mapping[str, str]
    url: str
    updated: datetime


def entries(body: bytes, form: str = "8-K") -> list[Entry]:
    """Read the entries of one answer that are of a form or amend it ("8-K/A"), newest first.

    Raises Changed when the answer is not such a list, or when none of its entries looks as it should.
    """
    feed = read_tree(body, "EDGAR's list")
    if feed.tag != f"{ATOM}feed":
        raise Changed("EDGAR did not answer with its list of current filings.")
    listed = feed.findall(f"{ATOM}entry")
    read = [entry for entry in map(_entry, listed) if entry]
    if listed and not read:
        raise Changed("No entry of EDGAR's list has a title, a time and an accession number as we know them.")
    return [entry for entry in read if entry.form.split("/")[0].startswith(form)]


def _entry(entry: Element) -> Entry | None:
    """Read one entry; None when it does not look as we know it."""
    title = TITLE.fullmatch((entry.findtext(f"{ATOM}title") or "").strip()[:MOST_TEXT])
    accession = ACCESSION.search((entry.findtext(f"{ATOM}id") or "").strip())
    updated = moment(entry.findtext(f"{ATOM}updated") or "")
    link = entry.find(f"{ATOM}link")
    if title is None or accession is None or updated is None:
        return None
    topics = TOPIC.findall((entry.findtext(f"{ATOM}summary") or "")[:MOST_TEXT])
    return Entry(
        form=title["form"],
        accession=accession[1],
        filer=" ".join(title["filer"].split()),
        cik=int(title["cik"]),
        items={number: heading.strip() for number, heading in topics},
        url=_web(link.get("href") if link is not None else None),
        updated=updated,
    )


def _web(address: str | None) -> str:
    return address if address and address.startswith(("https://", "http://")) else ""

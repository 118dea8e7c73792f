"""The documents of a filing: which of them is the form itself, and what stands in it under each numbered item.

The page of a filing (…-index.htm) names its documents, the form first. A form is HTML in which an item's number, its
heading and its text are blocks of their own; some write "Item&nbsp;5.02". The heading is the law's and the same in
every filing (it names departures and appointments alike), so it is taken off before anybody reads the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

MOST_TEXT = 6_000
HEADINGS: Mapping[str, str] = {
    "1.03": "Bankruptcy or Receivership",
    "2.05": "Costs Associated with Exit or Disposal Activities",
    "5.02": "Departure of Directors or Certain Officers; Election of Directors; Appointment of Certain Officers; "
    "Compensatory Arrangements of Certain Officers",
}

_BLOCKS = frozenset(
    {
        "p",
        "div",
        "tr",
        "td",
        "th",
        "table",
        "br",
        "li",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "body",
        "title",
    }
)
_UNSEEN = frozenset({"head", "script", "style", "ix:header"})
_ITEM = re.compile(r"(?i)^item\s*(\d{1,2}\.\d{2})\b[\s.:–—-]*")
_END = re.compile(r"(?i)^signatures?\b[\s.:]*$|^pursuant to the requirements of the securities exchange act")
_CLAUSE = re.compile(
    r"(?i)^(?:departures? of (?:directors?|certain officers|principal officers)(?: or (?:certain|principal) officers)?"
    r"|(?:election|appointment)s? of (?:directors?|(?:certain|principal) officers)"
    r"|compensatory arrangements? (?:of|with|for) (?:certain )?officers"
    r"|costs associated with exit or disposal activities|bankruptcy or receivership)\s*[;.:,]?\s*"
)
_FORM = re.compile(r"/Archives/edgar/data/[^?#]+\.(?:html?|txt)$", re.IGNORECASE)


def main_document(page: bytes, url: str) -> str | None:
    """Return the address of the form itself out of a filing's page, on the same host as `url`; None if it names none.

    The viewer (/ix?doc=…) that newer filings link to is stepped around.
    """
    links = _Links()
    links.feed(page.decode("utf-8", "replace"))
    for href in links.found:
        parts = urlsplit(urljoin(url, href))
        path = parse_qs(parts.query).get("doc", [""])[0] if parts.path == "/ix" else parts.path
        if _FORM.fullmatch(path) and "-index." not in path:
            return urljoin(url, path)
    return None


def sections(document: bytes) -> Mapping[str, str]:
    """Return what stands under each item, by its number, without the heading; empty for a document without items."""
    text = document.decode("utf-8", "replace")
    if text.lstrip().startswith("<SEC-DOCUMENT>"):
        text = text.partition("<TYPE>8-K")[2].partition("<TEXT>")[2].partition("</TEXT>")[0]
    found: dict[str, list[str]] = {}
    number: str | None = None
    for line in _lines(text):
        if item := _ITEM.match(line):
            number, line = item[1], line[item.end() :]
            found.setdefault(number, [])
        elif _END.match(line):
            number = None
        if number is not None and line:
            found[number].append(line)
    return {number: _without_heading("\n".join(lines))[:MOST_TEXT] for number, lines in found.items()}


def _without_heading(text: str) -> str:
    text = text.strip()
    while clause := _CLAUSE.match(text):
        text = text[clause.end() :]
    return text


def _lines(html: str) -> list[str]:
    words = _Words()
    words.feed(html)
    words.close()
    lines = (" ".join(line.split()) for line in "".join(words.written).split("\n"))
    return [line for line in lines if line]


class _Words(HTMLParser):
    """Write down the text that a reader sees, a line for each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.written: list[str] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._hidden.append(tag)
        elif tag in _BLOCKS:
            self.written.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._hidden:
            del self._hidden[self._hidden.index(tag) :]
        elif tag in _BLOCKS:
            self.written.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            # A line break in the source is a space on the page.
            self.written.append(re.sub(r"\s+", " ", data))


class _Links(HTMLParser):
    """Note where the links of a page lead."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href")
        if tag == "a" and href:
            self.found.append(href)

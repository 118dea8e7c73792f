"""On thousands of odd feeds we read what feedparser reads; differences.toml lists every exception with its reason.

The comparison is of what a reader sees. Links are compared where they are web addresses (others are never shown), ids
after feedparser's resolving against the page's address (we keep ids as written, so that a feed may move), moments to
the second (feedparser drops fractions). feedparser's title is HTML when it says so and is then turned into text by the
same function as ours; otherwise it is text, in which RSS leaves open whether entities and tags are meant as such.
"""

from __future__ import annotations

import time
import tomllib
import warnings
from calendar import timegm
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import feedparser
import pytest

from model.errors import Changed
from sources.feed.canonical import is_web
from sources.feed.entry import Entry
from sources.feed.read import read_entries
from sources.feed.strict import NotClean, parse_strict
from sources.feed.text import plain, title_text
from tests.cost import cost

SHARED = Path(__file__).parents[4] / "shared"
TORTURE = SHARED / "payloads" / "feeds_torture"
BENCH = SHARED / "bench" / "feeds"
BASE = "http://base.example/feed"
LISTED = tomllib.loads((Path(__file__).parent / "differences.toml").read_text("utf-8")).get("difference", [])
HTML = ("text/html", "application/xhtml+xml")
LONGEST = 0.5
KINDS = (".xml", ".rss", ".atom", ".rdf", ".html", ".opml", ".json")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not TORTURE.exists(), reason="needs ../shared"),
]


def feeds() -> list[Path]:
    """List every recorded feed; JSON Feeds are left out, since feedparser reads none."""
    torture = (path for path in TORTURE.rglob("*") if path.suffix in KINDS)
    return [path for path in sorted(torture) if path.suffix != ".json"] + sorted(BENCH.iterdir())


def name_of(path: Path) -> str:
    return str(path.relative_to(TORTURE if path.is_relative_to(TORTURE) else BENCH.parent))


def same_id(ours: str, theirs: str) -> bool:
    try:
        return theirs in (ours, urljoin(BASE, ours))
    except ValueError:
        return theirs in (ours, "")


def moment(parsed: time.struct_time | None) -> datetime | None:
    return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None


def to_the_second(found: datetime | None) -> datetime | None:
    return found.replace(microsecond=0) if found else None


def their_title(found: dict[str, Any], atom: bool) -> str:
    title, kind = dict.get(found, "title", ""), (dict.get(found, "title_detail") or {}).get("type")
    if kind in HTML:
        return plain(title)
    return title_text(title, markup=False if atom else None)


def differing(ours: Entry, theirs: dict[str, Any], atom: bool) -> Iterator[str]:
    link = dict.get(theirs, "link", "")
    their_moment = moment(dict.get(theirs, "published_parsed") or dict.get(theirs, "created_parsed"))
    if not same_id(ours.id, dict.get(theirs, "id", "")):
        yield "id"
    if (ours.link if is_web(ours.link) else "") != (link if is_web(link) else ""):
        yield "link"
    if ours.title != their_title(theirs, atom):
        yield "title"
    if to_the_second(ours.published) != their_moment:
        yield "published"
    if to_the_second(ours.updated) != moment(dict.get(theirs, "updated_parsed")):
        yield "updated"


def differences(body: bytes) -> set[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        feed = feedparser.parse(body, response_headers={"content-location": BASE})
    theirs = feed["entries"]
    try:
        ours = read_entries(body, BASE)
    except Changed:
        return {"refused"} if theirs else set()
    if len(ours) != len(theirs):
        return {"count"}
    atom = feed.get("version", "").startswith("atom")
    return {what for our, their in zip(ours, theirs, strict=True) for what in differing(our, their, atom)}


def test_we_read_what_feedparser_reads_but_for_the_listed_differences() -> None:
    found = {(what, name_of(path)) for path in feeds() for what in differences(path.read_bytes())}
    listed = {(entry["what"], file) for entry in LISTED for file in entry["files"]}

    assert sorted(found - listed) == [], "not listed in differences.toml"
    assert sorted(listed - found) == [], "listed in differences.toml, but no longer different"


def test_every_listed_difference_has_a_reason() -> None:
    for entry in LISTED:
        assert len(entry["why"]) > 30, entry


def test_no_page_raises_anything_but_changed_or_takes_half_a_second() -> None:
    for path in sorted(file for file in (*TORTURE.rglob("*"), *BENCH.iterdir()) if file.is_file()):
        body = path.read_bytes()
        assert cost(partial(_read, body), LONGEST) <= LONGEST, path


def _read(body: bytes) -> None:
    with suppress(Changed):
        read_entries(body, BASE)


def test_nearly_all_real_feeds_take_the_fast_path() -> None:
    slow = []
    for path in BENCH.iterdir():
        try:
            parse_strict(path.read_bytes(), BASE)
        except NotClean as reason:
            slow.append((path.name, str(reason)))

    assert len(slow) <= 0.05 * len(list(BENCH.iterdir())), slow

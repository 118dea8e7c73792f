"""Draws the recorded weeks as the pages their sources would have given at a moment: the true formats, nothing later."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from email.utils import format_datetime
from html import escape

from demo.weeks import Board, Entry, Feed, FilingRow, HnStory, NoticeRow

NEWEST = 20
ITEM_TITLES = {
    "2.05": "Costs Associated with Exit or Disposal Activities",
    "5.02": "Departure of Directors or Certain Officers; Election of Directors; Appointment of Certain Officers",
    "7.01": "Regulation FD Disclosure",
    "8.01": "Other Events",
    "9.01": "Financial Statements and Exhibits",
}


def visible(feed: Feed, now: datetime) -> list[Entry]:
    """List what stands in the feed at `now`, newest first."""
    return sorted((entry for entry in feed.entries if entry.at <= now), key=lambda entry: entry.at, reverse=True)[
        :NEWEST
    ]


def draw_rss(feed: Feed, entries: Sequence[Entry]) -> bytes:
    """RSS 2.0."""
    items = "".join(
        f"<item><title>{escape(entry.title)}</title><link>{escape(entry.url)}</link>"
        f'<guid isPermaLink="true">{escape(entry.url)}</guid><pubDate>{format_datetime(entry.at)}</pubDate>'
        f"<description>{escape(f'<p>{escape(entry.summary)}</p>')}</description></item>"
        for entry in entries
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>{escape(feed.title)}</title>'
        f"<link>https://example.com{feed.path}</link><description/><language>{feed.lang}</language>{items}</channel></rss>"
    ).encode()


def draw_rss091(feed: Feed, entries: Sequence[Entry]) -> bytes:
    """RSS 0.91 as Netscape had it: a DOCTYPE, no ids, no dates."""
    items = "".join(
        f"<item><title>{escape(entry.title)}</title><link>{escape(entry.url)}</link>"
        f"<description>{escape(entry.summary)}</description></item>"
        for entry in entries
    )
    return (
        '<?xml version="1.0" encoding="ISO-8859-1"?>'
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
        '"http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel>'
        f"<title>{escape(feed.title)}</title><link>https://example.com{feed.path}</link>"
        f"<language>{feed.lang}</language>{items}</channel></rss>"
    ).encode("iso-8859-1", "xmlcharrefreplace")


def draw_atom(feed: Feed, entries: Sequence[Entry]) -> bytes:
    """Atom 1.0."""
    items = "".join(
        f"<entry><id>tag:example.com,2024:{escape(entry.url)}</id><title>{escape(entry.title)}</title>"
        f'<link rel="alternate" href="{escape(entry.url)}"/><published>{entry.at.isoformat()}</published>'
        f"<updated>{entry.at.isoformat()}</updated><summary>{escape(entry.summary)}</summary></entry>"
        for entry in entries
    )
    newest = entries[0].at.isoformat() if entries else "2024-09-01T00:00:00Z"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{feed.lang}">'
        f"<id>https://example.com{feed.path}</id><title>{escape(feed.title)}</title><updated>{newest}</updated>{items}</feed>"
    ).encode()


def draw_rdf(feed: Feed, entries: Sequence[Entry]) -> bytes:
    """RSS 1.0."""
    items = "".join(
        f'<item rdf:about="{escape(entry.url)}"><title>{escape(entry.title)}</title><link>{escape(entry.url)}</link>'
        f"<description>{escape(entry.summary)}</description><dc:date>{entry.at.isoformat()}</dc:date></item>"
        for entry in entries
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<channel rdf:about="https://example.com{feed.path}"><title>{escape(feed.title)}</title>'
        f"<link>https://example.com{feed.path}</link><description/><dc:language>{feed.lang}</dc:language></channel>"
        f"{items}</rdf:RDF>"
    ).encode()


def draw_json_feed(feed: Feed, entries: Sequence[Entry]) -> bytes:
    """JSON Feed 1.1."""
    items = [
        {
            "id": entry.url,
            "url": entry.url,
            "title": entry.title,
            "content_text": entry.summary,
            "date_published": entry.at.isoformat(),
        }
        for entry in entries
    ]
    page = {"version": "https://jsonfeed.org/version/1.1", "title": feed.title, "language": feed.lang, "items": items}
    return json.dumps(page).encode()


DRAW: dict[str, tuple[Callable[[Feed, Sequence[Entry]], bytes], str]] = {
    "rss": (draw_rss, "application/rss+xml"),
    "rss091": (draw_rss091, "text/xml"),
    "atom": (draw_atom, "application/atom+xml"),
    "rdf": (draw_rdf, "application/rdf+xml"),
    "json": (draw_json_feed, "application/feed+json"),
}


def draw_hacker_news(stories: Sequence[HnStory], query: str, since: int, now: datetime) -> bytes:
    """Draw the answer of hn.algolia.com's search_by_date for stories created after `since` (epoch seconds)."""
    wanted = query.strip('"').casefold()
    found = [
        story
        for story in sorted(stories, key=lambda story: story.at, reverse=True)
        if story.at <= now and story.at.timestamp() > since and wanted in {name.casefold() for name in story.query}
    ]
    hits = [
        {
            "objectID": str(story.id),
            "title": story.title,
            "url": story.url,
            "story_text": story.text,
            "author": "demo",
            "points": 100,
            "num_comments": 10,
            "created_at": story.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "created_at_i": int(story.at.timestamp()),
            "_tags": ["story", "author_demo", f"story_{story.id}"],
        }
        for story in found
    ]
    return json.dumps({"hits": hits, "nbHits": len(hits), "page": 0, "nbPages": 1, "hitsPerPage": 100}).encode()


def draw_ashby(board: Board, now: datetime) -> bytes:
    """Draw the answer of Ashby's posting API: what stands on the board at `now`."""
    jobs = [
        {
            "id": f"00000000-0000-4000-8000-{number:012}",
            "title": post.title,
            "department": post.department,
            "team": post.department,
            "location": post.city,
            "secondaryLocations": [],
            "isListed": True,
            "workplaceType": "Hybrid",
            "publishedAt": post.at.isoformat(),
            "jobUrl": f"https://jobs.ashbyhq.com/{board.name}/00000000-0000-4000-8000-{number:012}",
        }
        for number, post in enumerate(board.posts, 1)
        if post.at <= now and (post.gone is None or now < post.gone)
    ]
    return json.dumps({"apiVersion": "1", "jobs": jobs}).encode()


def draw_notices(notices: Sequence[NoticeRow], now: datetime) -> bytes:
    """Draw a state's list of WARN notices as CSV, newest first, as Texas lays it out."""
    head = "NOTICE_DATE,JOB_SITE_NAME,COUNTY_NAME,WDA_NAME,TOTAL_LAYOFF_NUMBER,LayOff_Date,WFDD_RECEIVED_DATE,CITY_NAME"
    rows = [
        f'{row.notice} 00:00:00,"{row.company}",,,{row.jobs},{row.effective} 00:00:00,{row.notice} 00:00:00,{row.city}'
        for row in sorted(notices, key=lambda row: row.at, reverse=True)
        if row.at <= now
    ]
    return "\r\n".join([head, *rows, ""]).encode()


def draw_edgar(filings: Sequence[FilingRow], start: int, now: datetime) -> bytes:
    """Draw EDGAR's getcurrent page of form 8-K from row `start` on."""
    rows = sorted((row for row in filings if row.at <= now), key=lambda row: row.at, reverse=True)[start : start + 100]
    entries = "".join(_edgar_entry(row) for row in rows)
    return (
        '<?xml version="1.0" encoding="ISO-8859-1" ?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        "<title>Latest Filings - recent</title>\n<id>https://www.sec.gov/cgi-bin/browse-edgar?action=getcurrent</id>\n"
        f"<updated>{now.isoformat()}</updated>\n{entries}</feed>"
    ).encode("iso-8859-1")


def _edgar_entry(row: FilingRow) -> str:
    topics = "".join(f"<br>Item {number}: {ITEM_TITLES[number]}\n" for number in row.items)
    summary = f"<b>Filed:</b> {row.at:%Y-%m-%d} <b>AccNo:</b> {row.accession} <b>Size:</b> 200 KB\n{topics}"
    return (
        f"<entry>\n<title>8-K - {escape(row.filer)} ({row.cik:010d}) (Filer)</title>\n"
        f'<link rel="alternate" type="text/html" href="{escape(row.url)}"/>\n'
        f'<summary type="html">\n{escape(summary)}</summary>\n<updated>{row.at.isoformat()}</updated>\n'
        f'<category scheme="https://www.sec.gov/" label="form type" term="8-K"/>\n'
        f"<id>urn:tag:sec.gov,2008:accession-number={row.accession}</id>\n</entry>\n"
    )

"""The pages that are polled and the names that are watched: real ones beside the checkout, else made up."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

_BENCH = Path(__file__).parents[1].parent / "shared" / "bench"
# How large the real feeds are, in bytes: each step from one figure to the next holds a twentieth of them.
_SIZES = (
    1_790, 5_622, 9_673, 15_288, 18_536, 21_442, 28_262, 33_375, 41_577, 50_437, 60_202,
    71_000, 77_239, 86_578, 96_327, 111_410, 134_714, 171_049, 196_113, 222_441, 294_837,
)  # fmt: skip
_PER_STEP = 8
_ITEM = 3_000  # bytes, as in the real feeds on average
_START = datetime(2024, 10, 1, tzinfo=UTC)
_PARAGRAPH = "&lt;p&gt;Nobody said much about it, and those who did were brief &amp;amp; polite.&lt;/p&gt;\n"


def real_there() -> bool:
    """Tell whether the real feeds and names lie beside the checkout."""
    return (_BENCH / "feeds").is_dir() and (_BENCH / "names.json").is_file()


def bodies(real: bool) -> list[bytes]:
    """Return the pages, small and large mixed, in an order that never changes."""
    if real:
        return [path.read_bytes() for path in sorted((_BENCH / "feeds").iterdir())]
    sizes = [low + (high - low) * part // _PER_STEP for low, high in pairwise(_SIZES) for part in range(_PER_STEP)]
    return [_made_up(number, sizes[number * 7 % len(sizes)]) for number in range(len(sizes))]


def company_names(count: int, real: bool) -> list[str]:
    """Return `count` names to watch, some of which the pages mention."""
    if real:
        names: list[str] = json.loads((_BENCH / "names.json").read_text("utf-8"))[:count]
        return names
    return [f"Zanul{number:x} Systems" for number in range(count)]


def _made_up(number: int, size: int) -> bytes:
    """Invent a feed of about `size` bytes, in which a few titles name a company."""
    items = "".join(_item(number, place) for place in range(max(1, size // _ITEM)))
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Paper {number}</title><link>https://paper{number}.example/</link><language>en</language>
{items}</channel></rss>""".encode()


def _item(number: int, place: int) -> str:
    link = f"https://paper{number}.example/2024/10/story-{place}"
    who = f"Zanul{place:x} Systems" if place % 7 == 0 else "the town council"
    head = f"""<item><title>What {who} decided on day {place}, told by paper {number}</title>
<link>{link}</link><guid>{link}</guid><pubDate>{format_datetime(_START - timedelta(hours=place))}</pubDate>
<description>{_PARAGRAPH * 3}</description><content:encoded>"""
    return f"{head}{_PARAGRAPH * ((_ITEM - len(head)) // len(_PARAGRAPH))}</content:encoded></item>\n"

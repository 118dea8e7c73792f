"""The answer to `/signals search WORDS`: the stories in which they stand, the latest first."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from digests.blocks import bullets, header, line, one, rich, text
from digests.escape import clean, escape
from digests.evidence import newest_report, told
from digests.kinds import ICON
from digests.privacy import visible
from digests.texts import count, say, titled
from model.message import Drawn
from model.story import Story

SHOWN = 15
STORIES_A_BLOCK = 5
LONGEST_WORDS = 80


def draw_search(words: str, stories: Sequence[Story], days: int, zone: ZoneInfo, viewer: str | None = None) -> Drawn:
    """Draw what was found in the last `days`; nothing of what `viewer` (None: a channel) may not see."""
    seen = visible(stories, viewer)
    title = say("search_title", words=clean(words, LONGEST_WORDS) or "…", days=count("days", days))
    if not seen:
        return one(escape(titled(title, say("search_none"))), [header(title), rich(line(text(say("search_none"))))])
    rows = [[text(f"{ICON[s.kind]} "), *told(s), *newest_report(s, zone)] for s in seen[:SHOWN]]
    if len(seen) > SHOWN:
        rows.append([text(say("list_more", count=len(seen) - SHOWN))])
    chunks = [rows[start : start + STORIES_A_BLOCK] for start in range(0, len(rows), STORIES_A_BLOCK)]
    found = count("stories", len(seen))
    return one(escape(titled(title, found)), [header(title), *(rich(bullets(chunk)) for chunk in chunks)])

"""The answer to `/signals people COMPANY`: what the asker's own imports tell, to the asker alone."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from digests.blocks import bullets, header, line, one, rich, text
from digests.buttons import button, under
from digests.escape import clean, escape
from digests.evidence import newest_report, told
from digests.kinds import ICON
from digests.privacy import visible
from digests.sentence import LONGEST_NAME
from digests.texts import say, titled
from model.message import Drawn
from model.story import Story

SHOWN = 20
STORIES_A_BLOCK = 5


def draw_people(company: str, stories: Sequence[Story], viewer: str, zone: ZoneInfo) -> Drawn:
    """Draw what `viewer` imported of a company's people. The fallback, which notifications show, names nobody."""
    title = say("people_title", company=clean(company, LONGEST_NAME) or say("no_name"))
    seen = [story for story in visible(stories, viewer) if story.private]
    if not seen:
        return one(escape(titled(title, say("people_none"))), [header(title), rich(line(text(say("people_none"))))])
    rows = [[text(f"{ICON[s.kind]} "), *told(s), *newest_report(s, zone)] for s in seen[:SHOWN]]
    if len(seen) > SHOWN:
        rows.append([text(say("list_more", count=len(seen) - SHOWN))])
    chunks = [rows[start : start + STORIES_A_BLOCK] for start in range(0, len(rows), STORIES_A_BLOCK)]
    yours = rich(line(text(say("people_yours"), italic=True)))
    return one(escape(title), [header(title), *(rich(bullets(chunk)) for chunk in chunks), yours])


def draw_import_offer() -> Drawn:
    """Say that nothing was imported, with the button that begins."""
    said = say("import_offer")
    return one(escape(said), [rich(line(text(said))), under(button("import_people", say("button_import_people")))])

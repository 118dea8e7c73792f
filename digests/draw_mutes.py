"""The answer to `/signals mutes`: what is hidden from a channel, until when, by whom and why."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from digests.blocks import Span, bullets, day, header, line, one, rich, text
from digests.escape import clean, escape
from digests.mutes import LONGEST_WHY, what
from digests.sentence import LONGEST_NAME, sentence
from digests.texts import count, say, titled
from model.handling import Mute
from model.message import Drawn
from model.story import Story

SHOWN = 30


def draw_mutes(mutes: Sequence[tuple[Mute, Story | None]], zone: ZoneInfo) -> Drawn:
    """Draw the mutes of a channel, each with the story that it hides where it hides one."""
    title = say("mutes_title")
    if not mutes:
        return one(escape(titled(title, say("mutes_none"))), [header(title), rich(line(text(say("mutes_none"))))])
    lines = [_line(mute, story, zone) for mute, story in mutes[:SHOWN]]
    if len(mutes) > SHOWN:
        lines.append([text(say("list_more", count=len(mutes) - SHOWN))])
    said = titled(title, count("mutes", len(mutes)))
    return one(escape(said), [header(title), rich(bullets(lines)), rich(line(text(say("mutes_hint"), italic=True)))])


def _line(mute: Mute, story: Story | None, zone: ZoneInfo) -> list[Span]:
    who = clean(mute.who, LONGEST_NAME) or say("no_name")
    spans = [
        text(sentence(story) if story else what(mute), bold=True),
        text(say("mutes_until")),
        day(mute.until, zone, timed=True),
        text(say("mutes_by", who=who)),
    ]
    why = clean(mute.why, LONGEST_WHY)
    if why:
        spans.append(text(f" ({why})"))
    return spans

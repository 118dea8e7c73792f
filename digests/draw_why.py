"""The answer to `/signals why COMPANY`: every reason with its points, the sum, and where each comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import Block

from digests.blocks import Span, bullets, context, header, line, one, pack, rich, text
from digests.case import value
from digests.escape import clean, escape
from digests.evidence import basis, linked
from digests.privacy import visible
from digests.reasons import LONGEST_REASON, Reasons, hidden_from, missing, reasons
from digests.sentence import LONGEST_NAME
from digests.sparkline import signed
from digests.texts import say, titled
from model.message import Drawn
from model.score import Axis, NotEnough, Points, Score
from model.signal import Signal
from model.story import Story

SOURCES = 3
REASONS_A_BLOCK = 4
# How many reasons are told one by one; the first figure with which all fits into one message is taken.
TOLD = (20, 12, 6, 3, 1)


def draw_why(
    company: str,
    score: Score | NotEnough,
    stories: Sequence[Story],
    zone: ZoneInfo,
    *,
    viewer: str | None = None,
) -> Drawn:
    """Draw both numbers as sums of their reasons. Reasons that find no room are summed in one line: it still adds up.

    `stories` are those the reasons rest on; what `viewer` (None: a channel) must not see keeps its points only.
    """
    name = clean(company, LONGEST_NAME) or say("no_name")
    title = say("why_title", company=name)
    if isinstance(score, NotEnough):
        lacking = missing(score)
        return one(escape(titled(title, lacking)), [header(title), rich(line(text(lacking)))])
    known = {story.id: story for story in visible(stories, viewer)}
    hidden = hidden_from(viewer, stories)
    for most in TOLD:
        blocks: list[Block] = [header(title)]
        for axis in Axis:
            blocks += _side(axis, value(score, axis) or 0, reasons(score, axis, most, hidden), known)
        blocks.append(context(basis(score, zone)))
        drawn = pack(_fallback(title, score), blocks)
        if len(drawn) == 1:
            break
    return drawn[0]


def _side(axis: Axis, total: int, told: Reasons, known: Mapping[str, Story]) -> list[Block]:
    heading = line(text(f"{say(axis.value).capitalize()} {total}", bold=True))
    if not told.shown:
        return [rich(heading, line(text(say("why_none"))))]
    lines = [_line(point, told, known) for point in told.shown]
    if told.rest:
        lines.append(told.left_out())
    lines.append([text(f"= {total}", bold=True), text("  " + say("why_sum"))])
    chunks = [lines[start : start + REASONS_A_BLOCK] for start in range(0, len(lines), REASONS_A_BLOCK)]
    return [rich(heading, bullets(chunks[0])), *(rich(bullets(chunk)) for chunk in chunks[1:])]


def _line(point: Points, told: Reasons, known: Mapping[str, Story]) -> list[Span]:
    spans = [text(signed(point.value), bold=True), text("  " + told.words(point), cap=LONGEST_REASON)]
    for signal in islice(_sources(point, known), SOURCES):
        spans += [text(" · "), linked(signal)]
    return spans


def _sources(point: Points, known: Mapping[str, Story]) -> list[Signal]:
    resting = [known[name] for name in dict.fromkeys((point.story, *point.stories)) if name in known]
    first_of_site: dict[str, Signal] = {}
    for story in resting:
        for signal in story.evidence:
            first_of_site.setdefault(signal.site, signal)
    return list(first_of_site.values())


def _fallback(title: str, score: Score) -> str:
    numbers = " · ".join(f"{say(axis.value)} {value(score, axis)}" for axis in Axis)
    return escape(titled(title, numbers))

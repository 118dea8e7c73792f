"""The weekly summary in a digest: a chart, who rose and who fell, what was told, and how good it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from slack_sdk.models.basic_objects import JsonObject
from slack_sdk.models.blocks import Block, ImageBlock, RichTextBlock
from slack_sdk.models.blocks.basic_components import SlackFile

from digests.blocks import Span, bullets, context, line, rich, text
from digests.buttons import plain
from digests.chart import chart, moved, name_of
from digests.kinds import ICON, kind_name
from digests.sparkline import HIGHEST, change
from digests.texts import count, number, say
from digests.week import Both, Week
from model.message import Drawn

CHART = "chart"
MOST_KINDS = 8
LONG = 10
FULL, EMPTY = "█", "░"


def draw_week(week: Week) -> Iterator[Block]:
    """Draw the summary. The block that is named CHART stands for the picture where Slack takes none."""
    yield rich(line(text(f"📈 {say('week_title')}", bold=True)))
    if week.both:
        yield RichTextBlock(block_id=CHART, elements=[bullets(_bars(one) for one in week.both)])
    moves = [*_moves(say("week_risen"), week.risen), *_moves(say("week_fallen"), week.fallen)]
    yield rich(bullets(moves or [[text(say("week_still"))]]))
    yield context(_kinds(week), _quality(week))


def with_chart(drawn: Drawn, week: Week) -> Drawn:
    """Hand the picture on with the message that has a place for it."""
    there = any(block.get("block_id") == CHART for block in drawn.blocks)
    return replace(drawn, picture=chart(week.both)) if there else drawn


def pictured(drawn: Drawn, file: str) -> Drawn:
    """Put the picture, which Slack has as this file, in the place of its bars."""
    if drawn.picture is None:
        return drawn
    image: JsonObject = ImageBlock(
        block_id=CHART,
        slack_file=SlackFile(id=file),
        alt_text=drawn.picture.alt,
        title=plain(drawn.picture.title, 200),
    )
    shown = tuple(image.to_dict() if block.get("block_id") == CHART else block for block in drawn.blocks)
    return Drawn(drawn.text, shown)


def _bars(one: Both) -> Sequence[Span]:
    numbers = (("window", one.window_before, one.window), ("pressure", one.pressure_before, one.pressure))
    told = [f"{_bar(after)} {say(name)} {moved(before, after)}" for name, before, after in numbers]
    return text(name_of(one), bold=True), text("\n" + "\n".join(told))


def _bar(number_: int | None) -> str:
    full = round(LONG * min(max(number_ or 0, 0), HIGHEST) / HIGHEST)
    return FULL * full + EMPTY * (LONG - full)


def _moves(heading: str, some: Iterable[Both]) -> list[Sequence[Span]]:
    told = [
        f"{name_of(one)} {moved(one.window_before, one.window)} ({change(one.window_before, one.window) or '–'})"
        for one in some
    ]
    return [(text(heading, bold=True), text(" " + " · ".join(told)))] if told else []


def _kinds(week: Week) -> str:
    if not week.kinds:
        return say("week_no_stories")
    total = sum(many for _, many in week.kinds)
    some = [f"{ICON[kind]} {kind_name(kind)} {number(many)}" for kind, many in week.kinds[:MOST_KINDS]]
    rest = total - sum(many for _, many in week.kinds[:MOST_KINDS])
    listed = ", ".join([*some, *([say("list_more", count=rest)] if rest else [])])
    return say("week_kinds", stories=count("stories", total), kinds=listed)


def _quality(week: Week) -> str:
    quality = week.quality
    said = say("week_alerts", alerts=count("alerts", quality.alerts))
    if quality.judged:
        said += " · " + say("precision", useful=quality.useful, opinions=count("opinions", quality.judged))
    if quality.missed:
        said += " · " + say("week_missed", stories=count("stories", quality.missed))
    return said

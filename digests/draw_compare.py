"""The answer to `/signals compare A B C`: both numbers of each, their change, the main reason, the moves between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from slack_sdk.models.blocks import Block

from digests.blocks import Span, bullets, header, line, one, rich, text
from digests.case import value
from digests.draw_flow import moved
from digests.escape import clean, escape
from digests.reasons import LONGEST_REASON, hidden_from, missing, reasons
from digests.sentence import LONGEST_NAME
from digests.sparkline import change, signed
from digests.texts import say, titled
from model.message import Drawn
from model.score import Axis, NotEnough, Score
from model.story import Story
from stories.moves import Move

MOVES = 10


@dataclass(frozen=True, slots=True)
class Compared:
    """One company: its score, that of a week ago, and the stories that its reasons rest on."""

    company: str
    score: Score | NotEnough
    before: Score | NotEnough | None
    stories: Sequence[Story]


def draw_compare(compared: Sequence[Compared], moves: Sequence[Move], since: datetime) -> Drawn:
    """Draw companies beside each other, with the moves between them that were first told at or after `since`."""
    title = " · ".join(_name(one.company) for one in compared)
    blocks: list[Block] = [header(title), rich(bullets(_company(one) for one in compared))]
    pairs = list(dict.fromkeys((move.from_company, move.to_company) for move in moves))
    between = [[m for m in moves if (m.from_company, m.to_company) == pair] for pair in pairs]
    between.sort(key=len, reverse=True)
    if between:
        told = [moved(one[0].from_company, one[0].to_company, [move.person for move in one]) for one in between[:MOVES]]
        heading = text(say("compare_moves", since=f"{since:%Y-%m}"), bold=True)
        blocks.append(rich(line(heading), bullets(told)))
    else:
        blocks.append(rich(line(text(say("compare_no_moves", since=f"{since:%Y-%m}")))))
    return one(escape(titled(title, say("compare_said"))), blocks)


def _company(one: Compared) -> list[Span]:
    name = text(_name(one.company), bold=True)
    if isinstance(one.score, NotEnough):
        return [name, text("  " + titled(say("card_not_enough"), missing(one.score)))]
    numbers = "  ·  ".join(_number(one, axis) for axis in Axis)
    return [name, text("  " + numbers), *_reason(one.score, one.stories)]


def _number(one: Compared, axis: Axis) -> str:
    number = value(one.score, axis)
    past = change(value(one.before, axis), number) if one.before is not None else ""
    return f"{say(axis.value)} {number} {f'({past})' if past else ''}".strip()


def _reason(score: Score, stories: Sequence[Story]) -> list[Span]:
    """Write the one reason that weighs most on either side; what may not be told keeps its points only."""
    told = [reasons(score, axis, 1, hidden_from(None, stories)) for axis in Axis]
    first = [(one.shown[0], one) for one in told if one.shown]
    if not first:
        return []
    point, within = max(first, key=lambda pair: abs(pair[0].value))
    return [text(f"\n{signed(point.value)}  {within.words(point)}", cap=LONGEST_REASON)]


def _name(company: str) -> str:
    return clean(company, LONGEST_NAME) or say("no_name")

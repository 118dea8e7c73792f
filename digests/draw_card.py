"""The answer to `/signals COMPANY`: the two numbers, the main reasons, the latest news."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import ActionsBlock, Block

from digests.blocks import Span, bullets, context, fields, header, line, one, rich, text
from digests.buttons import button
from digests.case import value
from digests.escape import clean, escape
from digests.evidence import basis, newest_report, told
from digests.kinds import ICON
from digests.privacy import visible
from digests.reasons import hidden_from, missing, reasons
from digests.sentence import LONGEST_NAME
from digests.sparkline import change, sparkline
from digests.texts import count, number, say, titled
from model.hiring import OpenRoles
from model.message import Drawn
from model.score import Axis, NotEnough, Score
from model.story import Story

TOP = 5
LATEST = 5
EDIT = "edit_company"
LONGEST_VALUE = 2000


def draw_card(
    company: str,
    score: Score | NotEnough,
    stories: Sequence[Story],
    now: datetime,
    zone: ZoneInfo,
    *,
    before: Score | NotEnough | None = None,
    history: Sequence[int | None] = (),
    roles: OpenRoles | None = None,
    viewer: str | None = None,
) -> Drawn:
    """Draw a company's card. `stories` are the company's, `before` its score a week ago, `history` its window by day,
    `roles` its open posts, where a job board tells.

    What `viewer` (None: anybody in a channel) must not see is left out; `score` is to be made without it.
    """
    name = clean(company, LONGEST_NAME) or say("no_name")
    seen = sorted(visible(stories, viewer), key=lambda story: story.last_seen, reverse=True)
    blocks: list[Block] = [header(name)]
    if isinstance(score, Score):
        blocks += _numbers(score, before, history, zone)
        blocks += _roles(roles)
        blocks.append(_reasons(score, hidden_from(viewer, stories)))
    else:
        said = say("card_not_enough") if seen else say("card_nothing", company=name)
        blocks.append(rich(line(text(said, bold=bool(seen)), text(f"\n{missing(score)}" if seen else ""))))
        blocks += _roles(roles)
    if seen:
        blocks.append(rich(line(text(say("card_stories"), bold=True)), bullets(_row(s, zone) for s in seen[:LATEST])))
    if isinstance(score, Score):
        blocks.append(context(say("card_hint", company=escape(company, LONGEST_NAME))))
    blocks.append(ActionsBlock(elements=[button(EDIT, say("button_edit_company"), value=company[:LONGEST_VALUE])]))
    return one(_fallback(name, score, now), blocks)


def _numbers(
    score: Score, before: Score | NotEnough | None, history: Sequence[int | None], zone: ZoneInfo
) -> list[Block]:
    cells = []
    for axis in Axis:
        number = value(score, axis)
        moved = change(value(before, axis), number) if before is not None else ""
        cells.append(f"{say(axis.value).capitalize()}\n*{number}*  {moved}".rstrip())
    past = f"{sparkline(history)}  {say('card_history', days=len(history))}" if history else ""
    return [fields(*cells), context(past, basis(score, zone))]


def _roles(roles: OpenRoles | None) -> list[Block]:
    if roles is None:
        return []
    said = count("roles", roles.total)
    if roles.days:
        sign = "+" if roles.grew > 0 else "−" if roles.grew else "±"
        said += say("card_roles_grew", grew=f"{sign}{number(abs(roles.grew))}", days=count("days", roles.days))
    most = [f"{clean(name, LONGEST_NAME)} ({number(n)})" for name, n in roles.departments if n > 1]
    if most:
        said += say("card_roles_most", names=f" {say('and')} ".join(most))
    return [rich(line(text("💼 "), text(said, cap=300)))]


def _reasons(score: Score, hidden: frozenset[str]) -> Block:
    parts = []
    for axis in Axis:
        found = reasons(score, axis, TOP, hidden).lines()
        if found:
            parts += [line(text(say(axis.value).capitalize(), bold=True)), bullets(found)]
    return rich(*parts) if parts else rich(line(text(say("why_none"))))


def _row(story: Story, zone: ZoneInfo) -> list[Span]:
    return [text(f"{ICON[story.kind]} "), *told(story), *newest_report(story, zone)]


def _fallback(name: str, score: Score | NotEnough, now: datetime) -> str:
    if isinstance(score, NotEnough):
        return escape(titled(name, missing(score)))
    numbers = " · ".join(f"{say(axis.value)} {value(score, axis)}" for axis in Axis)
    return escape(titled(name, f"{numbers} ({now:%Y-%m-%d})"))

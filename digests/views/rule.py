"""The modals that change a rule: which one, what of it, and what that would have changed lately."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import Block, OptionGroup, StaticSelectElement

from digests.blocks import Span, bullets, context, line, rich, text
from digests.buttons import Choice, button, options, plain, under
from digests.dates import day
from digests.escape import escape
from digests.handled import is_member
from digests.texts import count, number, say
from digests.views.parts import boxes, field, modal, typed
from model.effect import Alert, Effect
from model.feedback import Override
from model.message import View
from rules.edit import KEYS, OFF, written
from rules.language import Rule

CHOOSE = "edit_rule"
EDIT = "rule_edit"
TRIED = "rule_tried"
RULE = "rule"
MOST_CHANGES = 10
MOST_TOLD = 8
MOST_OPTIONS = 100


def view_rule_choice(
    rules: Sequence[Rule], changes: Sequence[tuple[Override, str]], zone: ZoneInfo, about: str, said: str = ""
) -> View:
    """Ask which rule; list the changes in force, each with its words and a button that takes it back."""
    groups: dict[str, list[Choice]] = {}
    for rule in rules:
        groups.setdefault(rule.id.partition(".")[0], []).append(Choice(rule.id, rule.id, rule.title))
    made = [
        OptionGroup(label=plain(name), options=options(some[:MOST_OPTIONS])) for name, some in sorted(groups.items())
    ]
    which = StaticSelectElement(
        action_id=RULE, placeholder=plain(say("view_choose")), option_groups=made[:MOST_OPTIONS]
    )
    blocks: list[Block] = [rich(line(text(said)))] if said else []
    blocks += [field(RULE, say("edit_which"), which), context(say("edit_hint"))]
    for override, words in changes[:MOST_CHANGES]:
        slots = {"change": escape(words, 300), "by": _by(override), "day": day(override.at, zone)}
        blocks += [
            context(say("edit_in_force", **slots)),
            under(button("undo_rule", say("button_undo"), value=override.id), name=f"undo_{override.id}"),
        ]
    return modal(CHOOSE, say("view_edit_rule"), blocks, about=about, submit=say("button_next"))


def view_rule_edit(rule: Rule, about: str, before: Mapping[str, str] | None = None) -> View:
    """Ask what to change; `before` are values that were typed and are not in force."""
    now, shown = written(rule), before or written(rule)
    fields = [
        field(key, say(f"edit_{key}"), typed(key, before=shown.get(key, "")), hint=say("edit_is", value=now[key]))
        for key in KEYS
    ]
    off = boxes(OFF, [Choice(OFF, say("edit_off"), say("edit_off_hint"))], [OFF] if shown.get(OFF) else [])
    head = rich(line(text(rule.id, bold=True), text(f"  {rule.title}")), line(text(rule.advice, italic=True)))
    body = [head, *fields, field(OFF, say("edit_whole"), off, optional=True), context(say("edit_try_hint"))]
    return modal(EDIT, say("view_edit_rule"), body, about=about, submit=say("button_try"))


def view_rule_tried(words: str, effect: Effect, about: str) -> View:
    """Show what an edit, told in `words`, would have changed."""
    blocks = [
        rich(line(text(words, bold=True)), line(text(say("edit_days", days=count("days", effect.days))))),
        *_part(say("edit_lost", alerts=count("alerts", len(effect.lost))), [_alert(one) for one in effect.lost]),
        *_part(say("edit_gained", alerts=count("alerts", len(effect.gained))), [_alert(one) for one in effect.gained]),
        *_part(
            say("edit_rescored", days=count("days", len(effect.rescored))),
            [
                [text(say("edit_numbers", day=r.day, company=r.company, window=r.window, pressure=r.pressure))]
                for r in reversed(effect.rescored)
            ],
        ),
        under(button("rule_again", say("button_again"))),
        context(say("edit_apply_hint")),
    ]
    return modal(TRIED, say("view_edit_rule"), blocks, about=about, submit=say("button_apply"))


def _by(override: Override) -> str:
    """Name who changed it, as Slack shows them: in a modal that rings at nobody."""
    return f"<@{override.by}>" if is_member(override.by) else escape(override.by, 30)


def _alert(alert: Alert) -> list[Span]:
    return [text(f"{alert.day}  {alert.company}: ", bold=True), text(alert.headline, cap=150)]


def _part(heading: str, rows: Sequence[Sequence[Span]]) -> list[Block]:
    shown = list(rows[:MOST_TOLD])
    if len(rows) > MOST_TOLD:
        shown.append([text(say("list_more", count=number(len(rows) - MOST_TOLD)))])
    return [rich(line(text(heading, bold=True)), *([bullets(shown)] if shown else []))]

"""The answers to `/signals rules` and `/signals rules test`: which rules there are, and which spoke lately."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import Block

from digests.blocks import Span, bullets, header, line, one, rich, text
from digests.buttons import button, under
from digests.escape import escape
from digests.texts import count, say, spoken, titled
from model.message import Drawn
from rules.language import Rule
from rules.said import translated

SHOWN = 40
LINES_A_BLOCK = 10


@dataclass(frozen=True, slots=True)
class Tried:
    """On how many days a rule gave points, and to how many companies."""

    rule: str
    title: str
    days: int
    companies: int


def draw_rules(rules: Sequence[Rule], right: Mapping[str, tuple[int, int]], notice: str | None) -> Drawn:
    """Draw the rules in force: those first of which somebody said whether they were right, then the strongest.

    `right` tells by rule how many opinions called its stories useful, and of how many.
    """
    ordered = sorted(rules, key=lambda rule: (rule.id not in right, -rule.strength, rule.id))
    lines = [_rule(rule, right.get(rule.id)) for rule in ordered[:SHOWN]]
    rest = say("rules_left", count=len(rules) - SHOWN) if len(rules) > SHOWN else ""
    ends = [words for words in (notice or "", rest, say("rules_hint")) if words]
    change = under(button("edit_rule", say("button_edit_rule")))
    return _drawn(say("rules_title"), count("rules", len(rules)), lines, ends, change)


def draw_tried(tried: Sequence[Tried], days: int) -> Drawn:
    """Draw what the rules gave in the last `days`, the busiest first."""
    spoke = sorted((one for one in tried if one.days), key=lambda one: (-one.days, -one.companies, one.rule))
    lines = [_tried(one) for one in spoke[:SHOWN]]
    silent = say("rules_silent", count=count("rules", len(tried) - len(spoke)))
    title = say("rules_tried", days=count("days", days))
    return _drawn(title, count("rules", len(spoke)), lines, [silent])


def _rule(rule: Rule, right: tuple[int, int] | None) -> list[Span]:
    spans = [
        text(say("rules_line", id=rule.id, strength=rule.strength), bold=True),
        text(f"  {translated(rule.title, spoken())}"),
    ]
    if right is not None:
        useful, judged = right
        told = say("precision", useful=useful, opinions=count("opinions", judged))
        spans.append(text(f" ({told})"))
    return spans


def _tried(one: Tried) -> list[Span]:
    slots = {"days": count("days", one.days), "companies": count("companies", one.companies)}
    return [
        text(say("rules_tried_line", id=one.rule, **slots), bold=True),
        text(f"  {translated(one.title, spoken())}"),
    ]


def _drawn(title: str, said: str, lines: Sequence[Sequence[Span]], ends: Sequence[str], *under_it: Block) -> Drawn:
    chunks = [lines[start : start + LINES_A_BLOCK] for start in range(0, len(lines), LINES_A_BLOCK)]
    last = [rich(line(text(words, italic=True, cap=600))) for words in ends]
    return one(
        escape(titled(title, said)), [header(title), *(rich(bullets(chunk)) for chunk in chunks), *last, *under_it]
    )

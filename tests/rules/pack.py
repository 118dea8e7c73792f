"""The rule pack as the product ships it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from cli.rule_files import read_rule_files
from rules.language import Rule, Rules, parse_rules

PACK = Path(__file__).parents[2] / "rules" / "pack"


@cache
def pack() -> Rules:
    """Read every file of the pack."""
    return parse_rules(read_rule_files(PACK))


def only(rule_id: str) -> Rules:
    """Take one rule out of the pack."""
    return Rules(tuple(rule for rule in pack().rules if rule.id == rule_id))


def rule(rule_id: str) -> Rule:
    """Find one rule of the pack."""
    return only(rule_id).rules[0]

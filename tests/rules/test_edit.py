"""Rules changed by hand: what differs is an edit, checked by the language of the rules, and written and read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from learning.change import rules_with, told
from model.feedback import Change, Part
from rules.edit import Edit, edited, read_edit, typed_edit, write_edit, written
from rules.kernel import parse_kernel, write_kernel
from rules.language import Rule, Rules
from tests.rules.pack import pack

FOUNDER = next(rule for rule in pack().rules if rule.id == "departure.founder")


@pytest.mark.parametrize("rule", pack().rules, ids=lambda rule: rule.id)
def test_every_rule_of_the_pack_can_be_edited_and_keeps_all_else(rule: Rule) -> None:
    assert parse_kernel(write_kernel(rule.kernel)) == rule.kernel
    assert typed_edit(rule, written(rule), off=False) == {}
    made = edited(rule, {"strength": 1})
    assert isinstance(made, Rule)
    assert made == rule.model_copy(update={"strength": 1})


def test_only_what_differs_is_an_edit() -> None:
    typed = written(FOUNDER) | {"strength": " 7 ", "kernel": "exp(30)"}
    assert typed_edit(FOUNDER, typed, off=False) == {"strength": 7, "kernel": "exp(30)"}
    assert typed_edit(FOUNDER, typed, off=True) == {"off": True}
    assert typed_edit(FOUNDER, {"strength": ""}, off=False) == {}


@pytest.mark.parametrize(
    ("edit", "key", "said"),
    [
        ({"strength": 0}, "strength", "a whole number from 1 to 100"),
        ({"strength": "many"}, "strength", "a whole number from 1 to 100"),
        ({"strength": 10**30}, "strength", "a whole number from 1 to 100"),
        ({"cap": 1}, "cap", "cannot be below strength"),
        ({"kernel": "hump(90, 30)"}, "kernel", "hump takes a peak above 0 days and a later end"),
        ({"kernel": "<!channel>"}, "kernel", "no kernel"),
        ({"title": "x"}, "title", "cannot be changed here"),
        ({"off": "yes"}, "off", "true or false"),
    ],
)
def test_what_is_wrong_is_said_under_its_key(edit: Edit, key: str, said: str) -> None:
    found = edited(FOUNDER, edit)
    assert isinstance(found, Mapping)
    assert said in found[key]


def test_several_faults_come_at_once() -> None:
    found = edited(FOUNDER, {"strength": 0, "kernel": "soon"})
    assert isinstance(found, Mapping)
    assert found.keys() == {"strength", "kernel"}


def test_an_edit_lies_above_the_pack_and_the_last_one_counts() -> None:
    rules = Rules((FOUNDER,))
    first, second = (Change(Part.EDIT, FOUNDER.id, write_edit({"strength": n, "cap": 99})) for n in (5, 6))
    assert [rule.strength for rule in rules_with(rules, [first, second]).rules] == [6]
    off = replace(first, value=write_edit({"off": True}))
    assert rules_with(rules, [off]).rules == ()
    assert rules_with(rules, [replace(first, name="another.rule")]) == rules
    assert told(first) == "rule departure.founder: cap = 99, strength = 5"


@pytest.mark.parametrize("value", ["", "[1]", '{"strength": 0}', '{"kernel": 7}', "{" * 9000])
def test_an_edit_that_fits_no_more_changes_nothing(value: str) -> None:
    rules = Rules((FOUNDER,))
    assert rules_with(rules, [Change(Part.EDIT, FOUNDER.id, value)]) == rules
    assert isinstance(read_edit(value), Mapping)

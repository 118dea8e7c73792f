"""`when = "…"` in CEL: compiled when the rules are read, over flat and typed variables."""

from __future__ import annotations

import sys

import pytest

from model.signal import Kind
from rules import expression
from rules.expression import MISSING, VARIABLES, compile_when
from rules.facts import facts_of
from rules.language import Rules, parse_rules
from rules.match import fits, values_of
from tests.make import company, story
from tests.rules.test_language import GOOD, faults, file_of

pytest.importorskip("cel_expr_python", reason="needs the extra cel")

TOLD = facts_of(story(kind=Kind.LAYOFFS, headcount=60, seniority=None, to_company=None))
SMALL = company(employees=200, tier=1)


def holds(text: str) -> bool:
    return compile_when(text).holds(values_of(TOLD, SMALL))


@pytest.mark.parametrize(
    "text",
    [
        'kind == "layoffs" && headcount > 50',
        "share >= 30 && company_tier == 1",
        '"press" in classes && !("filing" in classes)',
        'role == "" && people == 0 && amount == 0 && seniority == "unknown"',
        'company.matches("^Open")',
        "confidence == 90 && employees == 200",
    ],
)
def test_it_asks_what_the_other_keys_cannot(text: str) -> None:
    assert holds(text)
    assert not holds(f"!({text})")


def test_what_cannot_be_worked_out_does_not_hold() -> None:
    assert not holds("headcount / people > 1")


def test_every_variable_has_a_value_of_its_type() -> None:
    types = {"STRING": str, "INT": int, "LIST": list}

    values = values_of(TOLD, SMALL)

    assert {name: type(value) for name, value in values.items()} == {n: types[kind] for n, kind in VARIABLES.items()}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("headcont > 5", "when: column 1: undeclared reference to 'headcont'; there are kind, company"),
        ("headcount = 5", "when: column 11: Syntax error"),
        ('headcount > "5"', "when: column 11: found no matching overload"),
        ("headcount + 1", "when: must be true or false, not int"),
        (5, "when: must be an expression in CEL"),
    ],
)
def test_a_wrong_expression_is_a_fault_with_its_place(text: object, fault: str) -> None:
    assert any(fault in told for told in faults(GOOD | {"when": text}))


def test_a_rule_fits_only_where_it_holds() -> None:
    (rule,) = parse_rules([file_of(GOOD | {"when": "company_tier == 1"})]).rules

    assert fits(rule, facts_of(story()), company(tier=1))
    assert not fits(rule, facts_of(story()), company(tier=2))
    assert Rules((rule,)) == parse_rules([file_of(GOOD | {"when": "company_tier == 1"})])


def test_without_the_extra_the_fault_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cel_expr_python", None)
    expression._environment.cache_clear()

    assert faults(GOOD | {"when": "true"}) == (f"my.toml: rule departure.test: when: {MISSING}",)

    expression._environment.cache_clear()

"""Every rule has named cases in tests/cases/rules: at least two that count and two that do not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.rules.cases import CASES, expected, outcome
from tests.rules.pack import pack

WRITE = "correct the rule, or run `.venv/bin/python -m tools.case_points` and read the difference"


@pytest.mark.parametrize("case", CASES, ids=[f"{case['rule']}: {case['name']}" for case in CASES])
def test_case(case: Mapping[str, Any]) -> None:
    assert outcome(case) == expected(case), WRITE


@pytest.mark.parametrize("rule_id", [rule.id for rule in pack().rules])
def test_every_rule_has_two_cases_that_count_and_two_that_do_not(rule_id: str) -> None:
    counts = ["reason" in case for case in CASES if case["rule"] == rule_id]

    assert counts.count(True) >= 2, f"add a case for {rule_id} that counts, with its reason, to tests/cases/rules"
    assert counts.count(False) >= 2, f"add a case for {rule_id} that does not count to tests/cases/rules"


def test_cases_name_rules_that_exist_and_differ_by_name() -> None:
    named = [(case["rule"], case["name"]) for case in CASES]

    assert {rule for rule, _ in named} <= {rule.id for rule in pack().rules}
    assert len(named) == len(set(named))

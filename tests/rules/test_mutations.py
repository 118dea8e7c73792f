"""No value of the pack can be moved without a case that notices."""

from __future__ import annotations

import pytest

from tests.rules.cases import CASES, expected, outcome
from tests.rules.mutations import mutations
from tests.rules.pack import pack, rule


@pytest.mark.parametrize("rule_id", [rule.id for rule in pack().rules])
def test_a_wrong_value_is_caught_by_a_case(rule_id: str) -> None:
    concerned = [case for case in CASES if rule_id in {case["rule"], *case.get("beside", ())}]

    missed = [
        wrong
        for wrong, changed in mutations(rule(rule_id))
        if all(outcome(case, changed) == expected(case) for case in concerned)
    ]

    assert missed == [], f"add cases for {rule_id} to tests/cases/rules on either side of these"

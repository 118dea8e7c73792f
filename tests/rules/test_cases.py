"""Every rule has named cases in tests/cases/rules that count and such that do not.

A case gives its stories (fields of tests.make.story; `days` is how long ago, `outlets` how many), maybe the company,
and, when the rule counts, the reason that a recruiter reads. Today is 4 October 2024, the company is Acme.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from model.company import Company
from model.signal import Certainty, Kind, Seniority, SourceClass
from model.story import State, Story
from rules.engine import reasons
from rules.reason import tell
from tests.make import NOW, ago, amount, story
from tests.rules.pack import only, pack

FOLDER = Path(__file__).parents[1] / "cases" / "rules"
CASES = [case for path in sorted(FOLDER.glob("*.toml")) for case in tomllib.loads(path.read_text("utf-8"))["cases"]]
WORDS: dict[str, Callable[[Any], Any]] = {
    "kind": Kind, "seniority": Seniority, "certainty": Certainty, "state": State, "source_class": SourceClass,
    "amount": amount, "days": ago, "outlets": lambda count: tuple(f"outlet{i}.example" for i in range(count)),
}  # fmt: skip
NOBODY = {"person": None, "role": None, "seniority": None, "confidence": 0.9}


def told(fields: Mapping[str, Any], number: int) -> Story:
    """Make the story that a case describes; what it does not say is unknown."""
    said = {key: WORDS[key](value) if key in WORDS else value for key, value in fields.items()}
    said["seen"] = said.pop("days", ago(3))
    return story(**{**NOBODY, "from_company": None, "company": "Acme", "id": f"story-{number}", **said})


def outcome(case: Mapping[str, Any]) -> str | None:
    """Tell the reason that the case's rule gives, None when it does not count."""
    company = Company(**{"name": "Acme", "rivals": ("Rival",), **case.get("company", {})})
    stories = [told(fields, number) for number, fields in enumerate(case["stories"])]
    found = reasons(company, stories, only(case["rule"]), NOW)
    return "; ".join(tell(c.rule.reason, c.stories, NOW) for c in found) or None


@pytest.mark.parametrize("case", CASES, ids=[f"{case['rule']}: {case['name']}" for case in CASES])
def test_case(case: Mapping[str, Any]) -> None:
    assert outcome(case) == case.get("reason")


@pytest.mark.parametrize("rule_id", [rule.id for rule in pack().rules])
def test_every_rule_has_a_case_that_counts_and_one_that_does_not(rule_id: str) -> None:
    counts = ["reason" in case for case in CASES if case["rule"] == rule_id]

    assert True in counts, f"add a case for {rule_id} that counts, with its reason, to tests/cases/rules"
    assert False in counts, f"add a case for {rule_id} that does not count to tests/cases/rules"


def test_cases_name_rules_that_exist() -> None:
    assert {case["rule"] for case in CASES} <= {rule.id for rule in pack().rules}

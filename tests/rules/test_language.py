"""Rule files are checked as a whole: every fault with its file, its rule and what is allowed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from model.errors import ConfigError
from model.signal import Kind
from rules.faults import RuleFile
from rules.language import parse_rules
from tests.rules.pack import pack, rule

GOOD: dict[str, object] = {
    "id": "departure.test",
    "title": "A test",
    "kinds": ["departure"],
    "direction": "S",
    "strength": 50,
    "kernel": "exp(30)",
    "advice": "Write.",
    "evidence": "None was found.",
    "reason": "{people} left",
}

# No source gives these yet.
UNFED = {Kind.TENURE_MARK}


def faults(*rules: dict[str, object], file: str = "my.toml") -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        parse_rules([RuleFile(file, {"rules": list(rules)})])
    return caught.value.faults


def test_a_good_rule_is_read() -> None:
    (read,) = parse_rules([RuleFile("my.toml", {"rules": [GOOD | {"count": 3, "within": "90d"}]})]).rules

    assert (read.strength, read.count, read.within) == (50, 3, timedelta(days=90))


def test_every_fault_of_every_rule_is_told_at_once() -> None:
    told = faults(GOOD | {"kinds": ["departures"], "strenght": 3, "strength": 0}, {"id": "x.y"}, GOOD)

    assert told[0].startswith("my.toml: rule departure.test: kinds: must be 'departure', 'leave', 'hire'")
    assert any("unknown key 'strenght': there are advice, cap, certainty" in fault for fault in told)
    assert any("strength: must be greater than or equal to 1" in fault for fault in told)
    assert any(fault.startswith("my.toml: rule x.y: kernel is missing; allowed: exp(half_life)") for fault in told)
    assert len(told) > 8


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"id": "Departure"}, "id: String should match"),
        ({"direction": "X"}, "direction: must be 'S', 'R', 'H' or 'C'"),
        ({"seniority": ["boss"]}, "'founder', 'c_suite'"),
        ({"kernel": "exp()"}, "kernel: 'exp()' holds something other than numbers"),
        ({"reason": "{name} left"}, "reason: unknown slot {name}: there are amount, company"),
        ({"count": 3}, "a composite rule needs both within and one of count, then or surprise"),
        ({"within": "90d"}, "a composite rule needs both within and one of count, then or surprise"),
        ({"count": 3, "within": "3 months"}, "within: '3 months' is no span: write days, such as \"90d\""),
        ({"distinct_people": True}, "distinct_people belongs to a rule with count or surprise"),
        ({"cap": 20}, "cap is the most that the rule gives"),
        ({"strength": "50"}, "strength: must be a valid integer"),
        ({"advice": ""}, "advice: String should have at least 1 character"),
        ({"min_amount": -1}, "min_amount: must be greater than 0"),
        ({"to_company": "us"}, "to_company: must be 'any', 'rival', 'none' or the name of a company"),
    ],
)
def test_a_wrong_value_is_told_what_is_allowed(change: dict[str, object], fault: str) -> None:
    assert any(fault in told for told in faults(GOOD | change))


def test_ids_are_unique_over_all_files() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_rules([RuleFile("a.toml", {"rules": [GOOD]}), RuleFile("b.toml", {"rules": [GOOD]})])

    assert caught.value.faults == ("b.toml: rule departure.test: the same id stands in a.toml; ids are unique",)


def test_a_file_holds_rules_and_nothing_else() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_rules(
            [
                RuleFile("a.toml", {"rule": [GOOD]}),
                RuleFile("b.toml", {"rules": []}),
                RuleFile("c.toml", {"rules": ["x"]}),
            ]
        )

    assert caught.value.faults[:3] == (
        "a.toml: unknown key 'rule': a rule file holds [[rules]] only",
        "a.toml: holds no [[rules]]",
        "b.toml: holds no [[rules]]",
    )
    assert "c.toml: rule number 1" in caught.value.faults[3]


def test_every_kind_that_a_source_feeds_has_a_rule() -> None:
    assert set().union(*(r.kinds for r in pack().rules)) == set(Kind) - UNFED


def test_the_pack_says_what_to_do_and_why_in_sentences() -> None:
    for each in pack().rules:
        assert each.advice.endswith("."), each.id
        assert each.evidence.endswith("."), each.id
        assert not each.reason.endswith("."), each.id


def test_rules_are_sorted_by_id_whatever_the_order_of_files() -> None:
    ids = [each.id for each in pack().rules]

    assert ids == sorted(ids)
    assert rule("departure.exodus").count == 3

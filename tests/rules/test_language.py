"""Rule files are checked as a whole: every fault with its file, its rule and what is allowed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from cli.rule_files import read_rule_files
from model.errors import ConfigError
from model.signal import Kind
from rules.expression import VARIABLES
from rules.faults import RuleFile
from rules.kernel import Hump
from rules.language import Rule, parse_rules, sound_rules
from rules.places import Path as Key
from tests.rules.pack import PACK, pack, rule

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

# What there is to see of a company, and the rules that see it. Not here, since no source feeds it: anniversaries and
# vesting, reviews, re-posted roles, profiles that say "hireable", down rounds, lawsuits, reorganisations, offices.
# Of private persons and of our own people nothing is scored.
ROWS = {
    "open to work": ["open_to_work.group"],
    "departed without a role": ["departure.free", "departure.unplaced"],
    "moved to another company": ["departure.to_rival", "departure.chain", "hire.from_rival", "hire.chain"],
    "promoted": ["promotion.passed_over", "promotion.chief_executive"],
    "executive left": ["departure.c_suite", "departure.chief", "departure.handover", "departure.senior"],
    "founder left": ["departure.founder"],
    "sabbatical": ["leave.senior"],
    "cluster of exits": ["departure.exodus", "departure.drain", "departure.group", "departure.surge"],
    "executive hired": ["hire.senior", "hire.new_chief", "hire.chief_executive", "hire.recruiting_chief", "hire.spree"],
    "lay-off": ["layoffs.released", "layoffs.survivors", "layoffs.mass", "layoffs.deep", "layoffs.again"],
    "official notice": ["layoffs.notice"],
    "lay-off expected": ["layoffs.rumoured", "layoffs.after_freeze"],
    "back to the office": ["culture.conflict"],
    "acquired or merged": ["acquisition.target", "acquisition.then_leaders"],
    "listed": ["liquidity.done"],
    "before a listing": ["liquidity.ahead"],
    "financing": ["funding.will_hire", "funding.large", "funding.equity_holds", "funding.then_openings"],
    "distress": ["shutdown.everybody"],
    "fight at the top": ["turmoil.top", "turmoil.then_exit", "turmoil.then_leader", "conflict.repeated"],
    "hiring surge": ["hiring_surge.growing", "hiring_surge.large"],
    "openings collapse": ["hiring_freeze.stuck"],
    "new field or city": ["strategic_role.opened"],
    "what a recruiter hears": ["note.inbound", "note.several"],
}


def file_of(*rules: dict[str, object], name: str = "my.toml") -> RuleFile:
    return RuleFile(name, {"rules": list(rules)})


def faults(*rules: dict[str, object], file: str = "my.toml") -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        parse_rules([file_of(*rules, name=file)])
    return caught.value.faults


def test_a_good_rule_is_read() -> None:
    (read,) = parse_rules([RuleFile("my.toml", {"rules": [GOOD | {"count": 3, "within": "90d"}]})]).rules

    assert (read.strength, read.count, read.within) == (50, 3, timedelta(days=90))


def test_every_fault_of_every_rule_is_told_at_once() -> None:
    told = faults(GOOD | {"kinds": ["departures"], "strenght": 3, "strength": 0}, {"id": "x.y"}, GOOD)

    assert told[0].startswith("my.toml: rule departure.test: kinds: must be 'departure', 'leave', 'hire'")
    assert any(
        "unknown key 'strenght', perhaps 'strength': there are advice, cap, certainty" in fault for fault in told
    )
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
        ({"strength": "50"}, "strength: must be a whole number from 1 to 100"),
        ({"surprise": 3, "within": "9d"}, "surprise needs a floor"),
        ({"surprise": 1, "floor": 3, "within": "30d"}, "surprise: must be greater than 1; allowed: a number above 1"),
        ({"count": 3, "surprise": 2, "floor": 2, "within": "9d"}, "count and surprise are different patterns"),
        ({"then": {"kinds": ["hires"]}, "within": "9d"}, "then.kinds: must be 'departure', 'leave', 'hire'"),
        (
            {"then": {"kind": ["hire"]}, "within": "9d"},
            "unknown key 'then.kind', perhaps 'kinds': there are certainty, company_tier",
        ),
        ({"inhibits": {"kinds": ["hire"]}}, 'inhibits.within is missing; allowed: days, such as "90d"'),
        ({"min_amount": 5, "max_amount": 4}, "max_amount is below min_amount"),
        ({"company_tier": [4]}, "company_tier: must be 1, 2 or 3; allowed: a list of 1, 2 and 3"),
        ({"role_words": "CEO"}, "role_words: must be a list of words"),
        ({"kinds": "departure"}, "kinds: must be a list"),
        ({"title": 3}, "title: must be a sentence"),
        ({"then": 3, "within": "9d"}, "then: must be a table"),
        ({"context": "perhaps"}, "context: must be true or false"),
        ({"direction": "C", "source_classes": ["press"]}, "further evidence of a story would lower a score"),
        ({"kernel": "date(soon, 1, 2)"}, "a date counts from effective or from first_seen+180d"),
        ({"advice": ""}, "advice: String should have at least 1 character"),
        ({"min_amount": -1}, "min_amount: must be greater than 0"),
        ({"to_company": "us"}, "to_company: must be 'any', 'rival', 'none' or the name of a company"),
    ],
)
def test_a_wrong_value_is_told_what_is_allowed(change: dict[str, object], fault: str) -> None:
    assert any(fault in told for told in faults(GOOD | change))


def test_a_fault_names_its_line_also_inside_a_table(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        """
[[rules]]
id = "own.rule"
title = "T"
kinds = [
    "departure",
]
then = { kinds = ["hire"], min_amount = 0 }
within = "9d"
direction = "X"
strength = 5
kernel = "exp(3)"
advice = "A."
evidence = "E."
""",
        "utf-8",
    )
    with pytest.raises(ConfigError) as caught:
        parse_rules(read_rule_files(path))

    assert caught.value.faults == (
        "own.toml, line 10: rule own.rule: direction: must be 'S', 'R', 'H' or 'C'",
        "own.toml, line 2: rule own.rule: reason is missing; allowed: what a recruiter reads, in words and {slots}",
        "own.toml, line 8: rule own.rule: then.min_amount: must be greater than 0; allowed: a number above 0",
    )


def changed(**tables: object) -> RuleFile:
    named = {id_.replace("__", "."): table for id_, table in tables.items()}
    lines: dict[Key, int] = {("rules", id_): number for number, id_ in enumerate(named, 40)}
    return RuleFile("config.toml", named, lines)


def test_a_change_replaces_keys_or_takes_the_rule_out() -> None:
    other = GOOD | {"id": "departure.other"}
    change = changed(departure__test={"strength": 70, "kernel": "hump(3, 9)"}, departure__other={"off": True})

    (read,) = parse_rules([file_of(GOOD, other)], change).rules

    assert (read.id, read.strength, read.kernel, read.advice) == ("departure.test", 70, Hump(3, 9), "Write.")


def test_a_wrong_change_is_a_fault_of_its_own_file_and_the_rule_stays_as_it_was() -> None:
    change = changed(
        departure__test={"strength": 0, "strenght": 3},
        departure__tset={"strength": 4},
        departure__other={"off": "yes"},
        departure__third=3,
    )
    files = [file_of(*(GOOD | {"id": f"departure.{name}"} for name in ("test", "other", "third")))]

    rules, told = sound_rules(files, change)

    assert [(rule.id, rule.strength) for rule in rules.rules] == [
        ("departure.other", 50),
        ("departure.test", 50),
        ("departure.third", 50),
    ]
    assert [fault.partition("; allowed")[0].partition(": there are advice")[0] for fault in told] == [
        "config.toml, line 40: rule departure.test: strength: must be greater than or equal to 1",
        "config.toml, line 40: rule departure.test: unknown key 'strenght', perhaps 'strength'",
        "config.toml, line 42: rule departure.other: off: must be true or false",
        'config.toml, line 41: rules."departure.tset": there is no such rule; near it: departure.test',
        'config.toml, line 43: rules."departure.third": write [rules."departure.third"] and what to change below it',
    ]


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


def test_no_rule_of_the_pack_asks_for_a_class_of_source() -> None:
    assert [each.id for each in pack().rules if each.source_classes] == []


def test_the_pack_has_a_rule_for_every_row_that_a_source_feeds() -> None:
    ids = {each.id for each in pack().rules}

    assert len(ids) >= 40
    assert {id_ for told in ROWS.values() for id_ in told} <= ids


def test_every_key_and_variable_is_explained() -> None:
    page = (PACK.parents[1] / "docs" / "rules.md").read_text("utf-8")

    missing = [key for key in [*Rule.model_fields, *VARIABLES] if f"`{key}`" not in page and f"`{key} =" not in page]

    assert missing == []


def test_rules_are_sorted_by_id_whatever_the_order_of_files() -> None:
    ids = [each.id for each in pack().rules]

    assert ids == sorted(ids)
    assert rule("departure.exodus").count == 3

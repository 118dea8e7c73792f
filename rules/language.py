"""The rule language: what a rule says in TOML, checked so that every fault is shown at once with its place."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, ValidationError, field_validator, model_validator

from model.errors import ConfigError
from model.score import Axis
from rules.conditions import Children, Conditions, Span, Text
from rules.faults import ALLOWED, RuleFile, sentences
from rules.kernel import Kernel, parse_kernel
from rules.places import Path
from rules.reason import SLOTS, slots_of


class Direction(StrEnum):
    """S: source from the company now. C: it became harder. R: a rival for our people. H: it will hire."""

    S = "S"
    R = "R"
    H = "H"
    C = "C"

    @property
    def axis(self) -> Axis:
        """The number that it moves."""
        return Axis.WINDOW if self in {Direction.S, Direction.C} else Axis.PRESSURE


class Rule(Conditions):
    """One rule: the conditions of a story, and what such a story is worth.

    A simple rule weighs each story that fits. A composite one speaks once, about stories first told within the span
    `within`: when there are `count` of them; when one is followed by one that meets the conditions `then`; or when
    there are `surprise` times as many as the company's own usual number in the year before, and at least `floor`.
    With `distinct_people`, stories about one person are one and those about nobody are none.

    `strength` is what one full story is worth, `cap` the most that the rule gives altogether (with what other rules
    add to the stories it speaks for), both in raw points. `inhibits` are stories that this event tells already: they
    count in no other rule. `recheck` brings a story back in the digest so long after it was first told. `reanchors`
    marks an event after which older `context` fades: see rules/anchor.py.
    """

    id: Annotated[str, Field(pattern=r"^[a-z_]+(\.[a-z_]+)+$")]
    title: Text
    direction: Direction
    strength: Annotated[int, Field(ge=1, le=100, strict=True)]
    kernel: Annotated[Kernel, BeforeValidator(parse_kernel)]
    cap: Annotated[int, Field(ge=1, le=300, strict=True)] = 150
    advice: Text
    evidence: Text
    reason: Text
    count: Annotated[int, Field(ge=2, strict=True)] | None = None
    then: Conditions | None = None
    surprise: Annotated[float, Field(gt=1)] | None = None
    floor: Annotated[int, Field(ge=2, strict=True)] | None = None
    within: Span | None = None
    distinct_people: bool = False
    inhibits: Children | None = None
    reanchors: bool = False
    context: bool = False
    recheck: Span | None = None

    @property
    def composite(self) -> bool:
        """Whether it speaks about several stories together."""
        return self.within is not None

    @field_validator("reason")
    @classmethod
    def _slots_exist(cls, template: str) -> str:
        for slot in sorted(slots_of(template) - SLOTS):
            raise ValueError(f"unknown slot {{{slot}}}: there are {', '.join(sorted(SLOTS))}")
        return template

    @model_validator(mode="after")
    def _pattern_is_whole(self) -> Self:
        patterns = [key for key in ("count", "then", "surprise") if getattr(self, key) is not None]
        if len(patterns) > 1:
            raise ValueError(f"{' and '.join(patterns)} are different patterns: make a rule of each")
        if bool(patterns) != self.composite:
            raise ValueError("a composite rule needs both within and one of count, then or surprise")
        if (self.surprise is None) != (self.floor is None):
            raise ValueError("surprise needs a floor, and floor a surprise: one event alone is no surprise")
        if self.distinct_people and (not patterns or self.then):
            raise ValueError("distinct_people belongs to a rule with count or surprise")
        if self.recheck and patterns:
            raise ValueError("recheck brings one story back: it belongs to a rule without count, then or surprise")
        if self.cap < self.strength:
            raise ValueError("cap is the most that the rule gives: it cannot be below strength")
        return self

    @model_validator(mode="after")
    def _further_evidence_takes_nothing(self) -> Self:
        takes = self.direction is Direction.C or self.inhibits or self.reanchors or self.surprise
        if self.source_classes and takes:
            raise ValueError(
                "source_classes: a rule that takes points away (C, inhibits, reanchors, surprise) cannot ask for a "
                "class of source: further evidence of a story would lower a score"
            )
        return self


@dataclass(frozen=True, slots=True)
class Rules:
    """A checked set of rules, sorted by id."""

    rules: tuple[Rule, ...]


NO_CHANGES = RuleFile("config.toml", {})


def parse_rules(files: Sequence[RuleFile], changes: RuleFile = NO_CHANGES) -> Rules:
    """Check rule files, each with a list `[[rules]]`, and what config.toml changes in them.

    Raises ConfigError with every fault of every file.
    """
    rules, faults = sound_rules(files, changes)
    if faults:
        raise ConfigError(faults)
    return rules


def sound_rules(files: Sequence[RuleFile], changes: RuleFile = NO_CHANGES) -> tuple[Rules, list[str]]:
    """Read the rules that are right, and list the faults of those that are not.

    A rule that a change makes wrong is read without the change. `changes.table` maps ids to tables of keys, of which
    `off = true` takes the rule out.
    """
    faults: list[str] = []
    rules: dict[str, Rule] = {}
    home: dict[str, str] = {}
    for file in files:
        faults += [
            f"{file.at((key,))}: unknown key {key!r}: a rule file holds [[rules]] only"
            for key in file.table
            if key != "rules"
        ]
        entries = file.table.get("rules")
        if not isinstance(entries, list) or not entries:
            faults.append(f"{file.name}: holds no [[rules]]")
            continue
        for number, entry in enumerate(entries):
            rule, wrong = _changed(file, number, entry, changes)
            faults += wrong
            if rule and rule.id in home:
                place = file.at(("rules", number, "id"))
                faults.append(f"{place}: rule {rule.id}: the same id stands in {home[rule.id]}; ids are unique")
            elif rule:
                rules[rule.id], home[rule.id] = rule, file.name
    faults += _unknown(changes, [*home])
    kept = (rules[id_] for id_ in sorted(rules) if _change(changes, id_).get("off") is not True)
    return Rules(tuple(kept)), faults


def _changed(file: RuleFile, number: int, entry: object, changes: RuleFile) -> tuple[Rule | None, list[str]]:
    """Read one entry as the file has it, and then as config.toml changes it."""
    name = entry.get("id", f"number {number + 1}") if isinstance(entry, Mapping) else f"number {number + 1}"
    try:
        rule = Rule.model_validate(entry)
    except ValidationError as error:
        told = sentences(error, Rule)
        return None, [f"{file.at(('rules', number, *path))}: rule {name}: {sentence}" for path, sentence in told]
    change = _change(changes, rule.id)
    wrong: list[tuple[Path, str]] = []
    if not isinstance(change.get("off", False), bool):
        wrong.append((("off",), f"off: must be {ALLOWED['off']}"))
    if isinstance(entry, Mapping) and change.keys() - {"off"}:
        merged = {**entry, **{key: value for key, value in change.items() if key != "off"}, "id": rule.id}
        try:
            rule = Rule.model_validate(merged)
        except ValidationError as error:
            wrong += sentences(error, Rule)
    if "id" in change:
        wrong.append((("id",), "id: a rule keeps its id: write a rule of your own for another one"))
    return rule, [f"{changes.at(('rules', rule.id, *path))}: rule {name}: {sentence}" for path, sentence in wrong]


def _change(changes: RuleFile, id_: str) -> Mapping[str, object]:
    change = changes.table.get(id_)
    return change if isinstance(change, Mapping) else {}


def _unknown(changes: RuleFile, ids: Sequence[str]) -> list[str]:
    faults: list[str] = []
    for id_, change in changes.table.items():
        place = changes.at(("rules", id_))
        if id_ not in ids:
            near = difflib.get_close_matches(id_, ids, 1)
            there = f"near it: {near[0]}" if near else f"there are {', '.join(sorted(ids))}"
            faults.append(f'{place}: rules."{id_}": there is no such rule; {there}')
        elif not isinstance(change, Mapping):
            faults.append(f'{place}: rules."{id_}": write [rules."{id_}"] and what to change below it')
    return faults

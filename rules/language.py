"""The rule language: what a rule says in TOML, checked so that every fault is shown at once with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator

from model.errors import ConfigError
from model.score import Axis
from model.signal import Certainty, Kind, Seniority, SourceClass
from model.story import State
from rules.kernel import Kernel, parse_kernel
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


def _days(text: object) -> timedelta:
    found = re.fullmatch(r"([1-9][0-9]{0,3})d", str(text))
    if not found:
        raise ValueError(f'{text!r} is no span: write days, such as "90d"')
    return timedelta(days=int(found[1]))


Text = Annotated[str, Field(min_length=1)]


class Rule(BaseModel):
    """One rule. Conditions left out hold for every story; `count` makes it composite.

    A simple rule weighs each story that fits; a composite one speaks once when `count` stories (of distinct people)
    were first told within the span `within`. `strength` is what one full story is worth, `cap` the most that the rule
    gives altogether (with what other rules add to the stories it speaks for), both in raw points. `from_company` and
    `to_company` ask that the story names such a company.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^[a-z_]+(\.[a-z_]+)+$")]
    title: Text
    kinds: Annotated[frozenset[Kind], Field(min_length=1)]
    seniority: frozenset[Seniority | Literal["unknown"]] = frozenset()
    named: bool | None = None
    certainty: frozenset[Certainty] = frozenset()
    states: frozenset[State] = frozenset()
    source_classes: frozenset[SourceClass] = frozenset()
    min_amount: Annotated[float, Field(gt=0)] | None = None
    min_headcount: Annotated[int, Field(gt=0)] | None = None
    from_company: Literal["any", "rival"] | None = None
    to_company: Literal["any", "rival"] | None = None
    direction: Direction
    strength: Annotated[int, Field(ge=1, le=100, strict=True)]
    kernel: Annotated[Kernel, BeforeValidator(parse_kernel)]
    cap: Annotated[int, Field(ge=1, le=300, strict=True)] = 150
    advice: Text
    evidence: Text
    reason: Text
    count: Annotated[int, Field(ge=2, le=50, strict=True)] | None = None
    within: Annotated[timedelta, BeforeValidator(_days)] | None = None
    distinct_people: bool = False

    @field_validator("reason")
    @classmethod
    def _slots_exist(cls, reason: str) -> str:
        unknown = sorted(slots_of(reason) - SLOTS)
        if unknown:
            raise ValueError(f"unknown slot {{{unknown[0]}}}: there are {', '.join(sorted(SLOTS))}")
        return reason

    @model_validator(mode="after")
    def _composite_is_whole(self) -> Self:
        if (self.count is None) != (self.within is None):
            raise ValueError("a composite rule needs both count and within")
        if self.distinct_people and self.count is None:
            raise ValueError("distinct_people belongs to a composite rule: give count and within")
        if self.cap < self.strength:
            raise ValueError("cap is the most that the rule gives: it cannot be below strength")
        return self


@dataclass(frozen=True, slots=True)
class Rules:
    """A checked set of rules, sorted by id."""

    rules: tuple[Rule, ...]


def parse_rules(tables: Sequence[tuple[str, Mapping[str, object]]]) -> Rules:
    """Check rule files, given as (name of the file, its parsed TOML), each with a list `[[rules]]`.

    Raises ConfigError with every fault of every file.
    """
    faults: list[str] = []
    rules: dict[str, Rule] = {}
    home: dict[str, str] = {}
    for file, table in tables:
        faults += [f"{file}: unknown key {key!r}: a rule file holds [[rules]] only" for key in table if key != "rules"]
        entries = table.get("rules")
        if not isinstance(entries, list) or not entries:
            faults.append(f"{file}: holds no [[rules]]")
            continue
        for number, entry in enumerate(entries, 1):
            rule, wrong = _rule(file, number, entry)
            faults += wrong
            if rule and rule.id in rules:
                faults.append(f"{file}: rule {rule.id}: the same id stands in {home[rule.id]}; ids are unique")
            elif rule:
                rules[rule.id], home[rule.id] = rule, file
    if faults:
        raise ConfigError(faults)
    return Rules(tuple(rules[id_] for id_ in sorted(rules)))


def _rule(file: str, number: int, entry: object) -> tuple[Rule | None, list[str]]:
    name = entry.get("id", f"number {number}") if isinstance(entry, Mapping) else f"number {number}"
    try:
        return Rule.model_validate(entry), []
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False)
    return None, [f"{file}: rule {name}: {_fault(fault['type'], fault['loc'], fault['msg'])}" for fault in faults]


def _fault(kind: str, place: tuple[int | str, ...], message: str) -> str:
    key = next((str(part) for part in place), "")
    if kind == "extra_forbidden":
        return f"unknown key {key!r}: there are {', '.join(sorted(Rule.model_fields))}"
    if kind == "missing":
        return f"{key} is missing"
    text = message.removeprefix("Value error, ").replace("Input should be", "must be")
    return f"{key}: {text}" if key else text

"""What is wrong in a rule file, as sentences: the file, the line, the rule, the key, and what may stand there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from pydantic import BaseModel, ValidationError

from rules.kernel import FORMS
from rules.places import Path, line_of

ALLOWED = {
    "id": 'small letters in two or more parts, such as "departure.founder"',
    "title": "a sentence",
    "strength": "a whole number from 1 to 100",
    "cap": "a whole number from strength to 300",
    "kernel": FORMS,
    "within": 'days, such as "90d"',
    "count": "a whole number from 2 on",
    "floor": "a whole number from 2 on",
    "surprise": "a number above 1: how many times the company's own usual number",
    "min_amount": "a number above 0",
    "max_amount": "a number above 0",
    "min_headcount": "a whole number above 0",
    "max_headcount": "a whole number above 0",
    "min_share": "a number above 0 and at most 1, such as 0.2",
    "company_tier": "a list of 1, 2 and 3",
    "from_company": "'any', 'rival', 'none' or the name of a company",
    "to_company": "'any', 'rival', 'none' or the name of a company",
    "role_words": 'a list of words, such as ["research", "safety"]',
    "advice": "what to do this week, in a sentence",
    "evidence": "where the number comes from, in a sentence",
    "reason": "what a recruiter reads, in words and {slots}",
    "direction": "'S', 'R', 'H' or 'C'",
    **dict.fromkeys(("named", "distinct_people", "reanchors", "context", "off"), "true or false"),
}
# What is asked for where nothing more is known of a key than its type.
_TYPES = {"frozen_set_type": "a list", "string_type": "a text", "model_type": "a table: { kinds = […], … }"}


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A parsed TOML file and the lines of its keys; without `lines` a fault names the file only."""

    name: str
    table: Mapping[str, object]
    lines: Mapping[Path, int] = field(default_factory=dict)

    def at(self, path: Path) -> str:
        """Tell where a key stands: "departures.toml, line 12"."""
        line = line_of(self.lines, path)
        return self.name if line is None else f"{self.name}, line {line}"


def sentences(error: ValidationError, model: type[BaseModel]) -> Iterable[tuple[Path, str]]:
    """Turn pydantic's faults into the path of the key and a sentence with what is allowed."""
    told: set[str] = set()
    for fault in error.errors(include_url=False, include_context=False):
        path = _keys(fault["loc"])
        sentence = _sentence(fault["type"], path, fault["msg"], model)
        if sentence not in told:
            told.add(sentence)
            yield path, sentence


def _keys(place: tuple[int | str, ...]) -> Path:
    """Keep the keys of a fault's place: what follows them is a number or pydantic's own name for a choice."""
    nested = {"then", "inhibits"}
    return place[: 2 if place and place[0] in nested else 1]


def _sentence(kind: str, path: Path, message: str, model: type[BaseModel]) -> str:
    key = ".".join(map(str, path))
    if kind == "extra_forbidden":
        there = sorted(_fields(path, model))
        near = get_close_matches(str(path[-1]), there, 1)
        meant = f", perhaps {near[0]!r}" if near else ""
        return f"unknown key {key!r}{meant}: there are {', '.join(there)}"
    if kind == "missing":
        return f"{key} is missing{_allowed(key, '')}"
    if kind.endswith(("_type", "_parsing")):  # a text for a number, a number for a list
        return f"{key}: must be {ALLOWED.get(key.rpartition('.')[2], _TYPES.get(kind, 'written otherwise'))}"
    text = message.removeprefix("Value error, ").replace("Input should be", "must be")
    return f"{key}: {text}{_allowed(key, text)}" if key else text


def _allowed(key: str, said: str) -> str:
    allowed = ALLOWED.get(key.rpartition(".")[2], "")
    return f"; allowed: {allowed}" if allowed and allowed not in said else ""


def _fields(path: Path, model: type[BaseModel]) -> Iterable[str]:
    """List the keys that may stand where an unknown one stands."""
    for key in path[:-1]:
        inner = model.model_fields[str(key)].annotation
        model = next(part for part in getattr(inner, "__args__", (inner,)) if isinstance(part, type))
    return model.model_fields

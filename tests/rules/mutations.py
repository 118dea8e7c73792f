"""The written list of wrong values that the cases of a rule have to catch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from rules.conditions import Conditions
from rules.kernel import Date, Exp, Hump, Kernel
from rules.language import Rule

# Bounds that are halved and doubled, and such that are one off.
SCALED = ("min_amount", "max_amount", "min_headcount", "max_headcount", "min_share", "surprise")
STEPPED = ("count", "floor")
# Conditions that are left out whole, and those of which each value is left out.
ASKED = ("named", "role_words", "from_company", "to_company", "source_classes", "company_tier", "when")
CHOSEN = ("kinds", "seniority", "certainty", "states")
SWITCHES = ("reanchors", "context", "distinct_people")


def mutations(rule: Rule) -> Iterator[tuple[str, Rule]]:
    """List the rule with one value wrong at a time, each with what is wrong.

    Strength a quarter off; each time of the kernel halved and doubled; each bound moved; the cap a quarter off where
    the rule names one; what it inhibits, for half and twice as long and not at all; each condition of its own and of
    what follows left out, and each value of those that are lists of kinds, ranks or states; each switch turned off.
    What `recheck` brings back is not in a score: tests/rules/test_due.py has it.
    """
    for factor in (0.75, 1.25):
        yield f"strength * {factor}", _with(rule, strength=rule.strength * factor)
        if "cap" in rule.model_fields_set:
            yield f"cap * {factor}", _with(rule, cap=rule.cap * factor)
    for told, kernel in _kernels(rule.kernel):
        yield f"kernel {told}", _with(rule, kernel=kernel)
    for factor in (0.5, 2):
        for key in SCALED:
            if getattr(rule, key) is not None:
                yield f"{key} * {factor}", _with(rule, **{key: getattr(rule, key) * factor})
        if rule.within:
            yield f"within * {factor}", _with(rule, within=_times(rule.within, factor))
        if rule.inhibits:
            span = _times(rule.inhibits.within, factor)
            yield f"inhibits.within * {factor}", _with(rule, inhibits=_inside(rule, span))
    for key in STEPPED:
        if getattr(rule, key) is not None:
            for step in (-1, 1):
                yield f"{key} {step:+}", _with(rule, **{key: getattr(rule, key) + step})
    if rule.inhibits:
        yield "inhibits nothing", _with(rule, inhibits=None)
    for key in SWITCHES:
        if getattr(rule, key):
            yield f"not {key}", _with(rule, **{key: False})
    for told, asked in _looser(rule):
        yield told, _with(rule, **asked)
    for part in ("then", "inhibits"):
        inner = getattr(rule, part)
        for told, asked in _looser(inner) if inner else ():
            yield f"{part}.{told}", _with(rule, **{part: inner.model_copy(update=asked)})


def _looser(asked: Conditions) -> Iterator[tuple[str, Mapping[str, object]]]:
    """List the conditions with one of them left out, or one value of it."""
    for key in ASKED:
        if getattr(asked, key) is not None and getattr(asked, key) != frozenset():
            empty: frozenset[str] | None = (
                frozenset() if key in {"role_words", "source_classes", "company_tier"} else None
            )
            yield f"without {key}", {key: empty}
    for key in CHOSEN:
        values = getattr(asked, key)
        if values and key != "kinds":
            yield f"without {key}", {key: frozenset()}
        for value in sorted(values) if len(values) > 1 else ():
            yield f"{key} without {value}", {key: values - {value}}


def _kernels(kernel: Kernel) -> Iterator[tuple[str, Kernel]]:
    for factor in (0.5, 2):
        match kernel:
            case Exp():
                yield f"half-life * {factor}", Exp(kernel.half_life * factor)
            case Hump():
                yield f"peak * {factor}", replace(kernel, peak=min(kernel.peak * factor, kernel.end - 1))
                yield f"end * {factor}", replace(kernel, end=max(kernel.end * factor, kernel.peak + 1))
                yield f"start * {factor}", replace(kernel, start=min(kernel.start * factor, 1.0))
            case Date():
                yield f"before * {factor}", replace(kernel, before=kernel.before * factor)
                yield f"after * {factor}", replace(kernel, after=kernel.after * factor)
                if kernel.shift:
                    yield f"shift * {factor}", replace(kernel, shift=kernel.shift * factor)


def _with(rule: Rule, **changes: object) -> Rule:
    return rule.model_copy(update=changes)


def _inside(rule: Rule, span: timedelta) -> object:
    return rule.inhibits.model_copy(update={"within": span}) if rule.inhibits else None


def _times(span: timedelta, factor: float) -> timedelta:
    return span * factor

"""Whether a story meets a rule's conditions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from model.company import Company
from model.signal import Kind
from rules.conditions import Conditions
from rules.facts import Facts
from stories.people import plain

_WORD = re.compile(r"[^\W_]+")


def fits(asked: Conditions, facts: Facts, company: Company) -> bool:
    """Tell whether every condition that is asked holds for the story."""
    story = facts.story
    return (
        story.kind in asked.kinds
        and (not asked.seniority or (facts.seniority or "unknown") in asked.seniority)
        and (asked.named is None or asked.named == bool(story.people))
        and (not asked.certainty or facts.certainty in asked.certainty)
        and (not asked.states or story.state in asked.states)
        and (not asked.source_classes or bool(asked.source_classes & story.source_classes))
        and (not asked.company_tier or company.tier in asked.company_tier)
        and _within_bounds(asked, facts, company)
        and (not asked.role_words or _says(asked.role_words, facts.roles))
        and _moved(asked.from_company, facts.from_companies, company, story.kind is Kind.DEPARTURE)
        and _moved(asked.to_company, facts.to_companies, company, story.kind is Kind.HIRE)
        and (asked.when is None or asked.when.holds(values_of(facts, company)))
    )


def _within_bounds(asked: Conditions, facts: Facts, company: Company) -> bool:
    money = facts.amount.value if facts.amount else None
    employees = company.employees or 0
    share = facts.headcount / employees if facts.headcount and employees > 0 else None
    return (
        _between(asked.min_amount, money, asked.max_amount)
        and _between(asked.min_headcount, facts.headcount, asked.max_headcount)
        and _between(asked.min_share, share, None)
    )


def _between(least: float | None, told: float | None, most: float | None) -> bool:
    """Tell whether a number lies within bounds, if there are any; one that is not told lies within none."""
    if least is None and most is None:
        return True
    return told is not None and (least is None or told >= least) and (most is None or told <= most)


def _says(wanted: frozenset[str], roles: tuple[str, ...]) -> bool:
    return any(f" {_words(phrase)} " in f" {_words(role)} " for role in roles for phrase in wanted)


@lru_cache(maxsize=4096)
def _words(text: str) -> str:
    return " ".join(_WORD.findall(plain(text)))


def _moved(wanted: str | None, told: frozenset[str], company: Company, own: bool) -> bool:
    """Tell whether somebody came from or went to such a company; with `own`, the scored one is it as well."""
    if wanted is None:
        return True
    if wanted == "none":
        return not told
    if wanted == "any":
        return bool(told)
    if wanted == "rival":
        return bool(told & {plain(rival) for rival in company.rivals})
    ours = {plain(name) for name in (company.name, *company.aliases)} if own else set()
    return plain(wanted) in told | ours


def values_of(facts: Facts, company: Company) -> Mapping[str, object]:
    """Lay out a story for an expression: flat, typed, 0 or "" for what is not told."""
    story, employees = facts.story, company.employees or 0
    return {
        "kind": story.kind.value,
        "company": company.name,
        "company_tier": company.tier,
        "employees": employees,
        "seniority": facts.seniority.value if facts.seniority else "unknown",
        "role": facts.role or "",
        "people": len(story.people),
        "certainty": facts.certainty.value,
        "state": story.state.value,
        "classes": sorted(source.value for source in story.source_classes),
        "amount": int(facts.amount.value) if facts.amount else 0,
        "currency": facts.amount.currency if facts.amount else "",
        "headcount": facts.headcount or 0,
        "share": round(100 * (facts.headcount or 0) / employees) if employees > 0 else 0,
        "from_companies": sorted(facts.from_companies),
        "to_companies": sorted(facts.to_companies),
        "confidence": round(100 * facts.confidence),
    }

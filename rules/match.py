"""Whether a story meets a rule's conditions."""

from __future__ import annotations

from model.company import Company
from rules.facts import Facts
from rules.language import Rule
from stories.people import plain


def fits(rule: Rule, facts: Facts, company: Company) -> bool:
    """Tell whether every condition that the rule sets holds for the story."""
    story = facts.story
    return (
        story.kind in rule.kinds
        and (not rule.seniority or (facts.seniority or "unknown") in rule.seniority)
        and (rule.named is None or rule.named == bool(story.people))
        and (not rule.certainty or facts.certainty in rule.certainty)
        and (not rule.states or story.state in rule.states)
        and (not rule.source_classes or bool(rule.source_classes & story.source_classes))
        and (rule.min_amount is None or (facts.amount is not None and facts.amount.value >= rule.min_amount))
        and (rule.min_headcount is None or (facts.headcount or 0) >= rule.min_headcount)
        and _names(rule.from_company, facts.from_companies, company)
        and _names(rule.to_company, facts.to_companies, company)
    )


def _names(wanted: str | None, told: frozenset[str], company: Company) -> bool:
    if wanted is None:
        return True
    return bool(told & {plain(rival) for rival in company.rivals}) if wanted == "rival" else bool(told)

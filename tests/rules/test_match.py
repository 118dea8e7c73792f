"""Whether a story meets a rule's conditions."""

from __future__ import annotations

import pytest

from model.company import Company
from model.signal import Kind
from model.story import Story
from rules.facts import facts_of
from rules.language import parse_rules
from rules.match import fits
from tests.make import amount, company, signal, story
from tests.rules.test_language import GOOD, file_of

OPENAI = company(employees=200, tier=1)
LEFT = story(role="VP of Machine-Learning research", to_company="Anthropic")
CAME = story(kind=Kind.HIRE, company="Anthropic", from_company="OpenAI", to_company="Anthropic")
CUT = story(kind=Kind.LAYOFFS, headcount=50, seniority=None)
ROUND = story(kind=Kind.FUNDING, amount=amount(5e7))


def meets(told: Story, conditions: dict[str, object], about: Company = OPENAI) -> bool:
    (rule,) = parse_rules([file_of(GOOD | {"kinds": [told.kind.value]} | conditions)]).rules
    return fits(rule, facts_of(told), about)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["research"], True),
        (["machine learning"], True),
        (["sales", "vp"], True),
        (["search"], False),
        (["learning machine"], False),
    ],
)
def test_a_role_holds_one_of_the_words_whole(words: list[str], expected: bool) -> None:
    assert meets(LEFT, {"role_words": words}) is expected


def test_a_role_is_looked_for_in_all_that_is_told_whatever_its_accents() -> None:
    told = story(evidence=(signal(role="chief"), signal(site="b.fr", role="Directrice de la sécurité")))

    assert meets(told, {"role_words": ["securite"]})
    assert not meets(story(role=None), {"role_words": ["securite"]})


@pytest.mark.parametrize(
    ("told", "conditions", "expected"),
    [
        (ROUND, {"min_amount": 5e7, "max_amount": 5e7}, True),
        (ROUND, {"min_amount": 6e7}, False),
        (ROUND, {"max_amount": 4e7}, False),
        (CUT, {"max_amount": 4e7}, False),
        (CUT, {"min_headcount": 50, "max_headcount": 50}, True),
        (CUT, {"max_headcount": 49}, False),
        (CUT, {"min_share": 0.25}, True),
        (CUT, {"min_share": 0.26}, False),
        (CUT, {"company_tier": [1, 2]}, True),
        (CUT, {"company_tier": [3]}, False),
    ],
)
def test_bounds_and_tiers(told: Story, conditions: dict[str, object], expected: bool) -> None:
    assert meets(told, conditions) is expected


def test_a_share_needs_the_size_of_the_company() -> None:
    assert not meets(CUT, {"min_share": 0.01}, company(employees=None))


@pytest.mark.parametrize(
    ("told", "conditions", "expected"),
    [
        (LEFT, {"from_company": "OpenAI", "to_company": "anthropic"}, True),
        (LEFT, {"from_company": "Open AI"}, True),
        (LEFT, {"from_company": "Anthropic"}, False),
        (LEFT, {"to_company": "rival"}, True),
        (LEFT, {"to_company": "none"}, False),
        (story(), {"to_company": "none"}, True),
        (story(), {"to_company": "any"}, False),
        (CAME, {"from_company": "OpenAI", "to_company": "Anthropic"}, True),
        (CAME, {"from_company": "Google"}, False),
    ],
)
def test_moves_between_two_named_companies(told: Story, conditions: dict[str, object], expected: bool) -> None:
    about = OPENAI if told.company == "OpenAI" else Company("Anthropic")
    assert meets(told, conditions, about) is expected

"""Which of what job boards tell concerns a team: the departments and cities of a company that it asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from model.company import Company
from model.signal import Kind
from model.story import Story
from signals.fold import fold

HIRING = frozenset({Kind.HIRING_SURGE, Kind.HIRING_FREEZE, Kind.STRATEGIC_ROLE})
_APART = re.compile(r"[\W_]+")


def sought(story: Story, company: Company) -> bool:
    """Tell whether a story concerns whoever watches the company so.

    Only hiring can be of another department or city; what names none (the press, a freeze of the whole board)
    concerns everybody, and so does a story of which one report does.
    """
    if story.kind not in HIRING or not (company.departments or company.cities):
        return True
    return any(seeks(company, one.departments, one.cities) for one in story.evidence)


def seeks(company: Company, departments: Iterable[str], cities: Iterable[str]) -> bool:
    """Tell whether a post of these departments and cities is of those that were asked for."""
    return _among(departments, company.departments) and _among(cities, company.cities)


def _among(named: Iterable[str], wanted: Iterable[str]) -> bool:
    """Tell whether one of the names holds a wanted one: "Software Engineering" is Engineering."""
    told, asked = list(map(_words, named)), list(map(_words, wanted))
    return not told or not asked or any(one in other for one in asked for other in told)


def _words(name: str) -> str:
    return f" {_APART.sub(' ', fold(name)).strip()} "

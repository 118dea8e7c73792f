"""How much a story weighs: how sure it is, how big the company, how many independent kinds of evidence."""

from __future__ import annotations

import math

from model.company import Company
from model.signal import Kind, Seniority
from model.story import State
from rules.facts import Facts
from rules.language import Direction

# Outlets copy each other, so a second one adds next to nothing (no number moves by more than one); whether a story may
# interrupt anybody is decided by its state, and a second class of source adds below.
_SURE = {State.RUMOURED: 0.5, State.REPORTED: 0.97, State.CONFIRMED: 1.0, State.DENIED: 0.0}
# Doubts do not soften what makes sourcing harder, so that confirming a story never lowers a window.
_SURE_AGAINST = {State.RUMOURED: 0.5, State.REPORTED: 1.0, State.CONFIRMED: 1.0, State.DENIED: 0.0}

# One leaver of two hundred is the measure. The exponent says how fast a leaver's weight falls with the company's size:
# a founder is felt everywhere, an engineer among a hundred thousand by their team only.
_USUAL_SIZE = 200
_FADES = {
    Seniority.FOUNDER: 0.02,
    Seniority.C_SUITE: 0.05,
    Seniority.VP: 0.12,
    Seniority.DIRECTOR: 0.18,
    Seniority.IC: 0.28,
    Seniority.GROUP: 0.05,
    None: 0.28,
}
_MOST = 1.5
# A cut of every twentieth job is felt at nearly two thirds of full strength, one of a hundredth at less than half.
_SMALL_CUT = 0.35
_FELT_CUT = 0.05

_CLASS_ADDS = 0.1

# Below this the reader is not sure that it understood a text; its word then counts less, half as sure a quarter.
UNSURE = 0.6


def weight(facts: Facts, company: Company, direction: Direction) -> float:
    """Weigh one story for one direction; 1 for a confirmed, clear story of one class of source at a usual company."""
    clear = min(1.0, max(0.0, facts.confidence) / UNSURE) ** 2
    if direction is Direction.C:
        return _SURE_AGAINST[facts.story.state] * clear
    independent = max(0, len(facts.story.source_classes) - 1)
    return _SURE[facts.story.state] * clear * size(facts, company) * (1 + _CLASS_ADDS * independent)


def size(facts: Facts, company: Company) -> float:
    """Scale by the company's size where it is known: by the share of staff where a cut or a hiring of so many is told.

    A few who leave together are felt by those around them, not by their share of the staff.
    """
    if not company.employees or company.employees <= 0:
        return 1.0
    if facts.headcount and facts.story.kind is not Kind.DEPARTURE:
        share = facts.headcount / company.employees
        return _SMALL_CUT + (1 - _SMALL_CUT) * (1 - math.exp(-share / _FELT_CUT))
    if facts.story.people or facts.seniority:
        return min(_MOST, math.pow(_USUAL_SIZE / company.employees, _FADES[facts.seniority]))
    return 1.0

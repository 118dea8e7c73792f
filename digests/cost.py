"""What a vendor costs: calls and credits of the day and the month against their limits, and what went wrong."""

from __future__ import annotations

from dataclasses import dataclass

from digests.texts import number, say
from model.hook import Limits, Spent


@dataclass(frozen=True, slots=True)
class Cost:
    """What a vendor sent and cost so far, and what it may cost."""

    spent: Spent
    limits: Limits


def told_cost(cost: Cost) -> str:
    """Say it in one line: "calls today: 3, this month: 40 · credits today: 15, this month: 200 of 5,000"."""
    spent, limits = cost.spent, cost.limits
    parts = [say("cost_calls", day=number(spent.calls), month=number(spent.calls_month))]
    if limits.credits or spent.credits_month:
        day, month = _of(spent.credits, limits.day), _of(spent.credits_month, limits.month)
        parts.append(say("cost_credits", day=day, month=month))
    if spent.failures_month:
        parts.append(say("cost_failed", count=number(spent.failures_month)))
    if spent.aside:
        parts.append(say("cost_unread", count=number(spent.aside)))
    return " · ".join(parts)


def _of(spent: int, most: int | None) -> str:
    return number(spent) if most is None else say("cost_of", spent=number(spent), most=number(most))

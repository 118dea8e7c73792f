"""How much of a story's weight is left at a moment, also when the company has become another one since.

A new chief executive, a takeover and a mass lay-off re-anchor older context. Context is what tells the state of a
company rather than what people did: a fight at the top, a freeze, fresh money, a surge of openings. Once somebody else
decides, or whole teams are gone, it describes a company that is no more: the old fight is settled one way or another,
the promised equity is renegotiated, the openings are closed. So from the day of such an event on, what was told at
least a month before no longer runs by its own clock. It keeps what it weighed on that day and halves every 30 days; it
never weighs more than it would have anyway. Vendors of such data do the same (the "reset rule"); that 30 days are the
half-life is our starting value. People who left or came are no context: their colleagues' clocks go on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from rules.facts import Facts
from rules.kernel import Date
from rules.language import Rule

DAY = timedelta(days=1)
# What was told less than this before the event belongs to it: the fight that brought the new chief is no old context.
OLDER = timedelta(days=30)
# In days.
HALF_LIFE = 30.0


def lasting(rule: Rule, facts: Facts, now: datetime, anchors: Sequence[datetime]) -> float:
    """Weigh what is left of a story for a rule at `now`, 0 to 1; `anchors` are when the company became another one."""
    kernel, told = rule.kernel, facts.story.first_seen
    if isinstance(kernel, Date):
        day = facts.effective if kernel.anchor == "effective" else told
        return kernel.weight((now - day) / DAY - kernel.shift) if day else 0.0
    weight = kernel.weight((now - told) / DAY)
    if rule.context and weight > 0:
        for anchor in anchors:
            if anchor - told >= OLDER:
                fade: float = 2.0 ** (-((now - anchor) / DAY) / HALF_LIFE)
                weight = min(weight, kernel.weight((anchor - told) / DAY) * fade)
    return weight

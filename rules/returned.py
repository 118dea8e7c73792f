"""People who left and came back: their departure counts no longer once the return is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from model.signal import Kind
from rules.facts import Facts
from stories.people import same_person

# Somebody who comes back years later is a new hire, and what their leaving did is over by then.
SOON = timedelta(days=180)


def without_returned(known: Sequence[Facts]) -> list[Facts]:
    """Leave out the departures of people whom the same company took back within half a year."""
    returns = [facts for facts in known if facts.story.kind is Kind.HIRE and facts.story.people]
    return [facts for facts in known if not any(_undoes(back, facts) for back in returns)]


def _undoes(back: Facts, facts: Facts) -> bool:
    left, returned = facts.story, back.story
    if left.kind is not Kind.DEPARTURE or not left.people:
        return False
    after = returned.first_seen - left.first_seen
    return timedelta(0) < after <= SOON and same_person(left.people[0], returned.people[0])

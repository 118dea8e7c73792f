"""Who asked to be forgotten is left out of what was polled, and is not asked for again (requirement P7)."""

from __future__ import annotations

from dataclasses import replace

from sources import github
from sources.polling import Outcome
from store.store import Store


async def spared(store: Store, outcome: Outcome) -> Outcome:
    """Leave out of a poll what tells of people who asked for it; a source that is all about one is asked no more."""
    after, items = outcome.after, outcome.items
    if outcome.people and (forgotten := await store.suppressed(outcome.people)):
        after = replace(after, cursor=github.without(after.cursor, min(forgotten)))
    return replace(outcome, after=after, items=await store.unforgotten(items) if items else items)

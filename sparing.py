"""Who asked to be forgotten is left out of what was polled, and is not asked for again (requirement P7).

So is what a workspace's member alone would be told, once the workspace has taken the app out (B14).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from model.address import HOME, workspace_of
from model.item import owner_of
from sources import github
from sources.connections import Source as Connections
from sources.contract import Source
from sources.polling import Outcome
from store.store import Store


async def spared(store: Store, outcome: Outcome, places: Collection[str] = ()) -> Outcome:
    """Leave out of a poll what tells of people who asked for it; a source that is all about one is asked no more.

    Where there are several workspaces, `places` are those that have the app. What config.toml still has brought in for
    a member of another one is not kept: nobody is there to be told, and its erasure was the last.
    """
    after, items = outcome.after, outcome.items
    if items and places:
        items = tuple(item for item in items if workspace_of(owner_of(item.shape)) in {HOME, *places})
    if outcome.people and (forgotten := await store.suppressed(outcome.people)):
        after = replace(after, cursor=github.without(after.cursor, min(forgotten)))
    return replace(outcome, after=after, items=await store.unforgotten(items) if items else items)


def still_here(sources: Iterable[Source], places: Collection[str]) -> list[Source]:
    """Leave out whose connections config.toml names and whose workspace is not among those that have the app."""
    return [one for one in sources if not isinstance(one, Connections) or workspace_of(one.owner) in {HOME, *places}]

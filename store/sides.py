"""Who moved where, as stories tell it: what a flow is looked up by."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, insert

from model.story import Story
from store.async_engine import AsyncConnection
from store.batches import batches
from store.columns import storable
from store.tables import sides
from stories.moves import sides_of


async def save_sides(connection: AsyncConnection, changed: Sequence[Story]) -> None:
    """Store who moved where, as these stories tell it now, in place of what they told before."""
    for some in batches([story.id for story in changed]):
        await connection.execute(delete(sides).where(sides.c.story.in_(some)))
    rows = [
        {"story": story.id, "surname": storable(surname), "company": storable(own), "other": storable(other)}
        for story in changed
        for surname, own, other in sorted(sides_of(story))
    ]
    if rows:
        await connection.execute(insert(sides), rows)

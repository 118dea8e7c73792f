"""What is remembered of each source between two polls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import column, select, table

from model.poll import PollState
from store.async_engine import AsyncConnection
from store.batches import batches
from store.columns import micros, storable
from store.tables import polls
from store.upsert import upsert

# Without types: a round of a thousand sources saves a thousand states, and types cost more than SQLite itself.
PLAIN = table("polls", *(column(one.name) for one in polls.columns))


def _words(text: str | None) -> str | None:
    return None if text is None else storable(text)


def _row(state: PollState) -> dict[str, object]:
    return {
        "source": storable(state.source),
        "etag": _words(state.etag),
        "last_modified": _words(state.last_modified),
        "cursor": _words(state.cursor),
        "body_digest": state.body_digest,
        "polled": None if state.polled is None else micros(state.polled),
        "next_due": None if state.next_due is None else micros(state.next_due),
        "failures": state.failures,
        "down_since": None if state.down_since is None else micros(state.down_since),
        "trouble": _words(state.trouble),
        "gone": state.gone,
        "moved_to": _words(state.moved_to),
        "moved": state.moved,
        "had_items": state.had_items,
        "noticed": None if state.noticed is None else micros(state.noticed),
    }


async def poll_states(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, PollState]:
    """The states of the sources `ids`; those never polled are absent."""
    found: dict[str, PollState] = {}
    for some in batches(ids):
        for row in await connection.execute(select(polls).where(polls.c.source.in_(some))):
            found[row.source] = PollState(**row._mapping)
    return found


async def states_of(connection: AsyncConnection, kind: str) -> list[PollState]:
    """The states of every source of a kind ("connections"), by their ids."""
    query = select(polls).where(polls.c.source.startswith(f"{kind}:", autoescape=True)).order_by(polls.c.source)
    return [PollState(**row._mapping) for row in await connection.execute(query)]


async def down(connection: AsyncConnection) -> list[PollState]:
    """The sources that have failed since some moment and are still asked, the longest silent first."""
    query = select(polls).where(polls.c.down_since.is_not(None), polls.c.gone.is_(False))
    rows = await connection.execute(query.order_by(polls.c.down_since, polls.c.source))
    return [PollState(**row._mapping) for row in rows]


async def save_polls(connection: AsyncConnection, states: Iterable[PollState]) -> None:
    """Store `states` in place of what was known of their sources."""
    rows = {state.source: _row(state) for state in states}
    # In one order everywhere: two processes then wait for each other instead of dead-locking.
    await upsert(connection, PLAIN, [rows[source] for source in sorted(rows)], ["source"])

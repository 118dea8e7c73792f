"""The indexes over a part of a table, which only a migration makes; queries need not name them.

SQLAlchemy loads both of its databases for the first of them: a bot whose database stands as it should does without.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, text

from store.tables import items, outbox, signals, stories
from store.tables_of_people import deliveries, overrides


def _partial(name: str, *columns: Column[object], where: str, unique: bool = False) -> None:
    Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where))


_partial("items_pending", items.c.published, where="state = 1")
_partial("stories_unread", stories.c.last_seen, where="words IS NULL")
_partial("signals_effective", signals.c.effective, where="effective IS NOT NULL")
_partial("outbox_open", outbox.c.channel, outbox.c.id, where="state IN ('pending', 'posting')")
_partial("overrides_in_force", overrides.c.proposal, where="undone_at IS NULL", unique=True)
_partial("deliveries_waiting", deliveries.c.hook, deliveries.c.id, where="body IS NOT NULL")

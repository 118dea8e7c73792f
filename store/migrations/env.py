"""Alembic's door. The connection comes from store.migrate; there is no other way to run migrations."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from alembic import context
from alembic.runtime.migration import MigrationContext, MigrationInfo

import store.partial_indexes  # noqa: F401  (adds them to the metadata)
from store.tables import metadata


def _note(
    ctx: MigrationContext, step: MigrationInfo, heads: Collection[object], run_args: Mapping[str, object]
) -> None:
    applied.append(f"{step.up_revision_id}")


applied: list[str] = context.config.attributes["applied"]
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    # True for SQLite as well: store.open begins its transactions itself.
    transactional_ddl=True,
    transaction_per_migration=True,
    on_version_apply=_note,
)
with context.begin_transaction():
    context.run_migrations()

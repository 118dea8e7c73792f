"""Brings a database to the tables of this release: forward only, each step in a transaction, a copy first (G5)."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import Connection, column, func, inspect, select, table

from model.errors import StoreError
from store.async_engine import AsyncConnection
from store.faults import translated
from store.open import Database

HEAD = "0013"
FOLDER = Path(__file__).parent / "migrations"
# Any number, but always this one: two processes that start together migrate one after the other.
TURN = 7_236_114


def _found(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.scalar(select(column("version_num")).select_from(table("alembic_version")))


async def revision(database: Database) -> str | None:
    """The revision the database is at, None when it is new."""
    async with database.read() as connection:
        return await connection.run_sync(_found)


def _upgrade(connection: Connection, folder: Path) -> list[str]:
    # Only when there is something to do: they cost a tenth of a second at every start.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(folder))
    applied: list[str] = []
    config.attributes.update(connection=connection, applied=applied)
    command.upgrade(config, "head")
    return applied


@asynccontextmanager
async def _alone(database: Database) -> AsyncIterator[AsyncConnection]:
    with translated(database.name):
        async with database.writer.connect() as connection:
            if database.is_sqlite:
                # Rebuilding a table drops it, and that would empty the tables that refer to it. No-op in a transaction.
                driver = (await connection.get_raw_connection()).driver_connection
                assert driver is not None  # noqa: S101  an open connection has one
                await driver.execute("PRAGMA foreign_keys = OFF")
                try:
                    yield connection
                finally:
                    await connection.rollback()
                    await driver.execute("PRAGMA foreign_keys = ON")
            else:
                await connection.execute(select(func.pg_advisory_lock(TURN)))
                await connection.commit()
                try:
                    yield connection
                finally:
                    await connection.rollback()
                    await connection.execute(select(func.pg_advisory_unlock(TURN)))
                    await connection.commit()


async def migrate(database: Database, folder: Path = FOLDER, head: str = HEAD) -> list[str]:
    """Apply the revisions of `folder` the database lacks and name them, oldest first. Raises StoreError."""
    found = await revision(database)
    if found == head:
        return []
    if found is not None and not any((folder / "versions").glob(f"{found}_*.py")):
        raise StoreError(f"{database.name} was made by a newer release: install that one again, or restore a backup.")
    if database.path is not None and found is not None:
        await copy(database, database.path.with_name(f"{database.path.name}.{found}.backup"))
    async with _alone(database) as connection:
        return await connection.run_sync(_upgrade, folder)


async def copy(database: Database, target: Path) -> None:
    """Write a consistent copy of a SQLite database to `target` while others go on. Raises StoreError."""
    if not database.is_sqlite:
        raise StoreError(
            f"PostgreSQL makes its own backups: run `pg_dump --format=custom --file={target} NAME` for {database.name}."
        )
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        await asyncio.to_thread(_empty_private, unfinished)
    except OSError as fault:
        raise StoreError(f"{target} cannot be written ({fault.strerror}): choose another place.") from fault
    with translated(database.name):
        async with database.writer.connect() as connection:
            driver = (await connection.get_raw_connection()).driver_connection
            assert driver is not None  # noqa: S101  an open connection has one
            # SQLite calls a copy writing, and connections that only look may not write.
            await driver.execute("PRAGMA query_only = OFF")
            await driver.execute("VACUUM INTO ?", (str(unfinished),))
    await asyncio.to_thread(os.replace, unfinished, target)


def _empty_private(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))

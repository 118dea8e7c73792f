"""From the `database` of config.toml to connections that read and connections that write."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event, make_url, text
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import AsyncAdaptedQueuePool

from model.errors import StoreError
from store.async_engine import AsyncConnection, AsyncEngine, create_async_engine
from store.faults import translated
from store.lock import FileLock

MEMORY = {None, "", ":memory:"}
FORMS = "write it as sqlite:///FILE or postgresql://USER@HOST/NAME"
# What erases a person has to reach the file itself, hence secure_delete. The machine remembers the file's pages for all
# connections; each with two megabytes of its own, as by default, would be no faster (3 % over a million rows).
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA busy_timeout = 5000",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA cache_size = -500",  # KiB
)
READERS = 4
ALONE = 7_254_310_981  # any number of our own: PostgreSQL's advisory locks are known by numbers


class Database:
    """Two engines: `writer` hands out one writing connection at a time on SQLite; `reader` many that only read.

    `path` is the SQLite file, None for a database in memory and for PostgreSQL.
    """

    def __init__(
        self, name: str, writer: AsyncEngine, reader: AsyncEngine, path: Path | None, lock: FileLock | None
    ) -> None:
        self.name = name
        self.writer = writer
        self.reader = reader
        self.path = path
        self._lock = lock
        self._alone = asyncio.Lock()

    @property
    def is_sqlite(self) -> bool:
        """Whether it is SQLite; PostgreSQL otherwise."""
        return self.writer.dialect.name == "sqlite"

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """One transaction: all of it is stored, or none. Raises StoreError."""
        with translated(self.name):
            async with self.writer.begin() as connection:
                yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection for looking things up. Raises StoreError."""
        with translated(self.name):
            async with self.reader.connect() as connection:
                yield connection

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """One block at a time, in this process and, on PostgreSQL, in all of them; SQLite has one process anyway."""
        async with self._alone:
            if self.is_sqlite:
                yield
                return
            with translated(self.name):
                async with self.reader.connect() as connection:
                    await connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": ALONE})
                    try:
                        yield
                    finally:
                        await connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": ALONE})

    async def checkpoint(self) -> None:
        """Empty SQLite's log into its file, so that what was erased is nowhere on disk."""
        if self.path is not None:
            with translated(self.name):
                async with self.reader.connect() as connection:
                    await connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))

    async def close(self) -> None:
        """Close every connection and let another process in."""
        await self.reader.dispose()
        if self.writer is not self.reader:
            await self.writer.dispose()
        if self._lock is not None:
            self._lock.release()


def _prepare(engine: AsyncEngine, pragmas: tuple[str, ...], begin: str | None) -> AsyncEngine:
    @event.listens_for(engine.sync_engine, "connect")
    def connected(connection: Any, record: object) -> None:  # noqa: ANN401  the driver's own connection has no type here
        # Python's sqlite3 would begin transactions too late, and none at all for reads and DDL.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(pragma)
        cursor.close()

    if begin is not None:
        statement = begin

        @event.listens_for(engine.sync_engine, "begin")
        def begun(connection: Connection) -> None:
            connection.exec_driver_sql(statement)

    return engine


def _private_file(path: Path, must_exist: bool) -> None:
    if not path.parent.is_dir():
        raise StoreError(f"The folder {path.parent} does not exist: create it.")
    if path.is_dir():
        raise StoreError(f"{path} is a folder: name a file.")
    if must_exist:
        if not path.exists():
            raise StoreError(f"There is no database at {path} yet: run `bot.py serve` or `bot.py poll` first.")
        return
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
    except OSError as fault:
        raise StoreError(f"{path} cannot be written ({fault.strerror}): give the bot's user the right to.") from fault


def _sqlite(url: URL, read_only: bool) -> Database:
    url = url.set(drivername="sqlite+aiosqlite")
    # Longer than busy_timeout: who waits behind a writer that waits should not give up before it.
    single = {"poolclass": AsyncAdaptedQueuePool, "pool_size": 1, "max_overflow": 0, "pool_timeout": 30}
    if url.database in MEMORY:
        # One connection for all, else each would have a database of its own.
        only = _prepare(create_async_engine(url, **single), PRAGMAS, "BEGIN IMMEDIATE")
        return Database("The database in memory", only, only, None, None)
    path = Path(str(url.database))
    _private_file(path, must_exist=read_only)
    lock = None if read_only else FileLock(path)
    looking = (*PRAGMAS, "PRAGMA query_only = ON")
    reader = create_async_engine(
        url, pool_size=READERS, max_overflow=0, isolation_level="AUTOCOMMIT", skip_autocommit_rollback=True
    )
    writer = create_async_engine(url, **single)
    return Database(
        str(path),
        _prepare(writer, looking if read_only else PRAGMAS, "BEGIN" if read_only else "BEGIN IMMEDIATE"),
        _prepare(reader, looking, None),
        path,
        lock,
    )


def connect(database: str, *, read_only: bool = False) -> Database:
    """Make a Database of `database` as config.toml has it; connects only when used, but takes SQLite's lock at once.

    `read_only` looks into a SQLite file beside the process that writes it. Raises StoreError.
    """
    try:
        url = make_url(database)
    except ArgumentError as fault:
        raise StoreError(f"`database` is not an address: {FORMS}.") from fault
    match url.drivername:
        case "sqlite":
            return _sqlite(url, read_only)
        case "postgresql" | "postgres":
            url = url.set(drivername="postgresql+psycopg")
            options = {"pool_pre_ping": True, "connect_args": {"connect_timeout": 5}}
            engine = create_async_engine(url, **options)
            name = url.set(drivername="postgresql").render_as_string(hide_password=True)
            return Database(name, engine, engine, None, None)
        case other:
            raise StoreError(f"`database` begins with {other}: {FORMS}.")

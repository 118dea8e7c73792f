"""One suite for two databases: `store` and `url` run each test on a SQLite file and on PostgreSQL."""

from __future__ import annotations

import asyncio
import secrets
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from store.store import Store
from store.tables import metadata
from tests.services import postgres_url


async def _make(url: str) -> None:
    await (await Store.open(url)).close()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the tables and nothing in them, to be copied."""
    path = tmp_path_factory.mktemp("store") / "made.db"
    asyncio.run(_make(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL database of this session's own."""
    server = postgres_url()
    name = f"talent_signals_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    url = f"{server.rpartition('/')[0]}/{name}"
    try:
        asyncio.run(_make(url))
        yield url
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database with the tables in it."""
    if request.param == "sqlite":
        path = tmp_path / "signals.db"
        shutil.copy(request.getfixturevalue("made"), path)
        return f"sqlite:///{path}"
    address: str = request.getfixturevalue("postgres_empty")
    return address


@pytest.fixture
def postgres_empty(postgres: str) -> str:
    """The session's PostgreSQL database, emptied."""
    empty = sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(
        sql.SQL(", ").join(sql.Identifier(table.name) for table in metadata.sorted_tables)
    )
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(empty)
    return postgres


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    async with await Store.open(url) as opened:
        yield opened

"""What `database` in config.toml may say, and what a person reads when it cannot be used."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from model.errors import StoreError
from model.poll import PollState
from store.faults import sentence
from store.open import connect
from store.store import Store
from tests.services import postgres_url
from tests.waiting import WITHIN

ROOT = Path(__file__).parents[2]
STATE = PollState("feed:x")


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "signals.db"
    shutil.copy(made, copy)
    return copy


async def trouble(url: str, *, read_only: bool = False) -> str:
    with pytest.raises(StoreError) as told:
        await Store.open(url, read_only=read_only)
    return str(told.value)


def modes_in(folder: Path) -> dict[str, str]:
    return {part.name: oct(part.stat().st_mode & 0o777) for part in folder.iterdir()}


async def test_a_new_file_is_made_for_its_owner_only(tmp_path: Path) -> None:
    async with await Store.open(f"sqlite:///{tmp_path}/signals.db") as store:
        await store.save_polls([STATE])
        modes = modes_in(tmp_path)
    assert modes == dict.fromkeys(("signals.db", "signals.db-wal", "signals.db-shm", "signals.db.lock"), "0o600")


def test_a_file_that_others_could_read_is_closed_to_them(path: Path) -> None:
    path.chmod(0o644)
    connect(f"sqlite:///{path}")
    assert path.stat().st_mode & 0o777 == 0o600


async def test_sqlite_is_set_up_to_lose_nothing(path: Path) -> None:
    database = connect(f"sqlite:///{path}")
    wanted = {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 5000, "foreign_keys": 1, "secure_delete": 1}
    wanted |= {"cache_size": -500}  # that much of the file is remembered, which loses nothing
    for connection in (database.write(), database.read()):
        async with connection as one:
            found = {name: (await one.execute(text("PRAGMA " + name))).scalar() for name in wanted}
            assert found == wanted
    await database.close()


async def test_who_only_reads_cannot_write(path: Path) -> None:
    async with await Store.open(f"sqlite:///{path}") as store:
        await store.save_polls([STATE])
        async with await Store.open(f"sqlite:///{path}", read_only=True) as looking:
            assert await looking.poll_states(["feed:x"]) == {"feed:x": STATE}
            with pytest.raises(StoreError, match="cannot be written"):
                await looking.save_polls([STATE])


async def test_the_database_in_memory_is_one_and_takes_many_at_once() -> None:
    async with await Store.open("sqlite://") as store:
        states = [PollState(f"feed:{n}") for n in range(20)]
        await asyncio.gather(*(store.save_polls([state]) for state in states))
        assert len(await store.poll_states([state.source for state in states])) == 20


async def test_a_second_one_is_refused_while_the_first_lives(path: Path) -> None:
    async with await Store.open(f"sqlite:///{path}"):
        told = await trouble(f"sqlite:///{path}")
        assert f"in use by another process (number {os.getpid()}): stop it first" in told
    await (await Store.open(f"sqlite:///{path}")).close()


@pytest.mark.slow
def test_a_second_process_ends_with_a_sentence(path: Path) -> None:
    program = f"import asyncio; from store.store import Store; asyncio.run(Store.open('sqlite:///{path}'))"
    database = connect(f"sqlite:///{path}")
    command = [sys.executable, "-c", program]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=WITHIN)
    asyncio.run(database.close())
    assert ended.returncode != 0
    assert "signals.db is in use by another process" in ended.stderr


async def test_every_address_that_cannot_be_says_what_to_write(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("These are notes, and no database at all. " * 200)
    said = {
        "signals.db": "write it as sqlite:///FILE or postgresql://USER@HOST/NAME",
        "": "write it as sqlite:///FILE",
        "mysql://root@localhost/signals": "begins with mysql: write it as",
        f"sqlite:///{tmp_path}/none/signals.db": "none does not exist: create it",
        f"sqlite:///{tmp_path}": "is a folder: name a file",
        f"sqlite:///{tmp_path}/text.db": "text.db is not a database: choose another file",
        "postgresql://root@127.0.0.1:1/signals": "cannot be reached: start the server, or check host, port and name",
        "postgres://root:secret@127.0.0.1:1/signals": "postgresql://root:***@127.0.0.1:1/signals cannot be reached",
    }
    for url, wanted in said.items():
        assert wanted in await trouble(url), url
    assert "secret" not in await trouble("postgresql://root:secret@127.0.0.1:1/signals")


async def test_who_only_reads_needs_a_database_of_this_release(tmp_path: Path) -> None:
    assert "yet: run `bot.py serve`" in await trouble(f"sqlite:///{tmp_path}/signals.db", read_only=True)
    (tmp_path / "signals.db").touch()
    assert "run `bot.py migrate`" in await trouble(f"sqlite:///{tmp_path}/signals.db", read_only=True)


@pytest.mark.slow
async def test_an_unknown_database_or_user_of_postgresql_says_so() -> None:
    server = postgres_url()
    assert "does not exist: create it with `createdb`" in await trouble(f"{server.rpartition('/')[0]}/nowhere_at_all")
    host = server.rpartition("@")[2]
    assert "refuses our user: check the name" in await trouble(f"postgresql://nobody_at_all@{host}")


async def test_a_failed_opening_leaves_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "signals.db"
    path.write_text("no database " * 1000)
    await trouble(f"sqlite:///{path}")
    path.unlink()
    await (await Store.open(f"sqlite:///{path}")).close()


@pytest.mark.slow
async def test_a_database_locked_for_longer_than_five_seconds_is_a_sentence_and_reading_goes_on(path: Path) -> None:
    async with await Store.open(f"sqlite:///{path}") as store:
        await store.save_polls([STATE])
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        waits = asyncio.create_task(store.save_polls([PollState("feed:y")]))
        assert await store.poll_states(["feed:x"]) == {"feed:x": STATE}
        assert not waits.done()
        with pytest.raises(StoreError, match="locked by another program: close it"):
            await asyncio.wait_for(waits, WITHIN)
        other.execute("ROLLBACK")
        other.close()
        await store.save_polls([PollState("feed:y")])
        assert len(await store.poll_states(["feed:x", "feed:y"])) == 2


async def test_a_full_disk_is_a_sentence_and_writing_goes_on_once_there_is_room(path: Path) -> None:
    database = connect(f"sqlite:///{path}")
    store = Store(database)
    async with database.write() as connection:
        pages = (await connection.execute(text("PRAGMA page_count"))).scalar_one()
        await connection.execute(text(f"PRAGMA max_page_count = {pages + 4}"))
    many = [PollState(f"feed:{n}", cursor="x" * 500) for n in range(100)]
    with pytest.raises(StoreError, match="no room left on its disk: free some space"):
        await store.save_polls(many)
    assert await store.poll_states(["feed:0"]) == {}
    async with database.write() as connection:
        await connection.execute(text("PRAGMA max_page_count = 100000"))
    await store.save_polls(many)
    assert len(await store.poll_states([state.source for state in many])) == 100
    await store.close()


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("53100", "no room left"),
        ("28P01", "refuses our user"),
        ("57P01", "shutting down or starting"),
        ("40P01", "busy with another process"),
        ("99999", r"refused a statement \(99999\)"),
    ],
)
def test_each_fault_of_postgresql_has_its_sentence(code: str, wanted: str) -> None:
    class Fault(Exception):
        sqlstate = code

    told = sentence(DBAPIError("SELECT 'secret'", None, Fault("secret")), "postgresql://root@host/signals")
    assert told.startswith("postgresql://root@host/signals ")
    assert re.search(wanted, told)
    assert "secret" not in told


@pytest.mark.slow
async def test_the_store_works_again_after_the_server_dropped_every_connection(postgres: str) -> None:
    async with await Store.open(postgres) as store:
        await store.save_polls([STATE])
        with psycopg.connect(postgres, autocommit=True) as other:
            others = "pid <> pg_backend_pid() AND datname = current_database()"
            other.execute(
                f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"  # noqa: S608  our own words
            )
        await store.save_polls([STATE])
        assert await store.poll_states(["feed:x"]) == {"feed:x": STATE}

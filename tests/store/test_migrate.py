"""A database is brought to this release's tables: whole or not at all, with a copy first."""

from __future__ import annotations

import asyncio
import random
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg import sql
from sqlalchemy import Connection, Row, func, select, text

from model.chosen import Chosen
from model.errors import StoreError
from model.poll import PollState
from model.signal import Kind
from store import migrate
from store.open import connect
from store.store import Step, Store
from store.tables import metadata, signals
from tests.make import NOW, ago, story
from tests.services import postgres_url

ROOT = Path(__file__).parents[2]
OPENS = "import asyncio, sys; from store.store import Store; asyncio.run(Store.open(sys.argv[1]))"


@pytest.fixture
def bare_postgres() -> Iterator[str]:
    """The address of a PostgreSQL database without a table."""
    server, name = postgres_url(), f"talent_signals_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield f"{server.rpartition('/')[0]}/{name}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without a table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'signals.db'}"
    address: str = request.getfixturevalue("bare_postgres")
    return address


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    found: list[object] = compare_metadata(context, metadata)
    return found


async def differing(url: str) -> list[object]:
    database = connect(url)
    async with database.read() as connection:
        found = await connection.run_sync(differences)
    await database.close()
    return found


async def test_the_migrations_make_exactly_the_tables_of_the_code(bare: str) -> None:
    async with await Store.open(bare) as store:
        assert (await store.migrate())[-1] == migrate.HEAD
    assert await differing(bare) == []
    async with await Store.open(bare) as store:
        assert await store.migrate() == []


async def test_the_comparison_sees_what_differs(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/signals.db"
    await (await Store.open(url)).close()
    with sqlite3.connect(tmp_path / "signals.db") as connection:
        connection.execute("DROP TABLE salts")
        connection.execute("ALTER TABLE items DROP COLUMN lang")
    connection.close()
    assert len(await differing(url)) == 2


def test_the_head_that_openings_look_for_is_the_last_script() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.FOLDER))
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [migrate.HEAD]
    assert all(not hasattr(script.module, "downgrade") for script in scripts.walk_revisions())


async def test_a_database_of_a_newer_release_is_left_alone(bare: str) -> None:
    await (await Store.open(bare)).close()
    database = connect(bare)
    async with database.write() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await database.close()
    with pytest.raises(StoreError, match="newer release"):
        await Store.open(bare)


async def test_the_tables_are_not_checked_with_alembic_at_each_start(made: Path, tmp_path: Path) -> None:
    shutil.copy(made, tmp_path / "signals.db")
    program = OPENS + "; print('alembic' in sys.modules)"
    ran = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, f"sqlite:///{tmp_path}/signals.db", cwd=ROOT, stdout=subprocess.PIPE
    )
    assert (await ran.communicate())[0] == b"False\n"


LATER = "9998"
NEXT = f"""
import sqlalchemy as sa
from alembic import op

revision = "{LATER}"
down_revision = "{migrate.HEAD}"


def upgrade() -> None:
    with op.batch_alter_table("stories") as stories:
        stories.alter_column("body", new_column_name="content")
        stories.add_column(sa.Column("told", sa.Integer()))
"""
BROKEN = (
    NEXT
    + """
    op.drop_column("verdicts", "no_such_column")
"""
)


def later_release(folder: Path, script: str) -> Path:
    """The migrations of a release to come, which rebuilds the table that signals refer to."""
    copy = folder / "migrations"
    shutil.copytree(migrate.FOLDER, copy)
    (copy / "versions" / f"{LATER}_next.py").write_text(script)
    return copy


async def filled(url: str) -> None:
    async with await Store.open(url) as store:
        await store.advance(Step(stories=[story(outlets=("a.example", "b.example"))], at=NOW))


async def number_of_signals(url: str) -> int:
    database = connect(url)
    async with database.read() as connection:
        count: int = (await connection.execute(select(func.count()).select_from(signals))).scalar_one()
    await database.close()
    return count


async def test_a_later_migration_keeps_what_is_stored_and_a_copy_from_before(bare: str, tmp_path: Path) -> None:
    await filled(bare)
    database = connect(bare)
    folder = later_release(tmp_path, NEXT)
    assert await migrate.migrate(database, folder, LATER) == [LATER]
    assert await migrate.migrate(database, folder, LATER) == []
    await database.close()
    assert await number_of_signals(bare) == 2
    with pytest.raises(StoreError, match="newer release"):
        await Store.open(bare)
    if bare.startswith("sqlite"):
        copy = f"{bare}.{migrate.HEAD}.backup"
        assert mode(Path(copy.removeprefix("sqlite:///"))) == 0o600
        async with await Store.open(copy) as before:
            assert len(await before.stories([story(outlets=("a.example", "b.example")).id])) == 1


async def test_a_database_of_the_first_release_keeps_what_it_holds(bare: str, tmp_path: Path) -> None:
    first = tmp_path / "first"
    shutil.copytree(migrate.FOLDER, first)
    for script in (first / "versions").glob("0*.py"):
        if not script.name.startswith("0001_"):
            script.unlink()
    database = connect(bare)
    assert await migrate.migrate(database, first, "0001") == ["0001"]
    await database.close()
    async with await Store.open(bare) as store:
        assert (await store.migrate())[-1] == migrate.HEAD
    assert await differing(bare) == []


async def test_a_migration_that_fails_changes_nothing(bare: str, tmp_path: Path) -> None:
    await filled(bare)
    database = connect(bare)
    with pytest.raises(StoreError):
        await migrate.migrate(database, later_release(tmp_path, BROKEN), LATER)
    await database.close()
    assert await differing(bare) == []
    assert await number_of_signals(bare) == 2


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def names(folder: Path) -> list[str]:
    return sorted(part.name for part in folder.iterdir())


async def test_a_backup_taken_while_others_write_is_whole_and_private(made: Path, tmp_path: Path) -> None:
    path, copy = tmp_path / "signals.db", tmp_path / "copy.db"
    shutil.copy(made, path)
    copy.write_text("an older copy, to be replaced")
    async with await Store.open(f"sqlite:///{path}") as store:
        await store.save_polls([PollState(f"feed:{n}") for n in range(50)])
        writes = [store.save_polls([PollState(f"feed:late{n}")]) for n in range(20)]
        await asyncio.gather(store.backup(copy), *writes)
        with pytest.raises(StoreError, match="cannot be written"):
            await store.backup(tmp_path / "none" / "copy.db")
    assert names(tmp_path) == ["copy.db", "signals.db", "signals.db.lock"]
    assert mode(copy) == 0o600
    async with await Store.open(f"sqlite:///{copy}") as restored:
        assert len(await restored.poll_states([f"feed:{n}" for n in range(50)])) == 50
    with sqlite3.connect(copy) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()


@pytest.mark.slow
async def test_postgresql_is_backed_up_by_its_own_tool(postgres: str, tmp_path: Path) -> None:
    async with await Store.open(postgres) as store:
        with pytest.raises(StoreError, match="pg_dump"):
            await store.backup(tmp_path / "copy")


@pytest.mark.slow
def test_two_processes_that_start_together_migrate_once(bare_postgres: str) -> None:
    started = [subprocess.Popen([sys.executable, "-c", OPENS, bare_postgres], cwd=ROOT) for _ in range(3)]
    assert [process.wait() for process in started] == [0, 0, 0]
    assert asyncio.run(differing(bare_postgres)) == []


@pytest.mark.slow
def test_a_migration_that_is_killed_leaves_old_or_new_tables(bare: str) -> None:
    chance = random.Random(2)  # noqa: S311  when to kill is no secret
    for _ in range(5):
        victim = subprocess.Popen([sys.executable, "-c", OPENS, bare], cwd=ROOT, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.3, 0.9))
        victim.send_signal(signal.SIGKILL)
        victim.wait()
    asyncio.run(reopened(bare))
    assert asyncio.run(differing(bare)) == []


async def reopened(url: str) -> None:
    async with await Store.open(url) as store:
        await store.save_polls([PollState("feed:x")])


async def test_the_rhythms_that_channels_chose_are_among_their_choices_afterwards(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/signals.db"
    older = tmp_path / "older"
    shutil.copytree(migrate.FOLDER, older)
    for later in older.glob("versions/*.py"):
        if later.name[:4] > "0005":
            later.unlink()
    database = connect(url)
    await migrate.migrate(database, older, "0005")
    async with database.write() as connection:
        for channel, rhythm in (("C1", "mon 09:00"), ("C2", "")):
            row = {"channel": channel, "rhythm": rhythm}
            await connection.execute(text("INSERT INTO rhythms VALUES ('T1', :channel, :rhythm)"), row)
    await database.close()
    async with await Store.open(url) as store:
        chosen = {channel: one for channel, (one, _) in (await store.choices.of("T1")).items()}
        assert chosen == {"C1": Chosen(digest="mon 09:00"), "C2": Chosen(digest="")}


async def test_the_days_on_which_cuts_take_effect_are_looked_up_afterwards(bare: str) -> None:
    day = ago(3)
    told = story(kind=Kind.LAYOFFS, person=None, headcount=80, effective=day, seen=ago(40))
    untold = story(kind=Kind.LAYOFFS, company="Northwind", person=None, headcount=80, seen=ago(40))
    async with await Store.open(bare) as store:
        await store.advance(Step(stories=[told, untold], at=NOW))
        before = {row.story: row.effective for row in await rows(store)}
        async with store._database.write() as connection:  # as it was before this column
            await connection.execute(text("DROP INDEX signals_effective"))
            await connection.execute(text("ALTER TABLE signals DROP COLUMN effective"))
            for later in ("deliveries", "spending"):
                await connection.execute(text(f"DROP TABLE {later}"))
            await connection.execute(text("UPDATE alembic_version SET version_num = '0011'"))
    async with await Store.open(bare) as store:
        assert {row.story: row.effective for row in await rows(store)} == before == {told.id: day, untold.id: None}


async def rows(store: Store) -> list[Row[Any]]:
    """List the signals as they are stored."""
    async with store._database.read() as connection:
        return list(await connection.execute(select(signals)))

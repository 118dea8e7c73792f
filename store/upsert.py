"""INSERT that minds what is already there: one spelling for two databases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, TableClause

from store.async_engine import AsyncConnection

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

Row = Mapping[str, Any]


def _insert(connection: AsyncConnection, table: TableClause) -> sqlite.Insert | postgresql.Insert:
    """Begin the statement as the connection's database writes it; of the other one nothing is loaded."""
    dialect = import_module(f"sqlalchemy.dialects.{connection.dialect.name}")
    statement: sqlite.Insert | postgresql.Insert = dialect.insert(table)
    return statement


async def insert_new(
    connection: AsyncConnection, table: TableClause, rows: Sequence[Row], unique: Sequence[str]
) -> None:
    """Insert the rows whose `unique` columns are not there yet; leave the others as they are."""
    if rows:
        statement = _insert(connection, table).on_conflict_do_nothing(index_elements=unique)
        await connection.execute(statement, rows)


async def insert_one(connection: AsyncConnection, table: Table, row: Row, unique: Sequence[str]) -> bool:
    """Insert a row unless its `unique` columns are there; tell whether it was new, also when two come at once."""
    statement = _insert(connection, table).on_conflict_do_nothing(index_elements=unique).values(**row)
    return (await connection.execute(statement.returning(*(table.c[name] for name in unique)))).first() is not None


async def add_up(connection: AsyncConnection, table: Table, row: Row, unique: Sequence[str]) -> None:
    """Insert a row of numbers, or add them to those of the row that is there."""
    statement = _insert(connection, table).values(**row)
    sums = {name: table.c[name] + statement.excluded[name] for name in row if name not in unique}
    await connection.execute(statement.on_conflict_do_update(index_elements=unique, set_=sums))


async def upsert(connection: AsyncConnection, table: TableClause, rows: Sequence[Row], unique: Sequence[str]) -> None:
    """Insert the rows, or replace the given columns of those already there. Every row has the same columns."""
    if rows:
        statement = _insert(connection, table)
        changed = {name: statement.excluded[name] for name in rows[0] if name not in unique}
        await connection.execute(statement.on_conflict_do_update(index_elements=unique, set_=changed), rows)


async def insert_new_raw(
    connection: AsyncConnection, table: TableClause, rows: Sequence[Row], unique: Sequence[str]
) -> None:
    """As `insert_new`, for very many rows of values that the driver takes as they are: SQLAlchemy looks at none."""
    if rows:
        statement = _insert(connection, table).on_conflict_do_nothing(index_elements=unique)
        compiled = statement.compile(dialect=connection.dialect, column_keys=list(rows[0]))
        order = compiled.positiontup
        values = [tuple([row[name] for name in order]) for row in rows] if order else [dict(row) for row in rows]
        await connection.exec_driver_sql(compiled.string, values)

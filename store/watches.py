"""Which companies a channel added or took off by command, beyond config.toml; each change leaves a line (E3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from model.company import Company
from store.async_engine import AsyncConnection
from store.tables import audit
from store.tables_of_people import watches
from store.upsert import upsert
from store.values import read_company, write_company

EVERYWHERE = ""  # the channel of what is said of a company itself


@dataclass(frozen=True, slots=True)
class Watch:
    """`on`: the channel watches the company although config.toml may not say so; else it does not although it may.

    A `channel` EVERYWHERE says only what is known of the company.
    """

    channel: str
    company: Company
    on: bool


@dataclass(frozen=True, slots=True)
class Audited:
    """One line of the log: who did what when, and the company before and after (None: nothing was there)."""

    at: datetime
    actor: str
    action: str
    before: str | None
    after: str | None


async def _change(
    connection: AsyncConnection, workspace: str, channel: str, company: Company, on: bool, by: str, at: datetime
) -> None:
    place = {"workspace": workspace, "channel": channel, "name": company.name}
    query = select(watches.c.watched, watches.c.body).where(
        watches.c.workspace == workspace, watches.c.channel == channel, watches.c.name == company.name
    )
    row = (await connection.execute(query)).one_or_none()
    # An exclusion keeps what was known of the company: watching it again starts from there.
    body = write_company(company) if on or row is None else row.body
    await upsert(connection, watches, [{**place, "watched": on, "body": body}], list(place))
    line = {
        "at": at,
        "workspace": workspace,
        "actor": by,
        "action": f"{'watch' if on else 'unwatch'} {company.name} in {channel}" if channel else f"edit {company.name}",
        "before": row.body if row is not None and row.watched else None,
        "after": body if on else None,
    }
    await connection.execute(insert(audit), line)


async def watch(
    connection: AsyncConnection, workspace: str, channel: str, company: Company, by: str, at: datetime
) -> None:
    """Let the channel watch the company from now on."""
    await _change(connection, workspace, channel, company, True, by, at)


async def unwatch(connection: AsyncConnection, workspace: str, channel: str, name: str, by: str, at: datetime) -> None:
    """Let the channel no longer watch the company, even one named in config.toml."""
    await _change(connection, workspace, channel, Company(name), False, by, at)


async def describe(connection: AsyncConnection, workspace: str, company: Company, by: str, at: datetime) -> None:
    """Let this be what is known of a company, wherever it is watched: a row without a channel."""
    await _change(connection, workspace, EVERYWHERE, company, True, by, at)


async def watches_of(connection: AsyncConnection, workspace: str) -> list[Watch]:
    """What the channels of a workspace added and took off, by channel and name."""
    query = select(watches).where(watches.c.workspace == workspace).order_by(watches.c.channel, watches.c.name)
    return [Watch(row.channel, read_company(row.body), row.watched) for row in await connection.execute(query)]


async def audited(connection: AsyncConnection, workspace: str, limit: int) -> list[Audited]:
    """The last `limit` changes in a workspace, newest first."""
    query = select(audit).where(audit.c.workspace == workspace).order_by(audit.c.id.desc()).limit(limit)
    return [Audited(row.at, row.actor, row.action, row.before, row.after) for row in await connection.execute(query)]

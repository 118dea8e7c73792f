"""What the sources said: kept once by identity, read later, walked through again for a newly watched company."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Table,
    and_,
    bindparam,
    column,
    exists,
    func,
    literal,
    select,
    table,
    tuple_,
    update,
)
from sqlalchemy.types import NullType

from model.hook import HOOKS
from model.item import Item
from model.poll import Harvest
from store.async_engine import AsyncConnection
from store.batches import batches
from store.columns import ItemState, micros, storable
from store.polls import save_polls
from store.tables import items, signals, stories
from store.upsert import insert_new_raw
from store.values import identity, read_shape, write_shape

# Whose items tell of people one by one: an export, a mail and what a vendor sent are private before they are read, a
# profile may be. (A note is once its reader has found a person in it.)
UNCOUNTED = ("connections", "github", "linkedin_mail", *HOOKS)
# Without types: the first poll of a thousand feeds stores tens of thousands of rows.
PLAIN = table("items", *(column(one.name) for one in items.columns))
KNOWN = select(PLAIN.c.digest).where(PLAIN.c.digest.in_(bindparam("digests", expanding=True, type_=NullType())))
WAITING = items.c.state == literal(ItemState.PENDING.value, literal_execute=True)


@dataclass(frozen=True, slots=True)
class Pending:
    """An item that waits to be read. `digest` is what Step.read takes; a `silent` item counts and never speaks."""

    digest: bytes
    item: Item
    silent: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is stored: `items`, `signals` and `stories` since a moment, `pending` of any age."""

    items: int
    pending: int
    signals: int
    stories: int


def _row(digest: bytes, item: Item, harvest: Harvest) -> dict[str, object]:
    waits = item.key in harvest.pending
    return {
        "digest": digest,
        "source": storable(item.source),
        "key": storable(item.key),
        "url": storable(item.url),
        "title": storable(item.title),
        "text": storable(item.text),
        "lang": item.lang,
        "site": storable(item.site),
        "published": micros(item.published),
        "fetched": micros(item.fetched),
        "shape": write_shape(item.shape),
        "state": ItemState.PENDING.value if waits else ItemState.QUIET.value,
        "silent": item.key in harvest.silent,
    }


def _item(row: Row[tuple[object, ...]]) -> Item:
    return Item(
        source=row.source,
        key=row.key,
        url=row.url,
        title=row.title,
        text=row.text,
        lang=row.lang,
        site=row.site,
        published=row.published,
        fetched=row.fetched,
        shape=read_shape(row.shape),
    )


async def _known(connection: AsyncConnection, digests: Collection[bytes]) -> set[bytes]:
    known: set[bytes] = set()
    for some in batches(digests):
        known.update(await connection.scalars(KNOWN, {"digests": some}))
    return known


async def keep(connection: AsyncConnection, harvests: Sequence[Harvest]) -> dict[str, int]:
    """Store the unseen items of `harvests` and the new states of their sources; how many were new, by source.

    Items outside `pending` are stored as quiet: their identity is known and nobody reads them until asked.
    """
    told: dict[bytes, tuple[Item, Harvest]] = {}
    for harvest in harvests:
        for item in harvest.items:
            told.setdefault(identity(item.source, item.key), (item, harvest))
    known = await _known(connection, told)
    rows = [_row(digest, *told[digest]) for digest in told if digest not in known]
    await insert_new_raw(connection, PLAIN, rows, ["digest"])
    await save_polls(connection, (harvest.state for harvest in harvests))
    new = {harvest.state.source: 0 for harvest in harvests}
    for digest, (_, harvest) in told.items():
        new[harvest.state.source] += digest not in known
    return new


async def pending(connection: AsyncConnection, limit: int) -> list[Pending]:
    """At most `limit` items that wait to be read, oldest first."""
    query = select(items).where(WAITING).order_by(items.c.published, items.c.digest).limit(limit)
    return [Pending(row.digest, _item(row), row.silent) for row in await connection.execute(query)]


async def mark_read(connection: AsyncConnection, digests: Sequence[bytes]) -> None:
    """Take items off the waiting list."""
    for some in batches(sorted(digests)):
        await connection.execute(update(items).where(items.c.digest.in_(some), WAITING).values(state=ItemState.READ))


async def page_since(
    connection: AsyncConnection, since: datetime, after: tuple[datetime, bytes] | None, size: int
) -> tuple[list[Item], tuple[datetime, bytes] | None]:
    """`size` items published at or after `since`, oldest first, and where the next page starts (None: no more)."""
    query: Select[tuple[object, ...]] = select(items).where(items.c.published >= since)
    query = query.where(items.c.state != ItemState.ERASED)
    if after is not None:
        query = query.where(
            items.c.published >= after[0],
            tuple_(items.c.published, items.c.digest)
            > tuple_(literal(after[0], items.c.published.type), literal(after[1], items.c.digest.type)),
        )
    rows = (await connection.execute(query.order_by(items.c.published, items.c.digest).limit(size))).all()
    return [_item(row) for row in rows], (rows[-1].published, rows[-1].digest) if len(rows) == size else None


def is_counted(source: str) -> bool:
    """Tell whether how much a source gave may be told: not of one that tells of people one by one (P2)."""
    return source.partition(":")[0] not in UNCOUNTED


def shown_to_all() -> ColumnElement[bool]:
    """Whether an item may be counted where many read it."""
    told = items.c.digest.not_in(select(signals.c.item).where(signals.c.private.is_(True)))
    return and_(*(items.c.source.not_like(f"{source}:%") for source in UNCOUNTED), told)


async def counts(connection: AsyncConnection, since: datetime, companies: Collection[str] | None = None) -> Counts:
    """How much was published (items, signals) or seen last (stories) at or after `since`, and how much waits.

    What is known about private persons counts nowhere: a total must not tell that there is something hidden. With
    `companies` only their news are told of, and no notes: those of other workspaces are none of the reader's business.
    """
    public = shown_to_all()
    said: list[ColumnElement[bool]] = [signals.c.private.is_(False)]
    told_of: list[ColumnElement[bool]] = [stories.c.private.is_(False)]
    if companies is not None:
        noted = select(items.c.digest).where(items.c.source.like("note:%"))
        public = and_(public, items.c.source.not_like("note:%"))
        said.append(signals.c.item.not_in(noted))
        told_of.append(stories.c.company.in_(companies))
        of_them = select(stories.c.id).where(stories.c.company.in_(companies))
        said.append(signals.c.story.in_(of_them))
        told_of.append(exists().where(signals.c.story == stories.c.id, *said))

    async def number(of: Table, *conditions: ColumnElement[bool]) -> int:
        return (await connection.execute(select(func.count()).select_from(of).where(*conditions))).scalar_one()

    return Counts(
        items=await number(items, items.c.published >= since, public),
        pending=await number(items, WAITING, public),
        signals=await number(signals, signals.c.published >= since, *said),
        stories=await number(stories, stories.c.last_seen >= since, *told_of),
    )

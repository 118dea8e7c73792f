"""What vendors' webhooks brought, word for word until it is kept, and what each vendor cost (requirement C18)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Integer, case, delete, func, or_, select, update

from model.hook import BY_BODY, Delivery, Limits, Spent, Taken
from store.async_engine import AsyncConnection
from store.open import Database
from store.tables_of_people import deliveries, spending
from store.upsert import add_up, insert_one

# An event that its sender named is known for so long. Of one that is known by its body the vendor may rightly send the
# same a week later: the same member changed again.
KNOWN, KNOWN_BY_BODY = timedelta(days=90), timedelta(days=6)
# What nobody could read is kept so long for whoever mends it.
ASIDE = timedelta(days=7)
WAITING = (deliveries.c.body.is_not(None), deliveries.c.aside.is_(None))


class HookInbox:
    """A part of the store. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(self, hook: str, event: str, body: bytes, limits: Limits, now: datetime) -> Taken:
        """Store a call and count it; a known event changes nothing, nor does one that is over the limits."""
        row = {"hook": hook, "event": event, "received": now, "body": body}
        async with self._database.write() as connection:
            if not await insert_one(connection, deliveries, row, ["hook", "event"]):
                return Taken.KNOWN
            if not (await _spent(connection, hook, now)).affords(limits):
                await connection.rollback()
                return Taken.OVER
            await _count(connection, hook, now, calls=1, credits=limits.credits)
        return Taken.NEW

    async def waiting(self, hook: str, most: int) -> list[Delivery]:
        """At most `most` deliveries that nobody has read, oldest first."""
        query = select(deliveries).where(deliveries.c.hook == hook, *WAITING).order_by(deliveries.c.id).limit(most)
        async with self._database.read() as connection:
            return [Delivery(row.id, row.hook, row.received, row.body) for row in await connection.execute(query)]

    async def settle(self, ids: Collection[int]) -> None:
        """Blank what is kept as items: its words are needed no more."""
        async with self._database.write() as connection:
            await blank(connection, ids)

    async def set_aside(self, id: int, why: str, now: datetime) -> None:
        """Read a delivery no more, since nobody can; those behind it go on."""
        async with self._database.write() as connection:
            row = (await connection.execute(select(deliveries.c.hook).where(deliveries.c.id == id))).one()
            await connection.execute(update(deliveries).where(deliveries.c.id == id).values(aside=why))
            await _count(connection, row.hook, now, failures=1)

    async def count(self, hook: str, now: datetime, *, credits: int = 0, failures: int = 0) -> None:
        """Count what a record costs that is about to be asked for, or that asking for one failed."""
        async with self._database.write() as connection:
            await _count(connection, hook, now, credits=credits, failures=failures)

    async def spent(self, hook: str, now: datetime) -> Spent:
        """What the vendor sent and cost on the day and in the month of `now`."""
        async with self._database.read() as connection:
            return await _spent(connection, hook, now)


async def _count(
    connection: AsyncConnection, hook: str, now: datetime, *, calls: int = 0, credits: int = 0, failures: int = 0
) -> None:
    row = {"hook": hook, "day": f"{now:%Y-%m-%d}", "calls": calls, "credits": credits, "failures": failures}
    await add_up(connection, spending, row, ["hook", "day"])


async def _spent(connection: AsyncConnection, hook: str, now: datetime) -> Spent:
    day = spending.c.day == f"{now:%Y-%m-%d}"
    numbers = (spending.c.calls, spending.c.credits, spending.c.failures)
    sums = [func.coalesce(func.sum(one), 0).cast(Integer).label(f"{one.name}_month") for one in numbers]
    sums += [func.coalesce(func.sum(case((day, one), else_=0)), 0).cast(Integer).label(one.name) for one in numbers]
    query = select(*sums).where(spending.c.hook == hook, spending.c.day.startswith(f"{now:%Y-%m}-"))
    aside = select(func.count()).where(deliveries.c.hook == hook, deliveries.c.aside.is_not(None))
    told = (await connection.execute(query)).mappings().one()
    unread = (await connection.execute(aside.where(deliveries.c.body.is_not(None)))).scalar_one()
    return Spent(**{str(name): value for name, value in told.items()}, aside=unread)


async def blank(connection: AsyncConnection, ids: Collection[int]) -> None:
    """Erase the words of deliveries; that they came is known on."""
    await connection.execute(update(deliveries).where(deliveries.c.id.in_(ids)).values(body=None))


async def purge(connection: AsyncConnection, now: datetime) -> None:
    """Forget events that cannot come again, and the words of what nobody could read."""
    by_body = deliveries.c.event.startswith(BY_BODY, autoescape=True)
    old = or_(by_body & (deliveries.c.received < now - KNOWN_BY_BODY), deliveries.c.received < now - KNOWN)
    await connection.execute(delete(deliveries).where(old, deliveries.c.body.is_(None)))
    unread = (deliveries.c.aside.is_not(None), deliveries.c.received < now - ASIDE)
    await connection.execute(update(deliveries).where(*unread).values(body=None))

"""What people do with stories: who has one, who follows one, who wants to be reminded; each change leaves a line (E3).

What a change says in Slack (the edit of the story's message, the line in its thread) is queued in its transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Table, delete, exists, func, insert, select, update

from model.feedback import Opinion
from model.handling import Claim, Follow, Mark, Reminder, When
from model.message import Message
from model.story import State
from model.subscription import MessageKind
from store.async_engine import AsyncConnection
from store.audit import add_line
from store.batches import batches
from store.columns import PostState
from store.inside import inside
from store.open import Database
from store.outbox import enqueue
from store.tables import folded, outbox, stories
from store.tables_of_people import claims, feedback, follows, reminders
from store.upsert import insert_new, upsert

TOLD = (PostState.PENDING, PostState.POSTING, PostState.SENT)


class Deeds:
    """A part of the store. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def heirs(self, ids: Collection[str]) -> dict[str, str]:
        """Under which ids those of these stories live on that turned out to be part of others."""
        found: dict[str, str] = {}
        async with self._database.read() as connection:
            for some in batches(ids):
                rows = await connection.execute(select(folded).where(folded.c.story.in_(some)))
                found |= {row.story: row.heir for row in rows}
        return found

    async def told_in(self, story: str, place: str | None = None) -> list[str]:
        """The channels that hold an alert of the story, sent or on its way; of one workspace, unless it is None."""
        query = (
            select(outbox.c.channel)
            .distinct()
            .where(outbox.c.story == story, outbox.c.kind == MessageKind.ALERT, outbox.c.state.in_(TOLD))
        )
        if place is not None:
            query = query.where(inside(outbox.c.channel, place))
        async with self._database.read() as connection:
            return sorted(await connection.scalars(query))

    # claims

    async def claims(self, workspace: str, stories: Collection[str]) -> dict[str, Claim]:
        """Who has which of these stories."""
        found: dict[str, Claim] = {}
        async with self._database.read() as connection:
            for some in batches(stories):
                query = select(claims).where(claims.c.workspace == workspace, claims.c.story.in_(some))
                found |= {row.story: _claim(row) for row in await connection.execute(query)}
        return found

    async def claimed_by(self, workspace: str, user: str) -> list[Claim]:
        """What somebody has, the latest first."""
        query = select(claims).where(claims.c.workspace == workspace, claims.c.author == user)
        async with self._database.read() as connection:
            rows = await connection.execute(query.order_by(claims.c.at.desc(), claims.c.story))
            return [_claim(row) for row in rows]

    async def claim(
        self, workspace: str, claim: Claim, messages: Sequence[Message] = (), instead_of: str | None = None
    ) -> Claim:
        """Give a story to somebody, when nobody has it, or `instead_of` has it; return the claim that holds now."""
        row = {"workspace": workspace, "story": claim.story, **_of_claim(claim)}
        ours = (claims.c.workspace == workspace, claims.c.story == claim.story)
        async with self._database.write() as connection:
            if instead_of is not None:
                theirs = update(claims).where(*ours, claims.c.author == instead_of)
                await connection.execute(theirs.values(**_of_claim(claim)))
            await insert_new(connection, claims, [row], ["workspace", "story"])
            holds = _claim((await connection.execute(select(claims).where(*ours))).one())
            if holds == claim:
                action = f"assign {claim.story} to {claim.by}" if claim.giver else f"claim {claim.story}"
                await enqueue(connection, messages, claim.at)
                await add_line(connection, workspace, claim.giver or claim.by, claim.at, action, instead_of, claim.by)
        return holds

    async def release(
        self, workspace: str, story: str, by: str, at: datetime, messages: Sequence[Message] = ()
    ) -> bool:
        """Let a story be anybody's again; False when `by` did not have it."""
        theirs = (claims.c.workspace == workspace, claims.c.story == story, claims.c.author == by)
        async with self._database.write() as connection:
            if not (await connection.execute(delete(claims).where(*theirs))).rowcount:
                return False
            await enqueue(connection, messages, at)
            await add_line(connection, workspace, by, at, f"release {story}", before=by)
        return True

    async def did(
        self, workspace: str, by: str, at: datetime, action: str, messages: Sequence[Message], after: str | None = None
    ) -> None:
        """Queue what a change says that is stored elsewhere, and leave its line."""
        async with self._database.write() as connection:
            await enqueue(connection, messages, at)
            await add_line(connection, workspace, by, at, action, after=after)

    async def post(self, workspace: str, by: str, at: datetime, action: str, message: Message) -> bool:
        """Queue an answer that somebody shows to a channel; False when it was queued before, and nothing is changed."""
        same = (outbox.c.channel == message.channel, outbox.c.kind == message.kind, outbox.c.key == message.key)
        async with self._database.write() as connection:
            if await connection.scalar(select(exists().where(*same))):
                return False
            await enqueue(connection, [message], at)
            await add_line(connection, workspace, by, at, action)
        return True

    # follows

    async def follows(self, workspace: str, companies: Collection[str]) -> list[Follow]:
        """Who follows which story of these companies, by story and person."""
        return [_follow(row) for row in await self._of(follows, workspace, companies)]

    async def followers(self, workspace: str, stories: Collection[str]) -> dict[str, int]:
        """How many people follow each of these stories; those without any are absent."""
        found: dict[str, int] = {}
        async with self._database.read() as connection:
            for some in batches(stories):
                query = select(follows.c.story, func.count()).where(follows.c.workspace == workspace)
                rows = await connection.execute(query.where(follows.c.story.in_(some)).group_by(follows.c.story))
                for story, number in rows:
                    found[story] = number
        return found

    async def followed_by(self, workspace: str, user: str) -> list[Follow]:
        """What somebody follows, the latest first."""
        query = select(follows).where(follows.c.workspace == workspace, follows.c.author == user)
        async with self._database.read() as connection:
            rows = await connection.execute(query.order_by(follows.c.at.desc(), follows.c.story))
            return [_follow(row) for row in rows]

    async def opinions(self, stories: Collection[str], place: str | None = None) -> dict[str, tuple[Opinion, ...]]:
        """What people (of one workspace, unless it is None) say of these stories, one opinion each."""
        found: dict[str, list[Opinion]] = {}
        async with self._database.read() as connection:
            for some in batches(stories):
                query = select(feedback.c.story, feedback.c.opinion).where(feedback.c.story.in_(some))
                if place is not None:
                    query = query.where(inside(feedback.c.author, place))
                for story, opinion in await connection.execute(query.order_by(feedback.c.at, feedback.c.author)):
                    found.setdefault(story, []).append(Opinion(opinion))
        return {story: tuple(said) for story, said in found.items()}

    async def follow(self, workspace: str, follow: Follow, messages: Sequence[Message] = ()) -> bool:
        """Remember a follower; False when they followed already, and nothing is changed."""
        row = {"workspace": workspace, "story": follow.story, "author": follow.by, **_of_follow(follow)}
        async with self._database.write() as connection:
            theirs = (follows.c.workspace == workspace, follows.c.story == follow.story, follows.c.author == follow.by)
            if await connection.scalar(select(exists().where(*theirs))):
                return False
            await connection.execute(insert(follows), row)
            await enqueue(connection, messages, follow.at)
            await add_line(connection, workspace, follow.by, follow.at, f"follow {follow.story}")
        return True

    async def unfollow(
        self, workspace: str, story: str, by: str, at: datetime, messages: Sequence[Message] = ()
    ) -> bool:
        """Forget a follower; False when they did not follow."""
        theirs = (follows.c.workspace == workspace, follows.c.story == story, follows.c.author == by)
        async with self._database.write() as connection:
            if not (await connection.execute(delete(follows).where(*theirs))).rowcount:
                return False
            await enqueue(connection, messages, at)
            await add_line(connection, workspace, by, at, f"unfollow {story}")
        return True

    # reminders

    async def remind(self, workspace: str, reminder: Reminder) -> None:
        """Remember a reminder, in place of an earlier one of the same person about the same story."""
        row = {"workspace": workspace, "story": reminder.story, "author": reminder.by, **_of_reminder(reminder)}
        async with self._database.write() as connection:
            await upsert(connection, reminders, [row], ["workspace", "story", "author"])
            day = reminder.due.isoformat() if reminder.due else reminder.when.value
            await add_line(connection, workspace, reminder.by, reminder.at, f"remind of {reminder.story}", after=day)

    async def unremind(self, workspace: str, story: str, by: str, at: datetime) -> bool:
        """Forget a reminder; False when there is none."""
        theirs = (reminders.c.workspace == workspace, reminders.c.story == story, reminders.c.author == by)
        async with self._database.write() as connection:
            if not (await connection.execute(delete(reminders).where(*theirs))).rowcount:
                return False
            await add_line(connection, workspace, by, at, f"unremind of {story}")
        return True

    async def reminders(self, workspace: str, user: str) -> list[Reminder]:
        """What somebody wants to be reminded of, the next first, those without a day last."""
        query = select(reminders).where(reminders.c.workspace == workspace, reminders.c.author == user)
        async with self._database.read() as connection:
            rows = [_reminder(row) for row in await connection.execute(query)]
        return sorted(rows, key=lambda one: (one.due is None, one.due or one.at, one.story))

    async def awaiting(self, workspace: str, companies: Collection[str]) -> list[Reminder]:
        """The reminders that wait for a change of a story of these companies."""
        return [_reminder(row) for row in await self._of(reminders, workspace, companies) if row.due is None]

    async def reminders_due(self, workspace: str, now: datetime) -> list[Reminder]:
        """The reminders due at or before `now`, the longest waiting first."""
        query = select(reminders).where(reminders.c.workspace == workspace, reminders.c.due <= now)
        async with self._database.read() as connection:
            rows = await connection.execute(query.order_by(reminders.c.due, reminders.c.story, reminders.c.author))
            return [_reminder(row) for row in rows]

    async def tell(self, workspace: str, reminder: Reminder, messages: Sequence[Message], at: datetime) -> bool:
        """Queue what a reminder says, once; False when another process did, or it was changed meanwhile."""
        async with self._database.write() as connection:
            if not await drop_reminder(connection, workspace, reminder):
                return False
            await enqueue(connection, messages, at)
        return True

    async def _of(self, table: Table, workspace: str, companies: Collection[str]) -> list[Row[Any]]:
        found: list[Row[Any]] = []
        async with self._database.read() as connection:
            for some in batches(companies):
                query = select(table).join(stories, stories.c.id == table.c.story)
                query = query.where(table.c.workspace == workspace, stories.c.company.in_(some))
                found += (await connection.execute(query)).all()
        return sorted(found, key=lambda row: (row.story, row.author))


async def drop_reminder(connection: AsyncConnection, workspace: str, reminder: Reminder) -> bool:
    """Take a reminder as it was read; False when it is no longer so."""
    same = (
        reminders.c.workspace == workspace,
        reminders.c.story == reminder.story,
        reminders.c.author == reminder.by,
        reminders.c.at == reminder.at,
    )
    return bool((await connection.execute(delete(reminders).where(*same))).rowcount)


async def remark(connection: AsyncConnection, workspace: str, told: Iterable[Follow]) -> None:
    """Remember what followers know now."""
    for one in told:
        theirs = (follows.c.workspace == workspace, follows.c.story == one.story, follows.c.author == one.by)
        known = {"state": one.mark.state, "number": one.mark.number}
        await connection.execute(update(follows).where(*theirs).values(**known))


def _of_claim(claim: Claim) -> dict[str, object]:
    return {"author": claim.by, "name": claim.name, "giver": claim.giver, "at": claim.at}


def _claim(row: Row[Any]) -> Claim:
    return Claim(row.story, row.author, row.name, row.at, row.giver)


def _of_follow(follow: Follow) -> dict[str, object]:
    known = {"state": follow.mark.state, "number": follow.mark.number}
    return {"channel": follow.channel, "at": follow.at, **known}


def _follow(row: Row[Any]) -> Follow:
    return Follow(row.story, row.author, row.channel, Mark(State(row.state), row.number), row.at)


def _of_reminder(reminder: Reminder) -> dict[str, object]:
    known = {"state": reminder.mark.state, "number": reminder.mark.number}
    when = {"occasion": reminder.when, "due": reminder.due}
    return {"channel": reminder.channel, "at": reminder.at, **when, **known}


def _reminder(row: Row[Any]) -> Reminder:
    mark = Mark(State(row.state), row.number)
    return Reminder(row.story, row.author, row.channel, When(row.occasion), row.due, mark, row.at)

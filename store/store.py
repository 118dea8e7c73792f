"""The store: everything that is remembered, in SQLite or PostgreSQL, behind one contract.

Every method is one transaction: all of it is stored, or none. All raise StoreError when the database cannot be used.
Times are arguments, in UTC. What a method means stands with its query, in the module of its heading.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from model.company import Company
from model.errors import StoreError
from model.item import Item, people_of
from model.message import Message
from model.poll import Harvest, PollState
from model.story import Story
from model.subscription import Cause, Receipt
from store import (
    forget,
    hooks,
    items,
    migrate,
    outbox,
    people,
    polls,
    receipts,
    schedules,
    stories,
    suppression,
    verdicts,
    watches,
)
from store.advance import Step, advance
from store.audit import Entry, Log, add_line
from store.choices import Choices
from store.deeds import Deeds
from store.digests import Digests
from store.feeds import Feeds
from store.hooks import HookInbox
from store.index import Index
from store.installs import Installs
from store.items import Counts, Pending
from store.lessons import Lessons
from store.mutes import Mutes
from store.open import Database, connect
from store.outbox import Posting
from store.presences import Presences
from store.standings import Standings
from store.tongues import Tongues
from store.verdicts import Decided
from store.watches import Audited, Watch

__all__ = ["Audited", "Counts", "Decided", "Pending", "Posting", "Step", "Store", "Watch"]


class Store:
    """Open it with `Store.open`; an async context manager that closes itself.

    `lessons` holds recruiters' feedback, `deeds` what they do with stories, `mutes` what they do not want to hear of,
    `choices` what channels want otherwise than config.toml says, `digests` what those told and what people say of them,
    `feeds` which they added, `tongues` which language they chose, `presences` who was seen in which channel, `log` who
    changed what, `installs` the tokens of workspaces that installed the app, `standings` where all companies stand;
    `index` finds stories, `hooks` holds what vendors sent.
    """

    def __init__(self, database: Database, applied: Sequence[str] = ()) -> None:
        self._database = database
        self._applied = list(applied)
        self.lessons = Lessons(database)
        self.deeds = Deeds(database)
        self.mutes = Mutes(database)
        self.index = Index(database)
        self.tongues = Tongues(database)
        self.digests = Digests(database)
        self.feeds = Feeds(database)
        self.hooks = HookInbox(database)
        self.log = Log(database)
        self.choices = Choices(database)
        self.presences = Presences(database)
        self.standings = Standings(database)
        self.installs = Installs(database)

    @classmethod
    async def open(cls, url: str, *, read_only: bool = False) -> Self:
        """Open the `database` of config.toml and bring it to this release's tables.

        `read_only` looks into a SQLite file that another process writes; nothing is migrated then.
        """
        database = connect(url, read_only=read_only)
        applied: list[str] = []
        try:
            if not read_only or not database.is_sqlite:
                applied = await migrate.migrate(database)
            elif await migrate.revision(database) != migrate.HEAD:
                raise StoreError(f"{database.name} is of another release: run `bot.py migrate` first.")
        except BaseException:
            await database.close()
            raise
        return cls(database, applied)

    async def close(self) -> None:
        """Close every connection and let another process in."""
        await self._database.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def migrate(self) -> list[str]:
        """Apply what is still missing, and name what was applied since the store was opened, by opening it too."""
        self._applied += await migrate.migrate(self._database)
        return list(self._applied)

    async def backup(self, path: Path) -> None:
        """Write a consistent copy of a SQLite database to `path` while the bot goes on."""
        await migrate.copy(self._database, path)

    # polls

    async def poll_states(self, ids: Sequence[str]) -> dict[str, PollState]:
        """The states of these sources; those never polled are absent."""
        async with self._database.read() as connection:
            return await polls.poll_states(connection, ids)

    async def states_of(self, kind: str) -> list[PollState]:
        """The states of every source of a kind ("connections": one for each owner), by their ids."""
        async with self._database.read() as connection:
            return await polls.states_of(connection, kind)

    async def down(self) -> list[PollState]:
        """The sources that have failed since some moment and are still asked, the longest silent first."""
        async with self._database.read() as connection:
            return await polls.down(connection)

    async def save_polls(self, states: Iterable[PollState]) -> None:
        """Store states in place of what was known of their sources."""
        async with self._database.write() as connection:
            await polls.save_polls(connection, states)

    # items

    async def keep(self, harvests: Sequence[Harvest], line: Entry | None = None) -> dict[str, int]:
        """Store the unseen items and the new states of their sources; how many were new, by source."""
        async with self._database.write() as connection:
            if line:
                await add_line(connection, *line)
            return await items.keep(connection, harvests)

    async def pending(self, limit: int) -> list[Pending]:
        """At most `limit` items that wait to be read, oldest first."""
        async with self._database.read() as connection:
            return await items.pending(connection, limit)

    async def items_since(self, since: datetime, size: int = 500) -> AsyncIterator[list[Item]]:
        """Pages of the items published at or after `since`, oldest first; for a company that is newly watched."""
        after: tuple[datetime, bytes] | None = None
        while True:
            async with self._database.read() as connection:
                page, after = await items.page_since(connection, since, after, size)
            if page:
                yield page
            if after is None:
                return

    async def counts(self, since: datetime, companies: Collection[str] | None = None) -> Counts:
        """How much is stored since a moment, and how much waits; with `companies` their news only, without notes."""
        async with self._database.read() as connection:
            return await items.counts(connection, since, companies)

    # stories

    async def open_stories(self, companies: Collection[str], since: datetime) -> list[Story]:
        """Every story of `companies` last seen at or after `since`, whole, private ones too: for merging."""
        async with self._database.read() as connection:
            return await stories.open_stories(connection, companies, since)

    async def stories_of(self, company: str, since: datetime, owner: str | None = None) -> list[Story]:
        """The company's stories last seen at or after `since`, as `owner` may see them (None: a channel)."""
        async with self._database.read() as connection:
            return await stories.stories_of(connection, company, since, owner)

    async def stories(self, ids: Collection[str]) -> list[Story]:
        """The stories with these ids that exist, whole."""
        async with self._database.read() as connection:
            return await stories.stories_with(connection, ids)

    def alone(self) -> AbstractAsyncContextManager[None]:
        """Hold off every other reader and decider while the block runs: they load stories and save them whole."""
        return self._database.alone()

    async def advance(self, step: Step) -> None:
        """Store what one round of reading, merging, scoring and deciding changed."""
        async with self._database.write() as connection:
            await advance(connection, step)

    # receipts, verdicts

    async def receipts(self, channel: str, stories: Collection[str]) -> list[Receipt]:
        """What the channel was told of these stories, in the order of telling."""
        async with self._database.read() as connection:
            return await receipts.receipts_of(connection, channel, stories)

    async def alerts_since(self, channel: str, since: datetime) -> int:
        """How many alerts were queued at or after `since` and are sent or still to be sent."""
        async with self._database.read() as connection:
            return await receipts.alerts_since(connection, channel, since)

    async def held_due(self, now: datetime) -> list[tuple[str, str]]:
        """(channel, story id) of the held verdicts whose time has come."""
        async with self._database.read() as connection:
            return await verdicts.held_due(connection, now)

    async def undigested(self, channel: str, owner: str | None = None) -> list[tuple[Story, str]]:
        """The stories that wait for the channel's next digest, each with its reason, oldest first."""
        async with self._database.read() as connection:
            return await verdicts.undigested(connection, channel, owner)

    async def told_since(self, channel: str, since: datetime, owner: str | None = None) -> list[tuple[Story, str]]:
        """The stories that spoke in the channel at once, or were updated, at or after `since`, with the reason."""
        async with self._database.read() as connection:
            return await verdicts.told_since(connection, channel, since, owner)

    async def held_back(
        self, channel: str, since: datetime, until: datetime, owner: str | None = None
    ) -> dict[Cause, int]:
        """How many stories of that time the channel was not told at once, by what kept them."""
        async with self._database.read() as connection:
            return await verdicts.held_back(connection, channel, since, until, owner)

    # schedules

    async def schedule(self, channel: str) -> datetime | None:
        """When the channel's next digest is due."""
        async with self._database.read() as connection:
            return await schedules.schedule(connection, channel)

    async def set_schedule(self, channel: str, due: datetime) -> None:
        """Plan the channel's next digest."""
        async with self._database.write() as connection:
            await schedules.set_schedule(connection, channel, due)

    async def schedules_due(self, now: datetime) -> list[tuple[str, datetime]]:
        """(channel, due) of the digests due at or before `now`."""
        async with self._database.read() as connection:
            return await schedules.schedules_due(connection, now)

    async def queue_digest(
        self,
        channel: str,
        messages: Sequence[Message],
        stories: Collection[str],
        due: datetime,
        next_due: datetime,
        at: datetime | None = None,
    ) -> bool:
        """Queue the digest due at `due` (`at` another time) and plan the next; False when another process did it."""
        async with self._database.write() as connection:
            return await schedules.queue_digest(connection, channel, messages, stories, due, next_due, at)

    async def queue_asked(
        self, channel: str, messages: Sequence[Message], stories: Collection[str], at: datetime
    ) -> None:
        """Queue a digest that somebody asked for, beside its schedule."""
        async with self._database.write() as connection:
            await schedules.queue_asked(connection, channel, messages, stories, at)

    async def last_digest(self, channel: str) -> datetime | None:
        """When the channel's last digest was queued."""
        async with self._database.read() as connection:
            return await schedules.last_digest(connection, channel)

    # outbox

    async def claim(
        self, now: datetime, lease_seconds: float, channels_busy: Collection[str] = (), edited: bool = True
    ) -> Posting | None:
        """Take the oldest message whose turn it is; `edited` False leaves UPDATEs. None when there is none."""
        async with self._database.write() as connection:
            return await outbox.claim(connection, now, lease_seconds, channels_busy, edited)

    async def settle_sent(self, id: int, receipt: Receipt) -> None:
        """The message is in Slack."""
        async with self._database.write() as connection:
            await outbox.settle_sent(connection, id, receipt)

    async def settle_retry(self, id: int, not_before: datetime, trouble: str) -> None:
        """Slack did not take it: again from `not_before` on."""
        async with self._database.write() as connection:
            await outbox.settle_retry(connection, id, not_before, trouble)

    async def settle_dead(self, id: int, trouble: str) -> None:
        """It will never be taken; the stories of a dead digest wait for the next one."""
        async with self._database.write() as connection:
            await outbox.settle_dead(connection, id, trouble)

    async def settle_expired(self, id: int) -> None:
        """It is too late for an alert: the next digest tells the story."""
        async with self._database.write() as connection:
            await outbox.settle_expired(connection, id)

    async def in_doubt(self, now: datetime) -> list[Posting]:
        """Messages taken by a process that did not settle them within its lease."""
        async with self._database.read() as connection:
            return await outbox.in_doubt(connection, now)

    async def requeue(self, ids: Collection[int]) -> None:
        """Let messages in doubt be posted again."""
        async with self._database.write() as connection:
            await outbox.requeue(connection, ids)

    async def pause_channel(self, channel: str, trouble: str) -> None:
        """Post nothing to the channel until it is resumed."""
        async with self._database.write() as connection:
            await outbox.pause_channel(connection, channel, trouble)

    async def paused(self) -> dict[str, str]:
        """The paused channels, each with its trouble."""
        async with self._database.read() as connection:
            return await outbox.paused(connection)

    async def outbox_counts(self) -> dict[str, int]:
        """How many messages are pending, posting, sent, dead, expired."""
        async with self._database.read() as connection:
            return await outbox.outbox_counts(connection)

    # watches

    async def watch(self, workspace: str, channel: str, company: Company, by: str, at: datetime) -> None:
        """Let the channel watch the company."""
        async with self._database.write() as connection:
            await watches.watch(connection, workspace, channel, company, by, at)

    async def describe(self, workspace: str, company: Company, by: str, at: datetime) -> None:
        """Let this be what is known of a company, wherever it is watched."""
        async with self._database.write() as connection:
            await watches.describe(connection, workspace, company, by, at)

    async def unwatch(self, workspace: str, channel: str, name: str, by: str, at: datetime) -> None:
        """Let the channel no longer watch the company, even one named in config.toml."""
        async with self._database.write() as connection:
            await watches.unwatch(connection, workspace, channel, name, by, at)

    async def watches(self, workspace: str) -> list[Watch]:
        """What the channels of a workspace added and took off."""
        async with self._database.read() as connection:
            return await watches.watches_of(connection, workspace)

    async def audited(self, workspace: str, limit: int = 50) -> list[Audited]:
        """The last changes in a workspace, newest first."""
        async with self._database.read() as connection:
            return await watches.audited(connection, workspace, limit)

    # people

    async def access(self, person: str) -> list[dict[str, str]]:
        """Everything stored that names the person, with its source and date."""
        async with self._database.read() as connection:
            return await people.access(connection, person)

    async def forget(self, person: str, at: datetime, by: str = "", workspace: str = "") -> dict[str, int]:
        """Remove everything stored that names the person, for good; how many of each. The log does not say whom."""
        async with self._database.write() as connection:
            found = await forget.forget(connection, person, at)
            if by:
                await add_line(connection, workspace, by, at, "forget somebody")
        await self._database.checkpoint()
        return found

    async def forgettable(self, person: str, at: datetime) -> dict[str, int]:
        """How many of each `forget` would remove; nothing is removed."""
        async with self._database.write() as connection:
            found = await forget.forget(connection, person, at)
            await connection.rollback()
        return found

    async def unforgotten(self, said: Sequence[Item]) -> tuple[Item, ...]:
        """`said` without what tells of people who asked to be forgotten, or what they wrote."""
        people = {person for item in said for person in people_of(item.shape) if person}
        forgotten = await self.suppressed(people) if people else set()
        return tuple(item for item in said if forgotten.isdisjoint(people_of(item.shape)))

    async def suppressed(self, names: Collection[str]) -> set[str]:
        """Those of `names` who asked to be forgotten."""
        async with self._database.read() as connection:
            return await suppression.suppressed_names(connection, names)

    async def purge(self, now: datetime, raw_days: int = 90, private_days: int = 180) -> Mapping[str, int]:
        """Erase what is older than we may keep it; how many of each."""
        raw, private, looking = (now - timedelta(days=days) for days in (raw_days, private_days, forget.LOOKING_DAYS))
        async with self._database.write() as connection:
            found = await forget.purge(connection, raw, private, looking)
            await hooks.purge(connection, now)
        await self._database.checkpoint()
        return found

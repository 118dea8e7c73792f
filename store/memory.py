"""What one replay remembers: the store's contract for reading, merging, scoring and deciding, in memory.

A hundred thousand recorded items would be two hundred thousand transactions for what nobody looks at afterwards. It
ends with the process, forgets nobody, and counts each message as told when it is queued: a replay has nobody to post
to, and what was told once is not told again. `tests/store/test_memory.py` holds it against the databases.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice

from digests.privacy import seen_by
from model.feedback import Opinion
from model.handling import Claim, Follow, Mute, Reminder
from model.message import Message
from model.poll import Harvest
from model.story import State, Story
from model.subscription import Held, MessageKind, Receipt
from store.advance import Step
from store.deeds import Deeds
from store.items import Pending
from store.mutes import Mutes
from store.open import connect
from store.store import Store
from store.stories import survivor
from store.values import identity
from store.verdicts import Decided

Key = tuple[str, MessageKind, str]


@dataclass(slots=True)
class Shelf:
    """The stories that there are, by id and by company."""

    by_id: dict[str, Story] = field(default_factory=dict)
    by_company: dict[str, dict[str, Story]] = field(default_factory=lambda: defaultdict(dict))

    def put(self, story: Story) -> None:
        """Keep a story in place of what was known of it."""
        evidence = tuple(sorted(story.evidence, key=lambda signal: (signal.published, signal.item)))
        same = evidence == story.evidence
        self.by_id[story.id] = self.by_company[story.company][story.id] = (
            story if same else replace(story, evidence=evidence)
        )

    def drop(self, id: str) -> None:
        """Forget a story that lives on as another one."""
        if story := self.by_id.pop(id, None):
            del self.by_company[story.company][id]

    def since(self, companies: Iterable[str], moment: datetime) -> list[Story]:
        """List the stories of these companies that were seen since a moment, oldest first."""
        known = (story for name in companies for story in self.by_company.get(name, {}).values())
        return sorted((story for story in known if story.last_seen >= moment), key=_age)


class NoDeeds(Deeds):
    """A replay has nobody who does anything."""

    async def claims(self, workspace: str, stories: Collection[str]) -> dict[str, Claim]:
        """Nobody has any story."""
        return {}

    async def followers(self, workspace: str, stories: Collection[str]) -> dict[str, int]:
        """Nobody follows."""
        return {}

    async def opinions(self, stories: Collection[str], place: str | None = None) -> dict[str, tuple[Opinion, ...]]:
        """Nobody says anything."""
        return {}

    async def follows(self, workspace: str, companies: Collection[str]) -> list[Follow]:
        """Nobody follows."""
        return []

    async def awaiting(self, workspace: str, companies: Collection[str]) -> list[Reminder]:
        """Nobody waits."""
        return []


class NoMutes(Mutes):
    """A replay shows what the rules say: nothing is muted."""

    async def in_force(self, channel: str, now: datetime) -> list[Mute]:
        """No mute holds."""
        return []


class MemoryStore(Store):
    """A store of which only what a replay asks is there; everything else raises StoreError."""

    def __init__(self) -> None:
        database = connect("sqlite://")
        super().__init__(database)
        self.deeds, self.mutes = NoDeeds(database), NoMutes(database)
        self._seen: set[bytes] = set()
        self._waiting: dict[bytes, Pending] = {}
        self._shelf = Shelf()
        self._decided: set[tuple[str, str]] = set()
        self._held: dict[tuple[str, str], datetime] = {}
        self._queued: set[Key] = set()
        self._told: dict[str | None, list[tuple[int, Receipt]]] = defaultdict(list)
        self._alerts: dict[str, list[datetime]] = defaultdict(list)

    async def keep(self, harvests: Sequence[Harvest], line: object = None) -> dict[str, int]:
        """Remember which items were seen, and those that wait to be read. Nobody reads lines of an audit here."""
        new = {harvest.state.source: 0 for harvest in harvests}
        for harvest in harvests:
            for item in harvest.items:
                digest = identity(item.source, item.key)
                if digest in self._seen:
                    continue
                self._seen.add(digest)
                new[harvest.state.source] += 1
                if item.key in harvest.pending:
                    self._waiting[digest] = Pending(digest, item, item.key in harvest.silent)
        return new

    async def pending(self, limit: int) -> list[Pending]:
        """List items that wait to be read, oldest first."""
        waiting = sorted(self._waiting.values(), key=lambda one: (one.item.published, one.digest))
        return list(islice(waiting, limit))

    async def suppressed(self, names: Collection[str]) -> set[str]:
        """Name nobody: who asks to be forgotten asks a database."""
        return set()

    async def open_stories(self, companies: Collection[str], since: datetime) -> list[Story]:
        """List every story of `companies` last seen at or after `since`, whole."""
        return self._shelf.since(companies, since)

    async def stories_of(self, company: str, since: datetime, owner: str | None = None) -> list[Story]:
        """List the company's stories last seen at or after `since`, as `owner` may see them."""
        known = self._shelf.since([company], since)
        seen = (seen_by(story, owner) for story in known if owner is not None or not story.private)
        return sorted((story for story in seen if story is not None), key=_age)

    async def stories(self, ids: Collection[str]) -> list[Story]:
        """List the stories with these ids that exist, whole."""
        return sorted((self._shelf.by_id[id] for id in ids if id in self._shelf.by_id), key=_age)

    async def receipts(self, channel: str, stories: Collection[str]) -> list[Receipt]:
        """List what the channel was told of these stories, in the order of telling."""
        numbered = sorted((told for story in set(stories) for told in self._told.get(story, ())), key=_turn)
        return [one for _, one in numbered if one.channel == channel]

    async def alerts_since(self, channel: str, since: datetime) -> int:
        """Count the alerts that were told at or after `since`."""
        return sum(at >= since for at in self._alerts[channel])

    async def held_due(self, now: datetime) -> list[tuple[str, str]]:
        """List (channel, story id) of the held verdicts whose time has come, the longest waiting first."""
        due = sorted((until, *pair) for pair, until in self._held.items() if until <= now)
        return [(channel, story) for _, channel, story in due]

    async def advance(self, step: Step) -> None:
        """Remember what one round changed, in the order in which the databases do."""
        for digest in step.read:
            self._waiting.pop(digest, None)
        for story in step.stories:
            if story.id not in step.absorbed:
                self._shelf.put(story)
        for old in sorted(step.absorbed):
            if (heir := survivor(old, step.absorbed)) != old:
                self._fold(old, heir)
        for one in step.verdicts:
            self._record(one, survivor(one.story, step.absorbed))
        denied = {story.id for story in step.stories if story.state is State.DENIED}
        for message in step.messages:
            self._tell(message, step, denied)

    def _tell(self, message: Message, step: Step, denied: Collection[str]) -> None:
        """Count a message as told, unless it was before, or is an alert of a story that is denied by now."""
        key = (message.channel, message.kind, message.key)
        alert = message.kind is MessageKind.ALERT
        story = message.story and survivor(message.story, step.absorbed)
        if key not in self._queued and not (alert and story in denied):
            receipt = Receipt(message.channel, message.key, message.kind, story, message.state, message.score, step.at)
            self._told[story].append((len(self._queued), receipt))
            if alert:
                self._alerts[message.channel].append(step.at)
        self._queued.add(key)

    def _fold(self, old: str, heir: str) -> None:
        """Let a story live on as another one: what was told of it, and its verdicts where the other has none."""
        self._told[heir] += ((number, replace(one, story=heir)) for number, one in self._told.pop(old, ()))
        for channel in [channel for channel, story in self._decided if story == old]:
            self._decided.discard((channel, old))
            until = self._held.pop((channel, old), None)
            if (channel, heir) not in self._decided:
                self._decided.add((channel, heir))
                if until:
                    self._held[channel, heir] = until
        self._shelf.drop(old)

    def _record(self, one: Decided, story: str) -> None:
        self._decided.add((one.channel, story))
        self._held.pop((one.channel, story), None)
        if isinstance(one.verdict, Held) and one.verdict.until:
            self._held[one.channel, story] = one.verdict.until


def _age(story: Story) -> tuple[datetime, str]:
    return story.last_seen, story.id


def _turn(told: tuple[int, Receipt]) -> int:
    return told[0]

"""The straight path, and the only place where its steps meet.

    fetch -> parse -> keep        poll(): every due source at once; a batch of pages is kept in one transaction
    (open)                        open_articles(): whole texts of a few of them, where a site is listed
    read -> merge -> score        read(): what was kept and not yet read, oldest first; one transaction a batch
    -> decide -> draw -> outbox
    compose -> draw -> outbox     send_digests(): the digests that are due

A death between two steps loses nothing: what was fetched is kept before its ETag counts, what was kept stays pending
until its stories, verdicts and messages are stored together, and what is in the outbox stays there until Slack has it.
Time, chance and everything that is watched are handed in.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from functools import partial
from typing import TypeVar

import structlog

from digests.audience import concerns
from digests.decide import decide
from digests.messages import messages_of
from digests.mutes import hiding
from digests.privacy import of_place
from digests.schedule import next_due
from digests.texts import speaking
from digests.tongues import Tongues
from edition import BROUGHT as BROUGHT
from edition import Editions
from followers import Followers
from model.address import BETWEEN, HOME, workspace_of
from model.company import Company
from model.item import Item, Note
from model.poll import Harvest, PollState, old_news
from model.score import NotEnough, Score
from model.signal import Signal
from model.story import Story
from model.subscription import Cause, Held, Now, Receipt, Subscription, Update
from returning import SCORED_BACK as SCORED_BACK
from rules.best import best_days
from rules.engine import score
from rules.lift import age, lift
from sources.articles.opening import Articles
from sources.backoff import first_due
from sources.contract import Http, Source
from sources.polling import Outcome, Turns, gathered, is_due, poll_one, shown, tell_health
from sparing import spared
from store.advance import Step
from store.audit import Entry
from store.items import Pending
from store.store import Store
from store.verdicts import Decided
from stories.merge import merge
from watching import Watch as Watch

ASKED_TOGETHER = 100  # more than the fetcher asks at a time; bounds what is held of pages that are not yet kept
LANES = 8  # sources of one place that are asked at a time; the fetcher asks fewer of one public host
KEPT_TOGETHER = 50
READ_TOGETHER = 200
MERGED_BACK = timedelta(days=45)  # how far back a story can still gain evidence
READ_BACK = timedelta(days=90)  # how far back a newly watched company is looked for in what is stored
NOBODY_HEARS = Held("this channel no longer asks for it", cause=Cause.COMPANY)
LATE_DIGEST = timedelta(hours=6)  # a digest that is later than this waits for the next one (requirement G9)

log = structlog.get_logger("pipeline")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Polled:
    """What one source gave in one poll: how many items, how many of them new, or what its trouble is."""

    source: str
    items: int
    new: int
    trouble: str | None = None


@dataclass(slots=True)
class Pipeline:
    """The steps over one store. `chance` gives numbers in [0, 1) for jitter; `watch` is replaced when it changes.

    `workspace` is whose people take and follow stories, `tongues` which languages they chose, `verbs` are the buttons
    that digests may have under them. Where there are several workspaces, `tenants` has a pipeline for each over the
    same store, whose `whole` this is: news are read and merged once, and each decides and speaks for itself.
    """

    store: Store
    http: Http
    watch: Watch
    chance: Callable[[], float]
    workspace: str = ""
    tongues: Tongues = field(default_factory=Tongues)
    verbs: frozenset[str] = frozenset()
    tenants: dict[str, Pipeline] = field(default_factory=dict)
    whole: Pipeline | None = None
    articles: Articles = field(default_factory=Articles)
    _states: dict[str, PollState] = field(default_factory=dict)
    _asked: set[str] = field(default_factory=set)
    _slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(ASKED_TOGETHER))

    # --- fetch, parse, keep ---------------------------------------------------------------------------------------

    async def poll(
        self, sources: Sequence[Source], now: datetime, *, force: bool = False
    ) -> AsyncIterator[list[Polled]]:
        """Poll every source that is due (all of them with `force`) and is not being asked; tell what is kept as it is.

        A source that fails stops none, and slow ones hold up nobody: each place (a host, a kind of source) has few
        lanes, and what was answered is kept within a second.
        """
        await self._recall(sources)
        due = [s for s in sources if s.id not in self._asked and (force or is_due(self._states[s.id], now))]
        self._asked |= {source.id for source in due}
        answered: asyncio.Queue[Outcome] = asyncio.Queue(KEPT_TOGETHER)
        turns, left = Turns(due, LANES), len(due)

        async def ask() -> None:
            while (source := turns.take()) is not None:
                async with self._slots:
                    state = self._states.get(source.id) or PollState(source.id)  # it may have been dropped meanwhile
                    await answered.put(await poll_one(source, self.http, state, now, self.chance()))
                turns.give_back(source)

        asking = [asyncio.create_task(ask()) for _ in range(min(turns.free, ASKED_TOGETHER))]
        try:
            while left:
                outcomes = await gathered(answered, min(left, KEPT_TOGETHER))
                left -= len(outcomes)
                yield await self._keep(outcomes, now)
        finally:
            for task in asking:
                task.cancel()
            self._asked -= {source.id for source in due}

    async def spread(self, sources: Sequence[Source], now: datetime) -> None:
        """Give sources that were never polled a first due time each, so that they are not all asked at once (C13)."""
        await self._recall(sources)
        for source in sources:
            state = self._states[source.id]
            if state.next_due is None and not state.gone:
                due = first_due(source.every, now, len(sources), self.chance())
                self._states[source.id] = replace(state, next_due=due)

    async def _recall(self, sources: Sequence[Source]) -> None:
        """Fetch from the store what is not remembered yet; asking it at each tick would keep an idle bot busy."""
        unknown = [source.id for source in sources if source.id not in self._states]
        if unknown:
            stored = await self.store.poll_states(unknown)
            self._states |= {source: stored.get(source, PollState(source)) for source in unknown}

    def drop(self, source: str) -> None:
        """Forget when a source was polled: one that is removed and added again is asked at once."""
        (self.whole or self)._states.pop(source, None)

    async def _keep(self, outcomes: Sequence[Outcome], now: datetime) -> list[Polled]:
        outcomes = [await spared(self.store, outcome, self.tenants) for outcome in outcomes]
        harvests = [
            self._harvest(outcome.before, outcome.after, outcome.items, now)
            for outcome in outcomes
            if outcome.items is not None
        ]
        new = await self.store.keep(harvests) if harvests else {}
        quiet = [outcome.after for outcome in outcomes if outcome.items is None]
        if quiet:
            await self.store.save_polls(quiet)
        for outcome in outcomes:
            self._states[outcome.after.source] = outcome.after
            self._asked.discard(outcome.after.source)
            tell_health(outcome.before, outcome.after, now)
        return [
            Polled(o.after.source, len(o.items or ()), new.get(o.after.source, 0), o.after.trouble) for o in outcomes
        ]

    def _harvest(self, before: PollState, after: PollState, items: tuple[Item, ...], now: datetime) -> Harvest:
        return Harvest(after, items, self._pending(items), old_news(items, now, first=before.polled is None))

    def _pending(self, items: Iterable[Item]) -> frozenset[str]:
        return frozenset(item.key for item in items if self._understood(self.watch.reader.mentions, item, False))

    def _read_one(self, item: Item) -> Sequence[Signal]:
        nothing: list[Signal] = []
        text, reader = self.articles.take(item), self.watch.reader
        read = self._understood(partial(reader.read_whole, text=text) if text else reader.read, item, nothing)
        if isinstance(item.shape, Note) and (self.tenants or self.watch.place is not None):
            everybody = f"{workspace_of(item.shape.author)}{BETWEEN}"
            return [one if one.private else replace(one, owner=everybody) for one in read]
        return read

    def _understood(self, read: Callable[[Item], Result], item: Item, nothing: Result) -> Result:
        """Read one item; one that the reader chokes on is a fault of ours, said loudly, and stops no other."""
        try:
            return read(item)
        except Exception:
            log.exception("read.fault", source=shown(item.source), key=item.key)
            return nothing

    async def take_in(self, items: Sequence[Item], state: PollState, now: datetime, line: Entry | None = None) -> int:
        """Keep items that came by another way than a poll (an import, a note); returns how many were new."""
        if self.whole is not None:
            return await self.whole.take_in(items, state, now, line)
        after = replace(state, polled=now, had_items=True)
        self._states[state.source] = after
        silent = old_news(items, now, first=False)
        kept = await self.store.keep([Harvest(after, tuple(items), self._pending(items), silent)], line)
        return kept.get(state.source, 0)

    # --- read, merge, score, decide, draw -------------------------------------------------------------------------

    async def read(self, now: datetime) -> list[Step]:
        """Take everything kept and not yet read to its messages; returns the steps that were stored."""
        if self.whole is not None:
            return await self.whole.read(now)
        steps: list[Step] = []
        async with self.store.alone():
            while batch := [p for p in await self.store.pending(READ_TOGETHER) if self.articles.ready(p.item)]:
                read = partial(self._read_all, batch)
                signals = await self._wanted(await asyncio.to_thread(read) if self.articles.opened else read())
                steps.append(await self._advance(batch, signals, now))
        return steps

    def _read_all(self, batch: Sequence[Pending]) -> list[Signal]:
        return [signal for one in batch for signal in self._read_one(one.item)]

    async def open_articles(self, now: datetime) -> None:
        """Fetch whole texts for what waits and tells of a watched company, before read() (articles.sites)."""
        if self.articles.sites:
            waiting = [p.item for p in await self.store.pending(READ_TOGETHER) if not p.silent]
            await self.articles.open(waiting, partial(self._understood, self.watch.reader.may_tell, nothing=False), now)

    async def _wanted(self, signals: list[Signal]) -> list[Signal]:
        forgotten = await self.store.suppressed({signal.person for signal in signals if signal.person})
        return [signal for signal in signals if signal.person not in forgotten]

    async def _advance(self, batch: Sequence[Pending], signals: Sequence[Signal], now: datetime) -> Step:
        names = {signal.company for signal in signals}
        since = min((signal.published for signal in signals), default=now) - MERGED_BACK
        known = await self.store.open_stories(names, since) if names else []
        silent = frozenset((p.item.source, p.item.key) for p in batch if p.silent)
        merged = merge(signals, known, silent, self.watch.domains)
        step = await self._speak(merged.changed, merged.absorbed, now)
        step = replace(step, read=tuple(p.digest for p in batch), absorbed=merged.absorbed)
        await self.store.advance(step)
        return step

    async def read_back(self, company: Company, now: datetime) -> int:
        """Read what is stored for a company that was not watched before; it counts in scores and speaks nowhere."""
        signals: list[Signal] = []
        async for items in self.store.items_since(now - READ_BACK, READ_TOGETHER):
            read = (s for item in items for s in self._read_one(item) if s.company == company.name)
            signals += [s for s in read if self.watch.place is None or of_place(s) in {None, self.watch.place}]
        old = frozenset(signal.item for signal in signals)
        async with self.store.alone():
            known = await self.store.open_stories([company.name], now - READ_BACK - MERGED_BACK)
            merged = merge(await self._wanted(signals), known, old, self.watch.domains)
            step = await self._speak(merged.changed, merged.absorbed, now)
            await self.store.advance(replace(step, absorbed=merged.absorbed))
        return len(old)

    async def decide_again(self, now: datetime) -> list[Step]:
        """Decide once more what was held until now (a wait for other outlets, quiet hours)."""
        async with self.store.alone():
            held = await self.store.held_due(now)
            stories = await self.store.stories({story for _, story in held})
            if not stories:
                return []
            step = await self._speak(stories, {}, now)
            again = {(decided.channel, decided.story) for decided in step.verdicts}
            unheard = [Decided(*pair, NOBODY_HEARS, now) for pair in held if pair not in again]
            step = replace(step, verdicts=[*step.verdicts, *unheard])
            await self.store.advance(step)
        return [step]

    async def remind(self, now: datetime) -> int:
        """Tell those whose reminders have come due, each once; returns how many."""
        if self.tenants:
            return sum([await part.remind(now) for part in self.tenants.values()])
        return await self.followers().remind(now)

    def followers(self) -> Followers:
        """Know who follows stories and waits for them in this workspace."""
        watch = self.watch
        return Followers(self.store, self.workspace, watch.subscriptions, self.tongues, watch.everybody, watch.place)

    async def _speak(self, changed: Sequence[Story], absorbed: Mapping[str, str], now: datetime) -> Step:
        """Let every workspace decide and speak of the changed stories; one step stores it all."""
        if not self.tenants:
            return replace(await self._speak_here(self.watch.ours(changed), absorbed, now), stories=changed)
        first, *others = [
            await part._speak_here(part.watch.ours(changed), absorbed, now) for part in self.tenants.values()
        ]
        verdicts = [one for step in (first, *others) for one in step.verdicts]
        messages = [one for step in (first, *others) for one in step.messages]
        return replace(first, stories=changed, verdicts=verdicts, messages=messages, elsewhere=others)

    async def _speak_here(self, changed: Sequence[Story], absorbed: Mapping[str, str], now: datetime) -> Step:
        """Score the companies of the changed stories, and decide and draw what each story says in each channel."""
        names = sorted({story.company for story in changed})
        known = {name: await self._stories(name, changed, absorbed, now) for name in names}
        lifts = {
            story.id: lift(self.watch.company(story.company), known[story.company], story, self.watch.rules, now)
            for story in changed
        }
        scores = {name: self._score(name, known[name], now) for name in names}
        followers = self.followers()
        heard = await followers.hear(known, scores, absorbed, now)
        handlings = await followers.handlings([story.id for story in changed], absorbed)
        decided: list[Decided] = []
        messages = [*heard.messages]
        for subscription in self.watch.subscriptions:
            concerned = sorted((s for s in changed if concerns(s, subscription, self.watch.us)), key=age)
            if not concerned:
                continue
            alerts = await self._alerts_today(subscription, now)
            receipts = await self._receipts(subscription, [story.id for story in concerned], absorbed)
            mutes = await self.store.mutes.in_force(subscription.channel, now)
            with speaking(self.tongues.of(subscription)):
                for story in concerned:
                    verdict = decide(story, *lifts[story.id], subscription, receipts, now, alerts, mutes)
                    alerts += isinstance(verdict, Now)
                    decided.append(Decided(subscription.channel, story.id, verdict, now))
                    handling = replace(handlings[story.id], mute=hiding(mutes, story))
                    (_, lifted), standing = lifts[story.id], scores[story.company]
                    told = isinstance(verdict, Now | Update)
                    best = best_days(story, standing, self.watch.rules, now) if told else None
                    messages += messages_of(story, verdict, lifted, standing, subscription, now, handling, best)
        step = Step(stories=changed, scores=list(scores.values()), verdicts=decided, messages=messages, at=now)
        place = self.watch.place or HOME
        return replace(step, workspace=self.workspace, place=place, followed=heard.followed, reminded=heard.reminded)

    async def _receipts(
        self, subscription: Subscription, stories: Sequence[str], absorbed: Mapping[str, str]
    ) -> list[Receipt]:
        """List what was told of these stories, also what was told of them under the ids that they absorb now."""
        told = await self.store.receipts(subscription.channel, [*stories, *absorbed])
        return [replace(one, story=absorbed.get(one.story or "", one.story)) for one in told]

    async def stories_of(self, company: str, since: datetime) -> list[Story]:
        """List a company's stories last seen at or after `since`, as everybody of this workspace may see them."""
        return await self.store.stories_of(company, since, self.watch.everybody)

    def _score(self, company: str, stories: Sequence[Story], at: datetime) -> Score | NotEnough:
        return score(self.watch.company(company), stories, self.watch.rules, at)

    async def _stories(
        self, company: str, changed: Iterable[Story], absorbed: Mapping[str, str], now: datetime
    ) -> list[Story]:
        """List what a channel may know of a company: what is stored, with what has just changed."""
        stored = await self.stories_of(company, now - SCORED_BACK)
        stories = {story.id: story for story in stored if story.id not in absorbed}
        stories |= {story.id: story for story in changed if story.company == company and not story.private}
        return list(stories.values())

    async def _alerts_today(self, subscription: Subscription, now: datetime) -> int:
        midnight = datetime.combine(now.astimezone(subscription.zone), time.min, subscription.zone)
        return await self.store.alerts_since(subscription.channel, midnight)

    async def score(self, company: str, at: datetime) -> Score | NotEnough:
        """Score a company as of `at`, from what is stored and may be shown in a channel."""
        return self._score(company, await self._stories(company, (), {}, at), at)

    # --- digests --------------------------------------------------------------------------------------------------

    async def plan_digests(self, now: datetime) -> None:
        """Give every subscription with a rhythm its next due time, where it has none yet."""
        for subscription in self.watch.subscriptions:
            if subscription.digest and await self.store.schedule(subscription.channel) is None:
                await self.store.set_schedule(
                    subscription.channel, next_due(subscription.digest, subscription.zone, now)
                )

    async def send_digests(self, now: datetime) -> int:
        """Put every digest that is due into the outbox, once; returns how many."""
        sent, editions = 0, dict[str, Editions]()
        by_channel = {subscription.channel: subscription for subscription in self.watch.subscriptions}
        for channel, due in await self.store.schedules_due(now):
            subscription = by_channel.get(channel)
            if subscription is None or subscription.digest is None:
                continue
            following = next_due(subscription.digest, subscription.zone, now)
            if now - due > LATE_DIGEST:
                await self.store.set_schedule(channel, following)
                continue
            where = workspace_of(channel)
            if where not in editions:
                editions[where] = self.tenants.get(where, self).editions
            messages, told = await editions[where].draw(subscription, due, now)
            sent += await self.store.queue_digest(channel, messages, told, due, following, now)
        return sent

    @property
    def editions(self) -> Editions:
        """What the digests of this workspace's channels hold, whenever they are asked for."""
        return Editions(self.store, self.watch, self.workspace, self.tongues, self.verbs)

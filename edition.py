"""What one digest holds: gathered from the store as one subscription may see it, chosen and ordered by digests/."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

import returning
from digests.audience import concerns, hears
from digests.digest import Counts, Digest, Entry, Late, Row, compose
from digests.draw import draw_digest
from digests.due import due_for
from digests.messages import digest_messages
from digests.mutes import hiding, sifted
from digests.privacy import everybody_at, viewer_of, visible
from digests.texts import speaking
from digests.tongues import Tongues
from digests.week import Scores, Week, quality_of, told_in, week_of
from model.address import HOME
from model.company import Company
from model.feedback import DigestOpinion
from model.handling import Mute
from model.hook import HOOKS
from model.message import Drawn, Message
from model.score import NotEnough, Score
from model.signal import Kind
from model.story import State, Story
from model.subscription import Audience, InDigest, Subscription, Update
from returning import READ_TOGETHER, SCORED_BACK, Returning
from rules.best import best_days
from rules.engine import score
from rules.sought import sought
from sources.connections import Source as Connections
from sources.connections import employers
from sources.feed import Feed
from sources.feed.canonical import is_web
from sources.github import NAME as GITHUB
from sources.github import employers as profiled
from sources.polling import shown
from store.batches import batches
from store.store import Store

WEEK = timedelta(days=7)
SAMPLE = timedelta(days=7)
UNDER_DIGEST = ("settings", "feedback")
BROUGHT = ("connections:", "linkedin_mail:", "note:", *(f"{hook}:" for hook in HOOKS))
PERSONAL = ("github:", "page:")  # whose profile is watched is the business of whoever listed it


class Watching(returning.Watching, Protocol):
    """What is watched right now, with its companies."""

    @property
    def companies(self) -> Sequence[Company]:
        """The companies."""

    @property
    def place(self) -> str | None:
        """The workspace, where there are several."""


@dataclass(frozen=True, slots=True)
class Edition:
    """Makes the digests of one moment. `workspace` is whose claims they show, `back` what came back by then."""

    store: Store
    watch: Watching
    workspace: str
    now: datetime
    back: Returning

    async def digest(self, subscription: Subscription, since: datetime) -> tuple[Digest, tuple[str, ...]]:
        """Make a subscription's digest of what happened after `since`, and tell which stories it holds.

        What is muted is counted and not held: it waits for the end of its mute.
        """
        entries = await self._entries(subscription, since)
        watched = self._watched(subscription)
        scores, before = await self._weighed({entry.story.company for entry in entries}, self.now, since)
        due = due_for(subscription, self.watch, await self.back.since(since, watched))
        mutes = await self.store.mutes.in_force(subscription.channel, self.now)
        shown_, hidden = sifted(mutes, [entry.story for entry in entries], scores)
        back, hidden_back = sifted(mutes, [one.story for one in due], scores)
        entries = [entry for entry in entries if entry.story.id in shown_]
        held = await self.store.mutes.held(subscription.channel, since)
        counted = await self.store.counts(since, self._ours)
        digest = compose(
            subscription,
            entries,
            scores,
            before,
            Counts(counted.items, max(0, counted.signals - counted.stories)),
            await late_sources(self.store, self.watch),
            since,
            self.now,
            [one for one in due if one.story.id in back],
            await self.store.held_back(subscription.channel, since, self.now, _owner(subscription)),
        )
        digest = replace(
            digest,
            act_now=tuple(self._dated(row) for row in digest.act_now),
            quiet=await self._quiet(subscription, watched, mutes),
            muted=len(held | hidden | hidden_back),
            claims=await self.store.deeds.claims(self.workspace, shown_),
            week=await self._week(subscription, watched),
        )
        return digest, tuple(entry.story.id for entry in entries)

    async def _quiet(
        self, subscription: Subscription, watched: Collection[str], mutes: Sequence[Mute]
    ) -> dict[datetime, list[str]]:
        """Name whose alerts wait for the end of quiet hours, by when that is; nobody of whom only one person knows."""
        everybody = everybody_at(subscription.channel)
        found: dict[datetime, list[str]] = {}
        for story, until in await self.store.digests.kept_quiet(subscription.channel, self.now, everybody):
            theirs = story.company in watched and sought(story, self.watch.company(story.company))
            names = found.setdefault(until, []) if theirs and not hiding(mutes, story) else []
            if story.company not in names:
                names.append(story.company)
        return found

    async def sample(self, subscription: Subscription, since: datetime) -> Digest:
        """Make the digest that would have been, had the subscription been there since then; nothing counts as told."""
        watched = self._watched(subscription)
        wanted = subscription.kinds or frozenset(Kind)
        spoken_of = sorted(await self.store.standings.spoken_of(since, private=True) & watched)
        told = [story for some in batches(spoken_of, READ_TOGETHER) for story in await self._stories(some, since)]
        wished = [one for one in told if one.kind in wanted and sought(one, self.watch.company(one.company))]
        entries = [Entry(one, InDigest("")) for one in wished if one.first_seen <= self.now]
        scores, before = await self._weighed({entry.story.company for entry in entries}, self.now, since)
        counted = await self.store.counts(since, self._ours)
        return compose(
            subscription,
            entries,
            scores,
            before,
            Counts(counted.items, max(0, counted.signals - counted.stories)),
            await late_sources(self.store, self.watch),
            since,
            self.now,
            due_for(subscription, self.watch, await self.back.since(since, watched)),
        )

    @property
    def _ours(self) -> set[str] | None:
        """Name whom this workspace watches; None where there is one."""
        return None if self.watch.place is None else {company.name for company in self.watch.companies}

    def _dated(self, row: Row) -> Row:
        best = best_days(row.story, row.score, self.watch.rules, self.now) if row.score else None
        return replace(row, best=best)

    def _watched(self, subscription: Subscription) -> set[str]:
        return {company.name for company in self.watch.companies if hears(company.name, subscription)}

    async def _week(self, subscription: Subscription, watched: Collection[str]) -> Week | None:
        """Sum the week up for a channel that hears once a week; None for others."""
        rhythm, channel, since = subscription.digest, subscription.channel, self.now - WEEK
        if subscription.audience is not Audience.CHANNEL or rhythm is None or len(rhythm.days) != 1:
            return None
        scores, before = await self._weighed(watched, self.now, since)
        spoken_of = sorted(await self.store.standings.spoken_of(since) & set(watched))
        seen = [one for some in batches(spoken_of, READ_TOGETHER) for one in await self._stories(some, since)]
        told = [one for one in seen if since < one.first_seen <= self.now]
        feedback = [one for one in await self.store.lessons.feedback() if one.channel == channel and one.at > since]
        missed = (await self.store.digests.judged(channel, since))[DigestOpinion.MISSED]
        quality = quality_of(feedback, await self.store.alerts_since(channel, since), missed)
        return week_of(scores, before, told_in(told, subscription), quality)

    async def _stories(self, companies: Collection[str], since: datetime) -> list[Story]:
        """List these companies' stories last seen at or after `since`, as everybody of this workspace may see them."""
        return visible(await self.store.open_stories(companies, since), self.watch.everybody)

    async def _weighed(self, names: Collection[str], *moments: datetime) -> tuple[Scores, ...]:
        """Score companies as of each of these moments: a hundred at a time, beside the loop that acknowledges."""
        found: tuple[dict[str, Score | NotEnough], ...] = tuple({} for _ in moments)
        for some in batches(sorted(names), READ_TOGETHER):
            stories = await self._stories(some, self.now - SCORED_BACK)
            for scores, more in zip(found, await asyncio.to_thread(self._scored, some, stories, moments), strict=True):
                scores |= more
        return found

    def _scored(self, names: Sequence[str], stories: Sequence[Story], moments: Sequence[datetime]) -> list[Scores]:
        known: dict[str, list[Story]] = {name: [] for name in names}
        for story in stories:
            known[story.company].append(story)
        return [
            {name: score(self.watch.company(name), told, self.watch.rules, at) for name, told in known.items()}
            for at in moments
        ]

    async def _entries(self, subscription: Subscription, since: datetime) -> list[Entry]:
        owner = _owner(subscription)
        viewer = viewer_of(subscription)
        waiting = await self.store.undigested(subscription.channel, viewer)
        if owner:  # who was elsewhere when it was decided may work for us by now (P3)
            state = (await self.store.poll_states([Connections(owner).id])).get(Connections(owner).id)
            people = {name for story, _ in waiting for name in story.people}
            now_at = employers(state, people) if state else {}
            for who, where in profiled(await self.store.states_of(GITHUB), people).items():
                now_at.setdefault(who, set()).update(where)
            waiting = [pair for pair in waiting if concerns(pair[0], subscription, self.watch.us, now_at)]
        told = await self.store.told_since(subscription.channel, since, None if owner else viewer)
        entries = [Entry(story, InDigest(reason)) for story, reason in waiting]
        entries += [Entry(story, Update(reason, broadcast=False, log="")) for story, reason in told]
        heard = await self._heard(subscription, [entry.story.id for entry in entries], since)
        entries = [replace(entry, was=heard.get(entry.story.id)) for entry in entries]
        return [
            entry
            for entry in entries
            if entry.story.first_seen <= self.now and sought(entry.story, self.watch.company(entry.story.company))
        ]

    async def _heard(self, subscription: Subscription, stories: Sequence[str], since: datetime) -> dict[str, State]:
        """Tell how stories stood when the subscription heard of them last before `since`, at once or in a digest."""
        store, channel = self.store, subscription.channel
        told = [one for one in await store.receipts(channel, stories) if one.at < since]
        digested = await store.digests.told_states(channel, stories)
        return digested | {one.story: one.state for one in told if one.story and one.state}


@dataclass(frozen=True, slots=True)
class Editions:
    """Draws digests and puts into the outbox what was asked for. `verbs` are the buttons that may stand under one.

    Those of one moment share what comes back: it takes a look at every company.
    """

    store: Store
    watch: Watching
    workspace: str
    tongues: Tongues
    verbs: frozenset[str]
    _back: dict[datetime, Returning] = field(default_factory=dict)

    def _edition(self, now: datetime) -> Edition:
        back = self._back.setdefault(now, Returning(self.store, self.watch, now))
        return Edition(self.store, self.watch, self.workspace, now, back)

    async def draw(
        self, subscription: Subscription, due: datetime, now: datetime
    ) -> tuple[list[Message], tuple[str, ...]]:
        """Draw a channel's digest as its messages, and tell which stories it holds."""
        since = await self.store.last_digest(subscription.channel) or now - timedelta(days=1)
        digest, told = await self._edition(now).digest(subscription, since)
        if digest.empty and subscription.audience is Audience.PERSON:
            return [], ()  # nobody wants an empty direct message a day
        if subscription.audience is Audience.CHANNEL:
            digest = replace(digest, verbs=tuple(verb for verb in UNDER_DIGEST if verb in self.verbs))
        with speaking(self.tongues.of(subscription)):
            return digest_messages(subscription.channel, await asyncio.to_thread(draw_digest, digest), due), told

    async def send(self, subscription: Subscription, now: datetime) -> None:
        """Put a digest into the outbox now, because somebody asked; the next one stays due when it was."""
        messages, told = await self.draw(subscription, now, now)
        await self.store.queue_asked(subscription.channel, messages, told, now)

    async def sample(self, subscription: Subscription, now: datetime) -> list[Drawn]:
        """Draw the digest of the last seven days as it would have been, had the subscription been there."""
        digest = await self._edition(now).sample(subscription, now - SAMPLE)
        with speaking(self.tongues.of(subscription)):
            return await asyncio.to_thread(draw_digest, digest)

    async def send_sample(self, subscription: Subscription, now: datetime) -> None:
        """Put such a digest into the outbox; it tells nothing: what is in it is told again when it is due."""
        messages = digest_messages(subscription.channel, await self.sample(subscription, now), now)
        await self.store.queue_asked(subscription.channel, messages, (), now)


def _owner(subscription: Subscription) -> str | None:
    """Tell who sees what is private in a digest: nobody in a channel."""
    return subscription.channel if subscription.audience is Audience.PERSON else None


async def late_sources(store: Store, watch: Watching) -> list[Late]:
    """List the sources of a workspace that have not answered since a moment in UTC."""
    down = {state.source: state for state in await store.down() if state.down_since}
    known = await sources_of(store, watch, down)
    return [Late(shown(source), since) for source in known if (since := down[source].down_since)]


async def sources_of(store: Store, watch: Watching, sources: Iterable[str]) -> list[str]:
    """Keep the sources of which a workspace may know: who else watches what, and what they added, is not told."""
    if watch.place is None:
        return list(sources)
    names = {company.name for company in watch.companies}
    added = {Feed(one.url).id for one in await store.feeds.of(HOME)} if watch.place else set()
    return [source for source in sources if source not in added and _may_know(source, names, watch.place)]


def _may_know(source: str, names: Collection[str], place: str) -> bool:
    """Tell whether a source is brought in at home, common to all, or asked about a company of this workspace."""
    if source.startswith((*BROUGHT, *PERSONAL)):
        return place == HOME
    _, _, asked = source.partition(":")
    return not asked or is_web(asked) or asked in names

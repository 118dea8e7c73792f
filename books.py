"""What people ask, answered over the same store, rules and steps as the pipeline: there is no second path."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from archive import StoreArchive
from channels import StoreChannel
from digests.dates import clock
from digests.home import MOST_OWN, Home, Own, Place, Tie, rank, ranked, strongest
from digests.messages import raised_to
from digests.privacy import seen_by
from digests.rules_notice import wrong_rules
from handlers.books import Archive, Asker, ChannelBooks, Posting, Standing, StoryBooks
from handling import StoreStories
from learning.propose import BACK, Ground, proposals
from model.address import address, bare
from model.company import Company
from model.feedback import Feedback, Opinion, Override, Proposal
from model.score import NotEnough, Score
from model.story import Story
from model.subscription import Audience, MessageKind, Receipt, Rhythm, Subscription
from pipeline import SCORED_BACK, Pipeline
from rules.engine import score
from sources.contract import Source
from store.store import Store
from store.watches import Watch as Wish
from stories.moves import Move

WEEK = timedelta(days=7)
NO_RHYTHMS: Mapping[str, Rhythm | None] = {}
HISTORY = timedelta(days=90)
WORKSPACE = ""  # a bot token belongs to one workspace; the channels of config.toml are in it too


def wishes(
    companies: Sequence[Company],
    configured: Sequence[Subscription],
    said: Iterable[Wish],
    default: Callable[[str], Subscription],
    rhythms: Mapping[str, Rhythm | None] = NO_RHYTHMS,
) -> tuple[tuple[Company, ...], tuple[Subscription, ...]]:
    """Combine config.toml with what was said by command: which companies are watched, and who hears of which.

    A channel that was never configured gets the defaults; one that watches nothing any more hears nothing. `rhythms`
    are when channels want their digests, where they said so.
    """
    known = {company.name: company for company in companies}
    heard = {subscription.channel: subscription for subscription in configured}
    lists = {channel: set(s.companies or known) for channel, s in heard.items()}
    changed: set[str] = set()
    for wish in said:
        changed.add(wish.channel)
        heard.setdefault(wish.channel, default(wish.channel))
        names = lists.setdefault(wish.channel, set())
        if wish.on:
            known.setdefault(wish.company.name, wish.company)
            names.add(wish.company.name)
        else:
            names.discard(wish.company.name)
    subscriptions = [
        replace(s, companies=frozenset(lists[channel])) if channel in changed else s for channel, s in heard.items()
    ]
    subscriptions = [replace(s, digest=rhythms.get(s.channel, s.digest)) for s in subscriptions]
    hearing = [s for s in subscriptions if s.companies or s.channel not in changed]
    return tuple(known.values()), tuple(hearing)


class RulesInForce(Protocol):
    """What is wrong in the files of rules, and since when; the rules in force are others then."""

    faults: tuple[str, ...]
    wrong_since: datetime | None


@dataclass(slots=True)
class StoreBooks:
    """Answers commands. `renew` builds the watch anew after a change; `default` is what an unknown channel hears,
    `sources` gives those that are asked."""

    pipeline: Pipeline
    renew: Callable[[], Awaitable[None]]
    default: Callable[[str], Subscription]
    now: Callable[[], datetime]
    rules: RulesInForce | None = None
    sources: Callable[[], Sequence[Source]] = tuple

    @property
    def stories(self) -> StoryBooks:
        """What people do with one story."""
        return StoreStories(self.pipeline, self.default, self.judge)

    @property
    def channel(self) -> ChannelBooks:
        """What people settle for a channel."""
        return StoreChannel(self.pipeline, self.default, self.renew)

    @property
    def archive(self) -> Archive:
        """All that is stored, looked back on."""
        return StoreArchive(self.pipeline, self.sources)

    def rules_notice(self, zone: ZoneInfo) -> str | None:
        """Say that a file of rules is wrong and which rules hold meanwhile; None when all is right (for App Home)."""
        if self._place or self.rules is None or not self.rules.faults or self.rules.wrong_since is None:
            return None
        return wrong_rules(self.rules.faults, self.rules.wrong_since, zone)

    @property
    def _place(self) -> str:
        return self.pipeline.watch.place or WORKSPACE

    async def companies(self, asker: Asker) -> Sequence[Company]:
        """List every company the bot knows."""
        return self.pipeline.watch.companies

    async def standing(self, company: Company, asker: Asker, now: datetime) -> Standing:
        """Score one company as of `now`, from what a channel may see."""
        stories = await self.pipeline.stories_of(company.name, now - SCORED_BACK)
        rules = self.pipeline.watch.rules
        kept = await self.pipeline.store.score_history(company.name, now - HISTORY, self._place)
        return Standing(
            score(company, stories, rules, now),
            stories,
            before=score(company, stories, rules, now - WEEK),
            history=by_day(kept, now),
        )

    async def home(self, asker: Asker, now: datetime) -> Home:
        """Gather the App Home. Stored scores choose the companies; only those that are shown are scored anew."""
        watch, store = self.pipeline.watch, self.pipeline.store
        companies = {company.name: company for company in watch.companies}
        latest = await store.latest_scores(companies, workspace=self._place)
        moved = [name for name, known in latest.items() if known.at > now - WEEK]
        earlier = await store.latest_scores(moved, now - WEEK, self._place)
        unknown = {name: NotEnough(name, now - WEEK, "") for name in moved}
        ranks = []
        for name in strongest(companies, latest, unknown | earlier):
            found = await self.standing(companies[name], asker, now)
            ranks.append(rank(name, found.score, found.before, found.history))
        return Home(
            zone=self.default(asker.channel).zone,
            own=tuple(await self._own(asker)),
            ranks=tuple(ranked(ranks)),
            known=len(companies),
            places=tuple(
                [
                    Place(bare(one.channel), one.threshold, await store.schedule(one.channel) if one.digest else None)
                    for one in watch.subscriptions
                    if one.audience is Audience.CHANNEL
                ]
            ),
            late=tuple(await self.pipeline.late_sources(now)),
            everybody=watch.everybody,
        )

    async def _own(self, asker: Asker) -> list[Own]:
        """Find what the asker is reminded of, has and follows, each once, out of what a channel may see."""
        deeds, workspace = self.pipeline.store.deeds, self.pipeline.workspace
        ties: dict[str, tuple[Tie, datetime | None]] = {}
        for reminder in await deeds.reminders(workspace, asker.user):
            ties[reminder.story] = (Tie.REMINDED, reminder.due)
        for claim in await deeds.claimed_by(workspace, asker.user):
            ties.setdefault(claim.story, (Tie.CLAIMED, None))
        for follow in await deeds.followed_by(workspace, asker.user):
            ties.setdefault(follow.story, (Tie.FOLLOWED, None))
        some = list(ties)[: 4 * MOST_OWN]  # some of them may be gone, or private
        known = {
            story.id: seen_by(story, self.pipeline.watch.everybody) for story in await self.pipeline.store.stories(some)
        }
        return [Own(story, *ties[id]) for id in some if (story := known.get(id))][:MOST_OWN]

    async def moves(self, since: datetime) -> list[Move]:
        """List who moved from where to where, first told at or after `since`, out of what a channel may see."""
        return list(await self.archive.moves(since))

    async def judge(
        self, story: str, opinion: Opinion, by: str, now: datetime, channel: str = "", text: str = ""
    ) -> tuple[Story, Feedback] | None:
        """Take down what somebody says of a story, with what spoke for it now; None when they know no such story."""
        found = next(iter(await self.pipeline.store.stories([story])), None)
        seen = seen_by(found, by) if found else None
        if seen is None:
            return None
        stories = await self.pipeline.stories_of(seen.company, now - SCORED_BACK)
        known = score(self.pipeline.watch.company(seen.company), stories, self.pipeline.watch.rules, now)
        receipt = await self._alert(seen.id, channel)
        rules = (
            {points.rule for points in known.points if seen.id in points.stories} if isinstance(known, Score) else ()
        )
        said = Feedback(
            story=seen.id,
            company=seen.company,
            opinion=opinion,
            by=by,
            at=now,
            channel=channel or (receipt.channel if receipt else ""),
            text=text,
            rules=tuple(sorted(rules)),
            sources=tuple(sorted({signal.item[0] for signal in seen.evidence})),
            told=receipt.score if receipt else raised_to(seen, known),
        )
        await self.pipeline.store.lessons.give(said)
        return seen, said

    async def _alert(self, story: str, channel: str) -> Receipt | None:
        """Find the alert that told a story in a channel; where none is named, in the only one that was told."""
        known = {s.channel for s in self.pipeline.watch.subscriptions if s.audience is Audience.CHANNEL}
        told = [
            receipt
            for one in ([channel] if channel else sorted(known))
            for receipt in await self.pipeline.store.receipts(one, [story])
            if receipt.kind is MessageKind.ALERT
        ]
        return told[0] if len({receipt.channel for receipt in told}) == 1 else None

    async def proposals(self, now: datetime) -> list[Proposal]:
        """List what the opinions of the last 90 days propose to change."""
        store, watch = self.pipeline.store, self.pipeline.watch
        feedback = await store.lessons.feedback(watch.place)
        names = {company.name for company in watch.companies} | {one.company for one in feedback}
        stories = await store.open_stories(names, now - BACK - HISTORY)
        ground = Ground(watch.companies, watch.rules, watch.subscriptions, tuple(stories))
        applied = [replace(one, id=bare(one.id)) for one in await store.lessons.overrides(watch.place)]
        return proposals(ground, feedback, applied, now)

    async def apply(self, proposal: str, by: str, now: datetime, why: str = "") -> Proposal | None:
        """Put a proposal in force because an admin says so; None when there is none of this id."""
        found = next((one for one in await self.proposals(now) if one.id == proposal), None)
        if found is None:
            return None
        ours, lessons = replace(found, id=address(self._place, found.id)), self.pipeline.store.lessons
        if not await lessons.apply(self._place, ours, why or found.reason, by, now):
            return None
        await self.renew()
        return found

    async def undo(self, proposal: str, by: str, now: datetime) -> Override | None:
        """Take a change that was applied out of force; None when none of this id is in force."""
        undone = await self.pipeline.store.lessons.undo(self._place, address(self._place, proposal), by, now)
        if undone:
            await self.renew()
        return undone

    async def watched(self, asker: Asker) -> Sequence[Company]:
        """List the companies this channel hears of, in the order of config.toml."""
        found = self._configured(asker.channel)
        if found is None:
            return ()
        return [c for c in self.pipeline.watch.companies if not found.companies or c.name in found.companies]

    async def subscription(self, asker: Asker) -> Subscription:
        """Tell what this channel hears; a channel that never asked gets the defaults."""
        return self._configured(asker.channel) or self.default(asker.channel)

    async def next_digest(self, asker: Asker, now: datetime) -> datetime | None:
        """Tell when this channel's next digest is due, in UTC."""
        if self._configured(asker.channel) is None:
            return None
        return await self.pipeline.store.schedule(asker.channel)

    async def watch(self, asker: Asker, company: Company) -> str:
        """Make this channel hear of the company, and read what is stored for news of one nobody watched before."""
        if any(known.name == company.name for known in await self.watched(asker)):
            return f"This channel watches {company.name} already."
        new = all(known.name != company.name for known in self.pipeline.watch.companies)
        now = self.now()
        await self.pipeline.store.watch(self._place, asker.channel, company, asker.user, now)
        await self.renew()
        await self.pipeline.plan_digests(now)
        found = await self.pipeline.read_back(company, now) if new else 0
        reports = f"{found} earlier report{'' if found == 1 else 's'}"
        told = f" I found {reports} about it." if found else ""
        hint = "" if company.domain or not new else " Its domain makes me surer: add it in config.toml."
        return f"This channel now watches {company.name}.{told}{hint}"

    async def unwatch(self, asker: Asker, company: Company) -> str:
        """Make this channel hear no more of the company."""
        if all(known.name != company.name for known in await self.watched(asker)):
            return f"This channel does not watch {company.name}."
        await self.pipeline.store.unwatch(self._place, asker.channel, company.name, asker.user, self.now())
        await self.renew()
        return f"This channel no longer watches {company.name}."

    async def digest_now(self, asker: Asker, now: datetime) -> str:
        """Put this channel's digest of now into the outbox; what it tells is not told again by the next one."""
        found = self._configured(asker.channel)
        if found is None:
            return "This channel watches nothing yet: /signals watch OpenAI, for example."
        await self.pipeline.send_digest(found, now)
        due = await self.pipeline.store.schedule(asker.channel)
        later = f" The next one comes by itself at {clock(due, found.zone, now)}." if found.digest and due else ""
        return f"The digest is on its way.{later}"

    def _configured(self, channel: str) -> Subscription | None:
        channels = (s for s in self.pipeline.watch.subscriptions if s.audience is Audience.CHANNEL)
        return next((s for s in channels if s.channel == channel), None)


@dataclass(frozen=True, slots=True)
class StoreOutbox:
    """The store's outbox as the poster knows it; a receipt remembers what the message said of its story."""

    store: Store

    async def claim(
        self, now: datetime, lease_seconds: float, channels_busy: Collection[str], edited: bool
    ) -> Posting | None:
        """Take the oldest message that is due."""
        return await self.store.claim(now, lease_seconds, channels_busy, edited)

    async def settle_sent(self, posting: Posting, ts: str, now: datetime) -> None:
        """Write the receipt of a message that Slack stored as `ts`."""
        said = posting.message
        receipt = Receipt(said.channel, ts, said.kind, said.story, said.state, said.score, now)
        await self.store.settle_sent(posting.id, receipt)

    async def settle_retry(self, id: int, not_before: datetime, trouble: str) -> None:
        """Offer it again from `not_before` on."""
        await self.store.settle_retry(id, not_before, trouble)

    async def settle_dead(self, id: int, trouble: str) -> None:
        """Never offer it again."""
        await self.store.settle_dead(id, trouble)

    async def settle_expired(self, id: int) -> None:
        """Leave what it says to the next digest."""
        await self.store.settle_expired(id)

    async def in_doubt(self, now: datetime) -> Sequence[Posting]:
        """List what was claimed and never settled."""
        return await self.store.in_doubt(now)

    async def requeue(self, ids: Collection[int]) -> None:
        """Offer messages in doubt again."""
        await self.store.requeue(ids)

    async def pause_channel(self, channel: str, trouble: str) -> None:
        """Remember why nothing can be posted to this channel."""
        await self.store.pause_channel(channel, trouble)


def by_day(kept: Sequence[Score | NotEnough], now: datetime) -> list[int | None]:
    """Turn stored scores into one window a day over the last 90 days: each day shows the last number until then."""
    days: list[int | None] = []
    ordered = sorted(kept, key=lambda one: one.at)
    for back in range(HISTORY.days, -1, -1):
        until = now - timedelta(days=back)
        last = next((one for one in reversed(ordered) if one.at <= until), None)
        days.append(last.window if isinstance(last, Score) else None)
    return days

"""Gathers the App Home of one person, over the same store as the pipeline (books.py opens it)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from digests.cost import Cost
from digests.home import MOST_OWN, MOST_WAITING, Home, Own, Place, Quality, Rank, Tie, Waiting, rank, ranked, strongest
from digests.privacy import seen_by
from edition import late_sources
from handlers.asker import Asker
from model.address import HOME, bare
from model.feedback import DigestOpinion, Opinion
from model.handling import Scope
from model.story import State, Story
from model.subscription import Audience, Subscription
from pipeline import SCORED_BACK, Pipeline
from rules.engine import score
from sources.polling import shown
from store.standings import Stood

WEEK = timedelta(days=7)
MONTH = timedelta(days=30)
HISTORY = timedelta(days=90)
AT_HOME = timedelta(days=90)  # who did nothing in a channel for so long is shown it no more: they may have left
Told = Sequence[tuple[str, datetime, Story]]


@dataclass(frozen=True, slots=True)
class Homes:
    """`zone` dates what a Home says of its own; `costs` tells what each vendor cost."""

    pipeline: Pipeline
    zone: ZoneInfo
    costs: Callable[[datetime], Awaitable[Mapping[str, Cost]]]

    async def home(self, asker: Asker, now: datetime) -> Home:
        """Gather it. Stored numbers choose the companies; only those that are shown are scored anew."""
        places = await self._places(asker, now)
        alerted = await self.pipeline.store.standings.alerted([one.channel for one in places], now - MONTH)
        return Home(
            zone=self.zone,
            own=tuple(await self._own(asker)),
            ranks=tuple(await self._ranks(now)),
            known=len(self.pipeline.watch.companies),
            places=tuple([await self._place(one, now) for one in places]),
            late=tuple(await late_sources(self.pipeline.store, self.pipeline.watch)),
            waiting=tuple(await self._waiting(alerted, now)),
            quality=await self._quality(alerted, [one.channel for one in places], now),
            budget=await self._budget(asker, now),
            new=all(one.audience is not Audience.CHANNEL for one in self.pipeline.watch.subscriptions),
            everybody=self.pipeline.watch.everybody,
        )

    async def _budget(self, asker: Asker, now: datetime) -> tuple[tuple[str, Cost], ...]:
        """Tell what vendors cost, as `/signals sources` does: to no guest, and where nobody else has a part in it."""
        if asker.guest or self.pipeline.watch.place is not None:
            return ()
        return tuple((shown(source), cost) for source, cost in sorted((await self.costs(now)).items()))

    async def _ranks(self, now: datetime) -> list[Rank]:
        watch, standings = self.pipeline.watch, self.pipeline.store.standings
        place = watch.place or HOME
        companies = {company.name: company for company in watch.companies}
        latest = {name: one for name, one in (await standings.latest(place)).items() if name in companies}
        moved = [name for name, (at, _) in latest.items() if at > now - WEEK]
        then = dict.fromkeys(moved) | _windows(await standings.latest(place, moved, now - WEEK))
        shown = strongest(companies, _windows(latest), then)
        histories = await standings.histories(place, shown, now - HISTORY)
        ranks = []
        for name in shown:
            stories = await self.pipeline.stories_of(name, now - SCORED_BACK)
            known = score(companies[name], stories, watch.rules, now)
            days = by_day(histories.get(name, ()), now)
            before = then[name] if name in then else latest.get(name, (now, None))[1]
            ranks.append(rank(name, known, before, days))
        return ranked(ranks)

    async def _places(self, asker: Asker, now: datetime) -> list[Subscription]:
        """List the channels in which somebody was seen: who watches whom is nobody else's business but the admins'."""
        heard = [one for one in self.pipeline.watch.subscriptions if one.audience is Audience.CHANNEL]
        if asker.admin:
            return heard
        seen = await self.pipeline.store.presences.channels(self.pipeline.workspace, asker.user, now - AT_HOME)
        return [one for one in heard if one.channel in seen]

    async def _place(self, one: Subscription, now: datetime) -> Place:
        store = self.pipeline.store
        due = await store.schedule(one.channel) if one.digest else None
        mutes = await store.mutes.in_force(one.channel, now)
        ends = max((mute.until for mute in mutes if mute.scope is not Scope.STORY), default=None)
        return Place(bare(one.channel), one.threshold, due, len(mutes), ends)

    async def _waiting(self, alerted: Told, now: datetime) -> list[Waiting]:
        """Find what spoke at once this week and nobody has taken, the newest first, each story once."""
        recent = [one for one in alerted if one[1] >= now - WEEK and one[2].state is not State.DENIED]
        claims = await self.pipeline.store.deeds.claims(self.pipeline.workspace, {story.id for _, _, story in recent})
        found: dict[str, Waiting] = {}
        for channel, at, story in recent:
            shown = seen_by(story, self.pipeline.watch.everybody)
            if shown is not None and story.id not in claims:
                found.setdefault(story.id, Waiting(shown, bare(channel), at))
        return list(found.values())[:MOST_WAITING]

    async def _quality(self, alerted: Told, channels: Sequence[str], now: datetime) -> Quality | None:
        if not alerted:
            return None
        stories = {story.id: story for _, _, story in alerted}
        opinions = await self.pipeline.store.deeds.opinions(stories, self.pipeline.watch.place)
        judged = [Opinion.USEFUL in said for said in opinions.values()]
        took = median((at - story.first_seen).total_seconds() for _, at, story in alerted)
        said = [await self.pipeline.store.digests.judged(channel, now - MONTH) for channel in channels]
        missed = sum(one[DigestOpinion.MISSED] for one in said)
        return Quality(len(alerted), len(judged), sum(judged), timedelta(seconds=max(0.0, took)), missed)

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
        everybody = self.pipeline.watch.everybody
        known = {story.id: seen_by(story, everybody) for story in await self.pipeline.store.stories(some)}
        return [Own(story, *ties[id]) for id in some if (story := known.get(id))][:MOST_OWN]


def _windows(stood: dict[str, Stood]) -> dict[str, int | None]:
    return {name: window for name, (_, window) in stood.items()}


def by_day(kept: Sequence[Stood], now: datetime) -> list[int | None]:
    """Turn stored windows into one a day over the last 90 days: each day shows the last number until then."""
    ordered, days, place = sorted(kept, key=lambda one: one[0]), list[int | None](), 0
    last: int | None = None
    for back in range(HISTORY.days, -1, -1):
        while place < len(ordered) and ordered[place][0] <= now - timedelta(days=back):
            last, place = ordered[place][1], place + 1
        days.append(last)
    return days

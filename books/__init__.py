"""What people ask, answered over the same store, rules and steps as the pipeline: there is no second path."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from books.archive import StoreArchive
from books.channels import StoreChannel
from books.editor import Play, StoreEditor
from books.feeds import StoreFeeds
from books.handling import StoreStories
from books.homes import HISTORY, WEEK, Homes, by_day
from books.imports import StoreImports
from books.records import StoreRecords
from books.rehearsals import Rehearsals
from books.roles import open_roles
from digests.chosen import with_chosen
from digests.dates import clock
from digests.home import Home
from digests.messages import raised_to
from digests.privacy import seen_by
from digests.rules_notice import wrong_rules
from digests.texts import count, say
from handlers.books import Archive, Asker, ChannelBooks, Imports, Posting, Records, Standing, StoryBooks
from handlers.imports import Files
from learning.propose import BACK, Ground, proposals
from model.address import HOME, address, bare
from model.chosen import NOTHING, Chosen
from model.company import Company
from model.feedback import Feedback, Opinion, Override, Proposal
from model.language import Language
from model.message import Message
from model.score import Score
from model.story import Story
from model.subscription import Audience, MessageKind, Receipt, Subscription
from pipeline import SCORED_BACK, Pipeline
from rules.engine import score
from signals.fold import fold
from signals.names import names_of
from signals.spellings import form_of, forms_of
from sources.contract import Source
from store.beside import beside
from store.store import Store
from store.watches import EVERYWHERE
from store.watches import Watch as Wish
from stories.moves import Move

NO_CHOICES: Mapping[str, Chosen] = {}


def wishes(
    companies: Sequence[Company],
    configured: Sequence[Subscription],
    said: Iterable[Wish],
    default: Callable[[str], Subscription],
    chosen: Mapping[str, Chosen] = NO_CHOICES,
) -> tuple[tuple[Company, ...], tuple[Subscription, ...]]:
    """Combine config.toml with what was said by command: which companies are watched, and who hears of which.

    A channel that was never configured gets the defaults; one that watches nothing any more hears nothing. `chosen` is
    what channels want otherwise than the file says.
    """
    known = {company.name: company for company in companies}
    heard = {subscription.channel: subscription for subscription in configured}
    lists = {channel: set(s.companies or known) for channel, s in heard.items()}
    changed: set[str] = set()
    every = list(said)
    for wish in every:
        if wish.channel == EVERYWHERE:
            continue
        changed.add(wish.channel)
        heard.setdefault(wish.channel, default(wish.channel))
        names = lists.setdefault(wish.channel, set())
        if wish.on:
            known.setdefault(wish.company.name, wish.company)
            names.add(wish.company.name)
        else:
            names.discard(wish.company.name)
    described = {wish.company.name: wish.company for wish in every if wish.channel == EVERYWHERE}
    known = {name: described.get(name, company) for name, company in known.items()}
    subscriptions = [
        replace(s, companies=frozenset(lists[channel])) if channel in changed else s for channel, s in heard.items()
    ]
    subscriptions = [with_chosen(s, chosen.get(s.channel, NOTHING)) for s in subscriptions]
    hearing = [s for s in subscriptions if s.companies or s.channel not in changed]
    return tuple(known.values()), tuple(hearing)


class RulesInForce(Protocol):
    """What is wrong in the files of rules, and since when; the rules in force are others then."""

    faults: tuple[str, ...]
    wrong_since: datetime | None


@dataclass(slots=True)
class StoreBooks:
    """Answers commands. `renew` builds the watch anew after a change; `default` is what a channel hears by config.toml,
    `sources` gives those that are asked, `files` what people hand in, once Slack is reached, `play` what a change of a
    rule would have changed.
    """

    pipeline: Pipeline
    renew: Callable[[], Awaitable[None]]
    default: Callable[[str], Subscription]
    now: Callable[[], datetime]
    rules: RulesInForce | None = None
    sources: Callable[[], Sequence[Source]] = tuple
    files: Files | None = None
    play: Play | None = None
    public_url: str = ""
    _rehearsals: Rehearsals = field(init=False)
    _seen: set[tuple[str, str, date]] = field(default_factory=set)  # whom the store knows to have been where

    def __post_init__(self) -> None:
        """Keep what previews share."""
        self._rehearsals = Rehearsals(self.pipeline)

    def language(self, asker: Asker) -> Language:
        """Tell what the channel reads; outside of channels, what the asker chose."""
        if not asker.channel or bare(asker.channel).startswith("D"):
            return self.pipeline.tongues.of_person(asker.user)
        found = self._configured(asker.channel)
        return found.language if found else self.pipeline.tongues.usual

    async def speak(self, asker: Asker, language: Language, now: datetime) -> None:
        """Keep what the asker chose."""
        await self.pipeline.store.tongues.choose(self.pipeline.workspace, asker.user, language, now)
        self.pipeline.tongues = self.pipeline.tongues.choosing(asker.user, language)

    @property
    def stories(self) -> StoryBooks:
        """What people do with one story."""
        return StoreStories(self.pipeline, self.default, self.judge)

    @property
    def channel(self) -> ChannelBooks:
        """What people settle for a channel."""
        return StoreChannel(self.pipeline, self.default, self.renew, self._rehearsals)

    @property
    def records(self) -> Records:
        """What is on record."""
        return StoreRecords(self.pipeline, self._place)

    @property
    def archive(self) -> Archive:
        """All that is stored, looked back on."""
        return StoreArchive(self.pipeline, self.sources)

    @property
    def imports(self) -> Imports:
        """What people hand in of their own connections."""
        return StoreImports(self.pipeline, self.files, self.renew)

    @property
    def editor(self) -> StoreEditor:
        """The rules in force, and changes of them."""
        return StoreEditor(self.pipeline, self.renew, self.play)

    @property
    def feeds(self) -> StoreFeeds:
        """Feeds that are added by command."""
        return StoreFeeds(self.pipeline, self.renew, self.sources, self._place)

    def rules_notice(self, zone: ZoneInfo) -> str | None:
        """Say that a file of rules is wrong and which rules hold meanwhile; None when all is right (for App Home)."""
        if self._place or self.rules is None or not self.rules.faults or self.rules.wrong_since is None:
            return None
        return wrong_rules(self.rules.faults, self.rules.wrong_since, zone)

    @property
    def _place(self) -> str:
        return self.pipeline.watch.place or HOME

    async def companies(self, asker: Asker) -> Sequence[Company]:
        """List every company the bot knows."""
        return self.pipeline.watch.companies

    async def standing(self, company: Company, asker: Asker, now: datetime) -> Standing:
        """Score one company as of `now`, from what a channel may see."""
        stories = await self.pipeline.stories_of(company.name, now - SCORED_BACK)
        rules = self.pipeline.watch.rules
        kept = await self.pipeline.store.standings.score_history(company.name, now - HISTORY, self._place)
        history = by_day([(one.at, one.window if isinstance(one, Score) else None) for one in kept], now)
        before, stands = await beside(lambda: [score(company, stories, rules, at) for at in (now - WEEK, now)])
        roles = await open_roles(self.pipeline.store, company, now)
        return Standing(stands, stories, before=before, history=history, roles=roles)

    async def home(self, asker: Asker, now: datetime) -> Home:
        """Gather the App Home."""
        zone, costs = self.default(asker.channel).zone, StoreArchive(self.pipeline, self.sources).costs
        return await Homes(self.pipeline, zone, costs).home(asker, now)

    async def seen(self, asker: Asker, now: datetime) -> None:
        """Remember that somebody did something in a channel."""
        key = (asker.user, asker.channel, now.date())
        if asker.user and asker.channel and not bare(asker.channel).startswith("D") and key not in self._seen:
            await self.pipeline.store.presences.seen(self.pipeline.workspace, asker.user, asker.channel, now)
            self._seen = {one for one in self._seen if one[2] == now.date()} | {key}

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
            return say("watched_already", company=company.name)
        new = all(known.name != company.name for known in self.pipeline.watch.companies)
        now = self.now()
        await self.pipeline.store.watch(self._place, asker.channel, company, asker.user, now)
        await self.renew()
        await self.pipeline.plan_digests(now)
        found = await self.pipeline.read_back(company, now) if new else 0
        said = [say("watched", company=company.name)]
        if found:
            said.append(say("watched_found", reports=count("earlier_reports", found)))
        if new and not company.domain:
            said.append(say("watched_domain", company=company.name))
        return " ".join(said)

    async def everyday(self, name: str) -> bool:
        """Tell whether a name is a word of everyday texts too, so that something near it has to prove the company."""
        words = await asyncio.to_thread(names_of, self.pipeline.watch.reader.lexicons)
        return form_of(forms_of([Company(name)], words)[fold(name)]).rule.doubtful

    async def describe(self, asker: Asker, company: Company) -> str:
        """Change what is known of a company, wherever it is watched."""
        before = next((one for one in self.pipeline.watch.companies if one.name == company.name), None)
        if before is None:
            return say("watch_gone", company=company.name)
        if before == company:
            return say("settings_same")
        await self.pipeline.store.describe(self._place, company, asker.user, self.now())
        await self.renew()
        return say("watch_edited", company=company.name)

    async def unwatch(self, asker: Asker, company: Company) -> str:
        """Make this channel hear no more of the company."""
        if all(known.name != company.name for known in await self.watched(asker)):
            return say("not_watched", company=company.name)
        await self.pipeline.store.unwatch(self._place, asker.channel, company.name, asker.user, self.now())
        await self.renew()
        return say("unwatched", company=company.name)

    async def post(self, message: Message, what: str, by: Asker, now: datetime) -> bool:
        """Put an answer into the outbox, once."""
        action = f"post {what} in {message.channel}"
        return await self.pipeline.store.deeds.post(self.pipeline.workspace, by.user, now, action, message)

    async def digest_now(self, asker: Asker, now: datetime) -> str:
        """Put this channel's digest of now into the outbox; what it tells is not told again by the next one."""
        found = self._configured(asker.channel)
        if found is None:
            return say("digest_of_nothing")
        await self.pipeline.editions.send(found, now)
        due = await self.pipeline.store.schedule(asker.channel)
        later = say("digest_next", when=clock(due, found.zone, now)) if found.digest and due else ""
        return f"{say('digest_sent')} {later}".strip()

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

    async def settle_sent(self, posting: Posting, ts: str, now: datetime, place: str = "") -> None:
        """Write the receipt of a message that Slack stored as `ts`."""
        said = posting.message
        elsewhere = place if place != said.channel else ""
        receipt = Receipt(said.channel, ts, said.kind, said.story, said.state, said.score, now, elsewhere)
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

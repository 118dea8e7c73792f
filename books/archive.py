"""Looks back over all that is stored, for people who ask by command (books.py opens it)."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from digests.audience import concerns
from digests.cost import Cost
from digests.draw_rules import Tried
from digests.draw_sources import Faring
from digests.found import holds
from digests.privacy import visible
from edition import sources_of
from handlers.asker import Asker
from learning.precision import by_rule
from model.company import Company
from model.poll import PollState
from model.score import Score
from model.story import Story
from model.subscription import Audience
from pipeline import SCORED_BACK, Pipeline
from rules.engine import score
from rules.language import Rule, Rules
from sources.backoff import Circuit, circuit
from sources.connections import Source as Connections
from sources.connections import employers
from sources.contract import Source
from sources.hooks.inbound import Inbound
from sources.polling import questions_a_day, shown
from store.beside import beside
from store.items import is_counted
from stories.house import Houses
from stories.moves import SOON, Flow, Move, flows_of, moves_of

MOST_FOUND = 100
GAVE_BACK = timedelta(days=7)


@dataclass(slots=True)
class StoreArchive:
    """Answers from the store. `configured` gives the sources that are asked now."""

    pipeline: Pipeline
    configured: Callable[[], Sequence[Source]]

    async def moves(self, since: datetime, companies: Collection[str] = ()) -> list[Move]:
        """List who moved from where to where, first told at or after `since`; `companies` are of what they are asked.

        Without them every story is read, which is for a report and not for somebody who waits.
        """
        watched, start = self.pipeline.watch.companies, since - SOON  # the other end may have been told before
        houses = Houses(watched)
        keys = {key for name in companies for key in houses.keys(name)}
        stories = await self.pipeline.store.index.moving(keys, start) if companies else await self._stories(start)
        known = self._watched()
        ours = stories if known is None else [story for story in stories if story.company in known]
        seen = visible(ours, self.pipeline.watch.everybody)
        found = await beside(moves_of, seen, watched)
        return [move for move in found if move.at >= since]

    async def flow(self, company: str, since: datetime) -> list[Flow]:
        """Count the moves from and to a company, the latest month first."""
        moves = await self.moves(since, [company])
        houses = Houses(self.pipeline.watch.companies)
        asked = houses.key(company)
        return flows_of(m for m in moves if asked in {houses.key(m.from_company), houses.key(m.to_company)})

    async def search(self, words: Sequence[str], since: datetime) -> list[Story]:
        """List the latest stories in which every word stands, the latest first."""
        stories = await self.pipeline.store.index.said(words, since, MOST_FOUND, self._watched())
        seen = visible(stories, self.pipeline.watch.everybody)
        found = await beside(lambda: [one for one in seen if holds(one, words)])
        return sorted(found, key=lambda story: (story.last_seen, story.id), reverse=True)

    async def sources(self, now: datetime) -> list[Faring]:
        """Tell how every configured source fares, and what its vendor costs."""
        store = self.pipeline.store
        ids = await sources_of(store, self.pipeline.watch, [source.id for source in self.configured()])
        known = await store.poll_states(ids)
        costs = {id: cost for id, cost in (await self.costs(now)).items() if id in ids}
        asks = {one.id: questions_a_day(one) for one in self.configured() if not isinstance(one, Inbound)}
        alone = self.pipeline.watch.place is None  # how much a source gave would tell what other workspaces watch
        gave = await store.index.gave(now - GAVE_BACK) if alone else {}
        told = [(id, gave.get(id, (0, 0)) if alone and is_counted(id) else None) for id in ids]
        fares = [(id, faring(known.get(id, PollState(id)), now, more)) for id, more in told]
        return [replace(one, cost=costs.get(id), questions=asks.get(id)) for id, one in fares]

    async def costs(self, now: datetime) -> dict[str, Cost]:
        """Tell what each vendor cost, by its source."""
        hooks = [one for one in self.configured() if isinstance(one, Inbound)]
        spent = self.pipeline.store.hooks.spent
        return {one.id: Cost(await spent(one.vendor.name, now), one.settings.limits) for one in hooks}

    async def rules(self) -> tuple[tuple[Rule, ...], Mapping[str, tuple[int, int]]]:
        """List the rules in force, and how often each was right."""
        right = by_rule(await self.pipeline.store.lessons.feedback(self.pipeline.watch.place))
        return self.pipeline.watch.rules.rules, {rule: (one.useful, one.judged) for rule, one in right.items()}

    async def tried(self, days: int, now: datetime) -> list[Tried]:
        """Try the rules on what is stored, day by day."""
        rules = self.pipeline.watch.rules
        moments = [now - timedelta(days=back) for back in range(days)]
        on: Counter[str] = Counter()
        companies: Counter[str] = Counter()
        for company in self.pipeline.watch.companies:
            stories = await self.pipeline.stories_of(company.name, moments[-1] - SCORED_BACK)
            # A pure reckoning that may take long: commands and polls go on meanwhile.
            spoke = await asyncio.to_thread(_spoke, company, stories, rules, moments)
            on += spoke
            companies.update(spoke.keys())
        return [Tried(rule.id, rule.title, on[rule.id], companies[rule.id]) for rule in rules.rules]

    async def mine(self, company: str, asker: Asker, now: datetime) -> list[Story]:
        """List what the asker's own imports tell, unless the person may be one of our own by now (P1, P3)."""
        watch, store, own = self.pipeline.watch, self.pipeline.store, Connections(asker.user).id
        person = (s for s in watch.subscriptions if s.audience is Audience.PERSON and s.channel == asker.user)
        wishes = next(person, None)
        if wishes is None:
            return []
        seen = await store.stories_of(company, now - SCORED_BACK, asker.user)
        hooks = {one.id for one in self.configured() if isinstance(one, Inbound) and one.settings.owner == asker.user}
        imported = [s for s in seen if s.private and all(signal.item[0] in {own, *hooks} for signal in s.evidence)]
        state = (await store.poll_states([own])).get(own)
        now_at = employers(state, {name for story in imported for name in story.people}) if state else {}
        told = [story for story in imported if concerns(story, wishes, watch.us, now_at)]
        return sorted(told, key=lambda story: (story.last_seen, story.id), reverse=True)

    def _watched(self) -> set[str] | None:
        """Name whom this workspace watches; None where there is one: of others nothing is stored."""
        watch = self.pipeline.watch
        return None if watch.place is None else {company.name for company in watch.companies}

    async def _stories(self, since: datetime) -> list[Story]:
        companies = self.pipeline.watch.companies
        return [story for one in companies for story in await self.pipeline.stories_of(one.name, since)]


def _spoke(company: Company, stories: Sequence[Story], rules: Rules, moments: Sequence[datetime]) -> Counter[str]:
    """Count on how many of these days each rule gave a company points."""
    given = [score(company, stories, rules, moment) for moment in moments] if stories else []
    return Counter(rule for one in given if isinstance(one, Score) for rule in {p.rule for p in one.points})


def faring(state: PollState, now: datetime, gave: tuple[int, int] | None = None) -> Faring:
    """Tell of a source without what follows the "?" of its address, which may be a key."""
    name = shown(state.source)
    _, _, address = state.source.partition(":")
    trouble = (state.trouble or "").replace(state.source, name)
    trouble = trouble.replace(address, name) if address else trouble
    items, signals = gave or (None, 0)
    resting = circuit(state, now) is not Circuit.CLOSED
    return Faring(name, state.polled, state.next_due, state.down_since, trouble, state.gone, items, signals, resting)

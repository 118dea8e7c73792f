"""What is on record, over the store: the audit log, what is stored of somebody, what was told (books.py opens it)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from digests.draw_audit import Done
from digests.escape import clean
from digests.privacy import seen_by
from digests.sentence import LONGEST_NAME
from digests.texts import say
from handlers.asker import Asker
from handlers.records import Logged
from model.address import address, bare
from model.poll import PollState
from model.story import Story
from pipeline import Pipeline
from sources.connections import NAME as CONNECTIONS
from sources.connections import without
from sources.github import NAME as GITHUB
from sources.github import without as without_profile
from store.audit import Line, Wanted
from store.naming import key


@dataclass(slots=True)
class StoreRecords:
    """Answers from the store. `everywhere` is the workspace of what channels watch."""

    pipeline: Pipeline
    everywhere: str

    async def audit(
        self, asker: Asker, company: str, actor: str, since: datetime | None, before: int | None, most: int
    ) -> Logged:
        """List changes, the newest first; a story that is private to others is not told."""
        wanted = Wanted(company, actor, since, before, address(self.everywhere, actor.upper()))
        workspaces = {self.everywhere, self.pipeline.workspace}
        found = await self.pipeline.store.log.lines(workspaces, wanted, most + 1)
        shown = found[:most]
        told = await self._told(shown, asker)
        done = [self._done(line) for line in shown]
        return Logged(done, told, shown[-1].id if len(found) > most else None)

    async def wrong_person(self, name: str) -> str:
        """Say why nobody of this name can be made forgotten; "" when somebody can."""
        if self.pipeline.watch.place:
            return say("forget_elsewhere")  # what is removed is removed for all who share this bot
        words = key(name).split()
        if not words:
            return say("forget_which")
        if len(words) == 1:
            return say("forget_one_word", name=clean(name, LONGEST_NAME))
        companies = self.pipeline.watch.companies
        watched = {key(called) for company in companies for called in (company.name, *company.aliases)}
        return say("forget_company", name=clean(name, LONGEST_NAME)) if key(name) in watched else ""

    async def holds(self, person: str, now: datetime) -> dict[str, int]:
        """Count what would go; nothing is removed."""
        return {**await self.pipeline.store.forgettable(person, now), "exports": len(await self._seats(person))}

    async def forget(self, person: str, asker: Asker, now: datetime) -> dict[str, int]:
        """Remove them for good, from what is remembered of exports and profiles too: nothing brings them back."""
        async with self.pipeline.store.alone():
            seats = await self._seats(person)
            found = await self.pipeline.store.forget(person, now, asker.user, self.pipeline.workspace)
            await self.pipeline.store.save_polls(seats)
            for seat in seats:
                self.pipeline.drop(seat.source)  # else the next poll would write back what it remembers
        return {**found, "exports": len(seats)}

    async def told(self, companies: Collection[str], asker: Asker, since: datetime, now: datetime) -> list[Story]:
        """List what a channel may see of these companies, the oldest first; the log says who has it."""
        store = self.pipeline.store
        found = [story for name in companies for story in await self.pipeline.stories_of(name, since)]
        if found:
            await store.deeds.did(self.pipeline.workspace, asker.user, now, f"export in {bare(asker.channel)}", [])
        return sorted(found, key=lambda story: (story.first_seen, story.id))

    async def _seats(self, person: str) -> list[PollState]:
        """List the exports in which they are, without them, and their own profiles, which are not asked for again."""
        store = self.pipeline.store
        seats = [(state, without(state.cursor, person)) for state in await store.states_of(CONNECTIONS)]
        seats += [(state, without_profile(state.cursor, person)) for state in await store.states_of(GITHUB)]
        return [replace(state, cursor=cursor) for state, cursor in seats if cursor != state.cursor]

    def _done(self, line: Line) -> Done:
        """Tell a line with Slack's own ids: its reader is in the same workspace."""
        front = address(self.everywhere, "?").rstrip("?")
        action = line.action.replace(front, "") if front else line.action
        return Done(line.at, bare(line.actor), action, line.before, line.after)

    async def _told(self, lines: list[Line], asker: Asker) -> dict[str, Story | None]:
        """Find the stories that these lines name; a story's id is one word."""
        words = {word for line in lines for word in line.action.split()[1:]}
        stories = await self.pipeline.store.stories(words)
        return {story.id: seen_by(story, asker.user) for story in stories}

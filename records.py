"""What is on record, over the store: the audit log, what is stored of somebody, what was told (books.py opens it)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from digests.draw_audit import Done
from digests.privacy import seen_by
from handlers.asker import Asker
from handlers.records import Logged
from model.story import Story
from pipeline import Pipeline
from store.audit import Line, Wanted


@dataclass(slots=True)
class StoreRecords:
    """Answers from the store. `everywhere` is the workspace of what channels watch."""

    pipeline: Pipeline
    everywhere: str

    async def audit(
        self, asker: Asker, company: str, actor: str, since: datetime | None, before: int | None, most: int
    ) -> Logged:
        """List changes, the newest first; a story that is private to others is not told."""
        wanted = Wanted(company, actor, since, before)
        workspaces = {self.everywhere, self.pipeline.workspace}
        found = await self.pipeline.store.log.lines(workspaces, wanted, most + 1)
        shown = found[:most]
        told = await self._told(shown, asker)
        done = [Done(line.at, line.actor, line.action, line.before, line.after) for line in shown]
        return Logged(done, told, shown[-1].id if len(found) > most else None)

    async def _told(self, lines: list[Line], asker: Asker) -> dict[str, Story | None]:
        """Find the stories that these lines name; a story's id is one word."""
        words = {word for line in lines for word in line.action.split()[1:]}
        stories = await self.pipeline.store.stories(words)
        return {story.id: seen_by(story, asker.user) for story in stories}

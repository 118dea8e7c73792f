"""Changes rules by hand, over the same overrides as what was learned (books.py opens it)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b

from digests.texts import say
from handlers.asker import Asker
from handlers.editor import Edit
from learning.change import told
from model.address import HOME, address, bare
from model.effect import Effect
from model.feedback import Change, Override, Part, Proposal
from pipeline import Pipeline
from rules.edit import edited, write_edit
from rules.language import Rule

OF_RULES = frozenset({Part.STRENGTH, Part.OFF, Part.EDIT})
Play = Callable[[Pipeline, Change, datetime], Awaitable[Effect]]


@dataclass(frozen=True, slots=True)
class StoreEditor:
    """Answers about changes of rules. `play` plays the last days with one, `renew` builds the watch anew."""

    pipeline: Pipeline
    renew: Callable[[], Awaitable[None]]
    play: Play | None

    async def rules(self) -> list[Rule]:
        """List the rules in force, by id."""
        return sorted(self.pipeline.watch.rules.rules, key=lambda rule: rule.id)

    async def changes(self) -> list[Override]:
        """List the changes of rules that are in force, the latest first."""
        known = await self.pipeline.store.lessons.overrides(self.pipeline.watch.place)
        ours = [replace(one, id=bare(one.id)) for one in reversed(known)]
        return [one for one in ours if one.in_force and one.change.part in OF_RULES]

    async def attempt(self, rule: str, edit: Edit, now: datetime) -> Effect | None:
        """Play the last days with an edit."""
        found = self._rule(rule)
        if found is None or self.play is None:
            return None
        return await self.play(self.pipeline, _change(found, edit), now)

    async def apply(self, asker: Asker, rule: str, edit: Edit, now: datetime) -> str:
        """Put an edit in force; what is wrong by now, since the rule has changed meanwhile, is not."""
        found = self._rule(rule)
        if found is None:
            return say("edit_gone", rule=rule)
        if not edit or isinstance(edited(found, edit), Mapping):
            return say("edit_stale", rule=rule)
        change = _change(found, edit)
        mark = f"{rule}\0{change.value}\0{now.isoformat()}"
        id = address(self._place, f"e{blake2b(mark.encode(), digest_size=4).hexdigest()}")
        proposal = Proposal(id, change, "", (), 0, 0)
        lessons, workspace = self.pipeline.store.lessons, self.pipeline.workspace
        if await lessons.apply(workspace, proposal, say("edit_why"), asker.user, now):
            await self.renew()
        return say("edit_done", change=told(change))

    async def undo(self, asker: Asker, change: str, now: datetime) -> str:
        """Take a change out of force; the rule is as it was before it."""
        ours, workspace = address(self._place, bare(change)), self.pipeline.workspace
        undone = await self.pipeline.store.lessons.undo(workspace, ours, asker.user, now)
        if undone is None:
            return say("edit_not_there")
        await self.renew()
        return say("edit_undone", change=told(undone.change))

    @property
    def _place(self) -> str:
        return self.pipeline.watch.place or HOME

    def _rule(self, id: str) -> Rule | None:
        return next((rule for rule in self.pipeline.watch.rules.rules if rule.id == id), None)


def _change(rule: Rule, edit: Edit) -> Change:
    return Change(Part.EDIT, rule.id, write_edit(edit), rule.strength)

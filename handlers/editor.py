"""What the modals ask about the rules in force: change one, try that first, take it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from handlers.asker import Asker
from model.effect import Effect
from model.feedback import Override
from rules.language import Rule

Edit = Mapping[str, object]


class Editor(Protocol):
    """Changes the rules for everybody: `apply` and `undo` are for admins."""

    async def rules(self) -> Sequence[Rule]:
        """List the rules in force, by id."""

    async def changes(self) -> Sequence[Override]:
        """List the changes of rules that are in force, the latest first."""

    async def attempt(self, rule: str, edit: Edit, now: datetime) -> Effect | None:
        """Play the last 30 days with an edit that was checked, and tell what it changes; None for no such rule."""

    async def apply(self, asker: Asker, rule: str, edit: Edit, now: datetime) -> str:
        """Put an edit in force. Return a sentence for the asker."""

    async def undo(self, asker: Asker, change: str, now: datetime) -> str:
        """Take a change out of force. Return a sentence for the asker."""

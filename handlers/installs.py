"""What this folder asks of the installs that are kept; the store has them (bot.py hands it in)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from model.install import Install


class Installs(Protocol):
    """Keeps installs with their tokens. Every method raises model.errors.StoreError when the database is away."""

    async def save(self, install: Install, rotate: datetime | None = None) -> None:
        """Keep an install in place of an earlier one; its token is to be renewed from `rotate` on."""

    async def find(self, enterprise: str, team: str) -> Install | None:
        """Find the install that speaks in a workspace: its own, else its organisation's."""

    async def live(self) -> Sequence[Install]:
        """List the installs that were not uninstalled."""

    async def belongs(self, team: str, enterprise: str, *, sure: bool = True) -> None:
        """Remember under which organisation a workspace is; what is not `sure` changes nothing that is known."""

    async def wipe(self, enterprise: str, team: str, told: datetime, at: datetime, purge: datetime) -> Collection[str]:
        """Forget the tokens of an install made at or before `told`; name the workspaces without the app now."""

    async def begin_rotation(self, now: datetime, again: datetime) -> Install | None:
        """Take one install whose token is to be renewed now; nobody else takes it before `again`."""

    async def rotated(self, before: Install, after: Install, rotate: datetime) -> bool:
        """Keep renewed tokens; False when the install went or was made anew meanwhile."""

    async def not_rotated(self, install: Install, trouble: str) -> bool:
        """Remember that the token cannot be renewed, and try no more; False when that is known already."""

    async def issue(self, state: str, until: datetime, now: datetime) -> None:
        """Remember a sign-in under way."""

    async def consume(self, state: str, now: datetime) -> bool:
        """End a sign-in; False for one that is not ours, is over, or was ended before."""

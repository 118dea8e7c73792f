"""The one place where it is decided who may do what (requirements E2, B17). Whoever is refused is told who may."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Protocol, TypeVar

from digests.texts import say
from handlers.asker import Asker
from handlers.offered import offers, without
from handlers.roles import Right, Role, Surface, rights
from model.errors import SignalsError

log = logging.getLogger(__name__)

MOST_SHARED = 10_000
Shown = TypeVar("Shown")


class NotAllowed(SignalsError):
    """You may not do that here."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self._said = sentence

    def __str__(self) -> str:
        """Say who may."""
        return self._said


class Members(Protocol):
    """Knows who people are. `admins` are those that config.toml names."""

    admins: frozenset[str]

    async def role(self, asker: Asker) -> Role | None:
        """Tell what somebody is; None when it cannot be known just now."""

    async def at_home(self, asker: Asker) -> bool | None:
        """Tell whether somebody is of the workspace that installed us; None when it cannot be known just now."""


class Gate:
    """One for the process: every command, press, submission, shortcut and event passes it before anything is done."""

    def __init__(self, roster: Members) -> None:
        self._roster = roster
        self._shared: dict[str, None] = {}

    async def admit(self, surface: Surface, name: str, asker: Asker) -> None:
        """Let it pass, or raise NotAllowed with the sentence for whoever asked; a refusal is logged."""
        right = rights().get((surface, name))
        sentence = say("refused_unlisted") if right is None else await self._refusal(right, asker)
        if sentence:
            log.warning("refused: %s %s, asked by %s in %s", surface, name, asker.user, asker.channel or "no channel")
            raise NotAllowed(sentence)

    async def known(self, asker: Asker) -> Asker:
        """Tell of somebody what they are: an admin's Home shows every channel, a guest's no more than a guest may do.

        Whom Slack does not tell of just now may change nothing, and is shown as a guest.
        """
        role = Role.GUEST if asker.outside else await self._roster.role(asker)
        return replace(asker, admin=role is Role.ADMIN, guest=role not in (Role.ADMIN, Role.MEMBER))

    async def offered(self, shown: Shown, asker: Asker) -> Shown:
        """Take off an answer, or a window, what would be refused to whoever it is for: no button leads to a refusal."""
        refused = set()
        for action in sorted(offers(shown)):
            right = rights().get((Surface.PRESS, action))
            if right and (right.person or right.least is not Role.GUEST) and await self._refusal(right, asker):
                refused.add(action)
        return without(shown, refused)

    async def _refusal(self, right: Right, asker: Asker) -> str:
        self._remember(asker)
        if right.person:
            home = await self._roster.at_home(asker)
            if home is None:
                return say("refused_unknown")
            if not home or asker.outside or asker.channel in self._shared:
                return say("refused_outside")
        if right.least is Role.GUEST:
            return ""
        role = Role.GUEST if asker.outside else await self._roster.role(asker)
        if role is None:
            return say("refused_unknown")
        return "" if right.allows(role) else self._who_may(right, asker)

    def _who_may(self, right: Right, asker: Asker) -> str:
        if right.least is Role.MEMBER:
            return say("refused_guest")
        if self._roster.admins:
            return say("refused_member")
        return say("refused_no_admin", user=asker.user)

    def _remember(self, asker: Asker) -> None:
        """Where somebody from another company was, nothing about single people is answered later either."""
        if asker.outside and asker.channel:
            self._shared[asker.channel] = None
            if len(self._shared) > MOST_SHARED:
                del self._shared[next(iter(self._shared))]

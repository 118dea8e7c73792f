"""Who is admin, member or guest: named in config.toml, or known to Slack where the scope users:read is granted."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Collection, Mapping

from handlers.asker import Asker
from handlers.clients import Clients
from handlers.clock import Clock
from handlers.roles import Role
from handlers.trouble import read_trouble
from model.address import HOME

log = logging.getLogger(__name__)

KEPT = 600.0
BLIND = 3600.0
MOST = 10_000
# Whom Slack does not know here is of another company; where we may not ask, who is not named is a member.
STRANGE = frozenset({"user_not_found", "user_not_visible"})
FORBIDDEN = frozenset({"missing_scope", "no_permission", "not_allowed_token_type", "unknown_method"})


class Roster:
    """One for the process. It asks Slack once in ten minutes for each person, and only when a role matters.

    `admins` are of the bot token's workspace: elsewhere only Slack says who is one.
    """

    def __init__(self, admins: Collection[str], clients: Clients, clock: Clock) -> None:
        self.admins = frozenset(admins)
        self._clients = clients
        self._clock = clock
        self._known: OrderedDict[tuple[str, str], tuple[Role, float]] = OrderedDict()
        self._blind: dict[str, float] = {}
        self._home: tuple[str, str] | None = None

    async def role(self, asker: Asker) -> Role | None:
        """Tell what somebody is; None when Slack does not say just now."""
        if asker.user in self.admins and self._clients.workspace(asker.workspace) == HOME:
            return Role.ADMIN
        tick, who = self._clock.tick(), (asker.workspace, asker.user)
        role, at = self._known.get(who, (None, 0.0))
        if role is not None and tick - at < KEPT:
            return role
        if tick < self._blind.get(asker.workspace, float("-inf")):
            return Role.MEMBER
        try:
            client = await self._clients.of(asker.workspace)
            if client is None:
                return None
            answer = await client.api_call("users.info", data={"user": asker.user})
        except Exception as error:  # whatever the SDK raises: what was known holds on
            code = read_trouble(error, self._clock.now()).code
            if code in FORBIDDEN:
                self._blind[asker.workspace] = tick + BLIND
                return Role.MEMBER
            if code not in STRANGE:
                log.warning("users.info was refused: %s", code)
                return role
            found = Role.GUEST
        else:
            found = _role_of(answer.get("user"))
        self._known[who] = (found, tick)
        self._known.move_to_end(who)
        if len(self._known) > MOST:
            self._known.popitem(last=False)
        return found

    async def at_home(self, asker: Asker) -> bool | None:
        """Tell whether somebody is of the workspace (or the organisation) that installed us; None when unknown."""
        if self._clients.installs is not None:
            return await self._clients.of(asker.workspace) is not None
        if self._home is None:
            try:
                answer = await self._clients.own.auth_test()
            except Exception as error:  # whatever the SDK raises: nothing is known then
                log.warning("auth.test was refused: %s", read_trouble(error, self._clock.now()).code)
                return None
            self._home = (str(answer.get("team_id") or ""), str(answer.get("enterprise_id") or ""))
        team, enterprise = self._home
        return asker.workspace == team or bool(enterprise and asker.enterprise == enterprise)


def _role_of(user: object) -> Role:
    """Read Slack's record of a person; whoever is neither is a member."""
    told = user if isinstance(user, Mapping) else {}
    if told.get("is_restricted") or told.get("is_ultra_restricted") or told.get("is_stranger"):
        return Role.GUEST
    return Role.ADMIN if told.get("is_admin") or told.get("is_owner") else Role.MEMBER

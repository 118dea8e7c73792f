"""The app is taken out of a workspace: tokens go at once, nothing more is said there (requirement B14).

Slack sends `app_uninstalled` and `tokens_revoked` in any order, and each again when an answer is late. Bolt's own
listeners know no time: an old event that comes again would end an install made since.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from handlers.clients import Clients
from handlers.clock import Clock

log = logging.getLogger(__name__)

EVENTS = ("app_uninstalled", "tokens_revoked")
SECOND = timedelta(seconds=1)  # Slack tells whole seconds


class Uninstall:
    """Ends installs. `changed` is told when a workspace is without the app."""

    def __init__(self, clients: Clients, clock: Clock, changed: Callable[[], Awaitable[None]]) -> None:
        self._clients = clients
        self._clock = clock
        self._changed = changed

    async def happened(self, body: Mapping[str, Any], enterprise: str, team: str) -> None:
        """Take an event in; a user's token that is revoked is none of ours."""
        event = body.get("event") or {}
        if event.get("type") == "tokens_revoked" and not (event.get("tokens") or {}).get("bot"):
            return
        if self._clients.installs is None:
            log.critical("the app was taken out of its workspace: install it again and set SIGNALS_SLACK__BOT_TOKEN")
            return
        if team and team == self._clients.home:
            log.critical("the app was taken out of the workspace of SIGNALS_SLACK__BOT_TOKEN: install it there again")
        now = self._clock.now()
        purge = now + self._clients.settings.purge_after
        places = await self._clients.installs.wipe(enterprise, team, _told(body, now), now, purge)
        self._clients.forget()
        if places:
            log.warning(
                "the app was uninstalled; what is theirs goes at %s: %s", purge.date(), ", ".join(sorted(places))
            )
            await self._changed()


def _told(body: Mapping[str, Any], now: datetime) -> datetime:
    at = body.get("event_time")
    try:
        return min(datetime.fromtimestamp(at, UTC) + SECOND, now) if isinstance(at, int) else now
    except (ValueError, OverflowError, OSError):
        return now

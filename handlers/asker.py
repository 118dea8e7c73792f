"""Who asks."""

from __future__ import annotations

from dataclasses import dataclass

from digests.privacy import STRANGERS, everybody_at


@dataclass(frozen=True, slots=True)
class Asker:
    """Who typed a command or pressed a button, and where: Slack's ids. `name` is what Slack calls them, for showing.

    `outside`: they are of another company, or others listen where they are. `enterprise` is the organisation's id.
    `admin` and `guest` are told where they matter for what is shown; what may be done, handlers/gate.py decides.
    """

    workspace: str
    channel: str
    user: str
    name: str = ""
    enterprise: str = ""
    outside: bool = False
    admin: bool = False
    guest: bool = False

    @property
    def everybody(self) -> str | None:
        """Who reads with them, for the wall of digests/privacy.py: what is drawn for a channel is drawn for these."""
        return STRANGERS if self.outside else everybody_at(self.channel or self.user)

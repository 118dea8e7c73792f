"""The app as a workspace or an organisation installed it, with the token by which we speak there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Install:
    """One install, known by (enterprise, team, app), "" for what Slack leaves out.

    `org` says that a whole organisation installed it: `team` is "" then, and the token speaks in all its workspaces.
    `refresh` and `expires` are there when tokens rotate. `trouble` is why the token cannot be renewed. `gone` is when
    it was uninstalled: the tokens are "" from then on. Tokens stay out of repr().
    """

    enterprise: str
    team: str
    app: str
    token: str = field(repr=False)
    at: datetime
    refresh: str = field(default="", repr=False)
    expires: datetime | None = None
    org: bool = False
    name: str = ""
    installer: str = ""
    bot: str = ""
    bot_user: str = ""
    scopes: str = ""
    trouble: str = ""
    gone: datetime | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is known by."""
        return self.enterprise, self.team, self.app

    @property
    def place(self) -> str:
        """Name the workspace, or the organisation, for the operator: an id of Slack."""
        return self.team or self.enterprise

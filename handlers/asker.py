"""Who asks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asker:
    """Who typed a command or pressed a button, and where: Slack's ids. `name` is what Slack calls them, for showing.

    `outside`: they are of another company, or others listen where they are. `enterprise` is the organisation's id.
    `admin` is told where it matters for what is shown; what may be done, handlers/gate.py decides.
    """

    workspace: str
    channel: str
    user: str
    name: str = ""
    enterprise: str = ""
    outside: bool = False
    admin: bool = False

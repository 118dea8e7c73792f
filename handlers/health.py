"""What is late, and what needs a person: each part of the process says when it last did its work; /healthz compares.

A restart mends what is late. It mends no token that Slack refuses, and one channel or one further workspace that waits
for a person is no reason to take the bot from everybody else: only our own way to Slack makes all of it unwell.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

OUR_WAY = ("slack", "socket")  # without these nobody is told anything


class Health:
    """Parts by our own names ("poster", "socket", "polls"), never those of companies or people (E10)."""

    def __init__(self) -> None:
        self._within: dict[str, timedelta] = {}
        self._last: dict[str, datetime] = {}
        self._trouble: dict[str, str] = {}

    def expect(self, part: str, within: timedelta, now: datetime) -> None:
        """Say how long `part` may stay silent, counted from `now`: three of its intervals is a good measure (G11)."""
        self._within[part] = within
        self._last[part] = now

    def beat(self, part: str, now: datetime) -> None:
        """`part` did its work; that ends its trouble too."""
        self._last[part] = now
        self._trouble.pop(part, None)

    def trouble(self, part: str, what: str) -> bool:
        """`part` needs a person. Return True when that is news."""
        news = self._trouble.get(part) != what
        self._trouble[part] = what
        return news

    def late(self, now: datetime) -> dict[str, str]:
        """List the parts that are silent for too long, each with how long."""
        return {
            part: f"silent for {int((now - self._last[part]).total_seconds())} s, expected every {int(s)} s"
            for part, s in ((part, within.total_seconds()) for part, within in self._within.items())
            if (now - self._last[part]).total_seconds() > s
        }

    def troubled(self) -> dict[str, str]:
        """List the parts that need a person, each with what is wrong."""
        return dict(self._trouble)

    def answer(self, now: datetime) -> tuple[int, dict[str, Any]]:
        """Give what /healthz says: 503 when a part is late or nobody can be told anything, else 200; and the parts."""
        late, troubled = self.late(now), self.troubled()
        ill = bool(late) or any(part in troubled for part in OUR_WAY)
        status = "late" if late else "trouble" if troubled else "ok"
        parts = {name: found for name, found in (("late", late), ("trouble", troubled)) if found}
        return (503 if ill else 200), {"status": status, **parts}

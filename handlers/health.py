"""What is late: each part of the process says when it last did its work, and /healthz compares."""

from __future__ import annotations

from datetime import datetime, timedelta


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
        """List the parts that are late or in trouble, each with what is wrong; empty when all is well."""
        silent = {
            part: f"silent for {int((now - self._last[part]).total_seconds())} s, expected every {int(s)} s"
            for part, s in ((part, within.total_seconds()) for part, within in self._within.items())
            if (now - self._last[part]).total_seconds() > s
        }
        return {**silent, **self._trouble}

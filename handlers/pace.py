"""How fast we may post: pure arithmetic over a monotonic clock, in seconds (requirements A8 to A11).

Slack takes about one message a second in a channel and an unnamed number in a workspace, and answers 429 beyond it.
New messages and edits are counted apart: they are two methods.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

CHANNEL_GAP = 1.05
MINUTE = 60.0
FIRST_WAIT, LONGEST_WAIT = 1.0, 300.0


def backoff(attempt: int, chance: float) -> float:
    """Tell how long to wait after the nth failure: up to 1, 2, 4 … 300 s, anywhere between (full jitter).

    `attempt` counts from 1, `chance` is in [0, 1).
    """
    ceiling = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(attempt - 1, 20))
    return max(float(ceiling * chance), 0.1)


@dataclass(slots=True)
class _Method:
    """One method of the Web API in one workspace: calls in any sixty seconds, and until when Slack shut it."""

    most: int
    started: deque[float] = field(default_factory=deque)
    shut_until: float = float("-inf")

    def wait(self, tick: float) -> float:
        while self.started and self.started[0] <= tick - MINUTE:
            self.started.popleft()
        full = self.started[0] + MINUTE - tick if len(self.started) >= self.most else 0.0
        return max(full, self.shut_until - tick, 0.0)


class Pace:
    """Remembers when what was posted where. `posts` and `edits` bound the workspace in any sixty seconds."""

    def __init__(self, posts: int = 100, edits: int = 50, gap: float = CHANNEL_GAP) -> None:
        self._bounds = (posts, edits, gap)
        self._gap = gap
        self._methods = {False: _Method(posts), True: _Method(edits)}
        self._free_at: dict[str, float] = {}
        self._limited_until: dict[str, float] = {}

    def another(self) -> Pace:
        """Make one for another workspace, with the same bounds."""
        return Pace(*self._bounds)

    def start(self, tick: float, *, edit: bool = False) -> None:
        """Note that a call to Slack begins."""
        self._methods[edit].started.append(tick)

    def done(self, channel: str, tick: float) -> None:
        """Note that a call ended: counted from here, two posts are a second apart for Slack's clock as well."""
        self._free_at[channel] = tick + self._gap

    def limited(self, channel: str, tick: float, wait: float, *, edit: bool = False) -> None:
        """Slack answered 429 for this channel and asks for `wait` seconds.

        A 429 does not say whether the channel or the workspace was too fast. The channel waits; when a second one is
        told the same meanwhile, it was the workspace, and everything waits.
        """
        until = tick + wait
        others = any(end > tick for name, end in self._limited_until.items() if name != channel)
        self._limited_until[channel] = max(until, self._limited_until.get(channel, until))
        if others:
            method = self._methods[edit]
            method.shut_until = max(method.shut_until, *self._limited_until.values())

    def shut(self, until: float) -> None:
        """Call nothing in this workspace until then."""
        for method in self._methods.values():
            method.shut_until = max(method.shut_until, until)

    def busy(self, tick: float) -> frozenset[str]:
        """List the channels that may not be posted to yet."""
        for table in (self._free_at, self._limited_until):
            for channel in [name for name, end in table.items() if end <= tick]:
                del table[channel]
        return frozenset(self._free_at) | frozenset(self._limited_until)

    def wait(self, tick: float, *, edit: bool = False) -> float:
        """Tell in how many seconds the workspace takes another call; 0 for now."""
        return self._methods[edit].wait(tick)

    def next_free(self, tick: float) -> float | None:
        """Tell in how many seconds the first busy channel is free again; None when none is busy."""
        busy = self.busy(tick)
        ends = [max(self._free_at.get(name, tick), self._limited_until.get(name, tick)) for name in busy]
        return max(min(ends) - tick, 0.0) if ends else None

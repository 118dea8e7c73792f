"""When to open a Socket Mode connection and when to believe it dead: pure, over monotonic seconds (B10, B11)."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Patience:
    """All in seconds. Slack allows about one opening a minute; more than two are a storm.

    `rebuild` after so much silence, `give_up` after so much; `hello` is how long a new connection has for its greeting.
    `ping` is how often we ask whether the other side lives. A connection older than `longest` is replaced: some stay
    open and bring nothing (bolt-python #1529). It stays for `linger` beside its successor: more may be on its way.
    """

    rebuild: float = 120.0
    give_up: float = 600.0
    hello: float = 30.0
    ping: float = 10.0
    longest: float = 3600.0
    linger: float = 2.0
    window: float = 60.0
    opens: int = 2


class Verdict(StrEnum):
    """What to do about a connection."""

    FINE = "fine"
    REBUILD = "rebuild"
    GIVE_UP = "give_up"


@dataclass(slots=True)
class Openings:
    """Spaces out the openings of connections: at most `opens` in any `window`, further apart after each failure."""

    patience: Patience
    _at: deque[float] = field(default_factory=deque)
    _failures: int = 0
    _not_before: float = float("-inf")

    def wait(self, tick: float) -> float:
        """Tell in how many seconds the next one may be opened."""
        while self._at and self._at[0] <= tick - self.patience.window:
            self._at.popleft()
        full = self._at[0] + self.patience.window - tick if len(self._at) >= self.patience.opens else 0.0
        return max(full, self._not_before - tick, 0.0)

    def opening(self, tick: float) -> None:
        """Note that one is asked for."""
        self._at.append(tick)

    def failed(self, tick: float, asked: float = 0.0) -> None:
        """Note that Slack gave none; the next waits half a window and doubles up to five, or as long as Slack asked."""
        self._failures += 1
        wait = self.patience.window / 2 * 2 ** min(self._failures - 1, 3)
        self._not_before = tick + max(wait, asked)

    def greeted(self) -> None:
        """Slack said hello: the next failure starts from the shortest wait again."""
        self._failures = 0
        self._not_before = float("-inf")


@dataclass(slots=True)
class Evidence:
    """What was heard last. Only Slack's own words and answers to our pings count: an open socket proves nothing."""

    patience: Patience
    since: float
    heard: float = field(init=False)
    _opened: float | None = None
    _greeted: bool = False

    def __post_init__(self) -> None:
        self.heard = self.since

    def opened(self, tick: float) -> None:
        """A connection stands; it has to greet."""
        self._opened, self._greeted = tick, False

    def hear(self, tick: float, *, hello: bool = False) -> None:
        """Something came. Before its hello a connection proves nothing."""
        self._greeted = self._greeted or hello
        if self._greeted:
            self.heard = max(self.heard, tick)

    def verdict(self, tick: float) -> Verdict:
        """Judge the connection."""
        silent = tick - self.heard
        if silent > self.patience.give_up:
            return Verdict.GIVE_UP
        if self._opened is None:
            return Verdict.FINE
        age = tick - self._opened
        mute = not self._greeted and age > self.patience.hello
        deaf = silent > self.patience.rebuild and age > self.patience.hello
        return Verdict.REBUILD if mute or deaf or age > self.patience.longest else Verdict.FINE

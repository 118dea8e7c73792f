"""How fast we may post in each workspace: Slack counts them apart, and one that refuses us holds up no other."""

from __future__ import annotations

from handlers.pace import Pace
from model.address import BETWEEN, HOME, workspace_of


class Paces:
    """One Pace a workspace, made when it is first posted to; channels are addresses. `own` is the bot token's."""

    def __init__(self, own: Pace | None = None) -> None:
        self._of: dict[str, Pace] = {HOME: own or Pace()}

    def of(self, channel: str) -> Pace:
        """Find the pace of the workspace in which a channel is."""
        workspace = workspace_of(channel)
        if workspace not in self._of:
            self._of[workspace] = self._of[HOME].another()
        return self._of[workspace]

    def busy(self, tick: float) -> frozenset[str]:
        """List the channels that may not be posted to yet; "T1/" stands for a whole workspace, "/" for the own one."""
        found: set[str] = set()
        for workspace, pace in self._of.items():
            found |= pace.busy(tick)
            if pace.wait(tick) > 0:
                found.add(f"{workspace}{BETWEEN}")
        return frozenset(found)

    def wait(self, tick: float) -> float:
        """Tell in how many seconds some workspace takes another message; 0 for now."""
        return min(pace.wait(tick) for pace in self._of.values())

    def edits(self, tick: float) -> bool:
        """Tell whether every workspace that takes messages takes edits too."""
        return all(pace.wait(tick, edit=True) == 0 for pace in self._of.values() if pace.wait(tick) == 0)

    def next_free(self, tick: float) -> float | None:
        """Tell in how many seconds the first busy channel or workspace is free again; None when none is busy."""
        ends = [end for pace in self._of.values() if (end := pace.next_free(tick)) is not None]
        ends += [wait for pace in self._of.values() if (wait := pace.wait(tick)) > 0]
        return min(ends, default=None)

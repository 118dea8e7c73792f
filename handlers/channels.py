"""What the commands ask about one channel: what is muted there, what it wants to hear, and when its digest comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from digests.rehearsal import Rehearsed
from handlers.asker import Asker
from handlers.stories import Hidden
from model.feedback import DigestOpinion
from model.handling import Mute, Scope
from model.message import Drawn
from model.story import Story
from model.subscription import Rhythm, Subscription


@dataclass(frozen=True, slots=True)
class Muted:
    """A mute that holds. `story` is the one that it hides, None for any other scope and for one that is gone."""

    mute: Mute
    story: Story | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a channel hears. `chosen` says that its people chose some of it, `hears` that it watches anything."""

    subscription: Subscription
    chosen: bool
    hears: bool


class ChannelBooks(Protocol):
    """What the people of a channel settle for it. Every change returns a sentence for whoever made it."""

    async def mutes(self, asker: Asker, now: datetime) -> Sequence[Muted]:
        """List the mutes that hold in this channel, the first to end first."""

    async def would_hide(self, asker: Asker, scope: Scope, name: str, now: datetime) -> Hidden:
        """Tell how much of what this channel was told lately such a mute would have hidden."""

    async def mute(self, asker: Asker, scope: Scope, name: str, until: datetime, now: datetime) -> str:
        """Hide it from this channel until then."""

    async def unmute(self, asker: Asker, mute: int, now: datetime) -> str:
        """End a mute of this channel before its time."""

    async def set_digest(self, asker: Asker, rhythm: Rhythm | None, now: datetime) -> str:
        """Let this channel's digest come by itself in this rhythm, whatever config.toml says; None for never."""

    async def judge_digest(self, asker: Asker, opinion: DigestOpinion, words: str, now: datetime) -> str:
        """Take down what the asker thinks of this channel's digest."""

    async def sample(self, asker: Asker, now: datetime) -> Drawn | None:
        """Draw this channel's digest of the last seven days, as it would have been; None while it watches nothing."""

    async def send_sample(self, asker: Asker, now: datetime) -> str:
        """Post that digest in this channel; what it tells counts as told to nobody."""

    async def wishes(self, asker: Asker) -> Wishes:
        """Tell what this channel hears."""

    async def rehearse(self, asker: Asker, wanted: Subscription, now: datetime) -> Rehearsed:
        """Tell what this channel would have heard in the last 30 days, had these been its wishes."""

    async def settle(self, asker: Asker, wanted: Subscription, now: datetime) -> str:
        """Let this channel hear so from now on, whatever config.toml says."""

    async def reset(self, asker: Asker, now: datetime) -> str:
        """Give this channel back to config.toml."""

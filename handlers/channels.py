"""What the commands ask about one channel: what is muted there, and when its digest comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handlers.asker import Asker
from handlers.stories import Hidden
from model.feedback import DigestOpinion
from model.handling import Mute, Scope
from model.story import Story
from model.subscription import Rhythm


@dataclass(frozen=True, slots=True)
class Muted:
    """A mute that holds. `story` is the one that it hides, None for any other scope and for one that is gone."""

    mute: Mute
    story: Story | None = None


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

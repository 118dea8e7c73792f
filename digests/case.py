"""What is known when it is decided whether a story speaks in one channel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from digests.dates import clock
from digests.texts import say
from model.handling import Mute
from model.score import Axis, NotEnough, Score
from model.signal import Certainty, SourceClass
from model.story import State, Story
from model.subscription import Receipt, Subscription


@dataclass(frozen=True, slots=True)
class Case:
    """One story before one subscription.

    `before` is the company's score without the story, `after` with it. `receipts` may hold those of other stories.
    `mutes` hold in this channel now.
    """

    story: Story
    before: Score | NotEnough | None
    after: Score | NotEnough
    subscription: Subscription
    receipts: Sequence[Receipt]
    now: datetime
    alerts_today: int
    mutes: Sequence[Mute] = ()

    def clock(self, moment: datetime) -> str:
        """Write a moment as this channel's people read it."""
        return clock(moment, self.subscription.zone, self.now)

    def receipt(self) -> Receipt | None:
        """Find the latest receipt of this story in this channel."""
        return max(self._ours(), key=lambda receipt: receipt.at, default=None)

    def told_at(self) -> int | None:
        """Tell the number with which this story was first told in this channel; None when it was not, or without."""
        first = min(self._ours(), key=lambda receipt: receipt.at, default=None)
        return first.score if first else None

    def _ours(self) -> Iterator[Receipt]:
        story, channel = self.story.id, self.subscription.channel
        ours = (one for one in self.receipts if one.story == story and one.channel == channel)
        # What says nothing of the story's state says only what people did with it.
        return (one for one in ours if one.state is not None)


@dataclass(frozen=True, slots=True)
class Side:
    """One axis of a company before and after a story.

    `gained` is what every reason that the story has a part in is worth, `own` what its very own reasons are: three
    departures together make one exodus, which is gained by each of them and own to the newest.
    """

    axis: Axis
    before: int | None
    after: int
    gained: int = 0
    own: int = 0

    @property
    def name(self) -> str:
        """The axis in the recruiter's words."""
        return say(self.axis.value)


def value(score: Score | NotEnough | None, axis: Axis) -> int | None:
    """Read one of the two numbers; None where there is none."""
    if not isinstance(score, Score):
        return None
    return score.window if axis is Axis.WINDOW else score.pressure


def sides(story: Story, before: Score | NotEnough | None, after: Score) -> list[Side]:
    """List the axes that the story raises, the one it raises most first."""
    found = []
    for axis in Axis:
        parts = [p for p in after.points if p.axis is axis and p.rests_on(story.id)]
        gained, own = sum(p.value for p in parts), sum(p.value for p in parts if p.story == story.id)
        if gained > 0:
            found.append(Side(axis, value(before, axis), value(after, axis) or 0, gained, own))
    return sorted(found, key=lambda side: -side.gained)


def believed_since(story: Story) -> datetime:
    """Tell when the story reached its present state, as far as its evidence shows: its news is as old as that."""
    sure = [s for s in story.evidence if s.certainty in {Certainty.REPORTED, Certainty.PLANNED}]
    if story.state is State.REPORTED and sure:
        return sure[0].published
    if story.state is State.CONFIRMED and sure:
        official = [s.published for s in sure if s.source_class in {SourceClass.FILING, SourceClass.REGISTRY}]
        second = [s.published for s in sure if s.site != sure[0].site]
        return min(official[:1] + second[:1], default=sure[0].published)
    return story.first_seen

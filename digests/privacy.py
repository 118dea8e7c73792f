"""The wall around private persons: a channel sees nothing of them, a person only what they brought in themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from model.signal import Signal
from model.story import Story
from model.subscription import Audience, Subscription


def viewer_of(subscription: Subscription) -> str | None:
    """Name the one person who reads this subscription; None when it is a channel."""
    return subscription.channel if subscription.audience is Audience.PERSON else None


def seen_by(story: Story, viewer: str | None) -> Story | None:
    """Take out of a story what `viewer` (None: a channel) must not see; None when nothing is left of it."""
    shown = tuple(signal for signal in story.evidence if _may_see(signal, viewer))
    if not shown:
        return None
    if len(shown) == len(story.evidence):
        return story
    sites = {signal.site for signal in shown}
    named = {signal.person for signal in shown}
    return replace(
        story,
        evidence=shown,
        outlets=tuple(site for site in story.outlets if site in sites),
        people=tuple(person for person in story.people if person in named),
        source_classes=frozenset(signal.source_class for signal in shown),
        first_seen=max(story.first_seen, shown[0].published),
        private=all(signal.private for signal in shown),
    )


def visible(stories: Iterable[Story], viewer: str | None) -> list[Story]:
    """Keep what `viewer` may see of each story. Scores that are shown must be made from these stories alone."""
    return [seen for story in stories if (seen := seen_by(story, viewer)) is not None]


def _may_see(signal: Signal, viewer: str | None) -> bool:
    return not signal.private or (viewer is not None and signal.owner == viewer)

"""The wall around private persons: a channel sees nothing of them, a person only what they brought in themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from model.address import BETWEEN, HOME, workspace_of
from model.signal import Signal, SourceClass
from model.story import Story
from model.subscription import Audience, Subscription

STRANGERS = f"?{BETWEEN}"  # who reads along from another company: they may see what was published


def viewer_of(subscription: Subscription) -> str | None:
    """Name the one person who reads this subscription, or the workspace of its channel as `everybody_at` does."""
    return subscription.channel if subscription.audience is Audience.PERSON else everybody_at(subscription.channel)


def everybody_at(address: str) -> str | None:
    """Name all who read with somebody at an address: "T1/" for a workspace, None for the one of the bot token."""
    workspace = workspace_of(address)
    return f"{workspace}{BETWEEN}" if workspace else None


def seen_by(story: Story, viewer: str | None) -> Story | None:
    """Take out of a story what `viewer` must not see; None when nothing is left of it.

    A viewer is a person, or everybody of a workspace: None for the bot token's, else as `everybody_at` says.
    """
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


def of_place(signal: Signal) -> str | None:
    """Name the workspace whose own a signal is: what its people wrote down or imported; None for news, which are all's.

    A note without an owner is from when there was one workspace: it is the bot token's.
    """
    if signal.owner is not None:
        return workspace_of(signal.owner)
    return HOME if signal.source_class is SourceClass.NOTE else None


def _may_see(signal: Signal, viewer: str | None) -> bool:
    if signal.private:
        return viewer is not None and signal.owner == viewer
    return of_place(signal) in {None, workspace_of(viewer or HOME)}

"""What stands first in every modal about a story: the story."""

from __future__ import annotations

from slack_sdk.models.blocks import Block

from digests.blocks import line, rich, text
from digests.evidence import told
from digests.kinds import ICON
from model.story import Story


def heading(story: Story) -> Block:
    """Tell a story in one line."""
    return rich(line(text(f"{ICON[story.kind]} "), *told(story), text(".")))

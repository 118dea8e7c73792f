"""Has a story become stronger than it was? Asked for those who follow it, and before a mute holds it."""

from __future__ import annotations

from model.handling import Mark
from model.story import State, Story

BELIEF = (State.RUMOURED, State.REPORTED, State.CONFIRMED)
# Points that are worth interrupting somebody who asked to hear of it, or asked not to.
STEP = 10


def believed_more(story: Story, than: Mark) -> bool:
    """Tell whether the story is more certain now."""
    known = story.state in BELIEF and than.state in BELIEF
    return known and BELIEF.index(story.state) > BELIEF.index(than.state)


def doubled(number: int | None, than: Mark) -> bool:
    """Tell whether the number is at least twice as large."""
    return bool(number and than.number) and (number or 0) >= 2 * (than.number or 0)


def grown(number: int | None, than: Mark) -> bool:
    """Tell whether the number has doubled or is well above; one where there was none has grown."""
    return number is not None and (doubled(number, than) or number >= (than.number or 0) + STEP)

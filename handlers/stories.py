"""What the buttons and modals ask about one story. A story that is gone, or that the asker may not see, is None."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handlers.asker import Asker
from model.score import NotEnough, Score
from model.story import Story
from model.subscription import Subscription


@dataclass(frozen=True, slots=True)
class Told:
    """A story as the asker may see it, and its company's score now with the stories that it rests on."""

    story: Story
    score: Score | NotEnough
    stories: tuple[Story, ...]
    subscription: Subscription


class StoryBooks(Protocol):
    """What people do with a story. Every change returns a sentence for whoever made it."""

    async def story(self, id: str, asker: Asker, now: datetime) -> Told | None:
        """Find a story by its id, or by that of one that it turned out to be."""

    async def note(self, id: str, asker: Asker, text: str, at: datetime, now: datetime) -> str | None:
        """Take down what the asker heard; the same note of the same moment is taken down once."""

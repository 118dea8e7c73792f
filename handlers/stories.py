"""What the buttons and modals ask about one story. A story that is gone, or that the asker may not see, is None."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handlers.asker import Asker
from model.company import Company
from model.feedback import Opinion
from model.handling import Handling, Scope, When
from model.score import NotEnough, Score
from model.story import Story
from model.subscription import Subscription


@dataclass(frozen=True, slots=True)
class Told:
    """A story as the asker may see it, its company's score now, and what is done with it in this channel.

    `stories` are those that the score rests on.
    """

    story: Story
    score: Score | NotEnough
    stories: tuple[Story, ...]
    handling: Handling
    subscription: Subscription


@dataclass(frozen=True, slots=True)
class Hidden:
    """How many of the stories that a channel was told of in the last `days` a mute would have hidden."""

    hidden: int
    told: int
    days: int


class StoryBooks(Protocol):
    """What people do with a story. Every change returns a sentence for whoever made it."""

    async def story(self, id: str, asker: Asker, now: datetime) -> Told | None:
        """Find a story by its id, or by that of one that it turned out to be."""

    async def claim(self, id: str, asker: Asker, now: datetime) -> str | None:
        """Give the story to the asker, unless somebody else has it."""

    async def release(self, id: str, asker: Asker, now: datetime) -> str | None:
        """Let the story be anybody's again, when the asker has it."""

    async def assign(self, id: str, asker: Asker, to: str, now: datetime) -> str | None:
        """Give the story to somebody else, who is mentioned in its thread."""

    async def follow(self, id: str, asker: Asker, now: datetime) -> str | None:
        """Tell the asker by direct message when the story changes."""

    async def unfollow(self, id: str, asker: Asker, now: datetime) -> str | None:
        """Tell the asker no more."""

    async def remind(self, id: str, asker: Asker, when: When, now: datetime) -> str | None:
        """Bring the story back to the asker, once."""

    async def unremind(self, id: str, asker: Asker, now: datetime) -> str | None:
        """Forget what the asker wanted to be reminded of."""

    async def note(self, id: str, asker: Asker, text: str, at: datetime, now: datetime) -> str | None:
        """Take down what the asker heard; the same note of the same moment is taken down once."""

    async def hear(
        self, company: Company, asker: Asker, text: str, now: datetime, *, at: datetime | None = None, link: str = ""
    ) -> str:
        """Take down what the asker heard about a company `at` a moment, without a story; `link` is where it stands."""

    async def guess(self, text: str, now: datetime) -> str:
        """Tell of which company a text probably is; "" for none."""

    async def judge(self, id: str, asker: Asker, opinion: Opinion, text: str, now: datetime) -> str | None:
        """Take down what the asker thinks of the story."""

    async def hidden(self, id: str, asker: Asker, now: datetime) -> Mapping[Scope, Hidden] | None:
        """Tell what a mute of each scope would have hidden in this channel."""

    async def mute(
        self, id: str, asker: Asker, scope: Scope, until: datetime, unless_stronger: bool, why: str, now: datetime
    ) -> str | None:
        """Hide from this channel what is like the story, until then."""

    async def unmute(self, id: str, asker: Asker, now: datetime) -> str | None:
        """End what hides the story in this channel."""

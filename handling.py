"""What people do with one story, over the same store, rules and drawing as the pipeline (books.py opens it)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from digests.escape import clean
from digests.privacy import seen_by
from digests.texts import say
from handlers.asker import Asker
from handlers.stories import Told
from model.poll import PollState
from model.story import Story
from model.subscription import Audience, Subscription
from pipeline import SCORED_BACK, Pipeline
from rules.engine import score
from sources.note import make_note


@dataclass(slots=True)
class StoreStories:
    """Answers buttons and modals. `default` is what an unknown channel hears."""

    pipeline: Pipeline
    default: Callable[[str], Subscription]

    async def story(self, id: str, asker: Asker, now: datetime) -> Told | None:
        """Find a story as the asker may see it; what is private to others is not there."""
        found = await self._seen(id, asker)
        if found is None:
            return None
        watch, store = self.pipeline.watch, self.pipeline.store
        stories = await store.stories_of(found.company, now - SCORED_BACK)
        number = score(watch.company(found.company), stories, watch.rules, now)
        return Told(found, number, tuple(stories), self._subscription(asker.channel))

    async def note(self, id: str, asker: Asker, text: str, at: datetime, now: datetime) -> str | None:
        """Take down what the asker heard about the story's company, as the note source does."""
        found = await self._seen(id, asker)
        if found is None:
            return None
        item = make_note(asker.user, found.company, text, "", at)
        state = (await self.pipeline.store.poll_states([item.source])).get(item.source, PollState(item.source))
        await self.pipeline.take_in([item], state, now)
        steps = await self.pipeline.read(now)
        signals = [s for step in steps for story in step.stories for s in story.evidence if s.item[1] == item.key]
        private = any(signal.private for signal in signals)
        return say("noted_private" if private else "noted", company=clean(found.company, 60))

    async def _seen(self, id: str, asker: Asker) -> Story | None:
        found = next(iter(await self.pipeline.store.stories([id])), None)
        return seen_by(found, asker.user) if found else None

    def _subscription(self, channel: str) -> Subscription:
        channels = (s for s in self.pipeline.watch.subscriptions if s.audience is Audience.CHANNEL)
        found = next((s for s in channels if s.channel == channel), None)
        return found or replace(self.default(channel), channel=channel)

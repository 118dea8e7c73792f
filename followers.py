"""What people who follow a story, or wait for a day or a change, are told: by direct message, each time once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from digests.followed import change, draw_followed, draw_reminder, mark_of
from digests.privacy import seen_by
from digests.texts import speaking
from digests.tongues import Tongues
from model.handling import Claim, Follow, Handling, Mark, Reminder
from model.message import Message
from model.score import NotEnough, Score
from model.story import Story
from model.subscription import MessageKind, Subscription
from store.store import Store
from store.stories import survivor

UTC_ZONE = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Heard:
    """What those who asked are told of a change: the messages, what followers know now, and who waits no more."""

    messages: tuple[Message, ...] = ()
    followed: tuple[Follow, ...] = ()
    reminded: tuple[Reminder, ...] = ()


@dataclass(frozen=True, slots=True)
class Followers:
    """Tells them, over one store, each in their language.

    `subscriptions` say in which zone people live who asked in those channels. `everybody` is who reads in the
    workspace, `place` the workspace itself where there are several.
    """

    store: Store
    workspace: str
    subscriptions: Sequence[Subscription]
    tongues: Tongues
    everybody: str | None = None
    place: str | None = None

    async def hear(
        self,
        known: Mapping[str, Iterable[Story]],
        scores: Mapping[str, Score | NotEnough],
        absorbed: Mapping[str, str],
        now: datetime,
    ) -> Heard:
        """Tell who has to hear of how stories stand now. `known` are the companies' stories, as a channel sees them."""
        asked: list[Follow | Reminder] = [*await self.store.deeds.follows(self.workspace, known)]
        asked += await self.store.deeds.awaiting(self.workspace, known)
        if not asked:
            return Heard()
        stories = {story.id: story for told in known.values() for story in told}
        claims = await self.store.deeds.claims(self.workspace, {one.story for one in asked})
        messages: list[Message] = []
        told: list[Follow | Reminder] = []
        for one in asked:
            story = stories.get(survivor(one.story, absorbed))
            seen = seen_by(story, self.everybody) if story else None
            changed = change(seen, scores[seen.company], one.mark) if seen else None
            if seen is None or changed is None:
                continue
            messages.append(self._message(one, seen, scores[seen.company], claims.get(one.story), now))
            stands = mark_of(seen, scores[seen.company])
            told.append(replace(one, story=seen.id, mark=Mark(stands.state, stands.number or one.mark.number)))
        followed = tuple(one for one in told if isinstance(one, Follow))
        reminded = tuple(one for one in told if isinstance(one, Reminder))
        return Heard(tuple(messages), followed, reminded)

    async def handlings(self, stories: Sequence[str], absorbed: Mapping[str, str]) -> dict[str, Handling]:
        """Tell who has these stories and how many follow them; what they absorb now counts as theirs."""
        ids = [*stories, *absorbed]
        claims = await self.store.deeds.claims(self.workspace, ids)
        followers = await self.store.deeds.followers(self.workspace, ids)
        heirs = {survivor(id, absorbed): claim for id, claim in claims.items()} | claims
        said = await self.store.deeds.opinions(ids, self.place)
        return {id: Handling(heirs.get(id), followers.get(id, 0), said.get(id, ())) for id in stories}

    async def remind(self, now: datetime) -> int:
        """Queue the reminders whose day has come, each once; returns how many."""
        due = await self.store.deeds.reminders_due(self.workspace, now)
        if not due:
            return 0
        ids = {reminder.story for reminder in due}
        stories = {
            story.id: seen for story in await self.store.stories(ids) if (seen := seen_by(story, self.everybody))
        }
        claims = await self.store.deeds.claims(self.workspace, ids)
        told = 0
        for reminder in due:
            story = stories.get(reminder.story)
            message = self._message(reminder, story, None, claims.get(reminder.story), now) if story else None
            told += await self.store.deeds.tell(self.workspace, reminder, [message] if message else [], now)
        return told

    def _message(
        self, one: Follow | Reminder, story: Story, score: Score | NotEnough | None, claim: Claim | None, now: datetime
    ) -> Message:
        """Draw what one person hears; `score` is how the story's company stands, None for a day that has come."""
        subscription = self._heard_in(one.channel)
        with speaking(self.tongues.of_person(one.by)):
            changed = (change(story, score, one.mark) if score else None) or ""
            if isinstance(one, Follow):
                drawn, what = draw_followed(story, changed, subscription, claim), "follow"
            else:
                drawn, what = draw_reminder(story, one, changed, subscription, claim), "remind"
        return Message(one.by, MessageKind.DIRECT, f"{story.id}/{now.isoformat()}/{what}", story.id, drawn)

    def _heard_in(self, channel: str) -> Subscription:
        found = next((s for s in self.subscriptions if s.channel == channel), None)
        return found or next(iter(self.subscriptions), Subscription(self.workspace, channel, UTC_ZONE))

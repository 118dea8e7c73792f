"""What the people of one channel settle for it by command, over the same store as the pipeline (books.py opens it)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from digests.dates import day_and_time
from digests.deeds import LONGEST_MUTE
from digests.handled import called
from digests.mutes import subject, what
from digests.privacy import seen_by
from digests.schedule import next_due, write_rhythm
from digests.texts import say
from handlers.asker import Asker
from handlers.channels import Muted
from handlers.stories import Hidden
from model.handling import Mute, Scope
from model.subscription import Audience, Rhythm, Subscription
from pipeline import Pipeline

PREVIEW = timedelta(days=30)


@dataclass(slots=True)
class StoreChannel:
    """Answers commands about one channel. `default` is what an unknown channel hears, `renew` builds the watch anew."""

    pipeline: Pipeline
    default: Callable[[str], Subscription]
    renew: Callable[[], Awaitable[None]]

    async def mutes(self, asker: Asker, now: datetime) -> list[Muted]:
        """List the mutes that hold here; a story is told as a channel may see it."""
        store = self.pipeline.store
        holding = await store.mutes.in_force(asker.channel, now)
        names = [mute.name for mute in holding if mute.scope is Scope.STORY]
        shown = {story.id: seen_by(story, self.pipeline.watch.everybody) for story in await store.stories(names)}
        return [Muted(mute, shown.get(mute.name) if mute.scope is Scope.STORY else None) for mute in holding]

    async def would_hide(self, asker: Asker, scope: Scope, name: str, now: datetime) -> Hidden:
        """Count the stories of the last 30 days that such a mute would have hidden."""
        told = await self.pipeline.store.mutes.told(asker.channel, now - PREVIEW)
        return Hidden(sum(subject(story, scope) == name for story in told), len(told), PREVIEW.days)

    async def mute(self, asker: Asker, scope: Scope, name: str, until: datetime, now: datetime) -> str:
        """Hide it; the same mute again only moves its end."""
        ends = min(until, now + LONGEST_MUTE)
        mute = Mute(0, asker.channel, scope, name, ends, asker.user, called(asker.name), now)
        async with self.pipeline.store.alone():
            await self.pipeline.store.mutes.mute(self.pipeline.workspace, mute)
        return say("muted", what=what(mute), until=day_and_time(ends, self._heard_in(asker.channel).zone))

    async def unmute(self, asker: Asker, mute: int, now: datetime) -> str:
        """End it; what it held is decided anew at once."""
        store = self.pipeline.store
        async with store.alone():
            ours = {one.id for one in await store.mutes.in_force(asker.channel, now)}
            workspace = self.pipeline.workspace
            ended = await store.mutes.unmute(workspace, mute, asker.user, now) if mute in ours else None
        return say("not_muted") if ended is None else say("unmuted", what=what(ended))

    async def set_digest(self, asker: Asker, rhythm: Rhythm | None, now: datetime) -> str:
        """Settle when the digest comes; a channel that watches nothing has none."""
        found = self._hears(asker.channel)
        if found is None:
            return say("digest_of_nothing")
        due = next_due(rhythm, found.zone, now) if rhythm else None
        chosen, workspace = write_rhythm(rhythm), self.pipeline.workspace
        await self.pipeline.store.rhythms.choose(workspace, asker.channel, chosen, due, asker.user, now)
        await self.renew()
        if due is None:
            return say("digest_off")
        return say("digest_set", when=day_and_time(due, found.zone), zone=found.zone.key)

    def _heard_in(self, channel: str) -> Subscription:
        return self._hears(channel) or self.default(channel)

    def _hears(self, channel: str) -> Subscription | None:
        channels = (s for s in self.pipeline.watch.subscriptions if s.audience is Audience.CHANNEL)
        return next((s for s in channels if s.channel == channel), None)

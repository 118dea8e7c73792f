"""What the people of one channel settle for it by command, over the same store as the pipeline (books.py opens it)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from books.rehearsals import Rehearsals
from digests.chosen import chosen_above, with_chosen, written
from digests.dates import day_and_time
from digests.deeds import LONGEST_MUTE
from digests.handled import called
from digests.mutes import subject, what
from digests.privacy import seen_by
from digests.rehearsal import Rehearsed
from digests.schedule import next_due
from digests.texts import say
from handlers.asker import Asker
from handlers.channels import Muted, Wishes
from handlers.stories import Hidden
from model.chosen import NOTHING, Chosen
from model.feedback import DigestOpinion
from model.handling import Mute, Scope
from model.message import Drawn
from model.subscription import Audience, Rhythm, Subscription
from pipeline import Pipeline

PREVIEW = timedelta(days=30)


@dataclass(slots=True)
class StoreChannel:
    """Answers commands about one channel. `default` is what a channel hears by config.toml, `renew` builds the watch
    anew, `rehearsals` try other wishes."""

    pipeline: Pipeline
    default: Callable[[str], Subscription]
    renew: Callable[[], Awaitable[None]]
    rehearsals: Rehearsals

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

    async def sample(self, asker: Asker, now: datetime) -> Drawn | None:
        """Draw this channel's digest of the last seven days; None while it watches nothing."""
        found = self._hears(asker.channel)
        return None if found is None else (await self.pipeline.editions.sample(found, now))[0]

    async def send_sample(self, asker: Asker, now: datetime) -> str:
        """Post that digest in the channel."""
        found = self._hears(asker.channel)
        if found is None:
            return say("digest_of_nothing")
        await self.pipeline.editions.send_sample(found, now)
        return say("setup_sent")

    async def wishes(self, asker: Asker) -> Wishes:
        """Tell what the channel hears, also one that watches nothing yet, and whether its people chose any of it."""
        chosen, _ = (await self.pipeline.store.choices.of(self.pipeline.workspace)).get(asker.channel, (NOTHING, None))
        hears = self._hears(asker.channel)
        return Wishes(hears or with_chosen(self.default(asker.channel), chosen), bool(chosen), hears is not None)

    async def rehearse(self, asker: Asker, wanted: Subscription, now: datetime) -> Rehearsed:
        """Tell what the channel would have heard in the last 30 days, had these been its wishes."""
        return await self.rehearsals.heard(wanted, now)

    async def settle(self, asker: Asker, wanted: Subscription, now: datetime) -> str:
        """Let the channel hear so from now on; what is as in config.toml is left to it."""
        wishes = await self.wishes(asker)
        if written(wanted) == written(wishes.subscription):
            return say("settings_same")
        await self._choose(asker, wanted, chosen_above(self.default(asker.channel), wanted), now)
        return say("settings_saved")

    async def reset(self, asker: Asker, now: datetime) -> str:
        """Give the channel back to config.toml."""
        if not (await self.wishes(asker)).chosen:
            return say("settings_same")
        await self._choose(asker, self.default(asker.channel), NOTHING, now)
        return say("settings_reset")

    async def _choose(self, asker: Asker, wanted: Subscription, chosen: Chosen, now: datetime) -> None:
        store, before = self.pipeline.store, (await self.wishes(asker)).subscription
        hears = self._hears(asker.channel) is not None
        due = await store.schedule(asker.channel)
        if due is None or (wanted.digest, wanted.zone) != (before.digest, before.zone):
            due = next_due(wanted.digest, wanted.zone, now) if wanted.digest and hears else None
        await store.choices.choose(self.pipeline.workspace, asker.channel, chosen, due, asker.user, now)
        await self.renew()

    async def set_digest(self, asker: Asker, rhythm: Rhythm | None, now: datetime) -> str:
        """Settle when the digest comes; a channel that watches nothing has none."""
        found = self._hears(asker.channel)
        if found is None:
            return say("digest_of_nothing")
        await self.settle(asker, replace(found, digest=rhythm), now)
        if rhythm is None:
            return say("digest_off")
        due = await self.pipeline.store.schedule(asker.channel) or next_due(rhythm, found.zone, now)
        return say("digest_set", when=day_and_time(due, found.zone), zone=found.zone.key)

    async def judge_digest(self, asker: Asker, opinion: DigestOpinion, words: str, now: datetime) -> str:
        """Take down what the asker thinks of the digest; their words go to nobody's channel."""
        workspace, digests = self.pipeline.workspace, self.pipeline.store.digests
        await digests.judge(workspace, asker.channel, opinion, words, asker.user, now)
        return say(f"feedback_done_{opinion.value}")

    def _heard_in(self, channel: str) -> Subscription:
        return self._hears(channel) or self.default(channel)

    def _hears(self, channel: str) -> Subscription | None:
        channels = (s for s in self.pipeline.watch.subscriptions if s.audience is Audience.CHANNEL)
        return next((s for s in channels if s.channel == channel), None)

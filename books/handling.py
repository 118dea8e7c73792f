"""What people do with one story, over the same store, rules and drawing as the pipeline (books.py opens it).

A deed, the edit of the story's messages and the line in their threads are stored as one, while nobody else decides: no
edit that was drawn before the deed can come after it. The story's news in the message stays what it was told as.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from digests.dates import clock, day_and_time
from digests.deeds import LONGEST_MUTE, days_of, when
from digests.escape import clean
from digests.followed import draw_given, mark_of
from digests.handled import about, called, draw_assigned, draw_log, holder
from digests.messages import edit_of, log_of
from digests.mutes import hidden, hiding, subject, what
from digests.privacy import seen_by
from digests.sentence import LONGEST_NAME
from digests.texts import say, speaking
from handlers.asker import Asker
from handlers.stories import Hidden, Told
from model.address import beside
from model.company import Company
from model.feedback import Feedback, Opinion
from model.handling import Claim, Follow, Handling, Mute, Reminder, Scope, When
from model.item import Article
from model.message import Drawn, Message
from model.poll import PollState
from model.score import NotEnough, Score
from model.signal import Signal
from model.story import Story
from model.subscription import Audience, MessageKind, Subscription
from pipeline import SCORED_BACK, Pipeline
from rules.best import best_days
from rules.engine import score
from rules.lift import lift
from sources.note import make_note

PREVIEW = timedelta(days=30)
Change = Callable[[Handling], Handling]
Line = Callable[[str, str], Drawn]
Slots = Callable[[], dict[str, str]]


class Judge(Protocol):
    """Takes an opinion down, with what spoke for the story then."""

    async def __call__(
        self, story: str, opinion: Opinion, by: str, now: datetime, channel: str = "", text: str = ""
    ) -> tuple[Story, Feedback] | None:
        """Return the story and the opinion; None when the person knows no such story."""


def said(words: Callable[[], str]) -> Line:
    """Make a line for the thread of every channel, in its language and dated in its zone."""
    return lambda at, _channel: draw_log(at, words())


@dataclass(slots=True)
class StoreStories:
    """Answers buttons and modals. `default` is what an unknown channel hears, `opine` takes opinions down."""

    pipeline: Pipeline
    default: Callable[[str], Subscription]
    opine: Judge

    async def story(self, id: str, asker: Asker, now: datetime) -> Told | None:
        """Find a story as the asker may see it; what is private to others is not there."""
        found = await self._seen(id, asker)
        if found is None:
            return None
        stories = await self._stories(found.company, now)
        handling = (await self._handlings(found, [asker.channel], now))[asker.channel]
        return Told(found, self._score(found, stories, now), tuple(stories), handling, self._heard_in(asker.channel))

    # --- who has it -------------------------------------------------------------------------------------------------

    async def claim(self, id: str, asker: Asker, now: datetime) -> str | None:
        """Give the story to the asker, unless somebody else has it: compare and set."""
        async with self.pipeline.store.alone():
            found = await self._seen(id, asker)
            if found is None:
                return None
            claim = Claim(found.id, asker.user, called(asker.name), now)
            line = said(lambda: say("log_claimed", name=called(asker.name)))
            messages = await self._edits(found, "claim", line, now, lambda known: replace(known, claim=claim))
            holds = await self.pipeline.store.deeds.claim(self.pipeline.workspace, claim, messages)
        if holds.by == asker.user:
            return say("claimed", company=about(found))
        zone = self._heard_in(asker.channel).zone
        return say(
            "claimed_by",
            name=holder(holds),
            since=clock(holds.at, zone, now),
        )

    async def release(self, id: str, asker: Asker, now: datetime) -> str | None:
        """Let the story be anybody's again, when the asker has it."""
        async with self.pipeline.store.alone():
            found = await self._seen(id, asker)
            if found is None:
                return None
            deeds, workspace = self.pipeline.store.deeds, self.pipeline.workspace
            line = said(lambda: say("log_released", name=called(asker.name)))
            messages = await self._edits(found, "release", line, now, lambda known: replace(known, claim=None))
            if await deeds.release(workspace, found.id, asker.user, now, messages):
                return say("released")
            holds = (await deeds.claims(workspace, [found.id])).get(found.id)
        if holds is None:
            return say("nobodys")
        since = clock(holds.at, self._heard_in(asker.channel).zone, now)
        return say("others", name=holder(holds), since=since)

    async def assign(self, id: str, asker: Asker, to: str, now: datetime) -> str | None:
        """Give the story to somebody, whoever had it; the only deed that mentions anybody."""
        to = beside(asker.user, to)
        if to == asker.user:
            return await self.claim(id, asker, now)
        async with self.pipeline.store.alone():
            found = await self._seen(id, asker)
            if found is None:
                return None
            deeds, workspace = self.pipeline.store.deeds, self.pipeline.workspace
            holds = (await deeds.claims(workspace, [found.id])).get(found.id)
            if holds and holds.by == to:
                return say("assigned_already")
            claim = Claim(found.id, to, "", now, asker.user)
            line = _given(asker, to)
            messages = await self._edits(found, "assign", line, now, lambda known: replace(known, claim=claim))
            if not any(message.channel == asker.channel for message in messages):  # no thread in which they are told
                with speaking(self.pipeline.tongues.of_person(to)):
                    drawn = draw_given(found, called(asker.name), self._heard_in(asker.channel), claim)
                key = f"{found.id}/{now.isoformat()}/assign"
                messages.append(Message(to, MessageKind.DIRECT, key, found.id, drawn))
            await deeds.claim(workspace, claim, messages, holds.by if holds else None)
        return say("assigned_to", company=about(found))

    # --- who wants to hear of it ------------------------------------------------------------------------------------

    async def follow(self, id: str, asker: Asker, now: datetime) -> str | None:
        """Tell the asker by direct message when the story changes from how it stands now."""
        async with self.pipeline.store.alone():
            found = await self._seen(id, asker)
            if found is None:
                return None
            mark = mark_of(found, self._score(found, await self._stories(found.company, now), now))
            follow = Follow(found.id, asker.user, asker.channel, mark, now)
            messages = await self._edits(found, f"follow/{asker.user}", None, now, lambda known: _more(known, 1))
            new = await self.pipeline.store.deeds.follow(self.pipeline.workspace, follow, messages)
        return say("following" if new else "following_already")

    async def unfollow(self, id: str, asker: Asker, now: datetime) -> str | None:
        """Tell the asker no more."""
        async with self.pipeline.store.alone():
            found = await self._seen(id, asker)
            if found is None:
                return None
            messages = await self._edits(found, f"unfollow/{asker.user}", None, now, lambda known: _more(known, -1))
            deeds = self.pipeline.store.deeds
            gone = await deeds.unfollow(self.pipeline.workspace, found.id, asker.user, now, messages)
        return say("unfollowed" if gone else "not_following")

    async def remind(self, id: str, asker: Asker, wish: When, now: datetime) -> str | None:
        """Bring the story back to the asker once: on a day, or when it changes."""
        found = await self._seen(id, asker)
        if found is None:
            return None
        zone = self._heard_in(asker.channel).zone
        due = days_of(found, zone, now).get(wish)
        if due is None and wish is not When.CHANGE:
            return say("remind_past")
        mark = mark_of(found, self._score(found, await self._stories(found.company, now), now))
        reminder = Reminder(found.id, asker.user, asker.channel, wish, due, mark, now)
        await self.pipeline.store.deeds.remind(self.pipeline.workspace, reminder)
        return say("reminded", when=when(due, zone))

    async def unremind(self, id: str, asker: Asker, now: datetime) -> str | None:
        """Forget what the asker wanted to be reminded of."""
        found = await self._seen(id, asker)
        if found is None:
            return None
        gone = await self.pipeline.store.deeds.unremind(self.pipeline.workspace, found.id, asker.user, now)
        return say("unreminded" if gone else "not_reminded")

    # --- what they say of it ----------------------------------------------------------------------------------------

    async def note(self, id: str, asker: Asker, text: str, at: datetime, now: datetime) -> str | None:
        """Take down what the asker heard about the story's company, as the note source does.

        What names a person is its author's alone: the thread says nothing of it, and not that there is anything.
        """
        found = await self._seen(id, asker)
        if found is None:
            return None
        signals = await self._take_down(found.company, asker, text, at, now)
        if signals is None:
            return say("noted_already")
        if not signals:
            return say("noted_unread", company=about(found))
        if any(signal.private for signal in signals):
            await self.pipeline.store.deeds.did(self.pipeline.workspace, asker.user, now, f"note on {found.id}", [])
            return say("noted_private", company=about(found))
        line = said(lambda: say("log_noted", name=called(asker.name), text=clean(text, 600)))
        await self._did(found, asker, f"note on {found.id}", line, now)
        return say("noted", company=about(found))

    async def hear(
        self, company: Company, asker: Asker, text: str, now: datetime, *, at: datetime | None = None, link: str = ""
    ) -> str:
        """Take down what the asker heard about a company; it speaks as any other news does."""
        signals = await self._take_down(company.name, asker, text, at or now, now, link)
        if signals is None:
            return say("noted_already")
        name = clean(company.name, LONGEST_NAME)
        if not signals:
            return say("noted_unread", company=name)
        await self.pipeline.store.deeds.did(self.pipeline.workspace, asker.user, now, f"note on {company.name}", [])
        private = any(signal.private for signal in signals)
        return say("noted_private" if private else "noted", company=name)

    async def guess(self, text: str, now: datetime) -> str:
        """Tell of which watched company a text probably is, read as an article is; "" for none."""
        read = replace(make_note("", "", text, "", now), shape=Article())
        return next(iter(self.pipeline.watch.reader.about(read)), "")

    async def _take_down(
        self, company: str, asker: Asker, text: str, at: datetime, now: datetime, link: str = ""
    ) -> list[Signal] | None:
        """Keep a note and read it, as the note source does; None when it was kept before."""
        item = make_note(asker.user, company, text, link, at)
        state = (await self.pipeline.store.poll_states([item.source])).get(item.source, PollState(item.source))
        if not await self.pipeline.take_in([item], state, now):
            return None
        await self.pipeline.read(now)  # or somebody else has read it meanwhile
        known = await self.pipeline.store.stories_of(company, item.published, asker.user)
        return [s for story in known for s in story.evidence if s.item == (item.source, item.key)]

    async def judge(self, id: str, asker: Asker, opinion: Opinion, text: str, now: datetime) -> str | None:
        """Take down what the asker thinks of the story."""
        found = await self._seen(id, asker)
        if found is None:
            return None
        channel = asker.channel if any(s.channel == asker.channel for s in self._channels()) else ""
        if await self.opine(found.id, opinion, asker.user, now, channel, text) is None:
            return None
        called_so = f"opinion_{opinion.value}"
        line = said(lambda: say("log_judged", name=called(asker.name), opinion=say(called_so)))
        await self._did(found, asker, f"judge {found.id}", line, now, opinion.value)
        return say("judged", opinion=say(called_so))

    # --- what they do not want to hear of ---------------------------------------------------------------------------

    async def hidden(self, id: str, asker: Asker, now: datetime) -> Mapping[Scope, Hidden] | None:
        """Tell what a mute of each scope would have hidden in this channel; a scope that has no name here is absent."""
        found = await self._seen(id, asker)
        if found is None:
            return None
        told = await self.pipeline.store.mutes.told(asker.channel, now - PREVIEW)
        return {
            scope: Hidden(hidden(told, found, scope), len(told), PREVIEW.days)
            for scope in Scope
            if subject(found, scope)
        }

    async def mute(
        self, id: str, asker: Asker, scope: Scope, until: datetime, unless_stronger: bool, why: str, now: datetime
    ) -> str | None:
        """Hide from this channel what is like the story, until then."""
        async with self.pipeline.store.alone():
            found = await self._seen(id, asker)
            name = subject(found, scope) if found else None
            if found is None or name is None:
                return None
            standing = self._score(found, await self._stories(found.company, now), now)
            mark = mark_of(found, standing) if unless_stronger else None
            ends = min(until, now + LONGEST_MUTE)
            mute = Mute(0, asker.channel, scope, name, ends, asker.user, called(asker.name), now, why, mark)
            zone = self._heard_in(asker.channel).zone
            slots: Slots = lambda: {"what": what(mute), "until": day_and_time(ends, zone)}  # noqa: E731  as below
            line = said(lambda: say("log_muted", name=called(asker.name), **slots()))
            change: Change = lambda known: replace(known, mute=mute)  # noqa: E731  its type says what it is
            messages = await self._edits(found, "mute", line, now, change, only=asker.channel)
            await self.pipeline.store.mutes.mute(self.pipeline.workspace, mute, messages)
        return say("muted", **slots())

    async def unmute(self, id: str, asker: Asker, now: datetime) -> str | None:
        """End what hides the story in this channel; what was held is decided anew at once."""
        async with self.pipeline.store.alone():
            found = await self._seen(id, asker)
            if found is None:
                return None
            mutes = await self.pipeline.store.mutes.in_force(asker.channel, now)
            mute = hiding(mutes, found)
            if mute is None:
                return say("not_muted")
            line = said(lambda: say("log_unmuted", name=called(asker.name), what=what(mute)))
            left = hiding([one for one in mutes if one.id != mute.id], found)
            change: Change = lambda known: replace(known, mute=left)  # noqa: E731  its type says what it is
            messages = await self._edits(found, "unmute", line, now, change, only=asker.channel)
            await self.pipeline.store.mutes.unmute(self.pipeline.workspace, mute.id, asker.user, now, messages)
        return say("unmuted", what=what(mute))

    # --- what all of them need --------------------------------------------------------------------------------------

    async def _did(
        self, story: Story, asker: Asker, action: str, line: Line, now: datetime, after: str | None = None
    ) -> None:
        """Tell a deed that is stored elsewhere, and put it on record."""
        async with self.pipeline.store.alone():
            messages = await self._edits(story, f"{action}/{asker.user}", line, now)
            await self.pipeline.store.deeds.did(self.pipeline.workspace, asker.user, now, action, messages, after)

    async def _edits(
        self,
        story: Story,
        deed: str,
        line: Line | None,
        now: datetime,
        change: Change = lambda known: known,
        *,
        only: str | None = None,
    ) -> list[Message]:
        """Draw the story's messages anew as they are after a deed, each with its line for the thread."""
        store, shown = self.pipeline.store, seen_by(story, self.pipeline.watch.everybody)
        told = (
            [one for one in await store.deeds.told_in(story.id, self.pipeline.watch.place) if only in (None, one)]
            if shown
            else []
        )
        places = [one for one in map(self._heard_in, told) if one.workspace == self.pipeline.workspace]
        if shown is None or not places:
            return []
        stories = await self._stories(story.company, now)
        before, _ = lift(self.pipeline.watch.company(story.company), stories, shown, self.pipeline.watch.rules, now)
        standing = self._score(shown, stories, now)
        best = best_days(shown, standing, self.pipeline.watch.rules, now)
        handlings = await self._handlings(shown, [one.channel for one in places], now)
        messages: list[Message] = []
        for place in places:
            receipts = await store.receipts(place.channel, [story.id])
            handling = change(handlings[place.channel])
            with speaking(self.pipeline.tongues.of(place)):
                messages.append(edit_of(shown, before, standing, receipts, place, handling, deed, now, best))
                if line is not None:
                    log = line(clock(now, place.zone, now), place.channel)
                    messages.append(log_of(story.id, log, place.channel, deed, now))
        return messages

    async def _handlings(self, story: Story, channels: list[str], now: datetime) -> dict[str, Handling]:
        followers = self.pipeline.followers()
        known = (await followers.handlings([story.id], {}))[story.id]
        mutes = {channel: await self.pipeline.store.mutes.in_force(channel, now) for channel in channels}
        return {channel: replace(known, mute=hiding(mutes[channel], story)) for channel in channels}

    async def _seen(self, id: str, asker: Asker) -> Story | None:
        store = self.pipeline.store
        found = await store.stories([id]) or await store.stories((await store.deeds.heirs([id])).values())
        return seen_by(found[0], asker.user or asker.everybody) if found else None

    async def _stories(self, company: str, now: datetime) -> list[Story]:
        return await self.pipeline.stories_of(company, now - SCORED_BACK)

    def _score(self, story: Story, stories: list[Story], now: datetime) -> Score | NotEnough:
        return score(self.pipeline.watch.company(story.company), stories, self.pipeline.watch.rules, now)

    def _channels(self) -> list[Subscription]:
        return [s for s in self.pipeline.watch.subscriptions if s.audience is Audience.CHANNEL]

    def _heard_in(self, channel: str) -> Subscription:
        found = next((s for s in self._channels() if s.channel == channel), None)
        return found or replace(self.default(channel), channel=channel)


def _given(asker: Asker, to: str) -> Line:
    """Mention somebody in the thread of the channel where they were given the story, and in no other."""
    name = called(asker.name)
    elsewhere = said(lambda: say("log_given", name=name))
    return lambda at, channel: draw_assigned(at, name, to) if channel == asker.channel else elsewhere(at, channel)


def _more(known: Handling, by: int) -> Handling:
    return replace(known, followers=max(known.followers + by, 0))

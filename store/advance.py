"""What one round of reading, merging, scoring and deciding changed, stored as one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from model.handling import Follow, Reminder
from model.message import Message
from model.score import NotEnough, Score
from model.story import State, Story
from store.async_engine import AsyncConnection
from store.deeds import drop_reminder, remark
from store.items import mark_read
from store.outbox import enqueue, withdraw
from store.scores import add_scores
from store.stories import absorb, save_stories, survivor
from store.verdicts import Decided, record


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One round's changes.

    `read` are digests of the items now read, `stories` those that changed, `absorbed` old id -> id of the survivor
    (stored already or among `stories`), `scores` and `verdicts` newly found, `messages` to be posted. `followed` is
    what followers of `workspace` know now, `reminded` who waited for the change and waits no more; `place` is whose
    the scores are. Where there are several workspaces, `elsewhere` has scores, followers and reminders of the others.
    """

    at: datetime
    read: Collection[bytes] = ()
    stories: Sequence[Story] = ()
    absorbed: Mapping[str, str] = field(default_factory=dict)
    scores: Sequence[Score | NotEnough] = ()
    verdicts: Sequence[Decided] = ()
    messages: Sequence[Message] = ()
    workspace: str = ""
    place: str = ""
    followed: Sequence[Follow] = ()
    reminded: Sequence[Reminder] = ()
    elsewhere: Sequence[Step] = ()


async def advance(connection: AsyncConnection, step: Step) -> None:
    """Store `step`; within one transaction no item is read without its story, no story without its message (A1)."""
    await mark_read(connection, list(step.read))
    await save_stories(connection, (story for story in step.stories if story.id not in step.absorbed))
    told = (
        message if message.story is None else replace(message, story=survivor(message.story, step.absorbed))
        for message in step.messages
    )
    await enqueue(connection, told, step.at)
    await absorb(connection, step.absorbed)  # after the survivor's alert is queued: one that waits for the old goes
    for part in (step, *step.elsewhere):
        await add_scores(connection, part.scores, part.place)
        heard = (replace(one, story=survivor(one.story, step.absorbed)) for one in part.followed)
        await remark(connection, part.workspace, heard)
        for reminder in part.reminded:
            await drop_reminder(connection, part.workspace, reminder)
    await record(connection, (replace(one, story=survivor(one.story, step.absorbed)) for one in step.verdicts))
    await withdraw(connection, [story.id for story in step.stories if story.state is State.DENIED])

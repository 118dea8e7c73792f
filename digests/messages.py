"""From a verdict to what goes into the outbox: one story is one message that is edited and continued in its thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from digests.case import sides
from digests.draw_alert import draw_alert, draw_handled, draw_thread_line, draw_update
from model.handling import NOBODY, Handling
from model.message import Drawn, Message
from model.score import NotEnough, Score
from model.story import Story
from model.subscription import MessageKind, Now, Receipt, Subscription, Update, Verdict
from rules.best import BestDays

ALERT_LIVES = 24 * 3600  # seconds; a later alert waits for the digest (requirement A13)


def messages_of(
    story: Story,
    verdict: Verdict,
    lifted: Score | NotEnough,
    standing: Score | NotEnough,
    subscription: Subscription,
    now: datetime,
    handling: Handling = NOBODY,
    best: BestDays | None = None,
) -> list[Message]:
    """Draw what a verdict says at once: the alert, or its edit and a line in its thread; nothing for the digest.

    `lifted` is the company's score from its older stories and this one, which an alert tells; `standing` its score now
    from all its stories, which an edit tells. `best` are the days on which the story is best acted on.
    """
    channel = subscription.channel
    match verdict:
        case Now() if isinstance(lifted, Score):
            drawn = draw_alert(story, lifted, verdict, subscription, handling, best)
            alert = Message(channel, MessageKind.ALERT, story.id, story.id, drawn, expires=ALERT_LIVES)
            return [replace(alert, state=story.state, score=verdict.after)]
        case Update():
            key = f"{story.id}/{now:%Y-%m-%dT%H:%M:%S}"
            edited = draw_update(story, standing, verdict.told, subscription, now, handling, best)
            line = draw_thread_line(story, verdict.log, subscription)
            update = Message(channel, MessageKind.UPDATE, key, story.id, edited)
            thread = Message(channel, MessageKind.THREAD, key, story.id, line, broadcast=verdict.broadcast)
            return [replace(one, state=story.state, score=raised_to(story, standing)) for one in (update, thread)]
        case _:
            return []


def edit_of(
    story: Story,
    before: Score | NotEnough,
    standing: Score | NotEnough,
    receipts: Sequence[Receipt],
    subscription: Subscription,
    handling: Handling,
    deed: str,
    now: datetime,
    best: BestDays | None = None,
) -> Message:
    """Draw a story's message anew because somebody did something with it; `deed` and `now` tell its edits apart.

    `receipts` are the story's in this channel. The edit says nothing new of the story: the next decision is as if it
    had not been.
    """
    told = [one for one in receipts if one.state is not None]
    first = next((one.score for one in told if one.kind is MessageKind.ALERT), None)
    updated = max((one.at for one in told if one.kind is MessageKind.UPDATE), default=None)
    drawn = draw_handled(story, before, standing, first, subscription, handling, updated, best)
    return Message(subscription.channel, MessageKind.UPDATE, f"{story.id}/{now.isoformat()}/{deed}", story.id, drawn)


def log_of(story: str, log: Drawn, channel: str, deed: str, now: datetime) -> Message:
    """Put a line about what somebody did into the story's thread."""
    return Message(channel, MessageKind.THREAD, f"{story}/{now.isoformat()}/{deed}", story, log)


def raised_to(story: Story, score: Score | NotEnough) -> int | None:
    """Tell where the number that the story raises most stands; None when it raises none."""
    raised = sides(story, None, score) if isinstance(score, Score) else []
    return raised[0].after if raised else None


def digest_messages(channel: str, drawn: Sequence[Drawn], due: datetime) -> list[Message]:
    """Address a digest that was due then: the first message to the channel, the others to its thread."""
    key = due.isoformat()  # to the microsecond: who asks twice in a minute gets two
    first, *rest = drawn
    messages = [Message(channel, MessageKind.DIGEST, key, None, first)]
    messages += [
        Message(channel, MessageKind.THREAD, f"{key}/{number}", None, drawn) for number, drawn in enumerate(rest, 2)
    ]
    return messages

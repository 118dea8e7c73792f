"""What is told to one person who asked to hear of a story: that it changed, or that the day has come."""

from __future__ import annotations

from digests.blocks import context, line, one, rich, text
from digests.buttons import button, row
from digests.case import sides
from digests.dates import day
from digests.escape import escape
from digests.evidence import provenance, told
from digests.handled import claim_button
from digests.kinds import ICON
from digests.sentence import sentence
from digests.stronger import doubled, grown
from digests.texts import say
from model.handling import Claim, Mark, Reminder
from model.message import Drawn
from model.score import NotEnough, Score
from model.story import Story
from model.subscription import Subscription


def mark_of(story: Story, standing: Score | NotEnough) -> Mark:
    """Tell how a story stands: its state, and the number that it raises most."""
    raised = sides(story, None, standing) if isinstance(standing, Score) else []
    return Mark(story.state, raised[0].after if raised else None)


def change(story: Story, standing: Score | NotEnough, known: Mark) -> str | None:
    """Say how a story has changed since somebody heard of it; None when that is not worth a message."""
    if story.state is not known.state:
        return say("changed_state", before=say(known.state.value), after=say(story.state.value))
    raised = sides(story, None, standing) if isinstance(standing, Score) else []
    if not raised or not grown(raised[0].after, known):
        return None
    slots = {"axis": raised[0].name, "before": known.number or 0, "after": raised[0].after}
    return say("changed_doubled" if doubled(raised[0].after, known) else "changed_grown", **slots)


def draw_followed(story: Story, changed: str, subscription: Subscription, claim: Claim | None = None) -> Drawn:
    """Draw the message to a follower."""
    return _draw(story, say("direct_follow", change=changed), subscription, claim, "unfollow")


def draw_reminder(
    story: Story, reminder: Reminder, changed: str, subscription: Subscription, claim: Claim | None = None
) -> Drawn:
    """Draw the message to who asked to be reminded; `changed` is how the story changed, "" when it did not."""
    asked = day(reminder.at, subscription.zone)
    words = say("direct_remind_change" if changed else "direct_remind", day=asked, change=changed)
    return _draw(story, words, subscription, claim, "remind")


def draw_given(story: Story, giver: str, subscription: Subscription, claim: Claim) -> Drawn:
    """Draw the message to somebody who was given a story that has no thread."""
    return _draw(story, say("direct_given", name=giver), subscription, claim, "remind")


def _draw(story: Story, words: str, subscription: Subscription, claim: Claim | None, verb: str) -> Drawn:
    icon = ICON[story.kind]
    return one(
        f"{escape(words)}\n{icon} {escape(sentence(story))}.",
        [
            rich(line(text(words, bold=True)), line(text(f"{icon} "), *told(story), text("."))),
            context(provenance(story, subscription.zone)),
            row(story.id, claim_button(claim), button(verb, say(f"button_{verb}"))),
        ],
    )

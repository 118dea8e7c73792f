"""What people do with a story, as its message shows it: who has it, the buttons, who follows, what is muted."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import Block, InteractiveElement, RichTextElementParts

from digests.blocks import Span, line, one, rich, text
from digests.buttons import Choice, button, menu, row
from digests.dates import clock, token
from digests.escape import clean, escape
from digests.mutes import what
from digests.texts import count, say
from model.address import bare
from model.feedback import Opinion
from model.handling import Claim, Handling
from model.message import Drawn
from model.story import Story

LONGEST_NAME = 24
# What can be chosen behind the three dots; docs/decisions.md says why these and in this order.
BEHIND = ("why", "not_relevant", "mute", "remind", "more")


def alert_buttons(story: str, handling: Handling) -> Block:
    """Two visible buttons and the three dots."""
    verbs = ("unmute" if verb == "mute" and handling.mute else verb for verb in BEHIND)
    behind = menu(Choice(verb, say(f"button_{verb}")) for verb in verbs)
    return row(story, claim_button(handling.claim), button("follow", say("button_follow")), behind)


def claim_button(claim: Claim | None) -> InteractiveElement:
    """Take it, or let go of it."""
    verb = "release" if claim else "claim"
    return button(verb, say(f"button_{verb}"), style=None if claim else "primary")


def owner(claim: Claim, zone: ZoneInfo, now: datetime) -> str:
    """Say in clean text who has it and since when: "👤 Lea, 10:42". Nobody is mentioned."""
    return f"👤 {named(claim)}, {clock(claim.at, zone, now)}"


def named(claim: Claim) -> str:
    """Name whoever has it as Slack did; who was given it by somebody else has no name that we know."""
    return called(claim.name) if claim.name else say("assigned")


def holder(claim: Claim) -> str:
    """Name whoever has it at the head of a sentence."""
    return called(claim.name) if claim.name else say("somebody_else")


def called(name: str) -> str:
    """Write a member's name in clean text."""
    return clean(name, LONGEST_NAME) or say("no_name")


def handled(handling: Handling, zone: ZoneInfo) -> list[str]:
    """Say in mrkdwn who was given it, how many follow, what it was called, and what is muted until when.

    Whoever was given it is named by their id, which Slack shows as their name: an edit rings nobody's bell.
    """
    parts = []
    claim = handling.claim
    if claim and claim.giver and is_member(bare(claim.by)):
        parts.append(say("assigned_here", member=f"<@{bare(claim.by)}>"))
    if handling.followers:
        parts.append(say("followed", people=count("people", handling.followers)))
    if handling.opinions:
        counted = Counter(handling.opinions).items()
        called_so = (say(f"opinion_{one.value}") if n == 1 else _times(one, n) for one, n in sorted(counted))
        parts.append(say("opinions_of", opinions=", ".join(called_so)))
    if handling.mute:
        until = token(handling.mute.until, zone, timed=True)
        parts.append("🔕 " + say("muted_until", what=escape(what(handling.mute), 60), until=until))
    return [" · ".join(parts)] if parts else []


def _times(opinion: Opinion, people: int) -> str:
    return say("opinion_times", opinion=say(f"opinion_{opinion.value}"), count=people)


def draw_log(when: str, words: str) -> Drawn:
    """Draw a dated line for a story's thread: "10:42 · Lea takes it"."""
    said = say("log_deed", when=when, deed=words)
    return one(escape(said, 1000), [rich(line(text(said, cap=1000)))])


def draw_assigned(when: str, giver: str, to: str) -> Drawn:
    """Draw the one line that mentions somebody: `to` is Slack's id of who was given the story."""
    said = say("log_deed", when=when, deed=say("log_assigned", name=called(giver)))
    member = bare(to)
    return one(f"{escape(said)} <@{member}>", [rich(line(text(f"{said} "), mention(member)))])


def mention(member: str) -> Span:
    """Mention somebody. Raises ValueError for what is no member's id."""
    if not is_member(member):
        raise ValueError(f"{member!r} is no member's id")
    return RichTextElementParts.User(user_id=member)


def is_member(id: str) -> bool:
    """Tell whether an id can be a member's: nothing else may come out of it in mrkdwn."""
    return id.isascii() and id.isalnum() and id[:1] in {"U", "W"}


def about(story: Story) -> str:
    """Name a story's company in clean text."""
    return clean(story.company, LONGEST_NAME) or say("no_name")

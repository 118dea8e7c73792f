"""A message drawn and ready: the outbox stores it as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from model.story import State
from model.subscription import MessageKind

# A Block Kit block as Slack's JSON has it. Only digests/ makes them (from slack_sdk's models); all others carry them.
Block = Mapping[str, object]
# A modal or a Home view, likewise.
View = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as SVG of so many pixels; `alt` says in words what it shows."""

    svg: str
    title: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """What one message looks like. `text` is the fallback for phones and screen readers, at most 3,000 characters.

    A `picture` takes the place of one of the blocks where Slack takes pictures of us; the blocks are whole without it.
    """

    text: str
    blocks: tuple[Block, ...]
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One row for the outbox. `key` makes it unique together with channel and kind (requirement A7).

    An UPDATE edits and a THREAD answers the story's ALERT, found by (channel, story) when it is posted. The key of an
    ANSWER begins with the name of the message in whose thread it stands, "" for none, and a slash; that of an ERASURE
    with the name of the message that it changes.
    `expires` in seconds after its making: an alert that could not be sent within it waits for the digest (A13).
    `state` and `score` are what the message says of its story; its receipt remembers them.
    """

    channel: str
    kind: MessageKind
    key: str
    story: str | None
    drawn: Drawn
    broadcast: bool = False
    expires: int | None = None
    state: State | None = None
    score: int | None = None

"""Who wants to hear what, what was decided, and what was sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from model.language import Language
from model.score import Axis
from model.signal import Kind
from model.story import State


class Weekday(StrEnum):
    """Weekdays by name: numbers start on Monday in one library and on Sunday in the next (requirement G10)."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a digest is due: at a local time on some weekdays."""

    days: frozenset[Weekday]
    at: time


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours without instant alerts, in the subscription's zone; may pass midnight."""

    start: time
    end: time


class Audience(StrEnum):
    """A channel never sees what is known about private persons; a person sees their own imports."""

    CHANNEL = "channel"
    PERSON = "person"


class Density(StrEnum):
    """How much of a story is shown at once: all of it, or one line with the reasons behind a button."""

    FULL = "full"
    COMPACT = "compact"


@dataclass(frozen=True, slots=True)
class Subscription:
    """One channel's (or one person's) wishes. Empty `companies` or `kinds` means all.

    `threshold` is the window or pressure at which a story speaks at once; `instant_from` the least state it must have;
    `story_wait` in seconds; `cap` instant alerts a local day; `digest` None for none; `language` is what is read there.
    `density` is how much of each story is shown.
    """

    workspace: str
    channel: str
    zone: ZoneInfo
    companies: frozenset[str] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    threshold: int = 75
    instant_from: State = State.REPORTED
    story_wait: int = 20 * 60
    cap: int = 3
    quiet: Quiet | None = None
    digest: Rhythm | None = None
    audience: Audience = Audience.CHANNEL
    language: Language = Language.ENGLISH
    density: Density = Density.FULL


class MessageKind(StrEnum):
    """What a posted message is; one story is one ALERT that is edited (UPDATE) and continued in its THREAD.

    DIRECT goes to one person about a story that they asked to hear of. An ANSWER is what somebody asked for
    and shows to the channel. An ERASURE takes a name out of a message that was posted; with nothing drawn, all of it.
    """

    ALERT = "alert"
    UPDATE = "update"
    THREAD = "thread"
    DIGEST = "digest"
    DIRECT = "direct"
    ANSWER = "answer"
    ERASURE = "erasure"


@dataclass(frozen=True, slots=True)
class Receipt:
    """That a story (or a digest) was told: where, as which message, and how things stood then.

    For a digest `story`, `state` and `score` are None; `score` is the window or pressure that was told. `place` is
    where Slack put it, when that is not `channel`: a message to a person stands in a conversation of its own.
    """

    channel: str
    ts: str
    kind: MessageKind
    story: str | None
    state: State | None
    score: int | None
    at: datetime
    place: str = ""


class Cause(StrEnum):
    """What kept a story from speaking at once, in a word: a digest counts by it."""

    COMPANY = "company"
    KIND = "kind"
    PRIVATE = "private"
    OLD = "old"
    DENIED = "denied"
    TOLD = "told"
    STATE = "state"
    NOTE = "note"
    LITE = "lite"
    NO_NUMBER = "no_number"
    NOTHING = "nothing"
    ABOVE = "above"
    BELOW = "below"
    STALE = "stale"
    WAIT = "wait"
    QUIET = "quiet"
    CAP = "cap"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Now:
    """Speak at once. `axis`, `before` and `after` say which number was lifted; `before` is None for NotEnough."""

    reason: str
    axis: Axis
    before: int | None
    after: int


@dataclass(frozen=True, slots=True)
class InDigest:
    """Not urgent: in the next digest."""

    reason: str
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """Told already: edit its message and add `log` to its thread; `broadcast` lets the channel hear it again.

    `told` is the number with which it was first told, None where there was none.
    """

    reason: str
    broadcast: bool
    log: str
    told: int | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """Say nothing. `until` is when it is decided again by itself (end of quiet hours, end of story_wait), if ever.

    `mute` is the id of the mute that holds it.
    """

    reason: str
    until: datetime | None = None
    cause: Cause | None = None
    mute: int | None = None


Verdict = Now | InDigest | Update | Held

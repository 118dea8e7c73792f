"""A signed inbound webhook: how its calls are signed, what each one brought, and what its vendor may cost."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

# An event without an id is known by its body, which a vendor may rightly send again a week later (store/hooks.py).
BY_BODY = "body:"
# Sources whose items came by a webhook. What they tell of people is their owner's alone, so no total counts them.
HOOKS = ("coresignal", "crustdata", "hook", "people_data_labs")
# How vendors that tell of people are called, who are named where else "your own connections" stands.
VENDORS = frozenset({"Coresignal", "Crustdata", "People Data Labs"})


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a vendor signs. `header` carries the signature, behind `prefix`, as "hex" or "base64".

    `signs` is what the HMAC-SHA256 is over, with {id}, {timestamp} and {body} where they stand in it; "" means that the
    header holds the secret itself, for callers that cannot sign. `timestamp` and `id` name headers, "" for none: a
    call with a timestamp is heard for five minutes. `event` is where in the JSON body the event's own id stands.
    """

    header: str = "X-Signature"
    prefix: str = ""
    encoding: str = "hex"
    timestamp: str = "X-Timestamp"
    id: str = ""
    signs: str = "{timestamp}.{body}"
    event: str = "event_id"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a vendor may cost: credits a notification, or a record that is fetched; None for no limit."""

    credits: int = 0
    day: int | None = None
    month: int | None = None


@dataclass(frozen=True, slots=True)
class Hook:
    """One address that a vendor calls, POST /hooks/NAME. Each of `secrets` is good: two while one is exchanged.

    `rate` is how many signed calls a minute are taken. `limits` are those of what the vendor sends unasked.
    """

    name: str
    secrets: tuple[str, ...] = field(repr=False)
    scheme: Scheme = Scheme()
    rate: int = 60
    limits: Limits = Limits()


class Taken(StrEnum):
    """What became of a call with a good signature: stored, stored before, or one too many."""

    NEW = "new"
    KNOWN = "known"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One call that was let in, word for word, until what it says is kept."""

    id: int
    hook: str
    received: datetime
    body: bytes


@dataclass(frozen=True, slots=True)
class Spent:
    """What a vendor sent and cost on a day and in its month (UTC). `aside` is how much of it nobody could read."""

    calls: int = 0
    calls_month: int = 0
    credits: int = 0
    credits_month: int = 0
    failures: int = 0
    failures_month: int = 0
    aside: int = 0

    def left(self, limits: Limits) -> int | None:
        """Tell how many more credits may be spent; None for as many as wanted."""
        rooms = [
            most - spent
            for most, spent in ((limits.day, self.credits), (limits.month, self.credits_month))
            if most is not None
        ]
        return max(0, min(rooms)) if rooms else None

    def affords(self, limits: Limits) -> bool:
        """Tell whether one more notification or record is within the limits."""
        left = self.left(limits)
        return left is None or left >= max(limits.credits, 1)

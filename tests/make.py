"""Builders for tests: every noun with sensible defaults from the autumn of 2024; say only what your test is about.

`story(person="Mira Murati", outlets=("reuters.com", "nytimes.com"))` makes its own evidence, one signal an outlet.
"""

# ruff: noqa: ANN401 - a builder takes any field of its noun; the noun itself is typed

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from model.company import Company
from model.item import Item
from model.score import Axis, Confidence, NotEnough, Points, Score
from model.signal import Amount, Certainty, Kind, Seniority, Signal, SourceClass
from model.story import State, Story
from model.subscription import MessageKind, Receipt, Subscription

NOW = datetime(2024, 10, 4, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def at(text: str) -> datetime:
    """Read "2024-09-25" or "2024-09-25 18:30" as a moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def ago(days: float) -> datetime:
    """Tell the moment so many days before NOW."""
    return NOW - timedelta(days=days)


def item(**changes: Any) -> Item:
    """Make a news item about Mira Murati leaving OpenAI."""
    default = Item(
        source="feed:https://news.example/rss",
        key="murati-leaves",
        url="https://news.example/murati-leaves",
        title="OpenAI CTO Mira Murati leaves the company",
        text="Mira Murati, OpenAI's chief technology officer, said that she is leaving.",
        lang="en",
        site="news.example",
        published=at("2024-09-25 19:30"),
        fetched=at("2024-09-25 19:40"),
    )
    return replace(default, **changes)


def signal(**changes: Any) -> Signal:
    """Make a reported departure of OpenAI's CTO; `item` and `url` follow from site, person and day unless given."""
    site = changes.get("site", "news.example")
    published: datetime = changes.get("published", at("2024-09-25 19:30"))
    who = changes.get("person", "Mira Murati") or changes.get("kind", Kind.DEPARTURE).value
    key = f"{who.lower().replace(' ', '-')}-{published:%Y%m%d%H%M}"
    default = Signal(
        kind=Kind.DEPARTURE,
        company="OpenAI",
        person="Mira Murati",
        role="CTO",
        seniority=Seniority.C_SUITE,
        from_company="OpenAI",
        to_company=None,
        amount=None,
        headcount=None,
        certainty=Certainty.REPORTED,
        confidence=0.9,
        quote="OpenAI CTO Mira Murati leaves",
        pattern="en.departure.leaves",
        item=(f"feed:https://{site}/rss", key),
        url=f"https://{site}/{key}",
        site=site,
        title="OpenAI CTO Mira Murati leaves the company",
        lang="en",
        published=published,
        source_class=SourceClass.PRESS,
    )
    return replace(default, **changes)


def unnamed(kind: Kind, **changes: Any) -> Signal:
    """Make a signal without a person: a lay-off, a round, a freeze."""
    bare: dict[str, Any] = {"person": None, "role": None, "seniority": None, "from_company": None}
    title = f"OpenAI: {kind.value.replace('_', ' ')}"
    return signal(**{**bare, "kind": kind, "title": title, "quote": title, **changes})


def amount(value: float, currency: str = "USD") -> Amount:
    """Make a sum of money."""
    return Amount(value, currency)


def story(**changes: Any) -> Story:
    """Make a story with one signal an outlet; fields of Signal (person, role, amount …) shape that evidence.

    `seen` is when it was first told. Outlets follow an hour apart. State defaults to confirmed from two outlets on.
    """
    seen: datetime = changes.pop("seen", changes.get("first_seen", at("2024-09-25 19:30")))
    outlets: Sequence[str] = changes.pop("outlets", ("news.example",))
    own = {key: changes.pop(key) for key in list(changes) if key not in Story.__dataclass_fields__}
    evidence: tuple[Signal, ...] = changes.pop("evidence", None) or _told(seen, outlets, own, changes)
    first = evidence[0]
    default = Story(
        id=f"{first.company}-{first.kind.value}-{first.person or ''}-{first.published:%y%m%d%H%M}".lower(),
        kind=first.kind,
        company=first.company,
        people=tuple(dict.fromkeys(s.person for s in evidence if s.person)),
        state=State.CONFIRMED if len(outlets) > 1 else State.REPORTED,
        first_seen=evidence[0].published,
        last_seen=evidence[-1].published,
        evidence=evidence,
        outlets=tuple(dict.fromkeys(s.site for s in evidence)),
        source_classes=frozenset(s.source_class for s in evidence),
        private=all(s.private for s in evidence),
    )
    return replace(default, **changes)


def _told(seen: datetime, outlets: Sequence[str], own: dict[str, Any], changes: dict[str, Any]) -> tuple[Signal, ...]:
    kind: Kind = changes.get("kind", Kind.DEPARTURE)
    named = kind in {Kind.DEPARTURE, Kind.LEAVE, Kind.HIRE, Kind.PROMOTION, Kind.OPEN_TO_WORK}
    shape = {"company": changes.get("company", "OpenAI"), "kind": kind, "private": changes.get("private", False), **own}
    make = signal if named else lambda **slots: unnamed(slots.pop("kind"), **slots)
    signals = [make(**shape, site=site, published=seen + i * HOUR) for i, site in enumerate(outlets)]
    # Outlets that print the same title count as one.
    return tuple(signals[:1]) + tuple(replace(s, title=f"{s.title} - {s.site}") for s in signals[1:])


def company(**changes: Any) -> Company:
    """Make OpenAI."""
    return replace(Company(name="OpenAI", domain="openai.com", aliases=("Open AI",), rivals=("Anthropic",)), **changes)


def points(**changes: Any) -> Points:
    """Make one reason worth 55 points of window."""
    default = Points(
        rule="departure.c_suite",
        axis=Axis.WINDOW,
        value=55,
        reason="Mira Murati (CTO) left on 25 Sep · confirmed by 2 outlets",
        story="openai-departure-mira murati-2409251930",
        stories=("openai-departure-mira murati-2409251930",),
        advice="Write to her direct reports this week.",
    )
    return replace(default, **changes)


def score(**changes: Any) -> Score:
    """Make a score of one reason; window and pressure follow from `points` unless given."""
    told: tuple[Points, ...] = changes.get("points", (points(),))
    default = Score(
        company="OpenAI",
        at=NOW,
        window=sum(p.value for p in told if p.axis is Axis.WINDOW),
        pressure=sum(p.value for p in told if p.axis is Axis.PRESSURE),
        points=told,
        confidence=Confidence.FAIR,
        oldest=at("2024-09-25 19:30"),
        newest=at("2024-09-25 20:30"),
    )
    return replace(default, **changes)


def not_enough(**changes: Any) -> NotEnough:
    """Make a company that nothing is known about."""
    return replace(NotEnough("OpenAI", NOW, "Nothing was heard of OpenAI in the last 90 days."), **changes)


def subscription(**changes: Any) -> Subscription:
    """Make a channel in Los Angeles that watches everything from 75 points up."""
    return replace(
        Subscription(workspace="T1", channel="C0123456789", zone=ZoneInfo("America/Los_Angeles")),
        **changes,
    )


def receipt(**changes: Any) -> Receipt:
    """Make the receipt of an alert about Mira Murati's departure."""
    default = Receipt(
        channel="C0123456789",
        ts="1727292600.000100",
        kind=MessageKind.ALERT,
        story="openai-departure-mira murati-2409251930",
        state=State.REPORTED,
        score=76,
        at=at("2024-09-25 20:00"),
    )
    return replace(default, **changes)

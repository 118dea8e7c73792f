"""How each kind of event looks and reads: an icon, a name, and the sentences that tell it.

The first sentence whose words in braces are all known is used. {who} is a person or persons, {s} the ending of the
verb after one person, {count} a number of people, {company} the company the event is about, {quote} somebody's words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from model.signal import Kind
from model.story import State


@dataclass(frozen=True, slots=True)
class Face:
    """`icon` is one Unicode character, shown as it is everywhere; the last of `sentences` needs only {company}."""

    icon: str
    name: str
    sentences: tuple[str, ...]


FACE: Mapping[Kind, Face] = {
    Kind.DEPARTURE: Face(
        "🚪",
        "departure",
        (
            "{who} leave{s} {company} for {to}",
            "{who} leave{s} {company}",
            "{count} leave {company}",
            "Staff leave {company}",
        ),
    ),
    Kind.LEAVE: Face("🌴", "leave", ("{who} take{s} a leave from {company}", "Somebody takes a leave from {company}")),
    Kind.HIRE: Face(
        "👋",
        "hire",
        (
            "{company} hires {who} from {from}",
            "{company} hires {who}",
            "{company} hires {count} from {from}",
            "{company} hires {count}",
            "{company} hires from {from}",
            "{company} hires",
        ),
    ),
    Kind.PROMOTION: Face("📈", "promotion", ("{company} promotes {who}", "{company} promotes from within")),
    Kind.OPEN_TO_WORK: Face(
        "🟢", "open to work", ("{who} of {company}: open to work", "People at {company} are open to work")
    ),
    Kind.LAYOFFS: Face("✂️", "lay-offs", ("{company} lays off {count}", "{company} lays off staff")),
    Kind.HIRING_FREEZE: Face("🧊", "hiring freeze", ("{company} freezes hiring",)),
    Kind.FUNDING: Face("💰", "funding", ("{company} raises {amount}", "{company} raises money")),
    Kind.ACQUISITION: Face(
        "🤝",
        "acquisition",
        (
            "{to} buys {company} for {amount}",
            "{to} buys {company}",
            "{company} is bought for {amount}",
            "{company} is bought",
        ),
    ),
    Kind.IPO_OR_LIQUIDITY: Face(
        "🔔", "shares for sale", ("{company}: shares for sale, {amount}", "{company}: shares for sale")
    ),
    Kind.TURMOIL: Face("🌪️", "turmoil", ("Turmoil at {company}: {who}", "Turmoil at {company}")),
    Kind.CULTURE_CONFLICT: Face("💢", "conflict over culture", ("Conflict over culture at {company}",)),
    Kind.HIRING_SURGE: Face("🚀", "hiring surge", ("{company} is hiring {count}", "{company} is hiring fast")),
    Kind.STRATEGIC_ROLE: Face(
        "🎯", "strategic role", ("{company} looks for a {role}", "{company} opens a strategic role")
    ),
    Kind.SHUTDOWN: Face("🔒", "shutdown", ("{company} shuts down",)),
    Kind.INBOUND_NOTE: Face(
        "📝", "recruiter's note", ("A note about {company}: “{quote}”", "A recruiter's note about {company}")
    ),
    Kind.TENURE_MARK: Face(
        "🎂", "tenure mark", ("{who} reach{es} a tenure mark at {company}", "A tenure mark at {company}")
    ),
}

BADGE: Mapping[State, str] = {
    State.RUMOURED: "💭",
    State.REPORTED: "📰",
    State.CONFIRMED: "✅",
    State.DENIED: "🚫",
}

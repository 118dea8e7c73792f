"""How each kind of event and each state looks: one Unicode character, the same everywhere; their names are texts."""

from __future__ import annotations

from collections.abc import Mapping

from digests.texts import table
from model.signal import Kind
from model.story import State

ICON: Mapping[Kind, str] = {
    Kind.DEPARTURE: "🚪",
    Kind.LEAVE: "🌴",
    Kind.HIRE: "👋",
    Kind.PROMOTION: "📈",
    Kind.OPEN_TO_WORK: "🟢",
    Kind.LAYOFFS: "✂️",
    Kind.HIRING_FREEZE: "🧊",
    Kind.FUNDING: "💰",
    Kind.ACQUISITION: "🤝",
    Kind.IPO_OR_LIQUIDITY: "🔔",
    Kind.TURMOIL: "🌪️",
    Kind.CULTURE_CONFLICT: "💢",
    Kind.HIRING_SURGE: "🚀",
    Kind.STRATEGIC_ROLE: "🎯",
    Kind.SHUTDOWN: "🔒",
    Kind.INBOUND_NOTE: "📝",
    Kind.TENURE_MARK: "🎂",
}

BADGE: Mapping[State, str] = {
    State.RUMOURED: "💭",
    State.REPORTED: "📰",
    State.CONFIRMED: "✅",
    State.DENIED: "🚫",
}


def kind_name(kind: Kind) -> str:
    """Name a kind of event: "departure"."""
    return table().names[kind]

"""How one source fares, for `bot.py sources`: when it answered, what it gave, what it costs, what its trouble is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from model.poll import PollState
from sources.backoff import Circuit, circuit
from sources.contract import Source
from sources.polling import questions_a_day

GAVE_BACK = timedelta(days=7)


def health(source: Source, state: PollState, gave: tuple[int, int] | None, now: datetime) -> dict[str, Any]:
    """Make the row of a source. `gave` are its items and their signals of the last seven days, None for a private one.

    `circuit` is closed while it is asked as usual, open while it is left alone after failures, half-open when it may
    be tried once. `cost` is what a day of it takes at least: questions, for nothing here takes money.
    """
    last = f"{state.polled:%Y-%m-%d %H:%M} UTC" if state.polled else "never answered"
    due = f"{state.next_due:%Y-%m-%d %H:%M} UTC" if state.next_due and not state.gone else None
    items, signals = gave or (None, None)
    return {
        "source": source.id,
        "polled": last,
        "next_due": due,
        "items": items,
        "signals": signals,
        "circuit": circuit(state, now).value,
        "failures": state.failures,
        "cost": _told_cost(questions_a_day(source)),
        "trouble": state.trouble,
    }


def _told_cost(questions: int) -> str:
    return f"{questions} questions a day" if questions else "asks nobody"


def health_line(row: Mapping[str, Any]) -> str:
    """Lay out such a row for a person."""
    told = [str(row["source"]), str(row["polled"])]
    if row["next_due"]:
        told.append(f"next {row['next_due']}")
    gave = "private" if row["items"] is None else f"{row['items']} items and {row['signals']} signals in 7 days"
    # What a vendor costs is told at the end of the line (cli/tell.py).
    told.append(gave if isinstance(row["cost"], Mapping) else f"{gave}, {row['cost']}")
    if row["circuit"] != Circuit.CLOSED.value:
        told.append(f"left alone after {row['failures']} failures in a row ({row['circuit']})")
    return "  ".join([*told, *([str(row["trouble"])] if row["trouble"] else [])])

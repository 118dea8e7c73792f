"""Read a filing: SEC form 8-K says by item number that officers changed (5.02) or that people are laid off (2.05).

The statutory heading of item 5.02 names departures and appointments alike, so without the filing's own sentence it is
an unclassified change: a weak signal without a person that may confirm what the press says and never speaks by itself.
"""

from __future__ import annotations

from model.item import Filing, Item
from model.signal import Certainty, Kind, Seniority, Signal, SourceClass
from signals.companies import Companies
from signals.events import Event
from signals.merging import signal

_ITEMS = {
    "5.02": (Kind.DEPARTURE, Seniority.C_SUITE, 0.3),
    "2.05": (Kind.LAYOFFS, Seniority.GROUP, 0.6),
    "1.03": (Kind.SHUTDOWN, None, 0.6),
}


def company_of(filing: Filing, companies: Companies) -> str | None:
    """Return the watched company that filed, by its SEC key or else by its name."""
    return companies.by_cik(filing.cik) or companies.match(filing.filer)


def read(item: Item, filing: Filing, companies: Companies) -> list[Signal]:
    """Return one signal for each numbered topic that matters."""
    company = company_of(filing, companies)
    if company is None:
        return []
    found: list[Signal] = []
    for topic in filing.items:
        if topic not in _ITEMS:
            continue
        kind, level, confidence = _ITEMS[topic]
        leaves = company if kind is Kind.DEPARTURE else None
        quote = _line(item.text, topic) or item.title
        event = Event(
            kind, company, None, None, level, leaves, None, None, None, Certainty.REPORTED, confidence, quote,
            "sec." + topic.replace(".", "_"), 0, False,
        )  # fmt: skip
        found.append(signal(item, event, SourceClass.FILING))
    return found


def _line(text: str, topic: str) -> str | None:
    """Return the line of the summary that names the topic, word for word."""
    return next((line.strip() for line in text.splitlines() if topic in line), None)

"""Read an official notice of a lay-off: how many, and the day from which they are free (WARN: 60 days ahead by law)."""

from __future__ import annotations

from dataclasses import replace

from model.item import Item, Notice
from model.signal import Certainty, Kind, Seniority, Signal, SourceClass
from signals.companies import Companies
from signals.events import Event
from signals.merging import signal


def read(item: Item, notice: Notice, companies: Companies) -> list[Signal]:
    """Return the lay-off that a register was told of, for watched companies only."""
    company = companies.match(notice.company)
    if company is None:
        return []
    event = Event(
        Kind.LAYOFFS, company, None, None, Seniority.GROUP, None, None, None, notice.headcount, Certainty.REPORTED,
        0.9, item.title, "notice.layoffs", 0, False,
    )  # fmt: skip
    return [replace(signal(item, event, SourceClass.REGISTRY), effective=notice.effective)]

"""Read a notice of a lay-off: how many, and the day from which they are free (WARN: 60 days ahead by law).

A row of a list that is no register's is the word of the outlet that it links to; without a link, hearsay.
"""

from __future__ import annotations

from dataclasses import replace

from model.item import Item, Notice
from model.signal import Certainty, Kind, Seniority, Signal, SourceClass
from signals.companies import Companies
from signals.events import Event
from signals.merging import signal

OFFICIAL = "notice.layoffs"
LISTED = "notice.listed"


def read(item: Item, notice: Notice, companies: Companies) -> list[Signal]:
    """Return the lay-off that a register was told of or that a list holds, for watched companies only."""
    company = companies.match(notice.company)
    if company is None:
        return []
    certainty = Certainty.REPORTED if notice.official or item.url else Certainty.RUMOUR
    event = Event(
        Kind.LAYOFFS, company, None, None, Seniority.GROUP, None, None, None, notice.headcount, certainty,
        0.9, item.title, OFFICIAL if notice.official else LISTED, 0, False,
    )  # fmt: skip
    told = signal(item, event, SourceClass.REGISTRY if notice.official else SourceClass.PRESS)
    return [replace(told, effective=notice.effective, heard=item.fetched)]

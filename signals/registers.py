"""Read what an official register was told: money raised (form D), officers who came and went (also Companies House)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from model.item import Item, OfficerChange, Round
from model.signal import Amount, Certainty, Kind, Seniority, Signal, SourceClass
from signals.companies import Companies
from signals.events import Event
from signals.merging import signal
from signals.titles import seniority
from signals.vocabulary import Lexicon

_SURE = 0.9


def read_round(item: Item, told: Round, companies: Companies) -> list[Signal]:
    """Return the round, planned while nothing is sold, for watched companies only."""
    company = companies.match(told.company)
    if company is None:
        return []
    amount = Amount(told.amount, told.currency) if told.amount else None
    sure = Certainty.PLANNED if told.planned else Certainty.REPORTED
    event = Event(
        Kind.FUNDING, company, None, None, None, None, None, amount, None, sure, _SURE, item.text or item.title,
        "register.round", 0, False,
    )  # fmt: skip
    return [signal(item, event, SourceClass.REGISTRY)]


def read_officer(item: Item, told: OfficerChange, companies: Companies, lexicons: Sequence[Lexicon]) -> list[Signal]:
    """Return the arrival or the departure of an officer, with its day, for watched companies only."""
    company = companies.match(told.company)
    if company is None:
        return []
    level = seniority(told.role, lexicons) or Seniority.DIRECTOR
    kind, source, target = (Kind.HIRE, None, company) if told.came else (Kind.DEPARTURE, company, None)
    event = Event(
        kind, company, told.person, told.role, level, source, target, None, None, Certainty.REPORTED, _SURE,
        item.text or item.title, f"register.{kind.value}", 0, False,
    )  # fmt: skip
    return [replace(signal(item, event, SourceClass.REGISTRY), effective=told.day)]

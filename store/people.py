"""What is stored of one person: every row that names them, and how it is shown to them (P8)."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select

from model.score import NotEnough, Score
from store.async_engine import AsyncConnection
from store.columns import ItemState
from store.naming import Person
from store.tables import items, outbox, scores, signals, verdicts
from store.tables_of_people import deliveries, digest_feedback, feedback, mutes, overrides
from store.values import read_score, read_signal

PAGE = 2_000


@dataclass(slots=True)
class Found:
    """The rows that name a person."""

    items: list[Row[Any]] = field(default_factory=list)
    signals: list[Row[Any]] = field(default_factory=list)
    scores: list[Row[Any]] = field(default_factory=list)
    verdicts: list[Row[Any]] = field(default_factory=list)
    messages: list[Row[Any]] = field(default_factory=list)
    feedback: list[Row[Any]] = field(default_factory=list)
    overrides: list[Row[Any]] = field(default_factory=list)
    mutes: list[Row[Any]] = field(default_factory=list)
    of_digests: list[Row[Any]] = field(default_factory=list)
    deliveries: list[Row[Any]] = field(default_factory=list)


def _strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Mapping():
            for part in value.values():
                yield from _strings(part)
        case list():
            for part in value:
                yield from _strings(part)


def _said(body: bytes) -> Iterator[str]:
    """Each text of what a webhook brought, which is JSON: letters may stand in it as codes."""
    try:
        yield from _strings(json.loads(body))
    except (ValueError, RecursionError):
        yield body.decode(errors="replace")


def _names(person: Person, body: str) -> bool:
    return person.may_be_in(body) and any(person.is_in(text) for text in _strings(json.loads(body)))


def told(score: Score | NotEnough) -> list[str]:
    """The sentences of a score: the only part of it that can name anybody."""
    if isinstance(score, NotEnough):
        return [score.reason]
    return [text for one in score.points for text in (one.reason, one.advice)]


async def _rows(connection: AsyncConnection, query: Select[Any]) -> AsyncIterator[Row[Any]]:
    async with connection.stream(query.execution_options(yield_per=PAGE)) as result:
        async for page in result.partitions():
            for row in page:
                yield row


async def find(connection: AsyncConnection, person: Person) -> Found:
    """Every row that names the person. Reads the whole database, a page at a time."""
    found = Found()
    async for row in _rows(connection, select(items).where(items.c.state != ItemState.ERASED)):
        if person.is_in(row.title) or person.is_in(row.text) or _names(person, row.shape):
            found.items.append(row)
    async for row in _rows(connection, select(signals)):
        if _names(person, row.body):
            found.signals.append(row)
    async for row in _rows(connection, select(scores)):
        if person.may_be_in(row.body) and any(map(person.is_in, told(read_score(row.body)))):
            found.scores.append(row)
    async for row in _rows(connection, select(verdicts)):
        if person.is_in(row.reason):
            found.verdicts.append(row)
    async for row in _rows(connection, select(outbox)):
        if _names(person, row.drawn):
            found.messages.append(row)
    async for row in _rows(connection, select(feedback)):
        if person.is_in(row.words):
            found.feedback.append(row)
    async for row in _rows(connection, select(overrides)):
        if person.is_in(row.reason):
            found.overrides.append(row)
    async for row in _rows(connection, select(mutes)):
        if person.is_in(row.why):
            found.mutes.append(row)
    async for row in _rows(connection, select(digest_feedback)):
        if person.is_in(row.words):
            found.of_digests.append(row)
    async for row in _rows(connection, select(deliveries).where(deliveries.c.body.is_not(None))):
        if any(person.is_in(text) for text in _said(row.body)):
            found.deliveries.append(row)
    return found


def _entry(what: str, source: str, date: datetime, text: str, url: str = "") -> dict[str, str]:
    return {"what": what, "source": source, "date": date.isoformat(), "text": text, "url": url}


async def access(connection: AsyncConnection, name: str) -> list[dict[str, str]]:
    """Everything stored that names the person, oldest first: what it is, where it came from, when, its words.

    Each entry has "what" (item, delivery, signal, score, verdict, message, feedback, override, mute), "source", "date",
    "text" and "url" ("" for none).
    """
    person = Person(name)
    found = await find(connection, person)
    entries = [
        _entry("item", row.source, row.published, f"{row.title}\n{row.text}".strip(), row.url) for row in found.items
    ]
    for row in found.deliveries:
        entries.append(_entry("delivery", f"{row.hook}:", row.received, row.body.decode(errors="replace")))
    for row in found.signals:
        signal = read_signal(row.body)
        entries.append(_entry("signal", signal.site, signal.published, f"{signal.kind}: {signal.quote}", signal.url))
    for row in found.scores:
        entries += [
            _entry("score", row.company, row.at, text) for text in told(read_score(row.body)) if person.is_in(text)
        ]
    entries += [_entry("verdict", row.channel, row.at, row.reason) for row in found.verdicts]
    entries += [_entry("message", row.channel, row.made, json.loads(row.drawn)["text"]) for row in found.messages]
    entries += [_entry("feedback", row.author, row.at, row.words) for row in found.feedback]
    entries += [_entry("feedback", row.author, row.at, row.words) for row in found.of_digests]
    entries += [_entry("override", row.author, row.at, row.reason) for row in found.overrides]
    entries += [_entry("mute", row.author, row.at, row.why) for row in found.mutes]
    return sorted(entries, key=lambda entry: (entry["date"], entry["what"], entry["source"], entry["text"]))

"""Stories with their evidence: found for merging and showing, saved whole, folded into one another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, exists, insert, select, update

from digests.found import searchable
from digests.privacy import seen_by
from model.story import Story
from model.subscription import MessageKind
from store.async_engine import AsyncConnection
from store.batches import batches
from store.beside import beside
from store.columns import PostState, storable
from store.folding import absorb_deeds
from store.lessons import absorb_feedback
from store.sides import save_sides
from store.tables import outbox, receipts, signals, stories, verdicts
from store.upsert import upsert
from store.values import identity, read_signal, read_story, write_signal, write_story

MANY = 30


async def _load(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> list[Story]:
    query = (
        select(stories.c.id, stories.c.body, signals.c.body.label("signal"))
        .select_from(stories.outerjoin(signals, signals.c.story == stories.c.id))
        .where(*conditions)
    )
    rows = [tuple(row) for row in await connection.execute(query)]
    # In a thread: while much is made into nouns, others are acknowledged.
    return _made(rows) if len(rows) < MANY else await beside(_made, rows)


def _made(rows: Iterable[tuple[str, str, str | None]]) -> list[Story]:
    bodies: dict[str, str] = {}
    told: dict[str, list[str]] = {}
    for story, body, signal in rows:
        bodies[story] = body
        told.setdefault(story, [])
        if signal is not None:
            told[story].append(signal)
    return [read_story(body, map(read_signal, told[story])) for story, body in bodies.items()]


def _age(story: Story) -> tuple[datetime, str]:
    return story.last_seen, story.id


async def stories_with(connection: AsyncConnection, ids: Collection[str]) -> list[Story]:
    """The stories with these ids that exist, oldest first."""
    found = [story for some in batches(ids) for story in await _load(connection, stories.c.id.in_(some))]
    return sorted(found, key=_age)


async def open_stories(connection: AsyncConnection, companies: Collection[str], since: datetime) -> list[Story]:
    """Every story of `companies` last seen at or after `since`, whole, oldest first: what new signals merge with."""
    found: list[Story] = []
    for some in batches(companies):
        found += await _load(connection, stories.c.company.in_(some), stories.c.last_seen >= since)
    return sorted(found, key=_age)


async def stories_of(connection: AsyncConnection, company: str, since: datetime, owner: str | None) -> list[Story]:
    """The company's stories last seen at or after `since`, as `owner` may see them (None: a channel), oldest first."""
    conditions = [stories.c.company == company, stories.c.last_seen >= since]
    if owner is None:
        conditions.append(stories.c.private.is_(False))
    found = (seen_by(story, owner) for story in await _load(connection, and_(*conditions)))
    return sorted((story for story in found if story is not None), key=_age)


async def spoken_of(connection: AsyncConnection, since: datetime, *, private: bool = False) -> set[str]:
    """The companies of which anything public was seen at or after `since`; or anything at all."""
    query = select(stories.c.company).where(stories.c.last_seen >= since).distinct()
    return set(await connection.scalars(query if private else query.where(stories.c.private.is_(False))))


async def save_stories(connection: AsyncConnection, changed: Iterable[Story]) -> None:
    """Store stories whole, in place of what was known of them."""
    # One order everywhere: two processes then wait for each other instead of dead-locking.
    latest = [story for _, story in sorted({story.id: story for story in changed}.items())]
    heads = [
        {
            "id": story.id,
            "company": story.company,
            "state": story.state,
            "last_seen": story.last_seen,
            "private": story.private,
            "body": write_story(story),
            "words": storable(searchable(story)),
        }
        for story in latest
    ]
    await upsert(connection, stories, heads, ["id"])
    for some in batches([story.id for story in latest]):
        await connection.execute(delete(signals).where(signals.c.story.in_(some)))
    evidence = [
        {
            "story": story.id,
            "item": identity(*signal.item),
            "published": signal.published,
            "private": signal.private,
            "body": write_signal(signal),
            "effective": signal.effective,
        }
        for story in latest
        for signal in story.evidence
    ]
    if evidence:
        await connection.execute(insert(signals), evidence)
    await save_sides(connection, latest)


def survivor(story: str, absorbed: Mapping[str, str]) -> str:
    """The id under which `story` lives on, its own when it was not absorbed."""
    seen = {story}
    while story in absorbed and absorbed[story] not in seen:
        story = absorbed[story]
        seen.add(story)
    return story


async def absorb(connection: AsyncConnection, absorbed: Mapping[str, str]) -> None:
    """Fold each old story into its survivor: what was decided, queued, told and said of it is the survivor's now.

    Where both wait to alert the same channel, only the survivor's alert stays. The survivors are stored already.
    """
    for old in sorted(absorbed):
        heir = survivor(old, absorbed)
        if heir == old:
            continue
        await _drop_second_alert(connection, old, heir)
        theirs = verdicts.alias()
        decided = exists().where(theirs.c.story == heir, theirs.c.channel == verdicts.c.channel)
        await connection.execute(update(verdicts).where(verdicts.c.story == old, ~decided).values(story=heir))
        await connection.execute(update(receipts).where(receipts.c.story == old).values(story=heir))
        await connection.execute(update(outbox).where(outbox.c.story == old).values(story=heir))
        await absorb_feedback(connection, old, heir)
        await absorb_deeds(connection, old, heir)
        await connection.execute(delete(stories).where(stories.c.id == old))


async def _drop_second_alert(connection: AsyncConnection, old: str, heir: str) -> None:
    theirs = outbox.alias()
    alerted = exists().where(
        theirs.c.channel == outbox.c.channel,
        theirs.c.story == heir,
        theirs.c.kind == MessageKind.ALERT,
        theirs.c.state.in_([PostState.PENDING, PostState.POSTING, PostState.SENT]),
    )
    waiting = and_(outbox.c.story == old, outbox.c.kind == MessageKind.ALERT, outbox.c.state == PostState.PENDING)
    await connection.execute(delete(outbox).where(waiting, alerted))

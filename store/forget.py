"""Removes what is stored of people: at their request for good (P7), or when it is older than we may keep it (P6)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update

from digests.found import searchable
from model.score import NotEnough, Score
from model.signal import Kind
from store import hooks
from store.async_engine import AsyncConnection
from store.batches import batches
from store.columns import ItemState, PostState, storable
from store.erasure import erase, rows_of
from store.naming import Person, key
from store.outbox import NOTHING, REMOVED
from store.people import Found, find
from store.sides import save_sides
from store.stories import stories_with
from store.suppression import suppress
from store.tables import items, outbox, polls, scores, signals, stories, verdicts
from store.tables_of_people import digest_feedback, feedback, mutes, overrides, presences
from store.values import ARTICLE, read_score, read_signal, write_score, write_story

LOOKING_DAYS = 30  # that somebody looks around, as one person alone was told, is not kept for longer (P4)
ERASED = {"key": "", "url": "", "title": "", "text": "", "site": "", "shape": ARTICLE, "state": ItemState.ERASED}


async def forget(connection: AsyncConnection, name: str, at: datetime) -> dict[str, int]:
    """Remove everything stored that names the person and remember, as a salted digest only, to keep them out.

    Items keep their identity and lose their words; a story told by nothing else goes, another loses the name; a
    message not yet sent goes, a sent one loses its words, here and in Slack. Returns how many rows of each were
    touched, and under "posted" how many messages are edited or deleted in Slack.
    """
    person = Person(name)
    found = await find(connection, person)
    erased = 0
    for some in batches({row.digest for row in found.items} | {row.item for row in found.signals}):
        theirs = (items.c.digest.in_(some), items.c.state != ItemState.ERASED)
        erased += (await connection.execute(update(items).where(*theirs).values(**ERASED))).rowcount
    gone = await drop_signals(connection, found.signals, {person.key})
    await _mask(connection, found, person)
    named = [*found.messages, *await rows_of(connection, gone)]
    posted = await erase(connection, named, gone, person, at)
    messages = await _drop_messages(connection, {row.id for row in found.messages}, gone)
    await suppress(connection, person.key, at)
    return {
        "items": erased + len(found.deliveries),
        "signals": len(found.signals),
        "stories": len(gone),
        "scores": len(found.scores),
        "verdicts": len(found.verdicts),
        "messages": messages,
        "feedback": sum(map(len, (found.feedback, found.of_digests, found.overrides, found.mutes))),
        "posted": posted,
    }


async def drop_signals(connection: AsyncConnection, rows: Sequence[Row[Any]], names: set[str]) -> set[str]:
    """Delete signals; the ids of the stories that are gone with them. `names` are keys that no story may keep."""
    if not rows:
        return set()
    one = delete(signals).where(signals.c.story == bindparam("of"), signals.c.item == bindparam("by"))
    await connection.execute(one, [{"of": row.story, "by": row.item} for row in rows])
    lost: dict[str, set[str]] = {}
    for row in rows:
        person = read_signal(row.body).person
        lost.setdefault(row.story, set(names)).update([key(person)] if person else [])
    left = await stories_with(connection, lost)
    gone = {story.id for story in left if not story.evidence}
    for some in batches(gone):
        await connection.execute(delete(stories).where(stories.c.id.in_(some)))
    for story in left:
        if story.evidence:
            kept = {key(signal.person) for signal in story.evidence if signal.person} - names
            people = tuple(who for who in story.people if key(who) in kept or key(who) not in lost[story.id])
            private = all(signal.private for signal in story.evidence)
            changed = replace(story, people=people, private=private)
            values = {"body": write_story(changed), "private": private, "words": storable(searchable(changed))}
            await connection.execute(update(stories).where(stories.c.id == story.id).values(**values))
            await save_sides(connection, [changed])
    return gone


def _masked(score: Score | NotEnough, person: Person) -> Score | NotEnough:
    if isinstance(score, NotEnough):
        return replace(score, reason=REMOVED)
    points = tuple(
        replace(
            one,
            reason=REMOVED if person.is_in(one.reason) else one.reason,
            advice=REMOVED if person.is_in(one.advice) else one.advice,
        )
        for one in score.points
    )
    return replace(score, points=points)


async def _mask(connection: AsyncConnection, found: Found, person: Person) -> None:
    for row in found.scores:
        body = write_score(_masked(read_score(row.body), person))
        await connection.execute(update(scores).where(scores.c.id == row.id).values(body=body))
    for row in found.verdicts:
        theirs = (verdicts.c.channel == row.channel, verdicts.c.story == row.story)
        await connection.execute(update(verdicts).where(*theirs).values(reason=REMOVED))
    for row in found.feedback:
        theirs = (feedback.c.story == row.story, feedback.c.author == row.author)
        await connection.execute(update(feedback).where(*theirs).values(words=REMOVED))
    for row in found.of_digests:
        said = update(digest_feedback).where(digest_feedback.c.id == row.id)
        await connection.execute(said.values(words=REMOVED))
    for row in found.overrides:
        await connection.execute(update(overrides).where(overrides.c.id == row.id).values(reason=REMOVED))
    await hooks.blank(connection, [row.id for row in found.deliveries])
    for row in found.mutes:
        await connection.execute(update(mutes).where(mutes.c.id == row.id).values(why=REMOVED))


async def _drop_messages(connection: AsyncConnection, ids: set[int], gone: Collection[str]) -> int:
    for some in batches(gone):
        ids |= set(await connection.scalars(select(outbox.c.id).where(outbox.c.story.in_(some))))
    for batch in batches(ids):
        theirs = outbox.c.id.in_(batch)
        await connection.execute(delete(outbox).where(theirs, outbox.c.state == PostState.PENDING))
        # Whoever posts it right now may still say where it went; nobody posts it again.
        posting = update(outbox).where(theirs, outbox.c.state == PostState.POSTING)
        await connection.execute(posting.values(state=PostState.DEAD, trouble=REMOVED))
        await connection.execute(update(outbox).where(theirs).values(drawn=NOTHING))
    return len(ids)


# A memory is written as JSON; what stands in its place when somebody asked to be forgotten is not.
_UNWATCHED = (
    update(polls)
    .where(polls.c.source.like("github:users/%"), polls.c.cursor.like("{%"), polls.c.polled < bindparam("before"))
    .values(cursor=None, etag=None, last_modified=None)
)


async def purge(
    connection: AsyncConnection, raw_before: datetime, private_before: datetime, looking_before: datetime
) -> dict[str, int]:
    """Erase the words of what was fetched, queued or said before `raw_before`, and private signals of long ago.

    Those were published before `private_before`; that somebody looks around, before `looking_before`, with the item
    that said so (P4). Stories that only they told go with them. Messages not yet settled stay. Who was seen in a
    channel before `raw_before`, and not since, was in none. What is remembered of a profile that was not polled since
    goes; the mark of who asked to be forgotten stays. Returns how many of each.
    """
    old = (items.c.published < raw_before, items.c.fetched < raw_before, items.c.state != ItemState.ERASED)
    erased = await connection.execute(update(items).where(*old).values(**ERASED))
    sent = (outbox.c.made < raw_before, outbox.c.state.in_([PostState.SENT, PostState.DEAD, PostState.EXPIRED]))
    blanked = await connection.execute(update(outbox).where(*sent, outbox.c.drawn != NOTHING).values(drawn=NOTHING))
    for table in (feedback, digest_feedback):
        said = update(table).where(table.c.at < raw_before, table.c.words != "").values(words="")
        await connection.execute(said)
    await connection.execute(delete(presences).where(presences.c.at < raw_before))
    await connection.execute(_UNWATCHED, {"before": raw_before})
    query = select(signals).where(
        signals.c.private.is_(True), signals.c.published < max(private_before, looking_before)
    )
    known = (await connection.execute(query)).all()
    looking = {(row.story, row.item) for row in known if row.published < looking_before and _looks_around(row)}
    private = [row for row in known if row.published < private_before or (row.story, row.item) in looking]
    unsaid = 0
    for some in batches({item for _, item in looking}):
        theirs = (items.c.digest.in_(some), items.c.state != ItemState.ERASED)
        unsaid += (await connection.execute(update(items).where(*theirs).values(**ERASED))).rowcount
    gone = await drop_signals(connection, private, set())
    return {
        "items": erased.rowcount + unsaid,
        "signals": len(private),
        "stories": len(gone),
        "messages": blanked.rowcount + await _drop_messages(connection, set(), gone),
    }


def _looks_around(row: Row[Any]) -> bool:
    return read_signal(row.body).kind is Kind.OPEN_TO_WORK

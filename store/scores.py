"""The history of scores: a row for each change, so that a curve can be drawn and a day explained."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, insert, select

from model.score import NotEnough, Score
from store.async_engine import AsyncConnection
from store.batches import batches
from store.tables import scores
from store.values import read_score, write_score


async def latest_scores(
    connection: AsyncConnection, companies: Collection[str], until: datetime | None = None, workspace: str = ""
) -> dict[str, Score | NotEnough]:
    """The last score of each company in a workspace, made at or before `until`; those never scored are absent."""
    found: dict[str, Score | NotEnough] = {}
    for some in batches(companies):
        newest = select(func.max(scores.c.id)).where(scores.c.company.in_(some), scores.c.workspace == workspace)
        newest = newest.group_by(scores.c.company)
        if until is not None:
            newest = newest.where(scores.c.at <= until)
        query = select(scores.c.company, scores.c.body).where(scores.c.id.in_(newest))
        found.update({company: read_score(body) for company, body in await connection.execute(query)})
    return found


async def score_history(
    connection: AsyncConnection, company: str, since: datetime, workspace: str = ""
) -> list[Score | NotEnough]:
    """The company's scores in a workspace at or after `since`, oldest first; one row for each change."""
    theirs = (scores.c.company == company, scores.c.workspace == workspace, scores.c.at >= since)
    query = select(scores.c.body).where(*theirs).order_by(scores.c.id)
    return [read_score(body) for body in await connection.scalars(query)]


async def score_histories(
    connection: AsyncConnection, companies: Collection[str], since: datetime, workspace: str = ""
) -> dict[str, list[Score | NotEnough]]:
    """The scores of each company at or after `since`, after the one that held then, oldest first."""
    held = await latest_scores(connection, companies, since, workspace)
    found = {name: [one] for name, one in held.items()}
    for some in batches(companies):
        ours = (scores.c.company.in_(some), scores.c.at > since, scores.c.workspace == workspace)
        query = select(scores.c.company, scores.c.body).where(*ours)
        for company, body in await connection.execute(query.order_by(scores.c.id)):
            found.setdefault(company, []).append(read_score(body))
    return found


async def add_scores(connection: AsyncConnection, given: Iterable[Score | NotEnough], workspace: str = "") -> None:
    """Append the scores that say something else than the company's last one; the time alone is no change."""
    rows = list(given)
    latest = await latest_scores(connection, {score.company for score in rows}, workspace=workspace)
    changed = []
    for score in rows:
        before = latest.get(score.company)
        if before is None or replace(before, at=score.at) != score:
            row = {"workspace": workspace, "company": score.company, "at": score.at, "body": write_score(score)}
            changed.append(row)
            latest[score.company] = score
    if changed:
        await connection.execute(insert(scores), changed)

"""How many posts a company has open, out of what its job boards were last seen to hold."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from model.company import Company
from model.errors import Changed
from model.hiring import OpenRoles
from rules.sought import seeks
from sources.boards.memory import Memory, Post, unpack
from store.store import Store

SPAN = timedelta(days=30)
# A board is read several times a day: one that was not for a week has moved or is out of order.
STALE = timedelta(days=7)
SHOWN = 2

log = logging.getLogger(__name__)


async def open_roles(store: Store, company: Company, now: datetime) -> OpenRoles | None:
    """Count the company's open posts; None where none of its boards was read lately."""
    boards = [f"{provider}:{board}" for provider, board in company.boards.items()]
    states = await store.poll_states(boards) if boards else {}
    fresh = [one for one in states.values() if one.cursor and not one.gone and one.polled and one.polled > now - STALE]
    # Thousands of posts take a while to unpack: commands and polls go on meanwhile.
    return await asyncio.to_thread(_counted, {one.source: one.cursor or "" for one in fresh}, company)


def _counted(cursors: dict[str, str], company: Company) -> OpenRoles | None:
    read = []
    for source, cursor in cursors.items():
        try:
            read.append(unpack(cursor))
        except Changed:
            log.warning("%s: what was remembered of it is damaged", source)
    return roles_of(read, company)


def roles_of(boards: Sequence[Memory], company: Company) -> OpenRoles | None:
    """Add up what boards remember, in the departments and cities that are asked for; None of no board."""
    if not boards:
        return None
    live = [post for board in boards for post in board.live.values() if _sought(post, company)]
    departments = Counter(post.department for post in live if post.department)
    most = sorted(departments.items(), key=lambda pair: (-pair[1], pair[0]))[:SHOWN]
    # Of posts that came and went again within the month nobody remembers where they were.
    whole = not (company.departments or company.cities)
    span = min(*(board.today - board.begun for board in boards), SPAN) if whole else timedelta()
    return OpenRoles(len(live), sum(_grew(board, span) for board in boards), span.days, tuple(most))


def _grew(board: Memory, span: timedelta) -> int:
    """Tell by how many posts a board grew. What is gone and has no title is still open under another identity."""
    since = (board.today - span).isoformat()
    opened = sum(moves.opened for day, moves in board.days.items() if day > since)
    return opened - sum(1 for post in board.gone.values() if post.title and post.day > since)


def _sought(post: Post, company: Company) -> bool:
    return seeks(company, [post.department] if post.department else [], post.cities)

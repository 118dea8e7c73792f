"""`bot.py flow`: who moved from where to where."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import config
from cli.wiring import open_kit
from model.errors import ConfigError
from stories.house import Houses
from stories.moves import Move, flows_of

EVER = datetime(1990, 1, 1, tzinfo=UTC)


async def flow_rows(settings: config.Settings, names: Sequence[str], since: datetime | None) -> list[dict[str, Any]]:
    """List the moves of one company or between two, all of them without a name; a row for each month and seniority.

    Raises ConfigError for more than two names, and for one that is neither watched nor told in any move.
    """
    if len(names) > 2:
        raise ConfigError(['flow: name no company, one, or two; one of several words in quotes: "Thinking Machines"'])
    async with open_kit(settings, read_only=True) as kit:
        houses = Houses(kit.pipeline.watch.companies)
        moves = await kit.books.moves(since or EVER)
        watched = {houses.key(company.name) for company in kit.pipeline.watch.companies}
    asked = [(name, houses.key(name)) for name in names]
    known = watched | {key for move in moves for key in _ends(move, houses)}
    for name, key in asked:
        if key not in known:
            there = ", ".join(company.name for company in kit.pipeline.watch.companies) or "none yet"
            raise ConfigError([f"{name}: is not watched, and no move there is known; watched are: {there}"])
    wanted = {key for _, key in asked}
    return [
        {
            "month": flow.month,
            "from_company": flow.from_company,
            "to_company": flow.to_company,
            "seniority": flow.seniority.value if flow.seniority else "unknown",
            "moves": len(flow.people),
            "people": flow.people,
        }
        for flow in flows_of(move for move in moves if wanted <= _ends(move, houses))
    ]


def _ends(move: Move, houses: Houses) -> set[str]:
    return {houses.key(move.from_company), houses.key(move.to_company)}

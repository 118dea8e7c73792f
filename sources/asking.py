"""Asks one address for what is new there, as every source does whose page is one answer."""

from __future__ import annotations

from datetime import datetime

from model.item import Page
from model.poll import PollState
from sources.backoff import address
from sources.contract import Http


async def ask(
    http: Http, url: str, state: PollState, now: datetime, *, accept: str, allow_private: bool
) -> Page | None:
    """Ask `url`, or where it has moved for good, unless it is unchanged since the last answer: None for a 304."""
    got = await http.get(
        address(state, url),
        etag=state.etag,
        last_modified=state.last_modified,
        accept=accept,
        allow_private=allow_private,
    )
    if got is None:
        return None
    return Page(got.url, got.body, now, got.headers, got.etag, got.last_modified, got.permanent, got.fresh_for)

"""A Slack that takes every message at once: what a store queued is told."""

from __future__ import annotations

from datetime import datetime

from model.subscription import Receipt
from store.store import Store


async def tell_all(store: Store, now: datetime) -> None:
    """Post everything in the outbox; a message's key stands for where Slack put it."""
    while posting := await store.claim(now, 60):
        said = posting.message
        told = Receipt(said.channel, said.key, said.kind, said.story, said.state, said.score, now)
        await store.settle_sent(posting.id, told)

"""Everything here runs on a real store, once on SQLite and once on PostgreSQL."""

from __future__ import annotations

import pytest

from store.store import Store
from tests.pipeline.desk import Desk
from tests.store.conftest import made, postgres, postgres_empty, store, url

__all__ = ["desk", "made", "postgres", "postgres_empty", "store", "url"]


@pytest.fixture
def desk(store: Store) -> Desk:
    """A newsroom that watches OpenAI and Northwind for one channel."""
    return Desk(store)

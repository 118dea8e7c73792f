"""Servers that tests need and a machine may lack: found, or the test skips with the reason."""

from __future__ import annotations

import os

import psycopg
import pytest

ADDRESS = "TALENT_SIGNALS_TEST_POSTGRES"


def postgres_url() -> str:
    """The address of a PostgreSQL database from which others may be created; skips the test where there is none."""
    url = os.environ.get(ADDRESS, "postgresql://root@127.0.0.1:5432/postgres")
    try:
        psycopg.connect(url, connect_timeout=3).close()
    except psycopg.OperationalError:
        pytest.skip(f"needs PostgreSQL: start one on 127.0.0.1:5432, or set {ADDRESS}")
    return url

"""What holds for the tests of the reader."""

from __future__ import annotations

import pytest

from tests.signals.lexicons import lexicon

READ_EARLY = pytest.StashKey[bool]()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Note whether merely listing the tests has read a lexicon."""
    session.config.stash[READ_EARLY] = lexicon.cache_info().currsize > 0

"""One town for all modules that leave it as they found it, or change only what is their own there."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.acceptance.town import Town, a_town


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """A town where the bot runs."""
    async with a_town(tmp_path_factory.mktemp("common")) as town:
        yield town

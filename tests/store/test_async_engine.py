"""The engine is there without the ORM, and whoever wants the whole package gets it."""

from __future__ import annotations

import pytest

from tests.fresh import said

ENGINE = "from store.async_engine import AsyncConnection"
PACKAGE = "from sqlalchemy.ext.asyncio import AsyncConnection as Whole, AsyncSession"


def test_a_running_bot_loads_no_orm() -> None:
    assert (
        said("import cli.serve", "print([name for name in sys.modules if name.startswith('sqlalchemy.orm')])") == "[]"
    )


@pytest.mark.parametrize("order", [(ENGINE, PACKAGE), (PACKAGE, ENGINE)])
def test_the_package_may_be_had_before_or_afterwards(order: tuple[str, str]) -> None:
    assert said(*order, "print(Whole is AsyncConnection, AsyncSession.__name__)") == "True AsyncSession"

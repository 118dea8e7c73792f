"""The engine is there without the ORM, and whoever wants the whole package gets it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.test_house import ROOT

ENGINE = "from store.async_engine import AsyncConnection"
PACKAGE = "from sqlalchemy.ext.asyncio import AsyncConnection as Whole, AsyncSession"


def said(*lines: str) -> str:
    """Run these lines in a process of their own; return what they print."""
    command = [sys.executable, "-c", "\n".join(("import sys", *lines))]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def test_a_running_bot_loads_no_orm() -> None:
    assert (
        said("import cli.serve", "print([name for name in sys.modules if name.startswith('sqlalchemy.orm')])") == "[]"
    )


@pytest.mark.parametrize("order", [(ENGINE, PACKAGE), (PACKAGE, ENGINE)])
def test_the_package_may_be_had_before_or_afterwards(order: tuple[str, str]) -> None:
    assert said(*order, "print(Whole is AsyncConnection, AsyncSession.__name__)") == "True AsyncSession"

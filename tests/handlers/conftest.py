"""What opens a store for itself is slow: ./run.sh check leaves it out."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent
OPEN_A_STORE = {"room", "store", "desk", "town", "it"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == HERE and OPEN_A_STORE & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)

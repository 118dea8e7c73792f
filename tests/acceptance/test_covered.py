"""Everything on the surface is named by an acceptance test, and no test names what is not there."""

from __future__ import annotations

import inspect
from collections import Counter
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from tests.acceptance.covers import SURFACE, covered, covers, surface

HERE = Path(__file__).parent


def modules() -> list[ModuleType]:
    """Import the modules of this folder that hold tests."""
    names = sorted(file.stem for file in HERE.glob("test_*.py"))
    return [import_module(f"{__package__}.{name}") for name in names]


def named() -> Counter[str]:
    """Count by how many of this folder's tests each thing is named."""
    tests = [
        test
        for module in modules()
        for name, test in inspect.getmembers(module, inspect.isfunction)
        if name.startswith("test_") and test.__module__ == module.__name__
    ]
    return Counter(name for test in tests for name in covered(test))


def test_everything_that_can_be_typed_pressed_submitted_and_chosen_is_named_by_a_test() -> None:
    missing = surface() - named().keys()
    assert not missing, f"no acceptance test names: {', '.join(sorted(missing))}"


def test_no_test_names_what_is_not_there() -> None:
    assert named().keys() - surface() == set()


@pytest.mark.parametrize("kind", SURFACE)
def test_the_list_holds_something_of_each_kind(kind: str) -> None:
    """So that a folder that is walked in vain is noticed."""
    assert any(name.startswith(f"{kind}:") for name in surface())


def test_a_mark_says_what_a_test_covers_and_leaves_it_as_it_is() -> None:
    def test() -> None: ...

    assert covers("press:claim", "command:help")(test) is test
    assert covered(test) == {"press:claim", "command:help"}

"""Finding sources: in the folder, through entry points, and never a broken one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import timedelta
from importlib.metadata import EntryPoint
from types import ModuleType

import pytest
from pydantic import BaseModel, ConfigDict

from model.errors import ConfigError
from sources.find import GROUP, breaches, find


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Loose(BaseModel):
    pass


@pytest.fixture
def module() -> Iterator[ModuleType]:
    """Give a module that keeps the contract, importable as `rumour_mill`."""
    made = ModuleType("rumour_mill", "Rumours, politely asked.")
    made.__dict__.update(EVERY=timedelta(hours=1), TERMS="They said we may.", Settings=Frozen, open=lambda *_: [])
    sys.modules["rumour_mill"] = made
    yield made
    del sys.modules["rumour_mill"]


def offer(name: str = "rumours", value: str = "rumour_mill") -> list[EntryPoint]:
    return [EntryPoint(name, value, GROUP)]


def test_the_sources_of_the_folder_are_found_in_order_and_its_other_modules_are_not() -> None:
    found = list(find([]))

    assert {"connections", "feed", "hacker_news", "note", "sec_8k"} <= set(found)
    assert found == sorted(found)
    assert not {"contract", "fetcher", "find", "settings"} & set(found)


def test_a_source_of_another_package_is_found_through_its_entry_point(module: ModuleType) -> None:
    assert find(offer())["rumours"].__name__ == module.__name__


def test_a_module_that_keeps_the_contract_has_no_breaches(module: ModuleType) -> None:
    assert breaches(module) == []


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("EVERY", None, "EVERY is missing"),
        ("EVERY", 600, "EVERY has to be a timedelta"),
        ("EVERY", timedelta(), "EVERY has to be a timedelta"),
        ("TERMS", " ", "TERMS has to say why"),
        ("Settings", dict, "Settings has to be a pydantic model"),
        ("Settings", Loose, "Settings has to forbid keys"),
        ("open", 1, "open has to be a function"),
        ("__doc__", " ", "its docstring is missing"),
    ],
)
def test_a_module_that_breaks_the_contract_is_told_how(module: ModuleType, name: str, value: object, says: str) -> None:
    if value is None:
        delattr(module, name)
    else:
        setattr(module, name, value)

    with pytest.raises(ConfigError, match=f"rumour_mill: {says}"):
        find(offer())


def test_all_faults_are_told_at_once(module: ModuleType) -> None:
    del module.EVERY, module.TERMS

    with pytest.raises(ConfigError) as caught:
        find([*offer(), *offer("feed"), *offer("other", "no_such_module_anywhere")])

    told = "\n".join(caught.value.faults)
    assert "feed (rumour_mill) has the name of another source" in told
    assert "other (no_such_module_anywhere) cannot be loaded: ModuleNotFoundError" in told
    assert "rumour_mill: EVERY is missing" in told
    assert "rumour_mill: TERMS is missing" in told

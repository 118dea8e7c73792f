"""Find every source: the modules of this folder, and those that other packages offer through an entry point.

A module that says one of EVERY, TERMS, Settings and open is a source, and has to say them all (sources/contract.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pkgutil import iter_modules
from types import ModuleType
from typing import Protocol, cast

from pydantic import BaseModel

import sources
from model.company import Company
from model.errors import ConfigError
from sources.contract import Source

GROUP = "talent_signals.sources"
SAYS = ("EVERY", "TERMS", "Settings", "open")


class SourceModule(Protocol):
    """A module that keeps the contract."""

    EVERY: timedelta
    TERMS: str
    Settings: type[BaseModel]
    # A module's functions are read as attributes, which a method of a protocol would not match.
    open: Callable[[BaseModel, Sequence[Company]], list[Source]]
    __name__: str
    __doc__: str
    __file__: str


def find(offered: Iterable[EntryPoint] | None = None) -> Mapping[str, SourceModule]:
    """Map the name of each source, which is its section of config.toml, to its module, in order of names.

    `offered` are other packages' entry points, by default all that are installed. Raises ConfigError with the faults
    of all modules that break the contract.
    """
    found: dict[str, ModuleType] = {}
    faults: list[str] = []
    for info in iter_modules(sources.__path__):
        module = import_module(f"sources.{info.name}")
        if any(hasattr(module, name) for name in SAYS):
            found[info.name] = module
    for point in entry_points(group=GROUP) if offered is None else offered:
        try:
            module = point.load()
        except Exception as error:
            faults.append(f"{GROUP}: {point.name} ({point.value}) cannot be loaded: {error!r}")
            continue
        if point.name in found:
            faults.append(f"{GROUP}: {point.name} ({point.value}) has the name of another source: choose another name")
        else:
            found[point.name] = module
    faults += [f"{module.__name__}: {fault}" for module in found.values() for fault in breaches(module)]
    if faults:
        raise ConfigError(faults)
    return {name: cast(SourceModule, found[name]) for name in sorted(found)}


def breaches(module: ModuleType) -> list[str]:
    """Tell in which ways a module breaks the contract of a source; none when it keeps it."""
    faults = [f"{name} is missing" for name in SAYS if not hasattr(module, name)]
    if not (module.__doc__ or "").strip():
        faults.append("its docstring is missing: the first line says in docs/sources.md what it reads")
    every, terms, settings = (getattr(module, name, None) for name in ("EVERY", "TERMS", "Settings"))
    if every is not None and not (isinstance(every, timedelta) and every > timedelta()):
        faults.append("EVERY has to be a timedelta, the polite time between two polls")
    if terms is not None and not (isinstance(terms, str) and terms.strip()):
        faults.append("TERMS has to say why we may read it, and at what rate")
    if settings is not None:
        faults += _settings_breaches(settings)
    if not callable(getattr(module, "open", len)):
        faults.append("open has to be a function: open(settings, companies) -> list of sources")
    return faults


def _settings_breaches(settings: object) -> list[str]:
    if not (isinstance(settings, type) and issubclass(settings, BaseModel)):
        return ["Settings has to be a pydantic model, its section of config.toml"]
    faults = []
    if settings.model_config.get("extra") != "forbid":
        faults.append('Settings has to forbid keys it does not know: model_config = ConfigDict(extra="forbid")')
    if not settings.model_config.get("frozen"):
        faults.append("Settings has to be frozen: model_config = ConfigDict(frozen=True)")
    return faults

"""The shortcuts: one module each, found by walking this folder. To add one, add a module, a row in
handlers/roles.toml and a line in manifest.yaml.

A module says SHORTCUT (its callback_id in the manifest) and `open`, which asks the books and draws: a modal is opened
for whoever chose it, a `Drawn` is told to them.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module

from handlers.books import Books
from handlers.press import Press
from model.message import Drawn, View

Open = Callable[[Press, Books, datetime], Awaitable[Drawn | View]]


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One shortcut. `open` raises only model.errors.SignalsError."""

    name: str
    open: Open


@cache
def shortcuts() -> Mapping[str, Shortcut]:
    """Find all shortcuts, by callback_id. A module without the two names is our own mistake: AttributeError."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [import_module(f"{__name__}.{name}") for name in names]
    return {module.SHORTCUT: Shortcut(module.SHORTCUT, module.open) for module in modules}

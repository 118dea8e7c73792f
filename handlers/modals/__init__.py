"""The modals that can be submitted: one module each, found by walking this folder. To add one, add a module
and a row in handlers/roles.toml.

A module says CALLBACK (the view's callback_id), `open`, which draws it for a press, and `submit`, which asks the books:
`Wrong` puts sentences under fields and leaves the modal open, a `Drawn` closes it and is told to whoever submitted,
another modal takes its place. What it changes must be the same when it is submitted twice. One that says SLOW may
take longer than Slack waits: the modal stays then, says so, and is filled with the outcome.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module

from handlers.books import Books
from handlers.press import Form, Press
from model.message import Drawn, View


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with what was filled in: one sentence a field, by block_id."""

    fields: Mapping[str, str]


Opened = Drawn | View | None
Submitted = Wrong | Drawn | View | None
Open = Callable[[Press, Books, datetime], Awaitable[Opened]]
Submit = Callable[[Form, Books, datetime], Awaitable[Submitted]]


@dataclass(frozen=True, slots=True)
class Modal:
    """One modal. `open` and `submit` raise only model.errors.SignalsError."""

    callback: str
    open: Open
    submit: Submit
    slow: bool = False


@cache
def modals() -> Mapping[str, Modal]:
    """Find all modals, by callback_id. A module that lacks a name is our own mistake and raises AttributeError."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [import_module(f"{__name__}.{name}") for name in names]
    return {
        module.CALLBACK: Modal(module.CALLBACK, module.open, module.submit, getattr(module, "SLOW", False))
        for module in modules
    }

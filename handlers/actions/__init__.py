"""What can be pressed: one module a verb, found by walking this folder. To add one, add a module
and a row in handlers/roles.toml.

A module is named as its ACTION (the button's action_id, or the value of a line in an overflow) and says `act`, which
asks the books and draws: a `Drawn` is told to whoever pressed and to nobody else, a modal is opened for them, `Aloud`
is posted where the button is, None says nothing.
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
from model.message import Drawn, Message, View


@dataclass(frozen=True, slots=True)
class Aloud:
    """What is posted to the channel in which was pressed. `what` names it in the audit log, without foreign text."""

    message: Message
    what: str


Shown = Drawn | View | Aloud | None
Act = Callable[[Press, Books, datetime], Awaitable[Shown]]


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that can be pressed. `act` raises only model.errors.SignalsError."""

    action: str
    act: Act


@cache
def actions() -> Mapping[str, Verb]:
    """Find all verbs, by action_id. A module without the two names is our own mistake and raises AttributeError."""
    modules = [import_module(f"{__name__}.{name}") for name in sorted(pressable())]
    return {module.ACTION: Verb(module.ACTION, module.act) for module in modules}


def pressable() -> frozenset[str]:
    """Name all verbs, without loading what they do."""
    return frozenset(module.name for module in pkgutil.iter_modules(__path__))

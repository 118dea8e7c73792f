"""What happens in Slack without a press: one module an event, found by walking this folder. To add one, add a module
and a row in handlers/roles.toml.

A module says EVENT (Slack's name of it) and `happened`, which asks the books and draws: a Home view is published to
whoever the event is about, `Aloud` is posted, `Unfurl` is shown under a message, None says nothing. `failed` draws the
view that says in one sentence why there is no other; where it is None, the sentence is told to whoever it is about.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import Any

from handlers.actions import Aloud
from handlers.books import Asker, Books
from model.message import Drawn, View


@dataclass(frozen=True, slots=True)
class Unfurl:
    """What the links in a message lead to, by address."""

    channel: str
    ts: str
    shown: Mapping[str, Drawn]


Happened = Callable[[Mapping[str, Any], Asker, Books, datetime], Awaitable[Aloud | Unfurl | View | None]]


@dataclass(frozen=True, slots=True)
class Event:
    """One event. `happened` raises only model.errors.SignalsError."""

    name: str
    happened: Happened
    failed: Callable[[str], View] | None


@cache
def events() -> Mapping[str, Event]:
    """Find all events, by name. A module without the three names is our own mistake and raises AttributeError."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [import_module(f"{__name__}.{name}") for name in names]
    return {module.EVENT: Event(module.EVENT, module.happened, module.failed) for module in modules}

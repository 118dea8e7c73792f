"""The sub-words of /signals: one module each, found by walking this folder.

A module says WORD (what is typed), HELP (what it does, one line) and `answer`. To add a sub-word, add a module.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module

from handlers.books import Asker, Books
from handlers.words import Asked
from model.message import Drawn, View


@dataclass(frozen=True, slots=True)
class Asks:
    """A window that asks back. `otherwise` answers without one, where Slack opens none."""

    view: View
    otherwise: Callable[[], Awaitable[Drawn]]


Answer = Callable[[Asked, Asker, Books, datetime], Awaitable[Drawn | Asks]]


@dataclass(frozen=True, slots=True)
class Command:
    """One sub-word. `answer` asks the books and draws; it raises only model.errors.SignalsError."""

    word: str
    help: str
    answer: Answer


@cache
def commands() -> Mapping[str, Command]:
    """Find all sub-words, by word. A module without the three names is our own mistake and raises AttributeError."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [import_module(f"{__name__}.{name}") for name in names]
    return {module.WORD: Command(module.WORD, module.HELP, module.answer) for module in modules}

"""The sub-words of /signals: one module each, found by walking this folder.

A module says WORD (what is typed), HELP (what it does, one line) and `answer`. To add a sub-word, add a module, and a
row in handlers/roles.toml, without which nobody may use it.
A `File` comes by direct message.
One that says PUBLIC changes nothing and may answer with `Public`: what whoever asked may post to the channel.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module

from handlers.books import Asker, Books
from handlers.uploads import File
from handlers.words import Asked
from model.message import Drawn, View

__all__ = ["Answer", "Answered", "Asks", "Command", "File", "Public", "commands"]


@dataclass(frozen=True, slots=True)
class Public:
    """An answer that holds nothing private: the channel may see it when whoever asked says so."""

    drawn: Drawn


@dataclass(frozen=True, slots=True)
class Asks:
    """A window that asks back. `otherwise` answers without one, where Slack opens none."""

    view: View
    otherwise: Callable[[], Awaitable[Drawn]]


Answered = Drawn | Public | File | Asks
Answer = Callable[[Asked, Asker, Books, datetime], Awaitable[Answered]]


@dataclass(frozen=True, slots=True)
class Command:
    """One sub-word. `answer` asks the books and draws; it raises only model.errors.SignalsError.

    `public`: it only looks, so that it may be asked again for the eyes of a channel.
    """

    word: str
    help: str
    answer: Answer
    public: bool = False


@cache
def commands() -> Mapping[str, Command]:
    """Find all sub-words, by word. A module without the three names is our own mistake and raises AttributeError."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [import_module(f"{__name__}.{name}") for name in names]
    return {one.WORD: Command(one.WORD, one.HELP, one.answer, getattr(one, "PUBLIC", False)) for one in modules}

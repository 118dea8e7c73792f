"""Draws the App Home of one person: what they may see, and only what they may type."""

from __future__ import annotations

from datetime import datetime

from digests.draw_said import COMMANDS
from digests.views.home import view_home
from handlers.asker import Asker
from handlers.books import Books
from handlers.roles import Role, Surface, rights
from model.message import View

# Lines of the help that are not called as their sub-word is.
WORDS = {"help_company": "lookup", "help_schedule": "digest"}


async def draw_home(books: Books, asker: Asker, now: datetime) -> View:
    """Draw it."""
    home = await books.home(asker, now)
    return view_home(home, books.rules_notice(home.zone), typed_by(asker))


def typed_by(asker: Asker) -> tuple[str, ...]:
    """List the lines of the help that tell what somebody may do."""
    role = Role.ADMIN if asker.admin else Role.GUEST if asker.guest else Role.MEMBER
    return tuple(line for line in COMMANDS if rights()[Surface.COMMAND, word_of(line)].allows(role))


def word_of(line: str) -> str:
    """Name the sub-word of which a line of the help tells."""
    return WORDS.get(line, line.removeprefix("help_"))

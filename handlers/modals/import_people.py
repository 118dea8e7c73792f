"""Import Connections.csv, first step: a file is handed in, read, and shown as numbers. Nothing is stored."""

from __future__ import annotations

from datetime import datetime

from digests.texts import say
from digests.views.import_people import CALLBACK, FILE, SAVE, view_import, view_import_preview
from handlers.books import Books
from handlers.files import NotReadable
from handlers.modals import Opened, Submitted, Wrong
from handlers.press import Form, Press, write_about

__all__ = ["CALLBACK", "SLOW", "open", "submit"]

SLOW = True


async def open(_press: Press, _books: Books, _now: datetime) -> Opened:
    """Draw the modal."""
    return view_import(write_about(**{"is": CALLBACK}))


async def submit(form: Form, books: Books, now: datetime) -> Submitted:
    """Read the file and show what saving it would change."""
    files = form.files(FILE)
    if len(files) != 1:
        return Wrong({FILE: say("import_missing")})
    try:
        export = await books.imports.preview(form.asker, files[0], now)
    except NotReadable as error:
        return Wrong({FILE: str(error)})
    return view_import_preview(export, write_about(**{"is": SAVE}, file=files[0]))

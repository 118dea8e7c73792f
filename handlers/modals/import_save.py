"""Import Connections.csv, second step: what was shown is saved, for whoever handed it in alone."""

from __future__ import annotations

from datetime import datetime

from digests.texts import say
from digests.views.import_people import SAVE, import_told
from digests.views.waiting import view_loading
from handlers.books import Books
from handlers.files import NotReadable
from handlers.modals import Opened, Submitted
from handlers.modals.import_people import open as start
from handlers.press import Form, Press

__all__ = ["CALLBACK", "SLOW", "open", "submit"]

CALLBACK = SAVE
SLOW = True


async def open(press: Press, books: Books, now: datetime) -> Opened:
    """Begin with the file: there is nothing to save without one."""
    return await start(press, books, now)


async def submit(form: Form, books: Books, now: datetime) -> Submitted:
    """Take it in, and say so in the modal."""
    try:
        export = await books.imports.save(form.asker, form.about.get("file", ""), now)
    except NotReadable as error:
        return view_loading(str(error))
    return view_loading(" ".join([say("import_done"), *import_told(export)]))

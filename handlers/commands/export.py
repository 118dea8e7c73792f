"""`/signals export [csv|json]`: what this channel may see of the last 90 days, as a file by direct message."""

from __future__ import annotations

from datetime import datetime, timedelta

from digests.draw import draw_said
from digests.export import as_csv, as_json
from digests.texts import count, say
from handlers.books import Asker, Books
from handlers.commands import Answered, File
from handlers.words import Asked

WORD = "export"
HELP = "csv or json: what this channel may see of the last 90 days, as a file, to you alone"
BACK = timedelta(days=90)
FORMATS = {"": "csv", "csv": "csv", "json": "json"}


async def answer(asked: Asked, asker: Asker, books: Books, now: datetime) -> Answered:
    """Write the file; the audit log says who has it."""
    form = FORMATS.get(asked.name.casefold())
    if form is None:
        return draw_said(say("export_which"))
    names = {company.name for company in await books.watched(asker)}
    stories = await books.records.told(names, asker, now - BACK, now)
    if not stories:
        return draw_said(say("export_nothing"))
    written = as_json(stories) if form == "json" else as_csv(stories)
    said = say("export_said", stories=count("stories", len(stories)), days=count("days", BACK.days))
    return File(f"signals-{now:%Y-%m-%d}.{form}", written, said)

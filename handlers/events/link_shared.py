"""Somebody shares a link of ours: what it leads to is shown under the message, as the channel may see it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from digests.draw import draw_story
from digests.share import unpressed
from handlers.books import Asker, Books
from handlers.commands import Public
from handlers.commands.lookup import answer
from handlers.events import Unfurl
from handlers.names import Unknown, find
from handlers.words import LOOKUP, Asked
from model.message import Drawn

EVENT = "link_shared"
failed = None
MOST_LINKS = 2  # three are a list, not something to look into
COMPANY, STORY = "c", "s"


async def happened(event: Mapping[str, Any], asker: Asker, books: Books, now: datetime) -> Unfurl | None:
    """Draw what each link leads to; a link to nothing that we know stays a link."""
    links = [str(link.get("url")) for link in event.get("links") or () if isinstance(link, Mapping)]
    ts = str(event.get("message_ts") or "")
    if not asker.channel or not ts or event.get("source") == "composer" or not 0 < len(links) <= MOST_LINKS:
        return None
    eyes = Asker(asker.workspace, asker.channel, "", outside=asker.outside)
    found = {url: await _drawn(url, eyes, books, now) for url in links}
    shown = {url: drawn for url, drawn in found.items() if drawn is not None}
    return Unfurl(asker.channel, ts, shown) if shown else None


async def _drawn(url: str, eyes: Asker, books: Books, now: datetime) -> Drawn | None:
    kind, name = leads_to(url, books.public_url)
    if kind == COMPANY:
        company = find(name, await books.companies(eyes))
        if isinstance(company, Unknown):
            return None
        answered = await answer(Asked(LOOKUP, company.name, sure=True), eyes, books, now)
        return unpressed(answered.drawn) if isinstance(answered, Public) else None
    if kind == STORY:
        told = await books.stories.story(name, eyes, now)
        return draw_story(told.story) if told else None
    return None


def leads_to(url: str, ours: str) -> tuple[str, str]:
    """Tell what an address leads to: ("c", company) or ("s", story); two empty words for one that is not ours."""
    try:
        there, here = urlsplit(url), urlsplit(ours)
    except ValueError:
        return "", ""
    if not ours or (there.scheme, there.netloc) != (here.scheme, here.netloc):
        return "", ""
    kind, _, name = there.path.removeprefix(here.path.rstrip("/")).removeprefix("/").partition("/")
    name = unquote(name).strip("/")
    return (kind, name) if kind in (COMPANY, STORY) and name and "/" not in name else ("", "")

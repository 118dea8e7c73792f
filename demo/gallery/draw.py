"""Everything that can be drawn of the played weeks, as one page: `bot.py preview`, and the end of `bot.py demo`."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import aiohttp

from books import StoreBooks
from cli.effects import effect_of
from cli.logs import set_up
from demo.gallery.kinds import Hall
from demo.gallery.stages import STAGES
from demo.gallery.studio import OURS, Drawer, Outside, Studio
from demo.play import NAMES, Played, demo_config, new_scene, play, played, write_page
from digests.html_gallery import Exhibit, as_gallery
from digests.texts import say
from handlers.answering import Answering
from handlers.asker import Asker
from handlers.clients import Clients
from handlers.clock import Clock
from handlers.desk import Desk
from handlers.gate import Gate
from handlers.metrics import Tally
from handlers.roles import Role
from handlers.settings import SlackSettings
from handlers.uploads import File
from model.message import Drawn, View

# Hours at which the weeks are polled, in UTC: right after the digest of 09:00, and as seldom as tells the same.
HOURS = frozenset({7, 16})
TITLE = "Talent Signals: everything it draws"


async def preview(out: Path, as_json: bool) -> None:
    """Play the weeks, draw everything, write the page, and say where it is; or print each drawing as a line."""
    set_up(demo_config(), talks=False)
    exhibits = await drawings()
    await asyncio.to_thread(write_page, out, as_page(exhibits))
    if as_json:
        for one in exhibits:
            sys.stdout.write(json.dumps(_row(one), ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(f"{len(exhibits)} drawings as Slack would show them: {out}\n")


async def demo(html: Path, as_json: bool) -> None:
    """Play the weeks hour by hour and tell of them; write beside their page that of everything."""
    set_up(demo_config(), talks=False)
    file = html.with_name("gallery.html")

    async def then(done: Played) -> None:
        await asyncio.to_thread(write_page, file, as_page(await everything(done)))
        if not as_json:
            done.scene.console.print(f"Everything else it can draw, windows and Home too: {file}")

    await play(html, as_json, then)


class Admins:
    """A workspace in which everybody may do everything: all of it is to be seen."""

    admins: frozenset[str] = frozenset()

    async def role(self, asker: Asker) -> Role:
        """Call everybody an admin."""
        return Role.ADMIN

    async def at_home(self, asker: Asker) -> bool:
        """Say that everybody is of this workspace."""
        return True


class Kept(Answering):
    """Keeps the windows that a command opens; nothing is ever sent."""

    def __init__(
        self,
        settings: SlackSettings,
        session: aiohttp.ClientSession,
        clients: Clients,
        clock: Clock,
        opened: list[View],
    ) -> None:
        super().__init__(settings, session, clients, clock)
        self._opened = opened

    async def open(self, asker: Asker, trigger: str, view: View) -> bool:
        """Keep it to be hung up."""
        self._opened.append(view)
        return True

    async def send(self, asker: Asker, file: File) -> str:
        """Say what whoever asked for a file is told."""
        return say("export_sent")


async def drawings() -> list[Exhibit]:
    """Play the weeks and draw everything that can be drawn of them."""
    async with played(new_scene(silent=True), HOURS) as done:
        return await everything(done)


async def everything(done: Played) -> list[Exhibit]:
    """Draw everything of the played weeks, kind by kind."""
    clock = Clock(done.scene.clock.now, done.scene.clock.tick)
    # No token is needed: the desk is asked here, and nothing is ever sent.
    async with aiohttp.ClientSession() as session:
        settings = SlackSettings("xoxb-none")
        opened: list[View] = []
        answering = Kept(settings, session, Clients(settings, session), clock, opened)

        def desk(books: StoreBooks) -> Desk:
            return Desk(lambda asker: (books, asker), answering, Tally(), clock, Gate(Admins()))

        done.kit.pipeline.http = Outside(done.http)
        books = done.kit.books
        books.files, books.play, books.public_url = Drawer(), effect_of, OURS
        studio = Studio(done, books, desk(books), desk, opened)
        for stage in STAGES:
            await stage(studio)
    order = [hall.value for hall in Hall]
    return sorted(studio.exhibits, key=lambda one: order.index(one.kind))


def as_page(exhibits: Sequence[Exhibit]) -> str:
    """Draw the page of all exhibits."""
    return as_gallery(TITLE, exhibits, NAMES)


def _row(one: Exhibit) -> dict[str, object]:
    if isinstance(one.shown, Drawn):
        shown: dict[str, object] = {"text": one.shown.text, "blocks": list(one.shown.blocks)}
    else:
        shown = {"view": dict(one.shown)}
    return {"kind": one.kind, "title": one.title, "private": one.private, **shown}

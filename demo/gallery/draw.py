"""`bot.py preview`: the weeks played in memory, and everything that can be drawn of them as one page."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from demo.gallery.kinds import Hall
from demo.gallery.stages import STAGES
from demo.gallery.studio import Studio
from demo.play import NAMES, Played, new_scene, played, write_page
from digests.html_gallery import Exhibit, as_gallery
from handlers.app import open_slack
from handlers.clock import Clock
from handlers.metrics import Tally
from handlers.settings import SlackSettings
from model.message import Drawn

# Hours at which the weeks are polled, in UTC: right after the digest of 09:00, and as seldom as tells the same.
HOURS = frozenset({7, 12, 16, 20})
TITLE = "Talent Signals: everything it draws"


async def preview(out: Path, as_json: bool) -> None:
    """Play the weeks, draw everything, write the page, and say where it is; or print each drawing as a line."""
    exhibits = await drawings()
    await asyncio.to_thread(write_page, out, as_page(exhibits))
    if as_json:
        for one in exhibits:
            sys.stdout.write(json.dumps(_row(one), ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(f"{len(exhibits)} drawings as Slack would show them: {out}\n")


async def drawings() -> list[Exhibit]:
    """Play the weeks and draw everything that can be drawn of them."""
    async with played(new_scene(silent=True), HOURS) as done:
        return await everything(done)


async def everything(done: Played) -> list[Exhibit]:
    """Draw everything of the played weeks, kind by kind."""
    clock = Clock(done.scene.clock.now, done.scene.clock.tick)
    # No token is needed: the desk is asked here, and nothing is ever sent.
    async with open_slack(SlackSettings("xoxb-none"), done.kit.books, Tally(), clock) as slack:
        studio = Studio(done, slack.desk, done.kit.books)
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

"""People whose own profiles are watched: whoever was forgotten before is asked for once, to be known, and no more."""

from __future__ import annotations

import json

import pytest
from aiohttp import web

from sources import github
from sources.fetcher import Fetcher
from sources.fetcher import Limits as FetchLimits
from sources.github.user import FORGOTTEN
from tests.make import NOW
from tests.pipeline.desk import HOUR, OPENAI, Desk
from tests.sources.server import serve


def _profile(request: web.Request) -> web.Response:
    said = {"login": "ada-fontaine", "id": 7, "type": "User", "name": "Ada Fontaine", "company": "OpenAI"}
    return web.Response(text=json.dumps(said | dict.fromkeys(("hireable", "bio", "location", "blog"))))


@pytest.mark.parametrize(("called", "times"), [("Ada Fontaine", 1), ("Ada-Fontaine", 1), ("Ben Roe", 2)])
async def test_whoever_was_forgotten_before_is_left_alone_once_they_are_known(
    desk: Desk, called: str, times: int
) -> None:
    await desk.store.forget(called, NOW)
    async with serve(_profile) as server, Fetcher("a@b.example", limits=FetchLimits(spacing=0)) as http:
        own = github.Settings(users=("ada-fontaine",), base_url=server.address, allow_private=True)
        [source] = github.open(own, [OPENAI])
        desk.pipeline.http = http
        for n in range(2):
            await desk.poll(source, now=NOW + n * 7 * HOUR)  # type: ignore[arg-type]  # as in test_hooks.py

    assert len(server.asked) == times
    kept = (await desk.store.poll_states([source.id]))[source.id].cursor or ""
    assert (kept == FORGOTTEN) is (times == 1)

"""The weekly chart as a picture: made, uploaded, shown; and bars wherever one of these cannot be."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from digests.chart import WIDTH, chart
from digests.draw_digest import draw_digest
from handlers.pictures import ZOOM, render
from model.message import Message
from model.subscription import MessageKind
from store.values import read_drawn, write_drawn
from tests.digests.scene import CHARTED, weekly_digest
from tests.fake_slack import FakeSlack, fake_slack
from tests.handlers.running import Office, posting
from tests.make import NOW

pytestmark = pytest.mark.slow  # several workspaces or a server for each: ./run.sh check leaves them out

[WEEKLY] = draw_digest(weekly_digest())
PICTURE = chart(CHARTED)


@asynccontextmanager
async def told(**settings: bool | float) -> AsyncIterator[FakeSlack]:
    """Let the weekly digest be posted in such a Slack."""
    async with fake_slack(**settings) as slack, posting(slack) as office:
        await post(office)
        yield slack


async def post(office: Office) -> None:
    office.outbox.put(Message("C1", MessageKind.DIGEST, "weekly", None, WEEKLY), NOW)
    office.poster.wake()
    await office.until_settled()


def chart_of(slack: FakeSlack) -> dict[str, object]:
    [message] = slack.posts
    [block] = [block for block in message["blocks"] if block.get("block_id") == "chart"]
    return dict(block)


def test_the_png_is_a_picture_of_the_right_size() -> None:
    png = render(PICTURE)
    assert png is not None
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    wide, high, depth, colour = struct.unpack(">IIBB", png[16:26])
    assert (wide, high, depth) == (int(WIDTH * ZOOM), int(PICTURE.height * ZOOM), 8)
    rows = pixels(png)
    assert len(rows) == high * (1 + wide * {2: 3, 6: 4}[colour])
    assert len(set(rows)) > 50, "names are smooth: many shades"


def pixels(png: bytes) -> bytes:
    """Unpack what a PNG holds."""
    at, found = 8, b""
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            found += png[at + 8 : at + 8 + size]
        at += size + 12
    return zlib.decompress(found)


def test_without_a_font_there_is_no_picture(tmp_path: Path) -> None:
    assert render(PICTURE, [tmp_path, tmp_path / "missing"]) is None


def test_the_picture_survives_the_outbox() -> None:
    assert read_drawn(write_drawn(WEEKLY)) == WEEKLY


async def test_the_digest_shows_the_uploaded_picture_with_its_words() -> None:
    async with told() as slack:
        [file] = slack.files.values()
        assert file["bytes"].startswith(b"\x89PNG")
        assert "OpenAI" in file["alt_txt"]
        assert "channel_id" not in {k for m, body, _ in slack.calls if m.startswith("files.") for k in body}
        image = chart_of(slack)
        assert (image["type"], image["slack_file"], image["alt_text"]) == ("image", {"id": "F1"}, PICTURE.alt)


async def test_where_files_are_not_allowed_the_digest_has_bars() -> None:
    async with told(takes_files=False) as slack:
        assert "█" in json.dumps(chart_of(slack), ensure_ascii=False)
        assert slack.files == {}


@pytest.mark.parametrize(("refusals", "kind"), [(1, "image"), (2, "rich_text")])
async def test_a_file_that_slack_still_looks_through_is_tried_once_more(refusals: int, kind: str) -> None:
    async with told(unready=refusals) as slack:
        assert chart_of(slack)["type"] == kind

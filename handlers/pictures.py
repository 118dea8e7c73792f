"""Makes pictures of drawings and hands them to Slack. What cannot be made, or is not taken, is told in blocks instead.

resvg-py (the extra `charts`) draws, with the first font that the machine has; without either there is no picture, and
without the scope files:write Slack takes none.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient

from digests.draw_week import pictured
from handlers.trouble import read_trouble
from model.message import Drawn, Picture

log = logging.getLogger(__name__)

FONTS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/Library/Fonts"), Path("C:/Windows/Fonts"))
NAME = "talent-signals-week.png"
ZOOM = 2.0  # for screens with fine pixels


def render(picture: Picture, folders: Sequence[Path] = FONTS) -> bytes | None:
    """Make a PNG of twice the drawing's size; None where nothing here can."""
    try:
        import resvg_py
    except ImportError:
        return None
    found = [folder for folder in folders if any(folder.rglob("*.[to]tf"))]
    if not found:  # text would be missing from the picture
        return None
    drawn: bytes = resvg_py.svg_to_bytes(
        svg_string=picture.svg,
        zoom=ZOOM,
        skip_system_fonts=True,
        font_dirs=[str(folder) for folder in found],
        font_family="DejaVu Sans",
        sans_serif_family="DejaVu Sans",
    )
    return bytes(drawn)


async def with_picture(client: AsyncWebClient, drawn: Drawn) -> Drawn:
    """Put a message's picture, uploaded, into the place of the blocks that stand for it; the message as it is, else."""
    if drawn.picture is None:
        return drawn
    file = await _upload(client, drawn.picture)
    return pictured(drawn, file) if file else Drawn(drawn.text, drawn.blocks)


async def _upload(client: AsyncWebClient, picture: Picture) -> str:
    try:
        png = await asyncio.to_thread(render, picture)
        if png is None:
            log.info("a chart goes out as bars: the extra `charts` or a font is missing")
            return ""
        # Shared with nobody: only the message that shows it makes it seen.
        answer = await client.files_upload_v2(file=png, filename=NAME, title=picture.title, alt_txt=picture.alt[:1000])
    except Exception as error:  # whatever breaks, the message goes out without its picture
        code = read_trouble(error, datetime.now(UTC)).code
        hint = ": grant files:write for charts as pictures" if code == "missing_scope" else ""
        log.info("a chart goes out as bars: %s%s", code, hint)
        return ""
    found = answer.get("file")
    return str(found.get("id", "")) if isinstance(found, dict) else ""

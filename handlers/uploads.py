"""Brings a file to one person by direct message (optional scope files:write)."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from slack_sdk.web.async_client import AsyncWebClient

from digests.escape import escape
from digests.texts import say
from handlers.trouble import read_trouble

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class File:
    """A file for whoever asked, and what is said of it."""

    name: str
    content: str
    said: str


async def send_file(client: AsyncWebClient, user: str, file: File, now: datetime) -> str:
    """Upload it into the conversation with the person; return the sentence for where they asked."""
    try:
        # The first message tells which conversation it is: to ask for that would take one more scope.
        opened = await client.chat_postMessage(
            channel=user, text=escape(file.said, 600), parse="none", link_names=False, unfurl_links=False
        )
        await client.files_upload_v2(
            filename=file.name, title=file.name, content=file.content, channel=str(opened["channel"])
        )
    except Exception as error:  # whatever the SDK raises: whoever asked gets a sentence
        code = read_trouble(error, now).code
        log.warning("a file was refused: %s", code)
        return say("export_scope") if code == "missing_scope" else say("export_refused")
    return say("export_sent")

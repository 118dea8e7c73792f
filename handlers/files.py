"""Fetches a file that somebody handed in: only from Slack's own hosts, and our token goes nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import urlsplit

from slack_sdk.web.async_client import AsyncWebClient

from digests.texts import say
from handlers.clients import Clients
from handlers.settings import SlackSettings
from handlers.trouble import read_trouble
from model.errors import SignalsError

HOSTS = ("slack.com", "slack-files.com", "slack-gov.com")
# The 30,000 connections that LinkedIn allows are some 5 MB; no export is larger than this (sources/connections).
LARGEST = 20 * 2**20


class Page(Protocol):
    """What came back."""

    @property
    def body(self) -> bytes:
        """The bytes."""

    @property
    def headers(self) -> Mapping[str, str]:
        """Its headers, in lower case."""


class Fetches(Protocol):
    """The one way to the outside."""

    async def get_as(self, url: str, bearer: str, *, allow_private: bool = False, largest: int = 0) -> Page:
        """Fetch what only the holder of a token may have, at most so many bytes."""


class NotReadable(SignalsError):
    """The file could not be read."""

    def __str__(self) -> str:
        """Say what to do and nothing else."""
        return self.detail


class SlackFiles:
    """Asks Slack where a file is, and fetches it from there."""

    def __init__(self, clients: Clients, http: Fetches, settings: SlackSettings) -> None:
        self._clients = clients
        self._http = http
        self._settings = settings

    async def read(self, file: str, workspace: str) -> bytes:
        """Give what is in a file. Raises NotReadable with what to grant when Slack does not let us."""
        client = await self._clients.of(workspace)
        if client is None:
            raise NotReadable(say("not_installed"))
        url = await self._address(client, file)
        ours = is_slacks_file(url, self._settings)
        if not ours and not _on_slack(url):
            raise NotReadable(say("file_elsewhere"))
        page = await self._http.get_as(url, client.token or "", allow_private=ours, largest=LARGEST)
        if page.headers.get("content-type", "").startswith("text/html"):
            raise NotReadable(say("file_scope"))  # a page to sign in
        return page.body

    async def _address(self, client: AsyncWebClient, file: str) -> str:
        try:
            answer = await client.files_info(file=file)
        except Exception as error:  # whatever the SDK raises, the person gets a sentence
            code = read_trouble(error, datetime.now(UTC)).code
            raise NotReadable(say("file_scope") if code == "missing_scope" else say("file_gone", code=code)) from error
        known = answer.get("file")
        url = known.get("url_private_download") or known.get("url_private") if isinstance(known, Mapping) else None
        if not isinstance(url, str):
            raise NotReadable(say("file_gone", code="no_address"))
        return url


def is_slacks_file(url: str, settings: SlackSettings) -> bool:
    """Tell whether an address is on the host of a Web API that is not Slack's own (an emulator, a proxy)."""
    api, asked = urlsplit(settings.api_url), urlsplit(url)
    return api.hostname != "slack.com" and (api.scheme, api.netloc) == (asked.scheme, asked.netloc)


def _on_slack(url: str) -> bool:
    parts = urlsplit(url)
    host = parts.hostname or ""
    plain = parts.scheme == "https" and parts.netloc == host
    return plain and any(host == one or host.endswith(f".{one}") for one in HOSTS)

"""A news site on loopback whose stories appear when a test says so, published then; and a config.toml that reads it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import blake2b
from pathlib import Path
from xml.sax.saxutils import escape

from aiohttp import web
from anyio.from_thread import start_blocking_portal

from handlers.inbound import listening

ENTRY = "<item><title>{title}</title><link>{url}</link><guid>{url}</guid><pubDate>{at}</pubDate></item>"
FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Newsroom</title><link>https://newsroom.example/</link>'
    "<description>What happened</description>{}</channel></rss>"
)
# Such a page stands at every address but /rss; /dead answers 404, /slow after SLOW seconds.
SLOW = 15.0
BROKEN = "<!doctype html><html><body><h1>We are moving house</h1></body></html>"


@dataclass
class Newsroom:
    """Where it is (`base`), what stands in its feed (newest first), and how often each address was asked."""

    base: str = ""
    entries: list[str] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)

    @property
    def feed(self) -> str:
        """Give the address of the feed."""
        return f"{self.base}/rss"

    def publish(self, title: str, key: str, at: datetime | None = None) -> str:
        """Let a story appear, now unless `at` says when; return its link."""
        url = f"https://newsroom.example/{key}"
        written = format_datetime(at or datetime.now(UTC))
        self.entries.insert(0, ENTRY.format(title=escape(title), url=url, at=written))
        return url

    async def answer(self, request: web.Request) -> web.Response:
        self.asked[request.path] += 1
        if request.path == "/dead":
            raise web.HTTPNotFound
        if request.path == "/slow":
            await asyncio.sleep(SLOW)
        if request.path != "/rss":
            return web.Response(text=BROKEN, content_type="text/html")
        body = FEED.format("".join(self.entries)).encode()
        etag = f'"{blake2b(body, digest_size=8).hexdigest()}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        return web.Response(body=body, content_type="application/rss+xml", headers={"ETag": etag})


@asynccontextmanager
async def newsroom(host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[Newsroom]:
    """Serve while the block runs."""
    room = Newsroom()
    application = web.Application()
    application.router.add_get("/{path:.*}", room.answer)
    async with listening(application, host, port) as opened:
        room.base = f"http://{host}:{opened}"
        yield room


@contextmanager
def newsroom_beside() -> Iterator[Newsroom]:
    """Serve from a thread of its own, for tests that are not coroutines."""
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(newsroom()) as room:
        yield room


CONFIG = """\
database = "sqlite:///{folder}/signals.db"
contact = "ops@northwind.example"

[us]
name = "Northwind Robotics"

[slack]
{slack}

{companies}
{channels}
[sources.feed]
every = "1s"
urls = {urls}
allow_private = true
{more}
"""
COMPANIES = ("OpenAI", "Anthropic")
CHANNEL = "C0HIRING"
WISHES = 'story_wait = "1s"\nquiet = ""\ncap = 50\ntimezone = "Europe/Paris"\n'


def channel(id: str = CHANNEL, threshold: int = 30, digest: str = "daily 09:00") -> str:
    """Write a [[channels]] table that hears of everything at once."""
    return f'[[channels]]\nid = "{id}"\nthreshold = {threshold}\ndigest = "{digest}"\n{WISHES}\n'


def write_config(
    folder: Path,
    urls: Sequence[str],
    *,
    slack: str = 'mode = "console"',
    companies: Sequence[str] = COMPANIES,
    channels: str | None = None,
    more: str = "",
) -> Path:
    """Write a config.toml into `folder`, with its database beside it."""
    text = CONFIG.format(
        folder=folder,
        slack=slack,
        companies="\n".join(f'[[companies]]\nname = "{name}"\n' for name in companies),
        channels=channel() if channels is None else channels,
        urls="[" + ", ".join(f'"{url}"' for url in urls) + "]",
        more=more,
    )
    file = folder / "config.toml"
    file.write_text(text, "utf-8")
    return file

"""Run as a process: a network of one machine, in which public addresses are ours, to try what needs strangers.

Linux gives a process a network namespace of its own; its loopback is then given two public addresses. What is asked
here leaves for nowhere, and what reaches 127.0.0.1 reaches the canary. Prints one line of JSON, exits with 75 when the
system does not allow it.
"""

from __future__ import annotations

import asyncio
import ctypes
import fcntl
import json
import os
import socket
import struct
import sys
import time

from model.errors import Busy, Refused
from sources.fetcher import Limits
from tests.sources.fetcher.hostile import Answer, Hostile, Names, fetcher, hang_up, redirect, said, serving

NEWS, OTHER, HOME = "93.184.216.34", "8.8.4.4", "127.0.0.1"
NOT_ALLOWED = 75
FETCHES = 10_000

_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
_SET_ADDRESS, _SET_FLAGS, _UP = 0x8916, 0x8914, 0x41


def enter() -> bool:
    """Move this process to a network of its own; False when the system does not allow it."""
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare((_NEW_USER if os.getuid() else 0) | _NEW_NET) != 0:
        return False
    with socket.socket() as any_socket:
        for name, address in (("lo", HOME), ("lo:1", NEWS), ("lo:2", OTHER)):
            where = struct.pack("=HH4s8x", socket.AF_INET, 0, socket.inet_aton(address))
            fcntl.ioctl(any_socket, _SET_ADDRESS, struct.pack("16s", name.encode()) + where)
            fcntl.ioctl(any_socket, _SET_FLAGS, struct.pack("16sH14x", name.encode(), _UP))
    return True


async def rebinding(news: Hostile, canary: Hostile) -> dict[str, object]:
    """Ask for names whose addresses alternate between a public one and ours."""
    names = Names({"*.rebind.example": [[NEWS], [HOME], [NEWS, HOME], [HOME, NEWS], ["::1"], ["::ffff:127.0.0.1"]]})
    counts = {"answered": 0, "refused": 0, "busy": 0}
    async with fetcher(Limits(spacing=0.0), names) as http:

        async def ask(number: int) -> None:
            try:
                await http.get(f"http://n{number}.rebind.example/")
                counts["answered"] += 1
            except Refused:
                counts["refused"] += 1
            except Busy:
                counts["busy"] += 1

        await asyncio.gather(*(ask(number) for number in range(FETCHES)))
    return {**counts, "seen": len(news.questions), "canary": canary.connections}


async def strangers(news: Hostile, other: Hostile, canary: Hostile) -> dict[str, object]:
    """Follow redirects from one public host to another, and to where they must not lead."""
    names = Names({"news.example": [[NEWS]], "other.example": [[OTHER]], "home.example": [[HOME]]})
    told: dict[str, object] = {}
    async with fetcher(Limits(spacing=0.0), names) as http:
        for path in ("/temporary", "/permanent"):
            fetched = await http.get(f"http://news.example{path}", etag='"e"')
            told[path] = [fetched.url, fetched.permanent] if fetched else None
        told["headers"] = sorted({name for question in other.questions for name, _ in question.headers})
        for path in ("/home", "/localhost", "/private"):
            try:
                await http.get(f"http://news.example{path}")
            except Refused as refused:
                told[path] = refused.detail
    return {**told, "canary": canary.connections}


async def spacing(news: Hostile) -> dict[str, object]:
    """Ask one public host eight times at once, with and without permission for private networks."""
    news.questions.clear()
    async with fetcher(Limits(spacing=0.05), Names({"news.example": [[NEWS]]})) as http:
        start = time.monotonic()
        asked = [http.get("http://news.example/", allow_private=bool(number % 2)) for number in range(8)]
        await asyncio.gather(*asked)
    return {"spacing": 0.05, "starts": [question.at - start for question in news.questions]}


async def main() -> dict[str, object]:
    """Run every scenario in one network."""
    cookie = "Set-Cookie: id=1; Domain=example; Path=/"
    at_news: dict[str, bytes | Answer] = {
        "/": hang_up(said(200, b"<rss/>", "Connection: close")),
        "/temporary": said(302, b"", "Location: http://other.example/feed", cookie),
        "/permanent": redirect("http://other.example/moved", 301),
        "/home": redirect("http://home.example/"),
        "/localhost": redirect(f"http://{HOME}/"),
        "/private": redirect("http://10.0.0.1/"),
    }
    at_other = {"/feed": said(200, b"<rss/>", cookie), "/moved": redirect("/feed", 308)}
    async with (
        serving({}, host=HOME, port=80) as canary,
        serving(at_news, host=NEWS, port=80) as news,
        serving(at_other, host=OTHER, port=80) as other,
    ):
        return {
            "rebinding": await rebinding(news, canary),
            "strangers": await strangers(news, other, canary),
            "spacing": await spacing(news),
        }


if __name__ == "__main__":
    if not enter():
        sys.exit(NOT_ALLOWED)
    sys.stdout.write(json.dumps(asyncio.run(main())))

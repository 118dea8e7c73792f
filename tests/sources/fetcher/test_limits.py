"""C5: what a server can do to us, done by a real one. Every attempt ends in time and the next feed is unaffected."""

from __future__ import annotations

import asyncio
import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from model.errors import Busy, Refused
from sources.fetcher import Limits
from tests.sources.fetcher.hostile import (
    HASTY,
    Answer,
    Names,
    Question,
    drip,
    fetcher,
    hang_up,
    redirect,
    said,
    serving,
    silence,
)
from tests.waiting import WITHIN

HOUSE = Path(__file__).parents[3]
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n"
SLOW: dict[str, bytes | Answer] = {
    "/silent": silence,
    "/slow-head": drip(OK + b"X-Slow: ", b"a", 0.02),
    "/endless-head": drip(OK, b"X-More: and more\r\n", 0.001),
    "/slow-body": drip(OK + b"Content-Length: 100000\r\n\r\n", b"a", 0.02),
    "/slow-chunks": drip(CHUNKED + b"\r\n", b"1\r\na\r\n", 0.02),
    "/stalled-body": drip(OK + b"Content-Length: 100000\r\n\r\n<rss>", b"", 0.02),
}


@pytest.mark.parametrize("path", SLOW)
async def test_c5_a_slow_server_is_left_in_time(path: str) -> None:
    async with serving({**SLOW, "/good": said(200, b"<rss/>")}) as server, fetcher(HASTY) as http:
        left = r"127\.0\.0\.1 (took too long|does not answer in HTTP that can be read)"
        with pytest.raises(Busy, match=left) as busy:
            await asyncio.wait_for(http.get(server.url(path), allow_private=True), WITHIN)
        assert busy.value.wait is None
        fetched = await http.get(server.url("/good"), allow_private=True)
        assert fetched is not None
        assert fetched.body == b"<rss/>"


async def test_c5_the_total_time_covers_a_chain_of_redirects() -> None:
    chain: dict[str, bytes | Answer] = {f"/{n}": _later(0.08, f"/{n + 1}") for n in range(5)}
    async with serving(chain) as server, fetcher(HASTY) as http:
        with pytest.raises(Busy, match="took too long"):
            await asyncio.wait_for(http.get(server.url("/0"), allow_private=True), WITHIN)


def _later(pause: float, location: str) -> Answer:
    async def answer(_: Question, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(pause)
        writer.write(redirect(location))

    return answer


async def test_c5_a_port_that_accepts_and_never_speaks_tls_is_left() -> None:
    async with serving({}) as server, fetcher(Limits(connect=0.15, spacing=0)) as http:
        # A plain server waits for the end of a head that never comes, as a tar pit would.
        with pytest.raises(Busy, match=r"127\.0\.0\.1 took too long|No secure connection"):
            await http.get(f"https://127.0.0.1:{server.port}/", allow_private=True)


async def test_c5_an_endless_body_ends_at_the_limit() -> None:
    block = b"x" * 65_000
    endless: dict[str, bytes | Answer] = {
        "/chunks": drip(CHUNKED + b"\r\n", b"%x\r\n%b\r\n" % (len(block), block), 0),
        "/until-close": drip(OK + b"Connection: close\r\n\r\n", block, 0),
    }
    async with serving(endless) as server, fetcher() as http:
        for path in endless:
            with pytest.raises(Refused, match=r"127\.0\.0\.1 sends more than 5 MiB"):
                await http.get(server.url(path), allow_private=True)


async def test_c5_a_length_above_the_limit_is_refused_before_the_body() -> None:
    answers = {"/": hang_up(OK + b"Content-Length: 99999999999\r\n\r\n<rss>")}
    async with serving(answers) as server, fetcher() as http:
        with pytest.raises(Refused, match="sends more than 5 MiB"):
            await http.get(server.url(), allow_private=True)


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "zstd"])
async def test_c5_nested_and_unoffered_encodings_are_refused(encoding: str) -> None:
    wire = gzip.compress(gzip.compress(b"<rss/>"))
    async with serving({"/": said(200, wire, f"Content-Encoding: {encoding}")}) as server, fetcher() as http:
        with pytest.raises(Refused, match="packs its answer in a way that was not offered"):
            await http.get(server.url(), allow_private=True)
        assert server.questions[0].header("accept-encoding") == "gzip, deflate"


async def test_c5_packed_bodies_are_unpacked() -> None:
    wire = gzip.compress(b"<rss/>")
    async with serving({"/": said(200, wire, "Content-Encoding: gzip")}) as server, fetcher() as http:
        fetched = await http.get(server.url(), allow_private=True)
        assert fetched is not None
        assert fetched.body == b"<rss/>"


BROKEN: dict[str, bytes | Answer] = {
    "/truncated": hang_up(OK + b"Content-Length: 1000\r\n\r\n<rss>"),
    "/truncated-chunks": hang_up(CHUNKED + b"\r\n5\r\n<rss>\r\n"),
    "/truncated-gzip": hang_up(OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"<rss/>" * 99)[:-9]),
    "/damaged-gzip": said(200, b"\x1f\x8bnot at all packed", "Content-Encoding: gzip"),
    "/wrong-chunks": hang_up(CHUNKED + b"\r\nzz\r\n<rss>\r\n"),
    "/nothing": hang_up(),
    "/half-a-line": hang_up(b"HTTP/1.1 2"),
    "/not-http": hang_up(b"220 mail.example ESMTP\r\n"),
    "/two-lengths": hang_up(OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n<rss>"),
    "/negative-length": hang_up(OK + b"Content-Length: -5\r\n\r\n<rss>"),
    "/long-header": hang_up(OK + b"X-Long: " + b"a" * 70_000 + b"\r\nContent-Length: 0\r\n\r\n"),
    "/many-headers": hang_up(OK + b"X-More: 1\r\n" * 5_000 + b"Content-Length: 0\r\n\r\n"),
}


@pytest.mark.parametrize("path", BROKEN)
async def test_c5_a_broken_answer_is_a_failed_poll_and_not_news(path: str) -> None:
    async with serving({**BROKEN, "/good": said(200, b"<rss/>")}) as server, fetcher() as http:
        with pytest.raises(Busy, match=r"127\.0\.0\.1|secure") as busy:
            await http.get(server.url(path), allow_private=True)
        assert "127.0.0.1" in busy.value.detail
        fetched = await http.get(server.url("/good"), allow_private=True)
        assert fetched is not None
        assert fetched.body == b"<rss/>"


async def test_more_bytes_than_announced_do_not_spill_into_the_next_answer() -> None:
    spill = said(200, b"<rss/>") + said(200, b"<evil/>")
    async with serving({"/": spill, "/next": said(200, b"<next/>")}) as server, fetcher() as http:
        first = await http.get(server.url("/"), allow_private=True)
        second = await http.get(server.url("/next"), allow_private=True)
        assert first is not None
        assert second is not None
        assert (first.body, second.body) == (b"<rss/>", b"<next/>")


async def test_a_dead_port_and_an_unknown_name_say_so() -> None:
    async with serving({}) as server:
        port = server.port
    async with fetcher(resolver=Names({})) as http:
        with pytest.raises(Busy, match=r"127\.0\.0\.1 cannot be reached"):
            await http.get(f"http://127.0.0.1:{port}/", allow_private=True)
        with pytest.raises(Busy, match=r"The name nowhere\.example is not known: check its spelling"):
            await http.get("http://nowhere.example/")


@pytest.mark.slow
def test_c5_a_gzip_bomb_of_ten_gigabytes_costs_no_memory() -> None:
    """In a process of its own, whose memory is measured: RSS +<= 16 MB (own inflate; iter_bytes took 297 MB)."""
    command = [sys.executable, "-m", "tests.sources.fetcher.bomb"]
    told = json.loads(subprocess.run(command, cwd=HOUSE, capture_output=True, check=True).stdout)
    assert told["refused"] == ["/five-mib", "/ratio"]
    assert told["grown_mib"] <= 16
    assert told["seconds"] < 20

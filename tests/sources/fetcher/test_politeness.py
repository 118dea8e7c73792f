"""C11, C12: how many at a time, how far apart, and that nobody waits for somebody else's trouble."""

from __future__ import annotations

import asyncio
import socket
import time
from contextlib import suppress

import pytest
from aiohttp.abc import ResolveResult
from hypothesis import given, settings
from hypothesis import strategies as st

from model.errors import Busy
from sources.fetcher import Fetcher, Limits
from sources.fetcher.politeness import Politeness
from tests.sources.fetcher.hostile import Answer, Names, Question, fetcher, said, serving, silence
from tests.waiting import WITHIN, until

# A place that hangs is held for longer than the test runs, however slow the machine.
PATIENT = Limits(spacing=0.0, connect=9 * WITHIN, first_byte=9 * WITHIN, total=9 * WITHIN)


def slowly(pause: float) -> Answer:
    async def answer(_: Question, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(pause)
        writer.write(said(200, b"<rss/>"))

    return answer


class Lots:
    """Answers nobody until as many as `size` hosts wait for it at once, or as many as are left of `hosts`."""

    def __init__(self, hosts: int, size: int) -> None:
        self.left = hosts
        self.size = size
        self.answered: list[list[str]] = []
        self._waiting: list[str] = []
        self._full = asyncio.Event()

    async def answer(self, question: Question, writer: asyncio.StreamWriter) -> None:
        full = self._full
        self._waiting.append(str(question.header("host")).partition(".")[0])
        if len(self._waiting) == min(self.size, self.left):
            self.answered.append(sorted(self._waiting))
            self.left -= len(self._waiting)
            self._waiting, self._full = [], asyncio.Event()
            full.set()
        await full.wait()
        writer.write(said(200, b"<rss/>"))


async def get(http: Fetcher, url: str) -> None:
    with suppress(Busy):
        await http.get(url, allow_private=True)


async def test_c11_a_host_sees_two_of_us_at_a_time() -> None:
    async with serving({"/": slowly(0.01)}) as server, fetcher() as http:
        await asyncio.gather(*(get(http, server.url()) for _ in range(20)))
        assert (len(server.questions), server.most_at_once) == (20, 2)


async def test_c11_starts_at_one_public_host_are_spaced() -> None:
    """The host is named, so that it counts as a stranger; it answers on loopback."""
    names = Names({"news.example": [["127.0.0.1"]]})
    async with serving({"/": said(200)}) as server, fetcher(Limits(spacing=0.05), names) as http:
        begin = time.monotonic()
        await asyncio.gather(*(get(http, f"http://news.example:{server.port}/") for _ in range(5)))
        assert all(question.at - begin >= 0.05 * number for number, question in enumerate(server.questions))


async def test_c11_many_hosts_are_asked_sixty_four_at_a_time() -> None:
    names, lots = Names({"*.example": [["127.0.0.1"]]}), Lots(200, 64)
    async with serving({"/": lots.answer}) as server, fetcher(PATIENT, names) as http:
        good = [get(http, f"http://h{n}.example:{server.port}/") for n in range(200)]
        await asyncio.wait_for(asyncio.gather(*good), WITHIN)
        assert [len(lot) for lot in lots.answered] == [64, 64, 64, 8]
        assert server.most_at_once == 64


async def test_c11_our_own_host_needs_no_spacing() -> None:
    async with serving({"/": said(200)}) as server, fetcher(Limits(spacing=9 * WITHIN)) as http:
        await asyncio.wait_for(asyncio.gather(*(get(http, server.url()) for _ in range(5))), WITHIN)


async def test_c12_tar_pits_delay_nobody() -> None:
    names = Names({"*.example": [["127.0.0.1"]]})
    async with serving({"/": said(200, b"<rss/>"), "/tar": silence}) as server, fetcher(PATIENT, names) as http:
        pits = [asyncio.create_task(get(http, f"http://pit{n}.example:{server.port}/tar")) for n in range(10)]
        good = [get(http, f"http://h{n}.example:{server.port}/") for n in range(190)]
        await asyncio.wait_for(asyncio.gather(*good), WITHIN)
        assert server.paths().count("/tar") == 10
        assert not any(pit.done() for pit in pits)
        await _give_up(pits)


@pytest.mark.slow
@pytest.mark.parametrize(("feeds", "held"), [(1, 10), (30, 20)])
async def test_c12_ten_tar_pits_among_a_thousand_feeds_cost_the_others_nothing(feeds: int, held: int) -> None:
    """Each holds the one place (of many feeds two) where it hangs; all others are the good hosts', in their order."""
    names, size = Names({"*.example": [["127.0.0.1"]]}), Limits().in_flight - held
    lots, hosts = Lots(990, size), [f"h{number:03}" for number in range(990)]
    async with (
        serving({"/": lots.answer, "/tar": silence}) as server,
        fetcher(PATIENT, names) as http,
        asyncio.timeout(WITHIN),
    ):
        urls = [f"http://pit{number % 10}.example:{server.port}/tar" for number in range(10 * feeds)]
        pits = [asyncio.create_task(get(http, url)) for url in urls]
        await until(lambda: server.paths().count("/tar") == held)
        await asyncio.gather(*(get(http, f"http://{host}.example:{server.port}/") for host in hosts))

        assert lots.answered == [hosts[at : at + size] for at in range(0, len(hosts), size)]
        assert server.most_at_once == Limits().in_flight
        assert server.paths().count("/tar") == held
        assert not any(pit.done() for pit in pits)
        await _give_up(pits)


async def test_c12_a_name_service_that_hangs_delays_nobody() -> None:
    class Stuck(Names):
        async def resolve(
            self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
        ) -> list[ResolveResult]:
            if host.startswith("pit"):
                await asyncio.Event().wait()
            return await super().resolve(host, port, family)

    names = Stuck({"*.example": [["127.0.0.1"]]})
    async with serving({"/": said(200)}) as server, fetcher(PATIENT, names) as http:
        pits = [asyncio.create_task(get(http, f"http://pit{n}.example:{server.port}/")) for n in range(10)]
        good = [get(http, f"http://h{n}.example:{server.port}/") for n in range(50)]
        await asyncio.wait_for(asyncio.gather(*good), WITHIN)
        assert not any(pit.done() for pit in pits)
        await _give_up(pits)


async def _give_up(pits: list[asyncio.Task[None]]) -> None:
    for pit in pits:
        pit.cancel()
    await asyncio.gather(*pits, return_exceptions=True)


async def test_a_cancelled_question_gives_its_place_back() -> None:
    limits = Limits(spacing=0.0, per_host=1, in_flight=1)
    async with serving({"/": said(200), "/tar": silence}) as server, fetcher(limits) as http:
        for _ in range(3):
            waiting = asyncio.gather(*(get(http, server.url("/tar")) for _ in range(3)))
            await asyncio.sleep(0.02)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
        await asyncio.wait_for(get(http, server.url("/")), WITHIN)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3)), max_size=24))
def test_c11_no_order_of_questions_breaks_the_limits(questions: list[tuple[int, int]]) -> None:
    limits = Limits(per_host=2, in_flight=3, spacing=0.002)
    now: dict[int, int] = {}
    starts: dict[int, list[float]] = {}

    async def ask(politeness: Politeness, host: int, turns: int) -> None:
        async with politeness.turn(f"h{host}", spaced=True):
            starts.setdefault(host, []).append(asyncio.get_running_loop().time())
            now[host] = now.get(host, 0) + 1
            assert now[host] <= 2
            assert sum(now.values()) <= 3
            for _ in range(turns):
                await asyncio.sleep(0)
            now[host] -= 1

    async def everybody() -> float:
        politeness = Politeness(limits)
        begin = asyncio.get_running_loop().time()
        await asyncio.gather(*(ask(politeness, host, turns) for host, turns in questions))
        return begin

    begin = asyncio.run(everybody())
    assert sum(map(len, starts.values())) == len(questions)
    for times in starts.values():
        assert all(at - begin >= limits.spacing * number for number, at in enumerate(times))


async def test_hosts_nobody_asks_are_forgotten() -> None:
    politeness = Politeness(Limits(spacing=0.0))
    for number in range(2_500):
        async with politeness.turn(f"h{number}", spaced=False):
            pass
    assert len(politeness._hosts) <= 1_000


async def test_a_connection_that_nobody_waits_for_is_not_kept() -> None:
    async with serving({"/": said(200)}) as server, fetcher() as http:
        await get(http, server.url())
        assert [question.header("connection") for question in server.questions] == ["close"]


async def test_who_turns_pages_keeps_the_connection() -> None:
    async with serving({"/": said(200)}) as server, fetcher() as http:
        for _ in range(4):
            await get(http, server.url())
        assert [question.header("connection") for question in server.questions] == ["close", None, None, None]
        assert server.connections == 2


async def test_who_is_waited_for_leaves_the_connection_to_the_next() -> None:
    """The host is named, so that it counts as a stranger, and two starts there are apart. The first saw nobody wait."""
    names = Names({"news.example": [["127.0.0.1"]]})
    async with serving({"/": said(200)}) as server, fetcher(Limits(spacing=0.3), names) as http:
        await asyncio.gather(*(get(http, f"http://news.example:{server.port}/") for _ in range(4)))
        assert [question.header("connection") for question in server.questions] == ["close", None, None, "close"]
        assert server.connections == 2


async def test_a_host_that_is_asked_again_later_is_as_one_that_is_asked_once() -> None:
    politeness = Politeness(Limits(spacing=0.0))
    for _ in range(2):
        async with politeness.turn("news.example", spaced=False) as kept:
            assert not kept
        await asyncio.sleep(0.3)

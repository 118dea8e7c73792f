"""What a source may ask for beyond a page: a larger answer, and an answer to a question that is posted."""

from __future__ import annotations

import pytest
from aiohttp import web

from model.errors import Refused
from sources.fetcher import Fetcher
from sources.fetcher.limits import Limits
from tests.sources.server import serve

CONTACT = "https://talent.example/bot"
SMALL = Limits(spacing=0.0, body=1_000)


async def test_an_answer_may_be_as_large_as_was_allowed_and_no_larger() -> None:
    async with (
        serve(lambda _: web.Response(body=b"x" * 5_000)) as server,
        Fetcher(CONTACT, limits=SMALL) as http,
    ):
        got = await http.get(server.address, allow_private=True, largest=5_000)
        with pytest.raises(Refused, match="the most we take"):
            await http.get(server.address, allow_private=True, largest=4_999)
        with pytest.raises(Refused, match="the most we take"):
            await http.get(server.address, allow_private=True)

    assert got is not None
    assert len(got.body) == 5_000


async def test_to_allow_less_than_the_usual_takes_nothing_away() -> None:
    async with serve(lambda _: web.Response(body=b"x" * 900)) as server, Fetcher(CONTACT, limits=SMALL) as http:
        got = await http.get(server.address, allow_private=True, largest=10)

    assert got is not None


async def test_a_question_is_posted_as_json() -> None:
    async with serve(lambda _: web.Response(body=b"{}")) as server, Fetcher(CONTACT, limits=SMALL) as http:
        await http.get(server.address, allow_private=True, question=b'{"offset": 0}')
        await http.get(server.address, allow_private=True)
    first, second = server.asked

    assert (first.method, first.content_type, first.content_length) == ("POST", "application/json", 13)
    assert (second.method, second.content_length) == ("GET", None)


async def test_a_question_is_carried_nowhere_else() -> None:
    async with (
        serve(lambda _: web.Response(status=307, headers={"Location": "/elsewhere"})) as server,
        Fetcher(CONTACT, limits=SMALL) as http,
    ):
        with pytest.raises(Refused, match="sends us elsewhere"):
            await http.get(server.address, allow_private=True, question=b"{}")

    assert [request.path for request in server.asked] == ["/"]

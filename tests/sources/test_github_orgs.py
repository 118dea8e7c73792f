"""Public members of an organisation: who is gone, and how often nobody is although the list says so."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from model.company import Company
from model.errors import Busy, Changed, Refused
from model.item import Item, OwnProfile, Page
from model.poll import PollState
from sources import answers, github
from sources.fetcher import Fetcher
from sources.github import Settings
from sources.github.members import ABSENCES, Memory, gone, pack, remember, unpack
from sources.github.organisation import Organisation
from tests.make import NOW
from tests.sources.server import Server, serve

CONTACT = "https://talent.example/bot"
HOUR = timedelta(hours=1)
PEOPLE = range(1, 31)
Answer = Callable[[web.Request], web.Response]
By = Callable[[dict[str, bytes]], Answer]


def listed(*numbers: int) -> bytes:
    return json.dumps([{"login": f"m{n}", "id": n, "type": "User"} for n in numbers]).encode()


def account(number: int, company: str | None = None, kind: str = "User") -> bytes:
    said = {"name": f"Mia Member{number}", "hireable": None, "bio": None, "location": None, "blog": "", "type": kind}
    return json.dumps({"login": f"m{number}", "id": number, "company": company, **said}).encode()


def organisation(address: str) -> Organisation:
    settings = Settings(orgs={"Northwind": "northwind-labs"}, base_url=address, allow_private=True)
    (source,) = github.open(settings, [Company("Northwind")])
    assert isinstance(source, Organisation)
    return source


@pytest.fixture
def answers_by() -> By:
    def by(pages: dict[str, bytes]) -> Answer:
        def answer(request: web.Request) -> web.Response:
            body = pages.get(request.path)
            return web.Response(status=404) if body is None else web.Response(body=body, headers={"ETag": '"e"'})

        return answer

    return by


async def poll(server: Server, state: PollState, now: datetime = NOW) -> tuple[list[Item] | None, PollState]:
    source = organisation(server.address)
    async with Fetcher(CONTACT, now=lambda: now) as http:
        page = await source.fetch(http, state, now)
    if page is None:
        return None, state
    items = source.parse(page)
    return items, replace(state, cursor=source.advance(state, page, items), etag=page.etag)


async def polls(server: Server, pages: dict[str, bytes], lists: Sequence[bytes]) -> list[list[Item]]:
    """Poll once for each list, six hours apart."""
    state, found = PollState("github:orgs/northwind-labs"), []
    for number, body in enumerate(lists):
        pages["/orgs/northwind-labs/public_members"] = body
        items, state = await poll(server, state, NOW + number * 6 * HOUR)
        found.append(items or [])
    return found


async def three_absences(pages: dict[str, bytes], by: By) -> list[Item]:
    """Let number 7 vanish from the list for good; return what is told at the third absence."""
    without = listed(*(n for n in PEOPLE if n != 7))
    async with serve(by(pages)) as server:
        first, *between, last = await polls(server, pages, [listed(*PEOPLE), without, without, without])
    assert [first, *between] == [[], [], []]
    return last


async def test_who_is_absent_three_times_and_names_another_employer_has_left(answers_by: By) -> None:
    (item,) = await three_absences({"/user/7": account(7, "@contoso")}, answers_by)

    assert item.shape == OwnProfile("Mia Member7", "m7", ("Northwind",), ("contoso",))
    assert item.title == "Mia Member7 is no longer shown among the members of Northwind on GitHub"
    assert item.text.endswith("Their GitHub profile now says: @contoso.")


async def test_who_only_hid_their_membership_has_not_left(answers_by: By) -> None:
    assert await three_absences({"/user/7": account(7, "@Northwind-Labs")}, answers_by) == []
    assert await three_absences({"/user/7": account(7, "Northwind, Inc.")}, answers_by) == []


async def test_who_closed_their_account_has_not_left(answers_by: By) -> None:
    assert await three_absences({}, answers_by) == []


async def test_who_comes_back_was_never_gone(answers_by: By) -> None:
    pages = {"/user/7": account(7)}
    without = listed(*(n for n in PEOPLE if n != 7))
    async with serve(answers_by(pages)) as server:
        found = await polls(server, pages, [listed(*PEOPLE), without, without, listed(*PEOPLE), without, without])
    assert found == [[]] * 6


async def test_who_joins_the_list_is_no_news(answers_by: By) -> None:
    pages: dict[str, bytes] = {}
    async with serve(answers_by(pages)) as server:
        assert await polls(server, pages, [listed(*PEOPLE), listed(*PEOPLE, 99)]) == [[], []]


async def test_when_many_vanish_at_once_the_list_has_changed_and_not_the_people(answers_by: By) -> None:
    pages = {f"/user/{n}": account(n) for n in PEOPLE}
    few = listed(*PEOPLE[:20])
    async with serve(answers_by(pages)) as server:
        found = await polls(server, pages, [listed(*PEOPLE), few, few, few, few])
        paths = [asked.path for asked in server.asked]
    assert found == [[]] * 5
    assert not any(path.startswith("/user/") for path in paths)


@pytest.mark.parametrize(
    "body", [b"[]", b"", b"{}", b'{"message": "x"}', b"<html>", listed(*PEOPLE)[:-5], b'[{"id": 1}]', b"[7]"]
)
async def test_an_empty_or_broken_list_loses_nobody_and_moves_no_cursor(body: bytes) -> None:
    source = organisation("http://server.example")
    memory = pack(Memory(NOW.date(), dict.fromkeys(PEOPLE, 2))).encode()
    for page in (body, answers.join([memory, body])):
        with pytest.raises(Changed):
            source.parse(Page("x", page, NOW))
        with pytest.raises(Changed):
            source.advance(PollState(source.id), Page("x", page, NOW), [])


async def test_pages_are_followed_by_their_link_and_only_at_the_same_host() -> None:
    def answer(request: web.Request) -> web.Response:
        if request.query.get("page") == "2":
            return web.Response(body=listed(2))
        here = f"http://{request.host}{request.path}?per_page=100&page=2"
        return web.Response(
            body=listed(1), headers={"Link": f'<{here}>; rel="next", <{here}>; rel="last"', "ETag": '"e"'}
        )

    async with serve(answer) as server:
        items, state = await poll(server, PollState("x"))
    assert (items, state.etag) == ([], None)
    assert unpack(state.cursor or "").missing == {1: 0, 2: 0}
    assert server.asked[0].query["per_page"] == "100"

    away = {"Link": '<https://elsewhere.example/x>; rel="next"'}
    async with serve(lambda _: web.Response(body=listed(1), headers=away)) as server:
        with pytest.raises(Changed, match="another host"):
            await poll(server, PollState("x"))


async def test_where_a_redirect_led_no_further_page_is_asked_for() -> None:
    def led(request: web.Request) -> web.Response:
        return web.Response(body=listed(1), headers={"Link": f'<http://{request.host}/x?page=2>; rel="next"'})

    async with serve(led) as elsewhere:
        there = {"Location": f"{elsewhere.address}/x"}
        async with serve(lambda _: web.Response(status=301, headers=there)) as server:
            with pytest.raises(Changed, match="another host"):
                await poll(server, PollState("x"))
    assert len(elsewhere.asked) == 1


async def test_what_is_used_up_is_not_asked_beyond() -> None:
    reset = str(int((NOW + HOUR / 2).timestamp()))

    def answer(request: web.Request) -> web.Response:
        link = f'<http://{request.host}{request.path}?page=2>; rel="next"'
        spent = {"Link": link, "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset}
        return web.Response(body=listed(1), headers=spent)

    async with serve(answer) as server:
        with pytest.raises(Busy) as caught:
            await poll(server, PollState("x"))
    assert len(server.asked) == 1
    assert caught.value.wait is not None
    assert abs(caught.value.wait - HOUR / 2) < timedelta(seconds=2)


async def test_a_renamed_organisation_says_what_to_do() -> None:
    async with serve(lambda _: web.Response(status=404)) as server:
        with pytest.raises(Refused, match="Is Northwind called otherwise on GitHub"):
            await poll(server, PollState("x"))


async def test_unchanged_is_believed_within_a_day_and_not_while_somebody_is_missing() -> None:
    def answer(request: web.Request) -> web.Response:
        known = request.headers.get("If-None-Match") == '"e"'
        return web.Response(status=304) if known else web.Response(body=listed(1, 2), headers={"ETag": '"e"'})

    async with serve(answer) as server:
        _, state = await poll(server, PollState("x"))
        assert (await poll(server, state))[0] is None
        assert (await poll(server, state, NOW + 24 * HOUR))[0] == []
        waiting = replace(state, cursor=pack(Memory(NOW.date(), {1: 0, 2: 0, 3: 1})))
        _, after = await poll(server, waiting)
    assert unpack(after.cursor or "").missing == {1: 0, 2: 0, 3: 2}


def test_only_numbers_are_remembered() -> None:
    assert json.loads(pack(Memory(NOW.date(), {7: 1}))) == {
        "form": 1,
        "day": NOW.date().isoformat(),
        "people": [[7, 1]],
    }


SETS = st.frozensets(st.integers(1, 40), min_size=1)


@given(st.lists(SETS, min_size=1, max_size=8))
def test_nobody_is_gone_who_was_listed_in_one_of_the_last_three_answers(lists: list[frozenset[int]]) -> None:
    memory: Memory | None = None
    for number, one in enumerate(lists):
        lost = gone(memory, one)
        recent = lists[max(0, number - ABSENCES + 1) : number + 1]
        assert all(person not in seen for person in lost for seen in recent)
        memory = remember(memory, one, NOW.date())
        assert memory.missing.keys() >= one

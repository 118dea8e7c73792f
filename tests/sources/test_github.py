"""GitHub profiles: what counts as a change, whose it is, and who may hear of it."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from pydantic import SecretStr, ValidationError

from model.company import Company
from model.errors import Busy, Changed, Refused
from model.item import Item, OwnProfile, Page
from model.poll import PollState
from sources import answers, github
from sources.fetcher import Fetcher
from sources.github import Settings
from sources.github.profile import Profile, compare, pack, read, seen, unpack
from sources.github.user import FORGOTTEN, User
from tests.emulator import TOKEN
from tests.emulator import github as emulated
from tests.make import NOW
from tests.sources.server import Server, serve

SHARED = Path(__file__).parents[3] / "shared" / "payloads" / "github"
CONTACT = "https://talent.example/bot"
WATCHED = (Company("Northwind"), Company("Contoso"))
ADA: dict[str, object] = {
    "login": "ada-fontaine",
    "id": 4104,
    "type": "User",
    "name": "Ada Fontaine",
    "company": "@northwind",
    "hireable": None,
    "bio": "Compilers",
    "location": "Lyon",
    "blog": "",
}


def profile(**said: object) -> bytes:
    return json.dumps(ADA | said).encode()


def changes(before: Mapping[str, object], after: Mapping[str, object], **settings: object) -> list[Item]:
    source = user(Settings.model_validate({"users": ("ada-fontaine",), "owner": "U1", **settings}))
    memory = pack(seen(read(profile(**before)))).encode()
    return source.parse(Page("x", answers.join([memory, profile(**after)]), NOW))


def user(settings: Settings) -> User:
    source = github.open(settings, WATCHED)[0]
    assert isinstance(source, User)
    return source


def at(server: Server, **settings: object) -> User:
    there = {"users": ("ada-fontaine",), "base_url": server.address, "allow_private": True}
    return user(Settings.model_validate(there | settings))


async def poll(source: User, state: PollState, now: datetime = NOW) -> tuple[list[Item] | None, PollState]:
    async with Fetcher(CONTACT) as http:
        page = await source.fetch(http, state, now)
    if page is None:
        return None, state
    items = source.parse(page)
    after = replace(state, cursor=source.advance(state, page, items), etag=page.etag, last_modified=page.last_modified)
    return items, after


# --- what is a change ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "after", ["Northwind", "@NORTHWIND", "Northwind, Inc.", "northwind GmbH", "@northwind ", "Engineer at Northwind"]
)
def test_another_spelling_of_the_company_is_no_news(after: str) -> None:
    assert changes({}, {"company": after}) == []


def test_a_new_company_is_told_as_what_the_profile_says() -> None:
    (item,) = changes({}, {"company": "@contoso-labs, ex-Northwind"})

    assert item.shape == OwnProfile("Ada Fontaine", "ada-fontaine", ("Northwind",), ("contoso-labs",))
    assert item.text.startswith("Their GitHub profile now says: @contoso-labs, ex-Northwind.")
    assert item.url == "https://github.com/ada-fontaine"


def test_a_company_that_is_gone_was_left_and_one_beside_it_stays() -> None:
    (item,) = changes({"company": "@northwind @contoso"}, {"company": "@contoso"})
    assert item.shape == OwnProfile("Ada Fontaine", "ada-fontaine", ("Northwind",))
    (item,) = changes({}, {"company": None})
    assert item.shape == OwnProfile("Ada Fontaine", "ada-fontaine", ("Northwind",))


def test_what_was_past_already_is_not_left_again() -> None:
    assert changes({"company": "ex-Northwind"}, {"company": None}) == []


def test_a_handle_is_the_company_that_config_says() -> None:
    orgs = {"Contoso": "contoso-labs"}
    (item,) = changes({}, {"company": "@Contoso-Labs"}, orgs=orgs)
    assert isinstance(item.shape, OwnProfile)
    assert item.shape.joined == ("Contoso",)
    assert changes({"company": "Contoso"}, {"company": "@contoso-labs"}, orgs=orgs) == []


@pytest.mark.parametrize("said", [{"bio": "Parsers"}, {"location": "Paris"}, {"blog": "https://ada.example"}])
def test_what_says_nothing_of_work_is_noticed_and_not_told(said: dict[str, str]) -> None:
    before, after = read(profile()), read(profile(**said))
    assert compare(seen(before), after, {}).changed == tuple(said)
    assert changes({}, said) == []


@pytest.mark.parametrize("before", [None, False])
def test_hireable_turned_on_is_told_to_the_owner_alone(before: bool | None) -> None:
    (item,) = changes({"hireable": before}, {"hireable": True})
    assert item.shape == OwnProfile("Ada Fontaine", "ada-fontaine", employers=("Northwind",), looking=True, owner="U1")


@pytest.mark.parametrize(("before", "after"), [(None, False), (False, None), (True, None), (True, False), (True, True)])
def test_null_and_false_are_two_things_and_neither_is_open_to_offers(before: bool | None, after: bool | None) -> None:
    assert changes({"hireable": before}, {"hireable": after}) == []


def test_a_bio_that_says_so_is_as_good_and_said_once() -> None:
    (item,) = changes({}, {"bio": "Open to work"})
    assert isinstance(item.shape, OwnProfile)
    assert item.shape.looking
    assert changes({"bio": "Open to work"}, {"bio": "Open to work!", "hireable": True}) == []


@pytest.mark.parametrize("company", [None, "@initech", "@northwind @initech", "Freelance"])
def test_who_may_work_for_somebody_we_do_not_watch_is_not_even_kept(company: str | None) -> None:
    assert changes({"company": company}, {"company": company, "hireable": True}) == []


@pytest.mark.parametrize("handle", ["@mistralai", "@mistral-ai", "Mistral AI SAS", "mistral-ai.example", "Le Chat"])
def test_a_handle_and_an_alias_are_their_company(handle: str) -> None:
    companies = [Company("Northwind"), Company("Mistral AI", aliases=("Le Chat",)), Company("Block")]
    source = github.open(Settings(users=("ada-fontaine",), owner="U1"), companies)[0]
    memory = pack(seen(read(profile(company="@block")))).encode()
    (item,) = source.parse(Page("x", answers.join([memory, profile(company=handle)]), NOW))
    assert item.shape == OwnProfile("Ada Fontaine", "ada-fontaine", ("Block",), ("Mistral AI",))


def test_a_move_between_houses_that_we_do_not_watch_is_not_kept() -> None:
    assert changes({"company": "@initech"}, {"company": "@umbra"}) == []


def test_without_an_owner_nobody_is_said_to_be_open_to_offers() -> None:
    source = user(Settings(users=("ada-fontaine",)))
    memory = pack(seen(read(profile()))).encode()
    assert source.parse(Page("x", answers.join([memory, profile(hireable=True)]), NOW)) == []


def test_an_account_without_a_name_is_told_by_its_login() -> None:
    (item,) = changes({"name": "ada"}, {"name": "ada", "company": None})
    assert isinstance(item.shape, OwnProfile)
    assert item.shape.person == "ada-fontaine"


def test_what_is_remembered_names_nobody_but_the_login() -> None:
    cursor = pack(seen(read(profile(bio="Call me on 555", location="Rue X"))))
    assert unpack(cursor).id == 4104
    assert not any(word in cursor for word in ("Ada Fontaine", "555", "Rue X"))


@pytest.mark.parametrize(
    "body",
    [
        profile(id="x"),
        profile(hireable="yes"),
        profile(company=7),
        profile(id=0),
        profile(type="Organization"),
        b"[]",
        b"{}",
        profile()[:-2],
    ],
)
def test_what_is_no_profile_is_a_fault(body: bytes) -> None:
    with pytest.raises(Changed):
        user(Settings(users=("ada-fontaine",))).parse(Page("x", body, NOW))


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_real_profiles_are_read() -> None:
    for name in ("NamedUser.testAttributesOfOtherUser", "NamedUser.setUp", "AuthenticatedUser.testAttributes"):
        found = [one["body"] for one in json.loads((SHARED / f"PyGithub.{name}.json").read_bytes())]
        for body in (one for one in found if isinstance(one, dict) and one.get("type") == "User"):
            assert read(json.dumps(body).encode()).login == body["login"]


# --- how GitHub is asked ---------------------------------------------------------------------------------------------


async def test_unchanged_costs_an_answer_without_a_body_and_the_token_goes_along() -> None:
    def answer(request: web.Request) -> web.Response:
        known = request.headers.get("If-None-Match") == '"a"'
        return web.Response(status=304) if known else web.Response(body=profile(), headers={"ETag": '"a"'})

    async with serve(answer) as server:
        source = at(server, token="not-a-token")
        items, state = await poll(source, PollState(source.id))
        unchanged, _ = await poll(source, state)

    assert items == []
    assert unchanged is None
    assert [asked.headers["Authorization"] for asked in server.asked] == ["Bearer not-a-token"] * 2
    assert server.asked[0].headers["Accept"] == "application/vnd.github+json"


async def test_the_token_does_not_follow_a_redirect_to_another_host() -> None:
    async with serve(lambda _: web.Response(body=profile())) as elsewhere:
        there = {"Location": f"{elsewhere.address}/users/ada-fontaine"}
        async with serve(lambda _: web.Response(status=301, headers=there)) as server:
            source = at(server, token="not-a-token")
            await poll(source, PollState(source.id))

    assert [asked.headers.get("Authorization") for asked in elsewhere.asked] == [None]


def test_a_token_is_not_sent_in_the_clear() -> None:
    with pytest.raises(ValidationError, match="https://"):
        Settings(base_url="http://github.example", token="not-a-token")


async def test_a_new_login_is_no_departure_and_no_new_person() -> None:
    def answer(request: web.Request) -> web.Response:
        renamed = profile(login="ada-f")
        found = {"/user/4104": renamed, "/users/ada-f": renamed}.get(request.path)
        return web.Response(body=found) if found else web.Response(status=404)

    async with serve(answer) as server:
        source = at(server)
        state = PollState(source.id, cursor=pack(seen(read(profile()))), etag='"old"')
        items, state = await poll(source, state)
        assert (items, state.etag) == ([], None)
        items, state = await poll(source, state)

    assert items == []
    assert unpack(state.cursor or "").login == "ada-f"
    assert [asked.path for asked in server.asked] == ["/users/ada-fontaine", "/user/4104", "/users/ada-f"]


async def test_somebody_else_who_took_the_login_is_not_the_person() -> None:
    def answer(request: web.Request) -> web.Response:
        squatter = profile(id=9, name="Somebody Else", company="@contoso", hireable=True)
        mine = profile(login="ada-f")
        return web.Response(body=mine if request.path == "/user/4104" else squatter)

    async with serve(answer) as server:
        source = at(server, owner="U1")
        items, state = await poll(source, PollState(source.id, cursor=pack(seen(read(profile())))))

    assert items == []
    assert unpack(state.cursor or "").id == 4104


async def test_an_account_that_is_gone_is_no_departure_and_says_what_to_do() -> None:
    async with serve(lambda _: web.Response(status=404)) as server:
        source = at(server)
        with pytest.raises(Refused, match="“ad…” \\(12 letters\\): take it out of `users`") as refused:
            await poll(source, PollState(source.id, cursor=pack(seen(read(profile())))))
    assert "fontaine" not in str(refused.value), "many read what troubles a source (P12)"


@pytest.mark.parametrize(
    ("status", "headers", "body", "wait"),
    [
        (403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "RESET"}, "", timedelta(minutes=30)),
        (429, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "RESET"}, "", timedelta(minutes=30)),
        (403, {"Retry-After": "90"}, "", timedelta(seconds=90)),
        (403, {}, '{"message": "You have exceeded a secondary rate limit."}', timedelta(minutes=1)),
    ],
)
async def test_a_limit_is_waited_out(status: int, headers: dict[str, str], body: str, wait: timedelta) -> None:
    reset = str(int((NOW + wait).timestamp()))
    told = {name: value.replace("RESET", reset) for name, value in headers.items()}
    async with (
        serve(lambda _: web.Response(status=status, headers=told, text=body)) as server,
        Fetcher(CONTACT, now=lambda: NOW) as http,
    ):
        source = at(server)
        with pytest.raises(Busy) as caught:
            await source.fetch(http, PollState(source.id), NOW)

    assert caught.value.wait is not None
    assert abs(caught.value.wait - wait) <= timedelta(seconds=1)


async def test_a_plain_403_is_a_refusal() -> None:
    async with serve(lambda _: web.Response(status=403, text='{"message": "Forbidden"}')) as server:
        source = at(server)
        with pytest.raises(Refused):
            await poll(source, PollState(source.id))


async def test_what_is_damaged_in_memory_begins_anew(caplog: pytest.LogCaptureFixture) -> None:
    async with serve(lambda _: web.Response(body=profile(company=None))) as server:
        source = at(server)
        with caplog.at_level(logging.WARNING):
            items, state = await poll(source, PollState(source.id, cursor="{", etag='"a"'))

    assert items == []
    assert "If-None-Match" not in server.asked[0].headers
    assert unpack(state.cursor or "").company is None
    assert "begins anew" in caplog.text


# --- who asked to be forgotten, and who works for us -----------------------------------------------------------------


@pytest.mark.parametrize("called", ["Ada Fontaine", "ada  FONTAINE", "ada-fontaine"])
async def test_who_asked_to_be_forgotten_is_never_asked_for_again(called: str) -> None:
    cursor = github.without(pack(seen(read(profile()))), called)
    assert cursor == FORGOTTEN
    async with serve(lambda _: web.Response(body=profile(company=None))) as server:
        source = at(server)
        items, state = await poll(source, PollState(source.id, cursor=cursor))

    assert (items, state.cursor, server.asked) == (None, FORGOTTEN, [])
    assert github.without(FORGOTTEN, "Somebody Else") == FORGOTTEN


def test_somebody_else_is_remembered() -> None:
    cursor = pack(seen(read(profile())))
    assert github.without(cursor, "Adam Fontaine") == cursor
    assert github.without(None, "Ada Fontaine") is None


def test_where_somebody_works_now_is_known_by_name() -> None:
    states = [PollState("github:users/1", cursor=pack(seen(read(profile(**said))))) for said in ({}, {"company": None})]
    states += [PollState("github:orgs/x", cursor="{}"), PollState("github:users/2")]
    assert github.employers(states, {"Ada Fontaine", "Bob Byron"}) == {"Ada Fontaine": {"northwind", None}}


def test_an_id_names_nobody() -> None:
    assert "ada" not in user(Settings(users=("ada-fontaine",))).id


# --- the emulator ----------------------------------------------------------------------------------------------------


async def test_with_the_emulator_a_changed_profile_yields_exactly_its_changes() -> None:
    async with emulated() as base, aiohttp.ClientSession(headers={"Authorization": f"Bearer {TOKEN}"}) as me:
        source = user(Settings(users=("admin",), owner="U1", base_url=base, allow_private=True, token=SecretStr(TOKEN)))

        async def change(**said: object) -> None:
            async with me.patch(f"{base}/user", json=said) as response:
                assert response.status == 200

        await change(company="@northwind", name="Ada Fontaine")
        first, state = await poll(source, PollState(source.id))
        await change(company="Northwind Inc.", location="Lyon", bio="Compilers")
        respelled, state = await poll(source, state)
        await change(company="@contoso", hireable=True)
        told, state = await poll(source, state)
        again, _ = await poll(source, state)

    assert (first, respelled, again) == ([], [], [])
    assert [item.shape for item in told or []] == [
        OwnProfile("Ada Fontaine", "admin", ("Northwind",), ("Contoso",)),
        OwnProfile("Ada Fontaine", "admin", employers=("Contoso",), looking=True, owner="U1"),
    ]


def test_profiles_are_compared_by_number() -> None:
    other: Profile = read(profile(id=5, company="@contoso", hireable=True))
    assert compare(seen(read(profile())), other, {}).changed == ()

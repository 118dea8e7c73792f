"""C3, C4, C16: redirects are followed by hand, five at most, and each is judged like a first address."""

from __future__ import annotations

import pytest

from model.errors import Refused
from sources.fetcher import Limits
from tests.sources.fetcher.hostile import AUTHORITY, Names, fetcher, redirect, said, serving

OK = said(200, b"<rss/>", 'ETag: "e"')


@pytest.mark.parametrize(
    ("statuses", "lasting"),
    [
        ([301], True),
        ([308], True),
        ([301, 308, 301], True),
        ([302], False),
        ([303], False),
        ([307], False),
        ([301, 302], False),
        ([302, 301], False),
        ([308, 307, 308], False),
    ],
)
async def test_c3_only_an_unbroken_chain_of_lasting_redirects_is_permanent(statuses: list[int], lasting: bool) -> None:
    answers = {f"/{n}": redirect(f"/{n + 1}", status) for n, status in enumerate(statuses)} | {f"/{len(statuses)}": OK}
    async with serving(answers) as server, fetcher() as http:
        fetched = await http.get(server.url("/0"), allow_private=True)
        assert fetched is not None
        last = server.url(f"/{len(statuses)}")
        assert fetched.url == last
        assert fetched.permanent == (last if lasting else None)
        assert (fetched.body, fetched.etag) == (b"<rss/>", '"e"')


async def test_c3_five_redirects_are_followed_and_a_sixth_is_not() -> None:
    answers = {f"/{n}": redirect(f"/{n + 1}") for n in range(6)} | {"/6": OK}
    async with serving(answers) as server, fetcher() as http:
        assert await http.get(server.url("/1"), allow_private=True)
        with pytest.raises(Refused, match=r"127\.0\.0\.1 redirects more than 5 times"):
            await http.get(server.url("/0"), allow_private=True)
        assert server.paths().count("/6") == 1


async def test_c3_a_circle_of_redirects_ends() -> None:
    async with serving({"/a": redirect("/b", 301), "/b": redirect("/a", 308)}) as server, fetcher() as http:
        with pytest.raises(Refused, match="more than 5 times"):
            await http.get(server.url("/a"), allow_private=True)
        assert len(server.questions) == 6


@pytest.mark.parametrize(
    "location",
    ["/good", "good", "./x/../good", "?good", "//{host}/good", "http://{host}/good#part", "/caf\u00e9", "/caf%C3%A9"],
)
async def test_c3_a_location_may_be_relative(location: str) -> None:
    async with serving({"/good": OK, "/?good": OK, "/caf%C3%A9": OK}) as server, fetcher() as http:
        target = location.replace("{host}", f"127.0.0.1:{server.port}")
        server.answers = {**server.answers, "/": redirect(target)}
        fetched = await http.get(server.url("/"), allow_private=True)
        assert fetched is not None
        assert fetched.body == b"<rss/>"
        assert "#" not in fetched.url


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_c3_a_redirect_to_nowhere_says_so(status: int) -> None:
    answers = {"/none": said(status), "/bad": redirect("http://[::zz]/", status)}
    async with serving(answers) as server, fetcher() as http:
        with pytest.raises(Refused, match="without saying where to"):
            await http.get(server.url("/none"), allow_private=True)
        with pytest.raises(Refused, match="not a web address"):
            await http.get(server.url("/bad"), allow_private=True)


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://localhost:{canary}/", "is asked on port"),
        ("http://localhost:80/", "private network"),
        ("http://127.0.0.2:80/", "private network"),
        ("http://[::1]/", "private network"),
        ("http://10.0.0.1/", "private network"),
        ("http://169.254.169.254/latest/meta-data/", "private network"),
        ("http://rebind.example/", "private network"),
        ("http://me:secret@127.0.0.1:{canary}/", "user name or password"),
        ("file:///etc/passwd", "does not begin with http"),
        ("gopher://127.0.0.1:{canary}/_", "does not begin with http"),
        ("data:text/xml,<rss/>", "does not begin with http"),
        ("https://www.linkedin.com/in/somebody", "LinkedIn's terms"),
        ("//lnkd.in/abc", "LinkedIn's terms"),
        ("https://fr.linkedin.com./in/somebody", "LinkedIn's terms"),
        ("https://WWW.LINKEDIN.COM:443/in/somebody", "LinkedIn's terms"),
        ("https://x@www.linkedin.com/in/somebody", "user name or password"),
        ("https://media.licdn.com/x", "LinkedIn's terms"),
    ],
)
async def test_c1_c16_a_redirect_leads_to_no_place_that_may_not_be_asked(location: str, reason: str) -> None:
    names = Names({"rebind.example": [["127.0.0.1"]], "localhost": [["127.0.0.1"]]})
    async with serving({}) as canary, serving({}) as server, fetcher(resolver=names) as http:
        server.answers = {"/": redirect(location.replace("{canary}", str(canary.port)))}
        with pytest.raises(Refused, match=reason) as refused:
            await http.get(server.url("/"), allow_private=True)
        assert "secret" not in str(refused.value)
        assert canary.connections == 0
        assert len(server.questions) == 1


async def test_c3_permission_for_a_company_network_is_not_passed_on_by_a_redirect() -> None:
    names = Names({"intranet.example": [["127.0.0.1"]], "wiki.example": [["127.0.0.1"]]})
    async with serving({"/feed": OK}) as server, fetcher(Limits(spacing=0), names) as http:
        fetched = await http.get(f"http://intranet.example:{server.port}/feed", allow_private=True)
        assert fetched is not None
        server.answers = {"/": redirect("http://wiki.example/feed")}
        with pytest.raises(Refused, match=r"wiki\.example leads into a private network"):
            await http.get(f"http://intranet.example:{server.port}/", allow_private=True)


async def test_c3_https_never_falls_back_to_http(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(AUTHORITY))
    async with serving({"/feed": OK}) as plain, serving({}, certificate="good.pem") as server, fetcher() as http:
        server.answers = {"/": redirect(plain.url("/feed"), 301), "/up": redirect("/feed"), "/feed": OK}
        with pytest.raises(Refused, match=r"127\.0\.0\.1 redirects from https to plain http"):
            await http.get(server.url("/"), allow_private=True)
        assert plain.connections == 0
        assert await http.get(server.url("/up"), allow_private=True)
        plain.answers = {"/": redirect(server.url("/feed"), 308)}
        fetched = await http.get(plain.url("/"), allow_private=True)
        assert fetched is not None
        assert fetched.permanent == server.url("/feed")


async def test_c4_no_cookie_is_kept_for_the_next_hop_or_the_next_question() -> None:
    cookie = b"HTTP/1.1 302 Found\r\nSet-Cookie: id=1; Path=/\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n"
    async with serving({"/a": cookie, "/b": said(200, b"x", "Set-Cookie: id=2")}) as server, fetcher() as http:
        for _ in range(2):
            await http.get(server.url("/a"), allow_private=True)
        assert server.paths() == ["/a", "/b"] * 2
        assert not [question for question in server.questions if question.header("cookie")]


async def test_c4_a_token_goes_to_the_host_it_is_for_and_over_no_redirect() -> None:
    async with serving({"/file": OK, "/away": redirect("/file")}) as server, fetcher() as http:
        fetched = await http.get_as(server.url("/file"), "xoxb-1", allow_private=True)
        assert fetched.body == b"<rss/>"
        assert ("authorization", "Bearer xoxb-1") in server.questions[-1].headers
        with pytest.raises(Refused, match="sends us elsewhere"):
            await http.get_as(server.url("/away"), "xoxb-1", allow_private=True)
        assert server.paths() == ["/file", "/away"]


async def test_c4_an_authorization_stays_with_the_host_it_is_for() -> None:
    async with serving({"/x": OK}) as other, serving({"/here": redirect("/x"), "/x": OK}) as server, fetcher() as http:
        server.answers = {**server.answers, "/away": redirect(other.url("/x"))}
        await http.get(server.url("/here"), authorization="Basic abc", allow_private=True)
        await http.get(server.url("/away"), authorization="Basic abc", allow_private=True)
        assert [question.header("authorization") for question in server.questions] == ["Basic abc"] * 3
        assert not other.questions[0].header("authorization")

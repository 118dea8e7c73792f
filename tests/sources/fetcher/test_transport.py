"""C2, C4, C16, C17: what goes over the wire, to whom, and how it is secured.

certificates/ were made for these tests, all but self_signed by authority.pem, whose key is gone; valid until 2126.
"""

from __future__ import annotations

from inspect import signature
from pathlib import Path

import pytest

from model.errors import Refused
from sources.fetcher import Fetcher, Limits
from tests.sources.fetcher.hostile import AUTHORITY, CONTACT, Names, fetcher, hang_up, said, serving

OK = said(200, b"<rss/>")


async def test_c4_c16_a_question_holds_these_headers_and_no_others() -> None:
    async with serving({"/feed?key=1": OK}) as server, fetcher() as http:
        await http.get(server.url("/feed?key=1"), accept="application/rss+xml", allow_private=True)
        assert dict(server.questions[0].headers) == {
            "host": f"127.0.0.1:{server.port}",
            "user-agent": f"TalentSignals/0.1 (+{CONTACT})",
            "accept": "application/rss+xml",
            "accept-encoding": "gzip, deflate",
            "connection": "close",
        }
        assert server.questions[0].line == "GET /feed?key=1 HTTP/1.1"


async def test_c9_the_version_we_know_is_named() -> None:
    async with serving({"/": said(304)}) as server, fetcher() as http:
        day = "Mon, 23 Nov 2026 08:00:00 GMT"
        assert await http.get(server.url(), etag='W/"v1"', last_modified=day, allow_private=True) is None
        assert await http.get(server.url(), last_modified=day, allow_private=True) is None
        asked = [(q.header("if-none-match"), q.header("if-modified-since")) for q in server.questions]
        assert asked == [('W/"v1"', day), (None, day)]


async def test_c4_the_environment_sets_no_proxy_and_no_password(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password hunter2\n")
    async with serving({}) as proxy, serving({"/": OK}) as server:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url())
            monkeypatch.setenv(name.lower(), proxy.url())
        monkeypatch.setenv("NO_PROXY", "")
        monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
        async with fetcher() as http:
            assert await http.get(server.url(), allow_private=True)
        assert proxy.connections == 0
        assert server.questions[0].header("authorization") is None


async def test_a_long_header_of_an_honest_site_is_read() -> None:
    policy = "Content-Security-Policy: " + "a" * 30_000
    async with serving({"/": said(200, b"<rss/>", policy)}) as server, fetcher() as http:
        assert await http.get(server.url(), allow_private=True)


async def test_connections_are_kept_for_whoever_asks_on() -> None:
    """After the first answer nobody knows yet that there are more questions."""
    async with serving({"/": OK, "/304": said(304)}) as server, fetcher() as http:
        for path in ("/", "/", "/304", "/", "/304"):
            await http.get(server.url(path), etag='"e"', allow_private=True)
        assert server.connections == 2


async def test_a_kept_connection_that_died_is_replaced_without_a_failed_poll() -> None:
    async with serving({"/": hang_up(said(200, b"x"))}) as server, fetcher() as http:
        for _ in range(3):
            assert await http.get(server.url(), allow_private=True)
        assert len(server.questions) == 3


async def test_c2_names_that_lead_inside_are_refused_whatever_else_they_say() -> None:
    inside = {
        "loop.example": [["127.0.0.1"]],
        "loop6.example": [["::1"]],
        "mapped.example": [["::ffff:127.0.0.1"]],
        "many.example": [["10.0.0.1", "127.0.0.1", "fd00::1"]],
        "metadata.example": [["169.254.169.254"]],
    }
    async with serving({"/": OK}) as canary:
        names = Names(inside)
        async with fetcher(Limits(spacing=0, ports=frozenset({canary.port})), names) as http:
            for name in inside:
                with pytest.raises(Refused, match=f"{name} leads into a private network: set `allow_private`"):
                    await http.get(f"http://{name}:{canary.port}/")
            assert names.asked == list(inside)
            assert canary.connections == 0
            assert await http.get(f"http://loop.example:{canary.port}/", allow_private=True)


async def test_c2_a_connection_made_with_permission_is_not_used_without() -> None:
    async with serving({"/": OK}) as canary:
        names = Names({"loop.example": [["127.0.0.1"]]})
        async with fetcher(Limits(spacing=0, ports=frozenset({canary.port})), names) as http:
            url = f"http://loop.example:{canary.port}/"
            assert await http.get(url, allow_private=True)
            with pytest.raises(Refused, match="private network"):
                await http.get(url)
            assert len(canary.questions) == 1


@pytest.mark.parametrize(
    ("certificate", "reason"),
    [
        ("self_signed.pem", "self-signed certificate"),
        ("good.pem", "unable to get local issuer certificate"),
    ],
)
async def test_c17_a_certificate_nobody_vouches_for_is_refused(certificate: str, reason: str) -> None:
    async with serving({"/": OK}, certificate=certificate) as server, fetcher() as http:
        with pytest.raises(Refused, match=rf"127\.0\.0\.1 cannot prove who it is \({reason}\)"):
            await http.get(server.url(), allow_private=True)
        assert server.questions == []


@pytest.mark.parametrize(
    ("certificate", "reason"),
    [("expired.pem", "certificate has expired"), ("other.pem", "IP address mismatch")],
)
async def test_c17_a_wrong_certificate_of_a_known_authority_is_refused(
    monkeypatch: pytest.MonkeyPatch, certificate: str, reason: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(AUTHORITY))
    async with serving({"/": OK}, certificate=certificate) as server, fetcher() as http:
        with pytest.raises(Refused, match=reason):
            await http.get(server.url(), allow_private=True)
        assert server.questions == []


async def test_c17_an_authority_of_this_machine_is_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(AUTHORITY))
    async with serving({"/": OK}, certificate="good.pem") as server, fetcher() as http:
        fetched = await http.get(server.url(), allow_private=True)
        assert fetched is not None
        assert fetched.url == server.url()


async def test_c17_there_is_no_switch() -> None:
    words = {*signature(Fetcher.__init__).parameters, *signature(Fetcher.get).parameters, *Limits.__dataclass_fields__}
    assert not [word for word in words if any(hint in word for hint in ("verify", "insecure", "ssl", "tls", "cert"))]

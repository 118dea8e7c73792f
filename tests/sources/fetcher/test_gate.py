"""C1, C16: which URLs may be asked. Every one is really asked, and a canary on loopback hears nothing."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import ConfigError, Refused, SourceError
from sources.fetcher import Fetcher, Limits
from sources.fetcher.gate import admit, is_denied
from tests.sources.fetcher.hostile import Hostile, Names, fetcher, said, serving

PORTS = frozenset({80, 443})

# {port} is the canary's, which is among the allowed ones: only the address can stop these.
SSRF = [
    "http://127.0.0.1:{port}/",
    "http://127.0.0.1.:{port}/",
    "http://127.1:{port}/",
    "http://127.0.1:{port}/",
    "http://127.127.127.127:{port}/",
    "http://0:{port}/",
    "http://0.0.0.0:{port}/",
    "http://2130706433:{port}/",
    "http://017700000001:{port}/",
    "http://0177.0.0.1:{port}/",
    "http://0x7f000001:{port}/",
    "http://0x7f.0.0.1:{port}/",
    "http://0x7f.1:{port}/",
    "http://00000177.1:{port}/",
    "http://localhost:{port}/",
    "http://localhost.:{port}/",
    "http://LOCALHOST:{port}/",
    "https://localhost:{port}/",
    "http://[::1]:{port}/",
    "http://[0:0:0:0:0:0:0:1]:{port}/",
    "http://[::]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/",
    "http://[::127.0.0.1]:{port}/",
    "http://[::ffff:0.0.0.0]:{port}/",
    "http://[64:ff9b::7f00:1]:{port}/",
    "http://[64:ff9b::127.0.0.1]:{port}/",
    "http://[2002:7f00:1::]:{port}/",
    "http://[2002:7f00:1::1]:{port}/",
    "http://[2001::1]:{port}/",
    "http://[fd00::1]:{port}/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://[fe80::1]:{port}/",
    "http://[fe80::1%25lo]:{port}/",
    "http://169.254.169.254/latest/meta-data/",
    "http://0xa9fea9fe/latest/meta-data/",
    "http://2852039166/latest/meta-data/",
    "http://100.64.0.1/",
    "http://100.100.100.200/latest/meta-data/",
    "http://168.63.129.16/machine",
    "http://192.0.0.1/",
    "http://192.168.0.1/",
    "http://172.16.0.1/",
    "http://10.0.0.1/",
    "http://198.18.0.1/",
    "http://198.19.255.254/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://127。0。0。1:{port}/",
    "http://①②⑦.⓪.⓪.①:{port}/",
    "http://１２７.0.0.1:{port}/",
    "http://ⓛocalhost:{port}/",
    "http://loc\u00adalhost:{port}/",
    "http://a@127.0.0.1:{port}/",
    "http://a:b@127.0.0.1:{port}/",
    "http://example.com@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}\\@example.com/",
    "http://example.com\\@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}#@example.com/",
    "http://127.0.0.1%00.example.com:{port}/",
    "http://127.0.0.1%2f@example.com/",
    "http://127.0.0.1\t:{port}/",
    "http://loc%61lhost:{port}/",
    "http://127.0.0.1:22/",
    "http://example.com:25/",
    "http://example.com:8080/",
    "https://example.com:0/",
    "http://example.com:99999/",
    "http://example.com:eighty/",
    "http://..:{port}/",
    "http:///nohost",
    "http://",
    "//example.com/feed",
    "example.com/feed",
    "",
    "file:///etc/passwd",
    "file://localhost/etc/passwd",
    "gopher://127.0.0.1:{port}/_x",
    "ftp://127.0.0.1:{port}/x",
    "data:text/xml,<rss/>",
    "dict://127.0.0.1:{port}/",
    "ws://127.0.0.1:{port}/",
    "javascript:alert(1)",
    "unix:///var/run/docker.sock",
]


async def test_c1_none_of_the_known_tricks_leaves_the_house() -> None:
    assert len(SSRF) >= 60
    async with serving({"/": said(200, b"secret")}) as canary:
        limits = Limits(spacing=0, ports=PORTS | {canary.port})
        async with fetcher(limits) as http:
            for trick in SSRF:
                url = trick.replace("{port}", str(canary.port))
                with pytest.raises(SourceError) as error:
                    await http.get(url)
                # Some systems do not resolve the odder spellings, which is as good as refusing them.
                assert isinstance(error.value, Refused) or "is not known" in error.value.detail, url
        assert canary.connections == 0
        await _still_alive(canary)


async def _still_alive(canary: Hostile) -> None:
    """The canary could have been reached: what is allowed reaches it."""
    async with fetcher() as http:
        fetched = await http.get(canary.url(), allow_private=True)
    assert fetched is not None
    assert fetched.body == b"secret"


@pytest.mark.parametrize(
    "spelling", ["169.254.169.254", "[fe80::1]", "[fd00:ec2::254]", "0.0.0.1", "[::]", "192.0.0.1", "100.100.100.200"]
)
async def test_c1_even_a_company_network_does_not_hold_these(spelling: str) -> None:
    async with fetcher() as http:
        with pytest.raises(Refused, match="private network"):
            await http.get(f"http://{spelling}/", allow_private=True)


def test_c1_more_ports_can_be_allowed() -> None:
    with pytest.raises(Refused, match=r"example\.com is asked on port 8443; allowed are 80, 443"):
        admit("https://example.com:8443/", private=False, ports=PORTS)
    assert admit("https://example.com:8443/", private=False, ports=PORTS | {8443}).port == 8443
    assert admit("http://intranet:8080/feed", private=True, ports=PORTS).port == 8080


def test_c1_a_password_in_an_address_is_neither_sent_nor_repeated() -> None:
    with pytest.raises(Refused) as refused:
        admit("https://me:hunter2@example.com/feed", private=False, ports=PORTS)
    assert "example.com" in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_a_key_in_a_query_is_not_repeated_in_an_error() -> None:
    with pytest.raises(Refused) as refused:
        admit("htp://example.com/feed?token=hunter2", private=False, ports=PORTS)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    "host",
    ["linkedin.com", "www.linkedin.com", "fr.linkedin.com", "WWW.LinkedIn.COM.", "lnkd.in", "media.licdn.com"],
)
async def test_c16_linkedin_is_never_fetched(host: str) -> None:
    async with fetcher() as http:
        for scheme in ("http", "https"):
            with pytest.raises(Refused, match="LinkedIn's terms forbid it"):
                await http.get(f"{scheme}://{host}/in/somebody", allow_private=True)


@pytest.mark.parametrize("host", ["notlinkedin.com", "linkedin.com.example.com", "linkedin.example", "xlnkd.in"])
def test_c16_other_sites_with_such_names_are_not_linkedin(host: str) -> None:
    assert not is_denied(host)


# Spellings of LinkedIn's hosts that some reader of addresses takes for them, and users' names that hide another host.
DISGUISED = [
    "https://www.linkedin\u3002com/in/x",
    "https://www\uff0elinkedin\uff0ecom/in/x",
    "https://lnkd\uff61in/x",
    "https://\uff2c\uff29\uff2e\uff2b\uff25\uff24\uff29\uff2e.com/",
    "https://\u24dbinkedin.com/",
    "https://\u217cinkedin.com/",
    "https://linke\u00addin.com/",
    "https://linkedin\u200b.com/",
    "https://%6cinkedin.com/",
    "https://linkedin%2ecom/",
    "https://linkedin.com./",
    "https://linkedin.com../",
    "https://LINKEDIN.COM:443/",
    "http://a.b.c.linkedin.com/",
    "https://linkedin.com#@example.com",
    "https://linkedin.com?@example.com",
    "https://linkedin.com\\@example.com/",
    "https://example.com\\.linkedin.com/",
    "https://example.com@linkedin.com/",
    "https://example.com:pass@www.linkedin.com/",
    "https://linkedin.com\t/",
    "https://l\nnkd.in/",
    "//www.linkedin.com/in/x",
    "https:linkedin.com/in/x",
    "https:///linkedin.com/in/x",
    "https://media-exp1.licdn.com/dms/image/x",
    "https://www.linkedin.cn/",
]


@pytest.mark.parametrize("url", DISGUISED)
async def test_c16_linkedin_in_disguise_is_refused_before_anybody_is_asked_where_it_is(url: str) -> None:
    names = Names({})
    async with fetcher(resolver=names) as http:
        for ask in (http.get(url), http.get(url, question=b"{}"), http.get_as(url, "token", allow_private=True)):
            with pytest.raises(Refused):
                await ask
    assert names.asked == []


@pytest.mark.parametrize(
    "url", ["https://l\u0131nkedin.com/", "https://l\u0456nkedin.com/", "https://xn--lnkedin-rog.com/"]
)
def test_c16_a_host_that_only_looks_like_linkedin_is_another_host_and_is_named_as_it_is(url: str) -> None:
    host = admit(url, private=False, ports=PORTS).raw_host.decode()

    assert host.startswith("xn--")
    assert not is_denied(host)


@given(st.text(max_size=60))
def test_any_text_is_admitted_as_a_plain_host_or_refused(text: str) -> None:
    try:
        url = admit("http://" + text, private=False, ports=PORTS)
    except Refused:
        return
    assert isinstance(url, httpx.URL)
    assert str(url).startswith(f"http://{url.netloc.decode()}")
    assert not set(url.netloc.decode()) & set("@\\%?# ")


@pytest.mark.parametrize("contact", ["", "  ", "me\r\nX-Evil: 1", "caf\u00e9"])
def test_c16_a_contact_is_required(contact: str) -> None:
    with pytest.raises(ConfigError, match="contact: give a URL or an e-mail address"):
        Fetcher(contact)

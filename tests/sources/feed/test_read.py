"""From bytes to entries: which reader takes what, and what is refused with which words."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import Changed
from sources.feed.read import read_entries
from sources.feed.strict import NotClean, parse_strict
from tests.cost import cost

BASE = "https://news.example/feeds/all.xml"
PAGES = Path(__file__).parents[2] / "fixtures" / "feed" / "pages"
VERSION = "https://jsonfeed.org/version/1.1"
FIVE_MB = 5 * 1024 * 1024
# Requirement C6 asks for 50 ms; a machine that runs several tests at once needs some air.
MOST_CPU = 0.15


def rss(inside: str) -> bytes:
    return f'<rss version="2.0"><channel><title>t</title>{inside}</channel></rss>'.encode()


def refused(body: bytes, content_type: str = "") -> str:
    with pytest.raises(Changed) as caught:
        read_entries(body, BASE, content_type)
    return caught.value.detail


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"<!DOCTYPE html><html><head><title>Log in</title>", "an HTML page, not a feed: “Log in”"),
        (b"<!-- x --><HTML><body>gone", "an HTML page, not a feed"),
        (b"Please enter your search", "plain text, not a feed: “Please enter your search”"),
        (b'{"error": "quota exceeded"}', "JSON, but not a JSON Feed, and says: “quota exceeded”"),
        (b'[{"title": "x"}]', "JSON, but not a JSON Feed"),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "without its list of items"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": [', "only a part"),
        (b"<Error><Code>AccessDenied</Code></Error>", "No entry"),
        (b'<?xml version="1.0" encoding="utf-7"?><rss/>', "'utf-7'"),
        (b"\x00\x01\x02\x03", "plain text"),
    ],
)
def test_what_is_no_feed_is_called_by_its_name(body: bytes, words: str) -> None:
    assert words in refused(body)


def test_a_feed_without_entries_is_empty_and_no_fault() -> None:
    assert read_entries(rss(""), BASE) == []
    assert read_entries(b'<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title></feed>', BASE) == []
    assert read_entries(b'{"version": "https://jsonfeed.org/version/1", "items": []}', BASE) == []


@pytest.mark.parametrize("page", sorted(PAGES.glob("*")), ids=lambda page: page.name)
def test_a_page_that_breaks_off_gives_all_or_nothing(page: Path) -> None:
    body = page.read_bytes()
    whole = read_entries(body, BASE)

    for end in range(1, len(body), 7):
        try:
            found = read_entries(body[:end], BASE)
        except Changed:
            continue
        assert found == whole, f"cut after {end} of {len(body)} bytes"


def test_only_a_bracket_may_be_missing_at_the_end() -> None:
    body = rss("<item><title>All is here</title></item>")

    assert [entry.title for entry in read_entries(body[:-1], BASE)] == ["All is here"]
    assert "breaks off" in refused(body[:-8])


CLEAN = [
    "press.rss",
    "rss_20_full.xml",
    "atom_10_xhtml.xml",
    "atom_03.xml",
    "rdf.xml",
    "latin_1.xml",
    "double_escapes.xml",
]
MENDED = ["bare_ampersands.xml", "rss_091_doctype.xml", "windows_as_utf_8.xml", "utf_16.xml"]


@pytest.mark.parametrize("name", CLEAN)
def test_clean_feeds_take_the_fast_path(name: str) -> None:
    body = (PAGES / name).read_bytes()

    assert parse_strict(body, BASE) == read_entries(body, BASE)


@pytest.mark.parametrize("name", [*MENDED, "tag_soup.xml"])
def test_all_others_are_not_clean(name: str) -> None:
    with pytest.raises(NotClean):
        parse_strict((PAGES / name).read_bytes().replace(b"\0", b""), BASE)


@pytest.mark.parametrize(
    "inside",
    [
        "<item><title>One</title><title>Two</title></item>",
        "<item><link>https://a.example/1</link><link>https://a.example/2</link></item>",
        "<item><title>With <b>markup</b></title></item>",
        "<item><title>Outer</title><item><title>Inner</title></item></item>",
    ],
)
def test_what_could_be_read_in_two_ways_is_not_clean(inside: str) -> None:
    with pytest.raises(NotClean):
        parse_strict(rss(inside), BASE)
    assert read_entries(rss(inside), BASE)


def test_spelling_of_elements_in_capitals_loses_nothing() -> None:
    entry = read_entries(rss("<item><TITLE>Loud</TITLE><PubDate>2024-10-04</PubDate></item>"), BASE)[0]

    assert entry.title == "Loud"
    assert entry.published is not None


def test_relative_links_start_from_the_page_or_from_xml_base() -> None:
    plain = read_entries(rss("<item><link>../a</link></item>"), BASE)
    based = read_entries(rss('<item xml:base="https://other.example/x/"><link>a</link></item>'), BASE)

    assert plain[0].link == "https://news.example/a"
    assert based[0].link == "https://other.example/x/a"


def test_the_server_names_the_encoding_when_the_page_does_not() -> None:
    body = "<rss><channel><item><title>Привет</title></item></channel></rss>".encode("koi8-r")

    assert read_entries(body, BASE, "text/xml; charset=koi8-r")[0].title == "Привет"


def test_utf_8_that_is_called_latin_1_by_the_server_stays_utf_8() -> None:
    body = "<rss><channel><item><title>Zoë</title></item></channel></rss>".encode()

    assert read_entries(body, BASE, "text/xml; charset=iso-8859-1")[0].title == "Zoë"


BOMBS: dict[str, Callable[[], bytes]] = {
    "a billion laughs": lambda: (
        b'<!DOCTYPE lolz [<!ENTITY l0 "lol">'
        + b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
        + b"]>" + rss("<item><title>&l9;</title></item>")
    ),
    "a quadratic blow-up": lambda: (
        b'<!DOCTYPE r [<!ENTITY a "' + b"a" * 500_000 + b'">]><rss><channel>' + b"&a;" * 5_000 + b"</channel></rss>"
    ),
    "an external entity": lambda: b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rss("<item>&x;</item>"),
    "a bare entity declaration": lambda: b'<!ENTITY x "y">' + rss(""),
    "deep nesting": lambda: b"<rss><channel><item>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</item></channel></rss>",
    "nesting without an end": lambda: b"<rss><channel><item>" + b"<a>" * 1_500_000,
    "a million attributes": lambda: (
        b"<rss><channel><item " + b" ".join(b'a%x=""' % n for n in range(500_000)) + b"/></channel></rss>"
    ),
    "a thousand elements with a thousand attributes": lambda: rss(
        ("<b " + " ".join(f'a{n:x}=""' for n in range(1_000)) + "/>") * 500
    ),
    "a million items": lambda: b"<rss><channel>" + b"<item/>" * 700_000 + b"</channel></rss>",
    "an entity in UTF-16": lambda: '<!DOCTYPE r [<!ENTITY a "b">]><rss>&a;</rss>'.encode("utf-16"),
    "an entity in UTF-16 without a mark": lambda: '<!DOCTYPE r [<!ENTITY a "b">]><rss>&a;</rss>'.encode("utf-16-be"),
    "UTF-7": lambda: b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-ENTITY a "b"+AD4-',
    "comments without an end": lambda: b"<rss><channel>" + b"<!--" * 1_000_000,
    "CDATA without an end": lambda: b"<rss><channel>" + b"<![CDATA[" * 200_000,
    "a DOCTYPE of quotes": lambda: b"<!DOCTYPE " + b'"' * (FIVE_MB - 100),
    "broken markup of a size": lambda: rss("<p><b></p>" * 20_000),
    "links of broken markup": lambda: rss("<item><br>" + "<link>&a</link>" * 10_000 + "</item>"),
    "too large": lambda: b"<rss>" + b" " * FIVE_MB,
    "JSON within JSON": lambda: b'{"a":' + b"[" * 150_000,
    "a number of millions of digits": lambda: b'{"version": "x", "items": ' + b"9" * 4_000_000 + b"}",
}  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_before_it_costs_anything(bomb: Callable[[], bytes]) -> None:
    body = bomb()

    assert refused(body)
    assert cost(lambda: refused(body), MOST_CPU) <= MOST_CPU


HEAVY: dict[str, Callable[[], bytes]] = {
    "dots": lambda: rss(f"<item><description>{'.' * 900}</description></item>" * 4_900),
    "escaped comments": lambda: rss(f"<item><description>x{'&lt;!--' * 110}</description></item>" * 4_900),
    "escaped tags": lambda: rss(f"<item><title>{'&lt;a ' * 110}</title></item>" * 4_900),
    "ampersands": lambda: rss(f"<item><title>{'&' * 500_000}</title></item>"),
    "one long title": lambda: rss(f"<item><title>{'a ' * 2_000_000}</title></item>"),
    "broken markup within bounds": lambda: rss("<item><br>" + "<link>&a</link>" * 3_100 + "</item>"),
}


@pytest.mark.slow
@pytest.mark.parametrize("page", HEAVY.values(), ids=HEAVY)
def test_no_page_takes_half_a_second(page: Callable[[], bytes]) -> None:
    body = page()

    def read() -> None:
        with suppress(Changed):
            read_entries(body, BASE)

    assert cost(read, enough=0.5) <= 0.5


PIECES = [
    "<rss>", "<channel>", "<item>", "<title>", "</title>", "</item>", "</channel>", "</rss>", "<link>", "</link>",
    "<guid>", "</guid>", "<![CDATA[", "]]>", "<!--", "-->", "<?x", "?>", "&", "&amp;", "&#0;", "&#xD800;", "&eacute;",
    "<!DOCTYPE rss>", "<!DOCTYPE r [", "]>", '<feed xmlns="http://www.w3.org/2005/Atom">', "<entry>", "</entry>", "<",
    "</feed>", '<link href="http://[x"/>', "<content type='xhtml'>", "<p>", "x", " ", "http://a[b", "\x00", "é", "{",
    '<a:b xmlns:a="">', '<?xml version="1.0" encoding="rot13"?>', '<?xml version="1.0" encoding="shift_jis"?>', '"',
    "<description>", "</description>", ">",
]  # fmt: skip


soup = st.lists(st.sampled_from(PIECES), max_size=40).map(lambda parts: "".join(parts).encode())
json_fields = st.sampled_from(
    ["id", "url", "external_url", "title", "content_html", "summary", "date_published", "language"]
)
json_values = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text(), max_size=2)


@given(st.binary(max_size=400) | soup)
def test_any_bytes_give_entries_or_changed(body: bytes) -> None:
    with suppress(Changed):
        assert read_entries(body, BASE) == read_entries(body, BASE)


@given(
    st.dictionaries(st.sampled_from(["version", "items", "language"]), st.none() | st.text() | st.integers()),
    st.lists(st.dictionaries(json_fields, json_values)),
)
def test_any_json_feed_gives_entries_or_changed(head: dict[str, object], items: list[object]) -> None:
    body = json.dumps({"version": VERSION, "items": items} | head).encode()
    with suppress(Changed):
        assert len(read_entries(body, BASE)) == len(items)

"""C9: what each status means, how long to wait, and how long an answer stays fresh."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import Busy, Gone, Refused, SourceError
from sources.fetcher.answer import LONGEST, UNSAID, Meaning, fresh_for, judge, reset_after, retry_after
from tests.sources.fetcher.hostile import fetcher, said, serving

NOW = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
LATER = "Mon, 23 Nov 2026 13:00:00 GMT"
HOUR = timedelta(hours=1)

STATUSES: dict[int, type[SourceError]] = {
    204: Busy,
    206: Busy,
    299: Busy,
    300: Refused,
    305: Refused,
    400: Refused,
    401: Refused,
    402: Refused,
    403: Refused,
    404: Refused,
    406: Refused,
    408: Busy,
    410: Gone,
    418: Refused,
    425: Busy,
    429: Busy,
    451: Refused,
    500: Busy,
    502: Busy,
    503: Busy,
    504: Busy,
    520: Busy,
    999: Busy,
}


@pytest.mark.parametrize(("status", "kind"), STATUSES.items())
async def test_c9_every_status_has_its_sentence(status: int, kind: type[SourceError]) -> None:
    async with serving({"/feed?token=hunter2": said(status)}) as server, fetcher() as http:
        with pytest.raises(kind) as error:
            await http.get(server.url("/feed?token=hunter2"), allow_private=True)
        assert type(error.value) is kind
        assert error.value.detail.startswith("127.0.0.1 ")
        assert error.value.detail.endswith(f" ({status}).")
        assert "hunter2" not in str(error.value)


@given(st.integers(0, 9999), st.booleans())
def test_c9_no_status_falls_through(status: int, conditional: bool) -> None:
    try:
        meaning = judge("example.com", status, {}, NOW, conditional=conditional)
    except (Busy, Gone, Refused):
        return
    assert isinstance(meaning, Meaning)
    assert status in {200, 203, 301, 302, 303, 304, 307, 308}


async def test_c9_unchanged_is_believed_only_of_a_version_we_named() -> None:
    async with serving({"/": said(304)}) as server, fetcher() as http:
        assert await http.get(server.url(), etag='"e"', allow_private=True) is None
        with pytest.raises(Busy, match="a version we never named"):
            await http.get(server.url(), allow_private=True)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(minutes=2)),
        (" 3600 ", HOUR),
        ("0", timedelta(0)),
        (LATER, HOUR),
        ("Mon, 23 Nov 2026 14:00:00 +0100", HOUR),
        ("Monday, 23-Nov-26 13:00:00 GMT", HOUR),
        ("Mon Nov 23 13:00:00 2026", HOUR),
        ("Mon, 23 Nov 2026 11:00:00 GMT", timedelta(0)),
        ("9" * 400, LONGEST),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST),
        ("", None),
        ("-5", None),
        ("1.5", None),
        ("\u0663", None),
        ("soon", None),
        ("Mon, 99 Nov 2026 13:00:00 GMT", None),
    ],
)
def test_c9_retry_after_is_seconds_or_a_date(value: str, wait: timedelta | None) -> None:
    assert retry_after({"retry-after": value}, NOW) == wait


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_c9_the_wait_a_server_asks_for_comes_with_busy(status: int) -> None:
    async with serving({"/": said(status, b"", "Retry-After: 7200")}) as server, fetcher() as http:
        with pytest.raises(Busy) as busy:
            await http.get(server.url(), allow_private=True)
        assert busy.value.wait == timedelta(hours=2)


@pytest.mark.parametrize(
    ("headers", "fresh"),
    [
        ({}, None),
        ({"cache-control": "max-age=3600"}, HOUR),
        ({"cache-control": "public, Max-Age=3600, must-revalidate"}, HOUR),
        ({"cache-control": 'max-age="3600"'}, HOUR),
        ({"cache-control": "max-age=3600", "age": "600"}, timedelta(minutes=50)),
        ({"cache-control": "max-age=3600", "age": "7200"}, None),
        ({"cache-control": "max-age=0"}, None),
        ({"cache-control": "s-maxage=3600"}, None),
        ({"cache-control": "no-cache, max-age=3600"}, None),
        ({"cache-control": "no-store", "expires": LATER}, None),
        ({"cache-control": "max-age=60", "expires": LATER}, timedelta(minutes=1)),
        ({"cache-control": "max-age=" + "9" * 500}, LONGEST),
        ({"cache-control": "max-age=soon", "expires": LATER}, HOUR),
        ({"expires": LATER}, HOUR),
        ({"expires": LATER, "date": "Mon, 23 Nov 2026 12:30:00 GMT"}, timedelta(minutes=30)),
        ({"expires": LATER, "date": "yesterday"}, HOUR),
        ({"expires": "0"}, None),
        ({"expires": "-1"}, None),
        ({"expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, None),
    ],
)
def test_c9_freshness_is_read_from_cache_control_then_expires(headers: dict[str, str], fresh: timedelta | None) -> None:
    assert fresh_for(headers, NOW) == fresh


@given(st.text(max_size=60))
def test_c9_no_header_makes_the_reading_of_headers_fail(text: str) -> None:
    for headers in ({"retry-after": text}, {"expires": text, "date": text}, {"cache-control": "max-age=" + text}):
        for wait in (retry_after(headers, NOW), fresh_for(headers, NOW)):
            assert wait is None or timedelta(0) <= wait <= LONGEST


async def test_an_answer_carries_its_headers_in_lower_case_and_its_version() -> None:
    headers = (
        'ETag: W/"v1"',
        "Last-Modified: Mon, 23 Nov 2026 08:00:00 GMT",
        "X-One: a",
        "x-one: b",
        "Cache-Control: max-age=60",
    )
    async with serving({"/": said(200, b"<rss/>", *headers)}) as server, fetcher() as http:
        fetched = await http.get(server.url(), allow_private=True)
        assert fetched is not None
        assert (fetched.etag, fetched.last_modified) == ('W/"v1"', "Mon, 23 Nov 2026 08:00:00 GMT")
        assert fetched.headers["x-one"] == "a, b"
        assert fetched.headers["content-length"] == "6"
        assert fetched.fresh_for == timedelta(minutes=1)
        assert fetched.permanent is None


async def test_a_version_that_no_header_may_hold_is_not_kept() -> None:
    async with serving({"/": said(200, b"x", 'ETag: "caf\u00e9"', "Last-Modified: ")}) as server, fetcher() as http:
        fetched = await http.get(server.url(), allow_private=True)
        assert fetched is not None
        assert (fetched.etag, fetched.last_modified) == (None, None)


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int((NOW + HOUR).timestamp()))}, HOUR),  # GitHub
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "2026-11-23T13:00:00.146Z"}, HOUR),  # Mastodon
        ({"ratelimit-remaining": "0", "ratelimit-reset": str(int((NOW + HOUR).timestamp()))}, HOUR),  # Bluesky
        ({"ratelimit-remaining": "0", "ratelimit-reset": "3600"}, HOUR),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "99999999999999999999"}, LONGEST),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "0"}, timedelta(seconds=1)),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "soon"}, UNSAID),
        ({"x-ratelimit-remaining": "0"}, UNSAID),
        ({"x-ratelimit-remaining": "7", "x-ratelimit-reset": "9"}, None),
        ({}, None),
    ],
)
def test_a_used_up_allowance_tells_when_it_begins_anew(headers: dict[str, str], wait: timedelta | None) -> None:
    told = reset_after(headers, NOW)
    if wait is None or told is None:
        assert told is wait
    else:
        assert abs(told - wait) < timedelta(seconds=1)


@pytest.mark.parametrize(
    ("headers", "said", "wait"),
    [
        ({"retry-after": "30"}, "", timedelta(seconds=30)),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "3600"}, "", HOUR),
        ({"x-ratelimit-remaining": "4999"}, "You have exceeded a secondary rate limit.", UNSAID),
    ],
)
def test_a_403_that_is_a_limit_is_no_refusal(headers: dict[str, str], said: str, wait: timedelta) -> None:
    with pytest.raises(Busy) as error:
        judge("example.com", 403, headers, NOW, conditional=False, said=said)
    assert error.value.wait == wait


def test_any_other_403_is_a_refusal() -> None:
    with pytest.raises(Refused):
        judge("example.com", 403, {"x-ratelimit-remaining": "4999"}, NOW, conditional=False, said="Forbidden")

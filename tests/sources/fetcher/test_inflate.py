"""C5: a body is inflated within bounds, in whatever pieces it comes."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.errors import Busy, Refused
from sources.fetcher.inflate import Body
from sources.fetcher.limits import MIB, Limits

LIMITS = Limits()


def bare_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


PACKERS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "plain": ("", bytes),
    "identity": ("identity", bytes),
    "gzip": ("gzip", gzip.compress),
    "x-gzip in capitals": (" X-GZIP ", gzip.compress),
    "two members": ("gzip", lambda body: gzip.compress(body[:7]) + gzip.compress(body[7:])),
    "padded": ("gzip", lambda body: gzip.compress(body) + bytes(8)),
    "deflate": ("deflate", zlib.compress),
    "bare deflate": ("deflate", bare_deflate),
    "padded deflate": ("deflate", lambda body: zlib.compress(body) + b"\n"),
}


def take(encoding: str, wire: bytes, size: int, limits: Limits = LIMITS) -> bytes:
    body = Body("example.com", encoding, limits)
    for at in range(0, len(wire), size):
        body.feed(wire[at : at + size])
    return body.whole()


@pytest.mark.parametrize("packer", PACKERS)
@settings(max_examples=30)
@given(body=st.binary(max_size=300), size=st.integers(1, 40))
def test_a_body_comes_out_as_it_went_in(packer: str, body: bytes, size: int) -> None:
    encoding, pack = PACKERS[packer]
    assert take(encoding, pack(body), size) == body


@pytest.mark.parametrize("length", [64 * 1024 - 1, 64 * 1024, 64 * 1024 + 1, 128 * 1024, 3 * 64 * 1024 + 258])
@pytest.mark.parametrize("packer", PACKERS)
def test_a_body_that_ends_on_a_step_of_the_inflater_is_whole(packer: str, length: int) -> None:
    encoding, pack = PACKERS[packer]
    body = b"a" * length
    assert take(encoding, pack(body), 16 * 1024) == body


@pytest.mark.parametrize(
    "packer", [name for name, (encoding, _) in PACKERS.items() if encoding not in ("", "identity")]
)
def test_a_body_cut_short_is_never_taken_for_whole(packer: str) -> None:
    encoding, pack = PACKERS[packer]
    wire = pack(b"Somebody leaves somebody. " * 20)
    for cut in range(1, len(wire) - 8):
        try:
            taken = take(encoding, wire[:cut], 10)
        except Busy:
            continue
        assert packer == "two members"
        assert taken == b"Somebod"


def test_an_empty_body_is_empty_however_packed() -> None:
    for encoding in ("", "gzip", "deflate"):
        assert take(encoding, b"", 10) == b""


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_damage_is_told_from_an_end(encoding: str) -> None:
    with pytest.raises(Busy, match=r"example\.com (sent an answer that is damaged|broke off)"):
        take(encoding, b"this is not packed at all" * 3, 10)


@pytest.mark.parametrize(
    "encoding", ["br", "zstd", "compress", "gzip, gzip", "deflate,gzip", "gzip, identity", "aes128gcm"]
)
def test_c5_encodings_that_were_not_offered_and_nested_ones_are_refused(encoding: str) -> None:
    with pytest.raises(Refused, match="packs its answer in a way that was not offered"):
        Body("example.com", encoding, LIMITS)


@pytest.mark.parametrize("packer", PACKERS)
def test_c5_no_body_is_larger_than_five_mib(packer: str) -> None:
    encoding, pack = PACKERS[packer]
    limits = Limits(ratio=10**9)
    assert len(take(encoding, pack(bytes(5 * MIB)), 16 * 1024, limits)) == 5 * MIB
    with pytest.raises(Refused, match="more than 5 MiB, the most we take"):
        take(encoding, pack(bytes(5 * MIB + 1)), 16 * 1024, limits)


def test_c5_a_large_body_grows_at_most_a_hundred_times() -> None:
    with pytest.raises(Refused, match="grows more than 100 times"):
        take("gzip", gzip.compress(bytes(2 * MIB)), 16 * 1024)
    lines = b"".join(b"<item>%d</item>" % number for number in range(150_000))
    assert len(lines) > 2 * MIB
    assert take("gzip", gzip.compress(lines), 16 * 1024) == lines


def test_c5_a_small_feed_that_packs_well_is_no_bomb() -> None:
    body = bytes(MIB)
    wire = gzip.compress(body)
    assert len(body) > 900 * len(wire)
    assert take("gzip", wire, 16 * 1024) == body


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_a_body_is_held_once(encoding: str) -> None:
    size = 4 * MIB
    wire = gzip.compress(bytes(range(256)) * (size // 256)) if encoding else bytes(size)
    body = Body("example.com", encoding, replace(LIMITS, ratio=2000))
    tracemalloc.start()
    try:
        for at in range(0, len(wire), 16 * 1024):
            body.feed(wire[at : at + 16 * 1024])
        whole = body.whole()
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert len(whole) == size
    assert most < 1.3 * size

"""The C library's heap gives back what was needed for a moment."""

from __future__ import annotations

import json
import platform

import pytest

from tests.fresh import said

# One large page first: glibc learns from it. The last text lies above all pages, as what is kept of them does.
PAGES = """
import json
from pathlib import Path

def held():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 // 1_000_000

{before}
del (page := [bytearray(8_000_000)])[:]
begun = held()
pages = []
for _ in range(60):
    pages += [bytearray(500_000), bytearray(2_000)]
there = held()
kept = pages[1::2]
del pages
print(json.dumps([begun, there, held()]))
"""


def megabytes(before: str) -> tuple[int, int, int]:
    """Tell what a process of its own held before its pages, with them and after them."""
    begun, there, after = json.loads(said(PAGES.format(before=before)))
    return begun, there, after


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="needs glibc")
def test_pages_that_are_gone_are_held_no_more() -> None:
    begun, there, after = megabytes("from cli.heap import keep_heap_small; keep_heap_small()")
    assert there - begun >= 25
    assert after - begun <= 2


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="needs glibc")
def test_by_itself_glibc_keeps_their_room() -> None:
    begun, _, after = megabytes("")
    assert after - begun >= 25

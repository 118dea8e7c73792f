"""Several HTTP answers in one Page: a source that turns pages over keeps them word for word for parse to take apart.

One answer stays as it is. Several are written one after another behind a first line that tells the length of each,
`%answers 56074 58733`, so that a page cut anywhere is seen to be cut.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate
from urllib.parse import urljoin, urlsplit

from model.errors import Changed

MARK = b"%answers"
_NEXT = re.compile(r'<([^<>]+)>\s*;[^,]*\brel="?next\b')


def following(address: str, headers: Mapping[str, str]) -> str | None:
    """Return the address of the next page by a Link header, None on the last.

    Raises Changed when it is not at the scheme, host and port of `address`, which is where was asked and not where a
    redirect led: a secret goes with the next question, too.
    """
    found = _NEXT.search(headers.get("link", ""))
    there = urljoin(address, found[1]) if found else None
    if there is not None and urlsplit(there)[:2] != urlsplit(address)[:2]:
        raise Changed(f"The next page is said to be at another host than {urlsplit(address).hostname}.")
    return there


def join(bodies: Sequence[bytes]) -> bytes:
    """Write the bodies of one or more answers as one page."""
    if len(bodies) == 1 and not bodies[0].startswith(MARK):
        return bodies[0]
    lengths = b" ".join(str(len(body)).encode() for body in bodies)
    return b"".join([MARK, b" ", lengths, b"\n", *bodies])


def split(page: bytes) -> list[bytes]:
    """Take a page apart into the answers it was joined from; raises Changed when some of it is missing."""
    return [bytes(part) for part in views(page)] if page.startswith(MARK) else [page]


def views(page: bytes) -> list[memoryview]:
    """Look at the answers of a page where they lie, without a copy of each; raises Changed as `split` does."""
    whole = memoryview(page)
    if not page.startswith(MARK):
        return [whole]
    end = page.find(b"\n")
    lengths = page[len(MARK) : end].split() if end >= 0 else []
    if not lengths or not all(length.isdigit() and len(length) < 12 for length in lengths):
        raise Changed("The line that tells how long each answer is cannot be read.")
    sizes = [int(length) for length in lengths]
    if end + 1 + sum(sizes) != len(page):
        raise Changed("Some of its answers are missing or cut short.")
    starts = accumulate(sizes, initial=end + 1)
    return [whole[start : start + size] for start, size in zip(starts, sizes, strict=False)]

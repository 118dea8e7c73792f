"""Several HTTP answers in one Page: a source that turns pages over keeps them word for word for parse to take apart.

One answer stays as it is. Several are written one after another behind a first line that tells the length of each,
`%answers 56074 58733`, so that a page cut anywhere is seen to be cut.
"""

from __future__ import annotations

from collections.abc import Sequence

from model.errors import Changed

MARK = b"%answers"


def join(bodies: Sequence[bytes]) -> bytes:
    """Write the bodies of one or more answers as one page."""
    if len(bodies) == 1 and not bodies[0].startswith(MARK):
        return bodies[0]
    lengths = b" ".join(str(len(body)).encode() for body in bodies)
    return MARK + b" " + lengths + b"\n" + b"".join(bodies)


def split(page: bytes) -> list[bytes]:
    """Take a page apart into the answers it was joined from; raises Changed when some of it is missing."""
    if not page.startswith(MARK):
        return [page]
    head, _, rest = page.partition(b"\n")
    lengths = head[len(MARK) :].split()
    if not lengths or not all(length.isdigit() and len(length) < 12 for length in lengths):
        raise Changed("The line that tells how long each answer is cannot be read.")
    if sum(map(int, lengths)) != len(rest):
        raise Changed("Some of its answers are missing or cut short.")
    bodies, start = [], 0
    for length in map(int, lengths):
        bodies.append(rest[start : start + length])
        start += length
    return bodies

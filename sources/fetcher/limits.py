"""How much of our time and memory a stranger's server may take, and how much of its own we take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

MIB = 1024 * 1024
# Hosts that ask for more time between two starts than a second, in seconds.
SLOWER = MappingProxyType({"api.gdeltproject.org": 5.0})  # said in its answer with status 429


@dataclass(frozen=True, slots=True)
class Limits:
    """The figures of requirements C1, C3, C5 and C11.

    Seconds: `connect` until the connection stands (name look-up and TLS included), `first_byte` from the question to
    the answer, `total` for the whole chain of redirects, `spacing` between two starts at one public host, longer
    for those in `slower`. Bytes:
    `body` after inflating, which may be `ratio` times what came over the wire once it is larger than `ratio_from` (a
    small feed of one repeated line is no bomb). Counts: `redirects` followed, `per_host` and `in_flight` at a time.
    `ports` that may be asked without `allow_private`.
    """

    connect: float = 5.0
    first_byte: float = 10.0
    total: float = 20.0
    body: int = 5 * MIB
    ratio: int = 100
    ratio_from: int = MIB
    redirects: int = 5
    per_host: int = 2
    spacing: float = 1.0
    slower: Mapping[str, float] = field(default_factory=lambda: SLOWER, hash=False)
    in_flight: int = 64
    ports: frozenset[int] = frozenset({80, 443})

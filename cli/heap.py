"""The C library's heap, kept from holding on to what was needed for a moment.

A large page and all that is made of it live for milliseconds. glibc learns from the first of them to keep such room for
the next, and has a heap for each thread: after a round 25 MB of it are held and hold nothing. Asked for again each
time, that room costs no CPU that could be measured.
"""

from __future__ import annotations

import ctypes

# malloc.h's names for what can be asked of it.
_MAP_FROM, _HEAPS = -3, -8
MAPPED_FROM = 128 * 1024  # bytes: what is larger lies by itself and is gone when freed; glibc moves it up unless told


def keep_heap_small() -> None:
    """Map what is large by itself and let threads share one heap; call it before there are threads.

    Another C library than glibc is left as it is.
    """
    try:
        ask = ctypes.CDLL(None).mallopt
    except (OSError, TypeError, AttributeError):
        return
    ask(_MAP_FROM, MAPPED_FROM)
    ask(_HEAPS, 1)

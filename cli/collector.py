"""Python's collector of cycles, kept from looking again and again where it never finds any."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# A feed's page becomes hundreds of small objects, all of them freed without the collector; its own default is 700.
NEW_OBJECTS = 20_000


@contextmanager
def calm_collector() -> Iterator[None]:
    """Inside the block, what is there now is not looked through, and what is new only once it is much."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()

"""Keeps what was reckoned from a long tuple, for as long as that very tuple is asked about.

Thousands of companies are the same tuple from one change of the watch to the next; comparing or hashing them at each
question costs more than looking at who is asked for.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import wraps
from threading import Lock
from typing import TypeVar

Element = TypeVar("Element")
Result = TypeVar("Result")

KEPT = 16


def kept_for(most: int = KEPT) -> Callable[[Callable[[tuple[Element, ...]], Result]], Callable[..., Result]]:
    """Make a pure function of a tuple remember its last `most` results, by which tuple it was, not by what is in it.

    Anything else that can be iterated over is reckoned each time: it may change.
    """

    def keeping(reckon: Callable[[tuple[Element, ...]], Result]) -> Callable[[Iterable[Element]], Result]:
        # The tuple is kept with its result, so no other one can have its identity meanwhile.
        kept: OrderedDict[int, tuple[tuple[Element, ...], Result]] = OrderedDict()
        one_at_a_time = Lock()

        @wraps(reckon)
        def asked(elements: Iterable[Element]) -> Result:
            if not isinstance(elements, tuple):
                return reckon(tuple(elements))
            with one_at_a_time:
                if id(elements) not in kept:
                    kept[id(elements)] = elements, reckon(elements)
                    if len(kept) > most:
                        kept.popitem(last=False)
                kept.move_to_end(id(elements))
                return kept[id(elements)][1]

        return asked

    return keeping

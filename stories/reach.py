"""Which known stories can change when news arrives: those that the news touches, and those that these touch in turn.

Grouping looks at no pair of signals but those that `related` holds for, so what is out of reach stays as it was.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from model.signal import Signal
from model.story import Story
from stories.people import name_words
from stories.same import NEAR, distance, is_bare_filing, one_notice, same_event


def related(a: Signal, b: Signal) -> bool:
    """Tell whether the story of one may depend on the other's: one event, or a filing that names nobody."""
    bare = is_bare_filing(a) or is_bare_filing(b)
    return same_event(a, b) or (bare and (distance(a, b) <= NEAR or one_notice(a, b)))


def reached(arrived: Iterable[Signal], stories: Sequence[Story]) -> list[Story]:
    """Return those of the `stories` of one block that `arrived` signals reach, in their order."""
    left = dict(enumerate(stories))
    named: dict[str, set[int]] = {}
    waiting = list(arrived)
    while waiting and left:
        signal = waiting.pop()
        near: Collection[int] = list(left)
        if signal.person:
            named = named or _by_name(stories)
            words = {*name_words(signal.person), ""}
            near = {i for word in words for i in named.get(word, ()) if i in left}
        for i in near:
            if any(related(signal, known) for known in left[i].evidence):
                waiting += left.pop(i).evidence
    return [story for i, story in enumerate(stories) if i not in left]


def _by_name(stories: Sequence[Story]) -> dict[str, set[int]]:
    """List the places of the stories under every word of the names that they give."""
    named: dict[str, set[int]] = {}
    for i, story in enumerate(stories):
        for signal in story.evidence:
            for word in name_words(signal.person):
                named.setdefault(word, set()).add(i)
    return named

"""Tells whether a story is what somebody looks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from digests.kinds import kind_name
from digests.sentence import sentence
from model.story import Story


def holds(story: Story, words: Sequence[str]) -> bool:
    """Tell whether every word stands in what is told of the story, whatever the case; a part of a word is enough."""
    told = "\n".join(_told(story)).casefold()
    return all(word.casefold() in told for word in words)


def _told(story: Story) -> Iterator[str]:
    yield story.company
    yield kind_name(story.kind)
    yield sentence(story)
    yield from story.people
    yield from story.outlets
    for signal in story.evidence:
        yield from (signal.title, signal.quote)
        yield from filter(None, (signal.person, signal.role, signal.from_company, signal.to_company))

"""Tells what a story says, to be searched, and whether it is what somebody looks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from digests.kinds import kind_name
from digests.sentence import sentence
from digests.texts import speaking
from model.language import Language
from model.story import Story


def searchable(story: Story) -> str:
    """Put together what is told of a story, in every language of ours, whatever the case."""
    return "\n".join(dict.fromkeys(filter(None, _told(story)))).casefold()


def holds(story: Story, words: Sequence[str]) -> bool:
    """Tell whether every word stands in what is told of the story, whatever the case; a part of a word is enough."""
    told = searchable(story)
    return all(word.casefold() in told for word in words)


def _told(story: Story) -> Iterator[str | None]:
    yield story.company
    for language in Language:
        with speaking(language):
            yield kind_name(story.kind)
            if story.evidence:
                yield sentence(story)
    yield from story.people
    yield from story.outlets
    for signal in story.evidence:
        yield from (signal.title, signal.quote)
        yield from (signal.person, signal.role, signal.from_company, signal.to_company)

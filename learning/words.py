"""Which words tell the stories that were filed under the wrong company from all others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from model.company import Company
from model.feedback import Feedback
from model.story import Story
from stories.people import plain

SHORTEST = 4  # letters; shorter words are in too many texts
STORIES = 2  # one story alone has too many words of its own
PHRASE = 3  # words of an alias at most

_WORD = re.compile(r"[^\W_]+")
_RUN = re.compile(r"[^\W_]+(?:[-'’&.][^\W_]+)*")
_GAP = re.compile(r"\s+\Z")


@dataclass(frozen=True, slots=True)
class Mark:
    """A word or phrase as most write it, and the opinions of the stories in which it stands."""

    text: str
    said: tuple[Feedback, ...]


Cut = Callable[[str], Iterable[tuple[str, str]]]


def word_of(said: Sequence[Feedback], stories: Mapping[str, Story], taken: frozenset[str]) -> Iterator[Mark]:
    """List the words that stand in the stories of `said` and in no other of `stories`, the most telling first.

    `taken` words are nobody's to take: names of people and of companies.
    """
    return _marks(said, stories, taken, _words)


def phrase_of(said: Sequence[Feedback], stories: Mapping[str, Story], taken: frozenset[str]) -> Iterator[Mark]:
    """List what looks like a name in the stories of `said` and in no other of `stories`, as `word_of` does."""
    return _marks(said, stories, taken, _names)


def names_in(stories: Iterable[Story], companies: Iterable[Company]) -> frozenset[str]:
    """List the words of all names of people, private ones too, and of watched companies."""
    people = (name for story in stories for name in (*story.people, *(s.person or "" for s in story.evidence)))
    houses = (name for company in companies for name in (company.name, *company.aliases, *company.rivals))
    return frozenset(word for name in (*people, *houses) for word in _WORD.findall(plain(name)))


def meant(text: str, companies: Iterable[Company], but: str) -> str | None:
    """Name the watched company of which a recruiter's words speak; None when it is none, or `but` itself."""
    words = f" {' '.join(_WORD.findall(plain(text)))} "
    for company in companies:
        spoken = (" ".join(_WORD.findall(plain(name))) for name in (company.name, *company.aliases))
        if company.name != but and any(name and f" {name} " in words for name in spoken):
            return company.name
    return None


def holds(story: Story, text: str) -> bool:
    """Tell whether a word or phrase stands in what anybody may see of a story."""
    wanted = f" {' '.join(_WORD.findall(plain(text)))} "
    return any(wanted in f" {' '.join(_WORD.findall(plain(told)))} " for told in texts(story))


def texts(story: Story) -> list[str]:
    """List the titles and quotes of a story that anybody may see."""
    return [text for signal in story.evidence if not signal.private for text in (signal.title, signal.quote)]


def _marks(said: Sequence[Feedback], stories: Mapping[str, Story], taken: frozenset[str], cut: Cut) -> Iterator[Mark]:
    wrong = {one.story for one in said}
    elsewhere = {key for id_, story in stories.items() if id_ not in wrong for key, _ in _cut(story, cut)}
    found: dict[str, set[str]] = {}
    written: dict[str, Counter[str]] = {}
    for id_ in sorted(wrong & stories.keys()):
        for key, text in _cut(stories[id_], cut):
            if key not in elsewhere and not taken & set(key.split()):
                found.setdefault(key, set()).add(id_)
                written.setdefault(key, Counter())[text] += 1
    marks = [
        (key, Mark(_usual(written[key]), tuple(one for one in said if one.story in ids)))
        for key, ids in found.items()
        if len(ids) >= STORIES
    ]
    marks.sort(key=lambda one: (-len(one[1].said), one[1].text.islower(), -len(one[0].split()), -len(one[0]), one[0]))
    return (mark for _, mark in marks)


def _cut(story: Story, cut: Cut) -> Iterator[tuple[str, str]]:
    for text in texts(story):
        yield from cut(text)


def _usual(written: Counter[str]) -> str:
    return min(written, key=lambda text: (-written[text], text))


def _words(text: str) -> Iterator[tuple[str, str]]:
    for word in _WORD.findall(text):
        if len(word) >= SHORTEST and not word.isdigit():
            yield plain(word), word


def _names(text: str) -> Iterator[tuple[str, str]]:
    """Cut out words with a capital, and up to three of them in a row."""
    row: list[str] = []
    end = 0
    for found in _RUN.finditer(text):
        if not _GAP.match(text, end, found.start()) or not found[0][0].isupper():
            row = []
        row = [*row, found[0]][-PHRASE:] if found[0][0].isupper() else []
        end = found.end()
        for start in range(len(row)):
            phrase = " ".join(row[start:])
            key = " ".join(_WORD.findall(plain(phrase)))
            if len(key) >= SHORTEST:
                yield key, phrase

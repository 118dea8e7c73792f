"""What the lexicons of all languages know of names, as one."""

from __future__ import annotations

from collections.abc import Sequence

from signals.spellings import Vocabulary
from signals.vocabulary import Lexicon

_DICTIONARY = ("everyday", "common", "given", "not_person")  # lists of words that are no names of companies


def names_of(lexicons: Sequence[Lexicon]) -> Vocabulary:
    """Return the words about names of these lexicons."""
    everyday = _words(lexicons, *_DICTIONARY) - _words(lexicons, "brands")
    return Vocabulary(
        ordinary=_words(lexicons, "ordinary"),
        everyday=everyday,
        capitalised=_words(lexicons, "capitalised"),
        shared=_words(lexicons, "not_person", "describing"),
        others=frozenset(_joined(name) for one in lexicons for name in one.phrases("other_names")) | _posted(lexicons),
        initials=_words(lexicons, "initials"),
        makers=tuple(_joined(phrase) for one in lexicons for phrase in sorted(one.phrases("makers"))),
        epithets=tuple(epithet for one in lexicons for epithet in one.epithets),
        at_home=tuple((one.language, name, spellings) for one in lexicons for name, spellings in one.at_home),
        known_for=tuple(known for one in lexicons for known in one.known_for),
    )


def _words(lexicons: Sequence[Lexicon], *lists: str) -> frozenset[str]:
    return frozenset(word for lexicon in lexicons for name in lists for word in lexicon.words(name))


def _posted(lexicons: Sequence[Lexicon]) -> frozenset[str]:
    """Return what is written on a platform, which is not about it: "facebook post"."""
    return frozenset(
        f"{platform} {post}"
        for lexicon in lexicons
        for platform in lexicon.words("platforms")
        for post in lexicon.words("posts")
    )


def _joined(words: Sequence[str]) -> str:
    """Return the name that was cut into `words` as it is written: "x-ray", "writer's block"."""
    return " ".join(words).replace(" - ", "-").replace(" 's", "'s").replace("{ }", "{}")

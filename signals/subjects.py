"""Which companies an item is materially about, and which are only scenery."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache

from signals.companies import Mention
from signals.language import RUN
from signals.patterns import COMPANY, GROUP, PERSON, ROLE
from signals.units import Sentence, Unit
from signals.vocabulary import Lexicon

_NEAR = 60  # characters beside a name in which what makes scenery of it stands, and
_BESIDE = 4  # runs of letters before it

LONG = 5  # sentences
_OFTEN = 3  # sentences
_SPEAKER = 12  # units behind "said" in which it stands who speaks


def about(sentences: Sequence[Sentence], lexicon: Lexicon) -> list[str]:
    """Return the companies of the title, or else of the first sentence that names one, without the scenery."""
    titles = [sentence for sentence in sentences if sentence.in_title]
    found = _named(titles, lexicon)
    if found or any(unit.symbol == COMPANY for sentence in titles for unit in sentence.units):
        return found
    for sentence in sentences:
        if not sentence.in_title:
            found = _named([sentence], lexicon)
            if found:
                return found[:2]
    return []


def plain(folded: str, mentions: Sequence[Mention], lexicon: Lexicon) -> bool:
    """Tell whether no word near the companies could make scenery of one, or doubts that it is meant."""
    before, behind = _scenic(lexicon)
    for mention in mentions:
        if mention.doubtful:
            return False
        start, end = mention.start, mention.end
        if not before.isdisjoint(RUN.findall(folded, max(0, start - _NEAR), start)[-_BESIDE:]):
            return False
        if "-" in folded[end : end + _NEAR] and not behind.isdisjoint(RUN.findall(folded, end, end + _NEAR)):
            return False
    return True


@cache
def _scenic(lexicon: Lexicon) -> tuple[frozenset[str], frozenset[str]]:
    """Return words one of which stands right before, or soon behind, wherever a company is scenery.

    They are the longest of each phrase that makes it so.
    """
    before, behind = (
        frozenset(
            max((run for word in phrase for run in RUN.findall(word)), key=len)
            for name in names
            for phrase in lexicon.lists.get(name, ())
        )
        for names in (("scenery", "former"), ("attached",))
    )
    return before, behind


def often(sentences: Sequence[Sentence], lexicon: Lexicon) -> list[str]:
    """Return the companies of a long text that are more than scenery in several of its sentences, or speak in it."""
    text = [sentence for sentence in sentences if not sentence.in_title]
    if len(text) < LONG:
        return []
    counts = Counter[str]()
    for sentence in text:
        for name in _named([sentence], lexicon):
            counts[name] += _OFTEN if _speaks(sentence, name, lexicon) else 1
    return [name for name, count in counts.items() if count >= _OFTEN]


def _speaks(sentence: Sentence, company: str, lexicon: Lexicon) -> bool:
    """Tell whether one of its people says something: "said Ada Keller, founder and chief executive of Northwind"."""
    said = next((at for at, unit in enumerate(sentence.units) if unit.folded in lexicon.words("say")), None)
    if said is None:
        return False
    speaker = sentence.units[said : said + _SPEAKER]
    symbols = [unit.symbol for unit in speaker]
    return PERSON in symbols and ROLE in symbols and any(unit.value == company for unit in speaker)


def _named(sentences: Sequence[Sentence], lexicon: Lexicon) -> list[str]:
    found: list[str] = []
    for sentence in sentences:
        units = sentence.units
        for at, unit in enumerate(units):
            if unit.symbol == COMPANY and not _scenery(units, at, lexicon):
                found.append(unit.value)
    return list(dict.fromkeys(found))


def _scenery(units: Sequence[Unit], at: int, lexicon: Lexicon) -> bool:
    """Tell whether the company at unit `at` only describes somebody else."""
    before = [unit.folded for unit in units[max(0, at - 3) : at]]
    if before[-1:] and before[-1] in lexicon.words("scenery"):
        return True
    if before[-1:] == ["-"] and before[-2:-1] and before[-2] in lexicon.words("former"):
        return True
    if tuple(before[-2:]) in lexicon.lists.get("scenery", frozenset()):
        return True
    if before[-1:] and before[-1] in lexicon.words("former"):
        return not _lends(units, at)
    after = [unit.folded for unit in units[at + 1 : at + 5]]
    attached = lexicon.words("attached")
    if len(after) > 3 and after[0] in {",", "and", "&"} and after[2] == "-" and after[3] in attached:
        return True  # "Ford, VW-backed Argo"
    return len(after) > 1 and after[0] == "-" and after[1] in attached


def _lends(units: Sequence[Unit], at: int) -> bool:
    """Tell whether somebody of the company at unit `at` goes to another: "taps former Meta executive"."""
    people = {PERSON, ROLE, GROUP}
    ahead = [unit for unit in units[at + 1 : at + 5] if unit.symbol in people or unit.folded == "'s"]
    owning = any(unit.folded == "'s" for unit in ahead)
    others = any(unit.symbol == COMPANY and unit.value != units[at].value for unit in units)
    return bool(ahead) and not owning and others

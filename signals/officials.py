"""The people a filing names: "Jane A. Doe" once in full, "Ms. Doe" from then on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_WORD = r"(?:[A-Z]\.(?:\s?[A-Z]\.)*|[A-Z][\w’'-]*[\w]|(?:de|da|del|van|von|der|den|la|le|bin)\b)"
_RUN = re.compile(rf"(?:\b(?P<title>Mr|Ms|Mrs|Dr|Messrs)\.\s+)?\b[A-Z](?:[\w’'-]*\w|\.)(?:\s+{_WORD})*")
_KINDS = r"(?:Inc|Incorporated|Corp|Corporation|LLC|Ltd|Limited|LP|LLP|plc|PLC|Co|Company|Holdings|Bancorp)"
_HOUSE = re.compile(rf",? {_KINDS}(?![\w-])")
_OF_A_HOUSE = re.compile(rf"\w {_KINDS}(?![\w-])")
_MARK = re.compile(r"[’']s?$")
# Capitalised words of lawyers' English that are nobody's name.
_NOT_NAMES = frozenset(
    re.findall(
        r"\S+",
        """
    accounting act administrative agreement amended america analytics annual april article audit august award awards
    bank board bonus business bylaws ceo ceos cfo chair chairman chairperson chairwoman chief class co-ceo co-ceos
    co-president co-presidents commercial commission committee committees common communications company compensation
    compliance consumer continuity coo corporate corporation cto current date december delaware development digital
    director directors division effective employment equity executive exchange exhibit february finance financial firm
    form fiscal general global governance group head her his holdings human in incentive independent inc information
    interim international investment investor item january july june legal letter llc long-term management march
    marketing may medical meeting member messrs mr mrs ms nasdaq named new no nominating north november october of
    officer officers on operating operations partner performance plan policy president principal product public
    registrant relations release report resources restricted retention retirement revenue risk rule sales scientific
    sec secretary section securities senior separation september services severance she he shares states stock strategy
    supply target technology term the their there these this to transition treasurer trust united university upon vice
    year york effective from also following subject pursuant under prior each if as at a an and it its our we they
    """,
    )
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody named between `start` and `end` of a sentence."""

    start: int
    end: int
    person: str


def called(sentences: Iterable[str], filer: str) -> Mapping[str, str]:
    """Map the last name of everybody who is named in full to that full name."""
    full: dict[str, str] = {}
    for sentence in sentences:
        for start, end, titled in _names(sentence, filer):
            words = sentence[start:end].split()
            if len(words) > 1 and not titled:
                full.setdefault(words[-1], " ".join(words))
    return full


def mentions(sentence: str, full: Mapping[str, str], filer: str) -> list[Mention]:
    """Return who is named in a sentence, each by the full name; a last name alone counts only if it is known."""
    found: list[Mention] = []
    for start, end, _ in _names(sentence, filer):
        last = sentence[start:end].split()[-1]
        if last in full:
            found.append(Mention(start, end, full[last]))
    return found


def _names(sentence: str, filer: str) -> Iterable[tuple[int, int, bool]]:
    own = {word.strip(",.").casefold() for word in filer.split()}
    for run in _RUN.finditer(sentence):
        if _HOUSE.match(sentence, run.end()) or _OF_A_HOUSE.search(run[0]):
            continue
        title = bool(run["title"])
        begin = run.end("title") + 1 if title else run.start()
        start = end = -1
        for word in re.finditer(r"\S+", sentence[begin : run.end()]):
            bare = _MARK.sub("", word[0])
            if bare.casefold().rstrip(".") in _NOT_NAMES or bare.casefold() in own:
                if start >= 0:
                    yield from _whole(sentence, start, end, title)
                start = -1
                continue
            if start < 0:
                start = begin + word.start()
            end = begin + word.start() + len(bare)
        if start >= 0:
            yield from _whole(sentence, start, end, title)


def _whole(sentence: str, start: int, end: int, title: bool) -> Iterable[tuple[int, int, bool]]:
    words = sentence[start:end].split()
    if len(words) > 5 or len(words[-1].rstrip(".")) < 2 or not words[-1][0].isupper():
        return
    yield start, end, title or len(words) == 1

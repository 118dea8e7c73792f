"""Read the free text of a profile: where somebody works, where they worked, whether they look around. Pure.

Its words are data (words.toml), each pattern with what it must match and must not.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cleanco import basename

from signals.fold import fold

TABLE = tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))
LONGEST = 300
_NOBODY = frozenset(TABLE["nobody"])
_ONE, _REST = frozenset(TABLE["former_one"]), frozenset(TABLE["former_rest"])
_HANDLE = re.compile(r"(?<![\w.])@([A-Za-z0-9](?:[A-Za-z0-9-]{0,38}))")
_LINK = re.compile(r"(?:https?://)?(?:www\.)?([a-z0-9-]+)(?:\.[a-z]{2,10}){1,2}(?:/\S*)?(?=[\s,;|)]|$)", re.IGNORECASE)
_PARTS = re.compile(r"\s*(?:[,;|•·\n]|\s[-–—+/]\s|\s(?:and|et|und|y)\s)\s*")
_MARK = re.compile(r"^\W*([a-z]+)(?:[\s:.]+|-|$)")
_AT = re.compile(r"^.*?\s(?:at|chez|bei|@)\s+(?=\S)", re.IGNORECASE)
_LEADS = "|".join(re.escape(lead) for lead in TABLE["leads"])
_LOOKING = re.compile(
    rf"(?:^|[.;,|•·!/:()\n–—-]\s*|(?<![\w'])(?:{_LEADS})\s+)(?:{'|'.join(one['says'] for one in TABLE['looking'])})"
)
_DENIED = re.compile(r"\b(?:not|no|no longer|never|isn't|aren't|am not|pas|plus|nicht|nie|keine|no)\W+(?:\w+\W+){0,2}$")


@dataclass(frozen=True, slots=True)
class Employers:
    """Whom a text names as where somebody works now (`present`) and where they worked (`former`)."""

    present: tuple[str, ...] = ()
    former: tuple[str, ...] = ()


def employers(text: str | None) -> Employers:
    """Take the company of a profile apart: "@acme-labs @other", "ex-Acme", "Engineer at Acme", "prev. Acme"."""
    present: list[str] = []
    former: list[str] = []
    rest = False
    for part in _PARTS.split(_LINK.sub(r"\1", (text or "")[:LONGEST])):
        start = 0
        for found in [*_HANDLE.finditer(part), None]:
            if found is None and start:
                break
            one, more = _marked(part[start : found.start()] if found else part)
            rest = rest or more
            name = found[1] if found else _named(part)
            if name:
                (former if one or rest else present).append(name)
            start = found.end() if found else len(part)
    return Employers(tuple(dict.fromkeys(present)), tuple(dict.fromkeys(former)))


def same(one: str, other: str) -> bool:
    """Tell whether two spellings may mean one house: case, @, hyphens, legal forms and further words do not count."""
    a, b = _words(one), _words(other)
    return "".join(a) == "".join(b) or a[: len(b)] == b or b[: len(a)] == a


def key(company: str) -> str:
    """Return what two spellings of one name share: "Mistral AI", "@mistral-ai" and "mistralai"."""
    return "".join(_words(company))


def names(text: Iterable[str], company: str) -> bool:
    """Tell whether one of several employers may be the company."""
    return any(same(one, company) for one in text)


def looks_around(text: str | None) -> bool:
    """Tell whether a text says of its author that they look for work."""
    folded = fold((text or "")[:LONGEST])
    return any(not _DENIED.search(folded[: found.start() + 1]) for found in _LOOKING.finditer(folded))


def _marked(text: str) -> tuple[bool, bool]:
    """Tell whether a word at the start of a text, or all that stands before a handle, puts what follows in the past.

    The second answer is whether it holds for all that follows.
    """
    mark = _MARK.match(fold(text))
    word = mark[1] if mark else ""
    return word in _ONE, word in _REST


def _named(part: str) -> str:
    """Return the employer that a part without a handle names, "" for none."""
    text = part
    if any(_marked(part)) and (mark := _MARK.match(fold(part))):
        text = part[mark.end() :]
    text = _AT.sub("", text.strip(" \t.:!()[]\"'"), count=1).strip()
    if "@" in text or fold(text) in _NOBODY or looks_around(text) or not re.search(r"[^\W_]", text):
        return ""
    return "" if basename(f"Acme {text}") == "Acme" else text


def _words(company: str) -> tuple[str, ...]:
    spaced = re.sub(r"[-_@]+", " ", company).strip()
    bare = str(basename(spaced)) or spaced
    return tuple(re.findall(r"[^\W_]+", fold(bare))) or (fold(spaced),)

"""Which watched companies a text names, and where.

One automaton holds all names, aliases and domains. It reports every hit; hits inside a word are dropped and of two that
overlap the longer stays, so that "Google DeepMind" is not Google and "metadata" is not Meta.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from model.company import Company
from signals.fold import fold

# What writers leave away at the end of a name: its legal form, and what kind of house it is.
LEGAL = frozenset(
    {"inc", "corp", "corporation", "co", "company", "ltd", "limited", "llc", "plc", "gmbh", "ag", "sa", "se", "nv"}
    | {"group", "holdings", "incorporated"}
)
_KINDS = frozenset({"ai", "labs", "lab", "robotics", "technologies", "platforms", "motors", "software", "systems"})
_SHORTER = {"company": "co", "corporation": "corp", "incorporated": "inc", "limited": "ltd"}
_WITHIN_LINKS = "./-_=?&"
_LONGEST_LINK = 120  # characters of an address before a name in it
_FEW = 25_000  # names
_OPENING = 8  # characters
_PLUS = "+"  # "Disney+" is what Disney sells


class Mention(NamedTuple):
    """One place where a text names a company: text[start:end].

    `company` is None for a name that belongs to somebody else and only looks like one of ours ("Square Enix").
    `doubtful` says that the words alone do not prove it: an ordinary word, or a company with `must` words, none near.
    """

    start: int
    end: int
    company: str | None
    doubtful: bool


@dataclass(frozen=True, slots=True)
class _Form:
    """One spelling: whose it is, and whether a capital letter and other evidence are wanted."""

    company: str | None
    capital: bool
    doubtful: bool


class Companies:
    """The watched companies, ready to be found in texts. Build once; about 20 microseconds a name.

    `ordinary` are folded names that are also everyday words and want evidence, `capitalised` such that are so well
    known that a capital letter is enough; `others` are names of other houses that contain one of
    ours; `epithets` maps a company's name to what writers call it ("the ChatGPT maker").
    """

    def __init__(
        self,
        companies: Iterable[Company],
        ordinary: Iterable[str] = (),
        others: Iterable[str] = (),
        epithets: Iterable[tuple[str, Sequence[str]]] = (),
        capitalised: Iterable[str] = (),
    ) -> None:
        watched = tuple(companies)
        self._by_name = {company.name: company for company in watched}
        self._guarded = {c.name: (_folded(c.must), _folded(c.never)) for c in watched if c.must or c.never}
        common, proper = frozenset(ordinary), frozenset(capitalised)
        forms: dict[str, _Form] = {}
        for name in others:
            forms[fold(name)] = _Form(None, capital=False, doubtful=False)
        for company in watched:
            for spelling in (company.name, *company.aliases):
                folded = fold(spelling.strip())
                everyday = folded in common or len(folded) <= 2
                capital = (everyday or folded in proper) and spelling[:1].isupper()
                if len(folded) > 1 or spelling.isupper():
                    forms[folded] = _Form(company.name, capital, everyday)
                # Of the name alone: an alias is one already, and "Open AI" must not make "Open" a company.
                for short, sure in _shorter(folded) if spelling == company.name else ():
                    forms.setdefault(short, _Form(company.name, capital=True, doubtful=not sure))
            if company.domain:
                forms[fold(company.domain)] = _Form(company.name, capital=False, doubtful=False)
        for name, spellings in epithets:
            if name in self._by_name:
                forms |= {fold(spelling): _Form(name, capital=False, doubtful=False) for spelling in spellings}
        forms.pop("", None)
        self._forms = list(forms.values())
        # The DFA is thrice as fast on texts but takes too much memory for a hundred thousand names, not for how they
        # begin: most texts do not hold even that.
        few = len(forms) <= _FEW
        self._automaton = _automaton(list(forms), fast=few) if forms else None
        self._openings = None if few else _automaton(sorted({form[:_OPENING] for form in forms}), fast=True)
        self._by_cik = {company.cik: company.name for company in watched if company.cik is not None}

    def by_cik(self, cik: int) -> str | None:
        """Return the name of the watched company with this SEC key."""
        return self._by_cik.get(cik)

    def match(self, written: str | None) -> str | None:
        """Return the watched company that a loose name means ("OpenAI, Inc."), when it starts with its name."""
        for mention in self.find(written or ""):
            if mention.start == 0 or (written or "")[: mention.start].strip().casefold() == "the":
                return mention.company
        return None

    def any_in(self, text: str) -> bool:
        """Tell whether a watched company is named; cheap, and generous with ordinary words."""
        automaton = self._automaton
        if automaton is None:
            return False
        folded = fold(text)
        if self._openings is not None and not self._openings.find_matches_as_indexes(folded):
            return False
        hits = automaton.find_matches_as_indexes(folded, overlapping=True)
        return bool(hits) and any(self._stands(text, folded, *hit) for hit in hits)

    def find(self, text: str, folded: str | None = None, genitive: bool = False) -> list[Mention]:
        """Return the mentions in `text` in order, without overlaps. `folded` saves folding twice.

        `genitive` takes a name with an s glued to it for the name: "OpenAIs Technikchefin".
        """
        automaton = self._automaton
        if automaton is None:
            return []
        low = fold(text) if folded is None else folded
        first = 0
        if self._openings is not None:
            openings = self._openings.find_matches_as_indexes(low)
            if not openings:
                return []
            first = max(0, openings[0][2] - _OPENING)
        forms = self._forms
        hits: list[tuple[int, int, _Form]] = []
        for index, start, end in automaton.find_matches_as_indexes(low[first:] if first else low, overlapping=True):
            form, start, end = forms[index], start + first, end + first
            if form.capital and not text[start].isupper():
                continue
            if (_whole(low, start, end) or (genitive and _owned(text, low, start, end))) and not _linked(low, start):
                hits.append((start, end, form))
        if len(hits) > 1:
            hits.sort(key=lambda hit: (hit[0], -hit[1]))
        found: list[Mention] = []
        taken = 0
        for start, end, form in hits:
            if start < taken:
                continue
            taken = end
            doubt = self._doubt(form, low, start, end)
            if doubt is not None:
                sold = low.startswith(_PLUS, end) and not low[end + 1 : end + 2].isalnum()
                found.append(Mention(start, end, None if sold else form.company, doubt))
        return _settled(found)

    def passed_over(self, text: str) -> list[dict[str, object]]:
        """Return the places where letters of a name stand that was not taken for one, each with why."""
        low = fold(text)
        hits = self._automaton.find_matches_as_indexes(low, overlapping=True) if self._automaton is not None else []
        found = self.find(text, low)
        passed: list[dict[str, object]] = []
        for index, start, end in hits:
            form = self._forms[index]
            longer = next((one for one in found if one.start <= start and end <= one.end), None)
            if longer is not None and (longer.start, longer.end) == (start, end):
                continue
            if not _whole(low, start, end):
                why = "it is part of a longer word"
            elif _linked(low, start):
                why = "it is part of an address"
            elif longer is not None:
                why = f"it is part of “{text[longer.start : longer.end]}”"
            elif form.capital and not text[start].isupper():
                why = "an everyday word without its capital"
            else:
                why = "a word of its `never` stands near, or none of its `must`"
            passed.append({"written": text[start:end], "company": form.company, "taken": False, "why": why})
        return passed

    def _stands(self, text: str, folded: str, index: int, start: int, end: int) -> bool:
        """Tell whether a hit is a whole word and, for an ordinary word, capitalised."""
        form = self._forms[index]
        whole = _whole(folded, start, end) or _owned(text, folded, start, end)
        return form.company is not None and whole and (not form.capital or text[start].isupper())

    def _doubt(self, form: _Form, folded: str, start: int, end: int) -> bool | None:
        """Return whether the mention is doubtful, or None when the company's own words rule it out."""
        guard = self._guarded.get(form.company or "") if self._guarded else None
        if guard is None:
            return form.doubtful
        must, never = guard
        near = folded[max(0, start - 200) : end + 200]
        if any(_has(near, word) for word in never):
            return None
        if not must:
            return form.doubtful
        return None if not any(_has(near, word) for word in must) else False


def _automaton(forms: Sequence[str], *, fast: bool) -> AhoCorasick:
    """Return an automaton that finds these forms, `fast` at the price of memory."""
    kind = Implementation.DFA if fast else Implementation.ContiguousNFA
    return AhoCorasick(forms, store_patterns=False, implementation=kind)


def _shorter(folded: str) -> Iterable[tuple[str, bool]]:
    """Yield what else a name is called, with whether that alone proves it: "the browser co", "inflection"."""
    head, _, tail = folded.rstrip(".").rpartition(" ")
    if not head:
        return
    if tail in _SHORTER:
        yield f"{head} {_SHORTER[tail]}", True
    bare = head.removeprefix("the ").rstrip(" ,&")
    if tail in LEGAL or tail in _KINDS:
        many = " " in bare
        if len(bare) > 2 and (many or bare == head):
            yield bare, many


def _settled(mentions: list[Mention]) -> list[Mention]:
    """Return the mentions; a name that another mention of the same company proves is no longer doubtful."""
    if len(mentions) < 2:
        return mentions
    proved = {mention.company for mention in mentions if mention.company and not mention.doubtful}
    return [
        mention._replace(doubtful=False) if mention.doubtful and mention.company in proved else mention
        for mention in mentions
    ]


def within(mentions: Sequence[Mention], start: int, end: int) -> Sequence[Mention]:
    """Return those of the ordered `mentions` that begin in text[start:end]."""
    if not mentions or mentions[-1].start < start or mentions[0].start >= end:
        return ()
    first = bisect_left(mentions, start, key=lambda mention: mention.start)
    return mentions[first : bisect_left(mentions, end, lo=first, key=lambda mention: mention.start)]


def _folded(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(fold(word) for word in words if word)


def _owned(text: str, folded: str, start: int, end: int) -> bool:
    """Tell whether an s that makes a genitive is glued to the capitalised name at text[start:end]."""
    return text[start].isupper() and folded[end : end + 1] == "s" and _whole(folded, start, end + 1)


def _linked(folded: str, start: int) -> bool:
    """Tell whether a hit stands within an address ("https://news.northwind.example"), which names nobody."""
    if not start or folded[start - 1] not in _WITHIN_LINKS:
        return False
    return "://" in folded[max(0, start - _LONGEST_LINK) : start].split()[-1]


def _whole(text: str, start: int, end: int) -> bool:
    """Tell whether text[start:end] begins and ends at the border of a word."""
    if start and text[start - 1].isalnum() and text[start].isalnum():
        return False
    return end >= len(text) or not (text[end].isalnum() and text[end - 1].isalnum())


def _has(text: str, word: str) -> bool:
    """Tell whether `word` stands in `text` as a whole word."""
    at = text.find(word)
    while at >= 0:
        if _whole(text, at, at + len(word)):
            return True
        at = text.find(word, at + 1)
    return False

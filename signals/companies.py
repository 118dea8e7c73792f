"""Which watched companies a text names, and where.

Names, aliases and domains are all looked for at once. Hits inside a word are dropped and of two that overlap the longer
stays, so that "Google DeepMind" is not Google and "metadata" is not Meta.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from model.company import Company
from signals.fold import fold
from signals.openings import Spellings
from signals.spellings import NO_WORDS, Form, Rule, Vocabulary, forms_of

_WITHIN_LINKS = "./-_=?&"
_LONGEST_LINK = 120  # characters of an address before a name in it
_GLUING = frozenset({"de"})  # languages that glue an s to names
_AROUND = 20  # characters beside a word that show whether all is in capitals
_SHORT = 5  # letters of a name that is another word with these
_ACCENTED = frozenset("äöüßÄÖÜ")
_PLUS = "+"  # "Disney+" is what Disney sells


class Mention(NamedTuple):
    """One place where a text names a company: text[start:end].

    `company` is None for a name that belongs to somebody else and only looks like one of ours ("Square Enix").
    `doubtful` says that the words alone do not prove it: an ordinary word, or a company with `must` words, none near;
    `strict` that a capital letter alone proves nothing either. `implied` marks what only stands for a company that is
    not named ("iPhone"), `otherwise` the company that an unproved name stands for ("Gemini" for Google).
    """

    start: int
    end: int
    company: str | None
    doubtful: bool
    strict: bool = False
    implied: bool = False
    otherwise: str | None = None


class Companies:
    """The watched companies, ready to be found in texts. Build once; about 10 microseconds a name."""

    def __init__(self, companies: Iterable[Company], words: Vocabulary = NO_WORDS) -> None:
        watched = tuple(companies)
        self._by_name = {company.name: company for company in watched}
        self._guarded = {c.name: (_folded(c.must), _folded(c.never)) for c in watched if c.must or c.never}
        self._marked = frozenset(company.name for company in watched if not company.name.isascii())
        self._spellings = Spellings(forms_of(watched, words))
        self._by_cik = {company.cik: company.name for company in watched if company.cik is not None}

    def by_cik(self, cik: int) -> str | None:
        """Return the name of the watched company with this SEC key."""
        return self._by_cik.get(cik)

    def known(self, written: str | None) -> str | None:
        """Return the watched company that a field which holds nothing but a company means, by its whole name first.

        There an ordinary word is a name, and no `must` word can stand near it.
        """
        return written if written in self._by_name else self.match(written)

    def match(self, written: str | None) -> str | None:
        """Return the watched company that a loose name means ("OpenAI, Inc."), when it starts with its name."""
        for mention in self.find(written or ""):
            if mention.implied:
                continue
            if mention.start == 0 or (written or "")[: mention.start].strip().casefold() == "the":
                return mention.company
        return None

    def any_in(self, text: str) -> bool:
        """Tell whether a watched company is named; cheap, and generous with ordinary words."""
        folded = fold(text)
        spelled = self._spellings.within(folded)
        return bool(spelled) and any(self._stands(text, folded, *hit) for hit in spelled)

    def find(self, text: str, folded: str | None = None, language: str = "") -> list[Mention]:
        """Return the mentions in `text` in order, without overlaps. `folded` saves folding twice.

        In a text of a `language` that writes so, a name with an s glued to it is the name: "OpenAIs Technikchefin".
        """
        low = fold(text) if folded is None else folded
        spelled = self._spellings.within(low)
        if not spelled:
            return []
        hits = self._hits(text, low, spelled, language)
        genitive = language in _GLUING
        if len(hits) > 1:
            hits.sort(key=lambda hit: (hit[0], -hit[1]))
        found: list[Mention] = []
        taken = 0
        for start, end, form in hits:
            if start < taken:
                continue
            taken = end
            if form.rule.epithet and _followed(text, low, end, form, hits, genitive):
                continue
            doubt = self._doubt(form, low, start, end)
            if doubt is not None:
                found.append(_mention(form, low, start, end, doubt))
        return _settled(found)

    def _hits(
        self, text: str, low: str, spelled: Iterable[tuple[int, int, Form]], language: str
    ) -> list[tuple[int, int, Form]]:
        """Return which of those `spelled` in a text are whole words and written as their rules want."""
        genitive = language in _GLUING
        hits: list[tuple[int, int, Form]] = []
        for start, end, form in spelled:
            if form.rule.capital and text[start].islower():
                continue
            whole = _whole(low, start, end) or (genitive and _owned(text, low, start, end))
            if whole and self._fits(form, text, start, end, language) and not _linked(low, start):
                hits.append((start, end, form))
        return hits

    def passed_over(self, text: str) -> list[dict[str, object]]:
        """Return the places where letters of a name stand that was not taken for one, each with why."""
        low = fold(text)
        found = self.find(text, low)
        passed: list[dict[str, object]] = []
        for start, end, form in self._spellings.within(low):
            longer = next((one for one in found if one.start <= start and end <= one.end), None)
            if longer is not None and (longer.start, longer.end) == (start, end):
                continue
            if not _whole(low, start, end):
                why = "it is part of a longer word"
            elif _linked(low, start):
                why = "it is part of an address"
            elif longer is not None:
                why = f"it is part of “{text[longer.start : longer.end]}”"
            elif form.rule.capital and text[start].islower():
                why = "an everyday word without its capital"
            elif not self._fits(form, text, start, end, form.rule.language):
                why = "it is not written as the name is"
            else:
                why = "a word of its `never` stands near, or none of its `must`"
            passed.append({"written": text[start:end], "company": form.company, "taken": False, "why": why})
        return passed

    def _stands(self, text: str, folded: str, start: int, end: int, form: Form) -> bool:
        """Tell whether a hit is a whole word and, for an ordinary word, capitalised."""
        whole = _whole(folded, start, end) or _owned(text, folded, start, end)
        return form.company is not None and whole and (not form.rule.capital or not text[start].islower())

    def _fits(self, form: Form, text: str, start: int, end: int, language: str) -> bool:
        """Tell whether a spelling is written as its rule wants, and is no other word with accents ("Über" for Uber)."""
        if end - start <= _SHORT and form.company not in self._marked and not _ACCENTED.isdisjoint(text[start:end]):
            return False
        return _written(form.rule, text, start, end, language)

    def _doubt(self, form: Form, folded: str, start: int, end: int) -> bool | None:
        """Return whether the mention is doubtful, or None when the company's own words rule it out."""
        guard = self._guarded.get(form.company or "") if self._guarded else None
        if guard is None:
            return form.rule.doubtful
        must, never = guard
        near = folded[max(0, start - 200) : end + 200]
        if any(_has(near, word) for word in never):
            return None
        if not must:
            return form.rule.doubtful
        return None if not any(_has(near, word) for word in must) else False


def _mention(form: Form, folded: str, start: int, end: int, doubtful: bool) -> Mention:
    """Return the mention of a form at text[start:end]; what a company sells under its name only stands for it."""
    company, rule, otherwise = form
    if rule.joined:
        start = folded.index(" ", start) + 1
    sold = folded.startswith(_PLUS, end) and not folded[end + 1 : end + 2].isalnum()
    return Mention(start, end, company, doubtful, rule.strict, rule.implied or sold, otherwise)


def _written(rule: Rule, text: str, start: int, end: int, language: str) -> bool:
    """Tell whether a spelling has the capital letters, and the text the language, that its rule wants."""
    if rule.language and (rule.language != language or text[start - 1 : start] == "-"):
        return False
    capital = rule.capital
    if rule.joined:
        return text[text.index(" ", start) + 1].isupper()
    if not capital:
        return True
    if capital == "only":
        return text[start:end].isupper()
    if text[start].islower():
        return False
    if capital == "all":
        return not text[text.rfind(" ", start, end) + 1].islower()
    return not (rule.doubtful and end - start > 1 and text[start:end].isupper() and not _shouted(text, start, end))


def _shouted(text: str, start: int, end: int) -> bool:
    """Tell whether the letters around text[start:end] are capitals, too."""
    near = text[max(0, start - _AROUND) : start] + text[end : end + _AROUND]
    return sum(map(str.isupper, near)) > sum(map(str.islower, near))


def _followed(text: str, folded: str, end: int, form: Form, hits: Sequence[tuple[int, int, Form]], nouns: bool) -> bool:
    """Tell whether the name of somebody follows an epithet, so that it only describes: "iPhone maker Contoso".

    `nouns` says that every noun has a capital letter, so that an epithet with one need not stand in a headline.
    """
    if any(start == end + 1 and other.company != form.company for start, _, other in hits if start > end):
        return True
    small = nouns or text[folded.rfind(" ", 0, end) + 1 : end].islower()
    return (
        small
        and text[end : end + 1] == " "
        and text[end + 1 : end + 2].isupper()
        and not any(start == end + 1 for start, _, _ in hits)
    )


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

"""Read what somebody says of themselves in a post or on their own page: "today is my last day at Northwind".

Nobody has checked who writes there, so it is a rumour until somebody else tells it. The phrases are `[own_words]` of
the lexicons. Of "I left Northwind" alone nobody knows whether a job is meant or an account: another word has to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from model.item import Item, Post
from model.signal import Certainty, Kind, Signal, SourceClass
from signals.companies import Companies, within
from signals.events import Event
from signals.fold import composed, fold
from signals.merging import signal
from signals.tokens import sentences
from signals.vocabulary import Lexicon

_CONFIDENCE = 0.6
_GAP = r"(?:[\w'&-]+ ){0,6}?"  # what a * in a phrase stands for
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SIGNS = re.compile(r"[^\w\s.'’-]+|_")
_ASIDE = re.compile(r"[(\[{|,/•·–—].*", re.DOTALL)
_QUOTED = re.compile(r"[\"“„«][^\"”“»]{0,400}$")
_LONGEST_NAME = 5


@dataclass(frozen=True, slots=True)
class _Said:
    company: str
    joined: bool
    quote: str


def read(item: Item, post: Post, companies: Companies, lexicon: Lexicon, lexicons: Sequence[Lexicon]) -> list[Signal]:
    """Return whom the author says that they left or joined; [] unless they show a person's name and say "I"."""
    person = post.author if post.vouched else person_in(post.author, companies, lexicons)
    if not person:
        return []
    said = list(dict.fromkeys(_said(item, post, person, companies, lexicon)))
    source = next((one.company for one in said if not one.joined), None)
    target = next((one.company for one in said if one.joined), None)
    return [signal(item, _event(one, person, source, target), SourceClass.PERSON) for one in said]


def _event(said: _Said, person: str, source: str | None, target: str | None) -> Event:
    kind, name = (Kind.HIRE, "joined") if said.joined else (Kind.DEPARTURE, "left")
    return Event(
        kind, said.company, person, None, None, source, target, None, None, Certainty.RUMOUR, _CONFIDENCE,
        said.quote, f"own_words.{name}", 0, False,
    )  # fmt: skip


def person_in(shown: str, companies: Companies, lexicons: Sequence[Lexicon]) -> str | None:
    """Return the name in what an account shows ("Ada Byron 🦀 (she/her)"), None where it need not be a person's."""
    name = " ".join(_SIGNS.sub(" ", _ASIDE.sub("", composed(shown))).split())
    words = name.split()
    if not 1 < len(words) <= _LONGEST_NAME or not all(_capital(word, lexicons) for word in words):
        return None
    first, *others = fold(name).split()
    given = any({first, first.partition("-")[0]} & lexicon.words("given") for lexicon in lexicons)
    surnames = [word for word in others if not any(word in lexicon.words("particles") for lexicon in lexicons)]
    house = any(word in _never(lexicon) for lexicon in lexicons for word in surnames)
    return name if given and surnames and not house and not companies.find(name) else None


def _capital(word: str, lexicons: Sequence[Lexicon]) -> bool:
    letters = re.sub(r"[.'’-]", "", word)
    particle = any(fold(word) in lexicon.words("particles") for lexicon in lexicons)
    return letters.isalpha() and (particle or word[0].isupper()) and not (len(letters) > 2 and letters.isupper())


@cache
def _never(lexicon: Lexicon) -> frozenset[str]:
    return frozenset().union(
        *map(lexicon.words, ("not_person", "organisation", "company_nouns", "stopwords", "fields"))
    )


def _said(item: Item, post: Post, person: str, companies: Companies, lexicon: Lexicon) -> Iterator[_Said]:
    text = composed(item.text or item.title)
    folded = fold(text)
    mentions = [one for one in companies.find(text, folded) if not one.implied]
    at_work = bool(_phrases(lexicon, "work").search(folded))
    for start, end in sentences(text):
        if _denied(folded[start:end], item.published.year, lexicon):
            continue
        for one in within(mentions, start, end):
            if one.company is None or one.doubtful or _QUOTED.search(text[start : one.start]):
                continue
            before, after = _as_told(folded[start : one.start], post, person, lexicon), folded[one.end : end]
            joined = _which(before, after, at_work, post.vouched, lexicon)
            if joined is None or (joined and set(re.findall(r"\w+", folded[one.start : one.end])) <= set(post.known)):
                continue
            yield _Said(one.company, joined, text[start:end].strip())


def _which(before: str, after: str, at_work: bool, vouched: bool, lexicon: Lexicon) -> bool | None:
    """Tell whether what stands around a company says that the author joined it (True) or left it (False)."""
    following = re.match(r"\s*(['\w]+)", after)
    if following and following[1] not in lexicon.own_words.get("goes_on", ()):
        return None
    for joined, sure, perhaps in ((False, "left", "perhaps_left"), (True, "joined", "perhaps_joined")):
        if _phrases(lexicon, sure, at_end=True).search(before):
            return joined
        if at_work and _phrases(lexicon, perhaps, at_end=True).search(before):
            return joined
    return True if vouched and _phrases(lexicon, "works", at_end=True).search(before) else None


def _denied(sentence: str, year: int, lexicon: Lexicon) -> bool:
    years = {int(found) for found in _YEAR.findall(sentence)}
    if sentence.rstrip().endswith("?") or (years and year not in years):
        return True
    return bool(_phrases(lexicon, "never").search(sentence))


def _as_told(before: str, post: Post, person: str, lexicon: Lexicon) -> str:
    """Write out what is shortened ("I'm"); on somebody's own page their name and "she" are I."""
    text = _rewritten(before, lexicon.own_words.get("short", ()))
    if not post.vouched:
        return text
    names = [fold(person), fold(person).split()[0], *lexicon.own_words.get("they", ())]
    self = next(iter(lexicon.own_words.get("i", ())), "")
    return _rewritten(text, [*(f"{name} > {self}" for name in names), *lexicon.own_words.get("third", ())])


def _rewritten(text: str, rules: Sequence[str]) -> str:
    """Replace whole words by rules such as "i'm > i am"; what is replaced by nothing goes."""
    for rule in rules:
        short, _, whole = (part.strip() for part in rule.partition(">"))
        text = re.sub(rf"(?<!\w){re.escape(short)}(?!\w)", whole.replace("\\", ""), text)
    return " ".join(text.split())


@cache
def _phrases(lexicon: Lexicon, name: str, at_end: bool = False) -> re.Pattern[str]:
    """Compile the phrases of a list; at the end of a text an article, an @ or a # may follow."""
    written = [re.escape(fold(one)).replace(r"\*\ ", _GAP) for one in lexicon.own_words.get(name, ())]
    if not written:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<!\w)(?:{'|'.join(written)})" + (r"\s*(?:the\s+)?[@#]?$" if at_end else r"(?!\w)"))

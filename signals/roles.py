"""Titles and roles in a sentence, with the words that belong to them, and groups of unnamed people."""

from __future__ import annotations

from functools import cache, lru_cache

from model.signal import Seniority
from signals.fold import fold
from signals.patterns import COMPANY, GROUP, ORGANISATION, ROLE
from signals.titles import RANK
from signals.tokens import Token
from signals.units import Draft
from signals.vocabulary import Lexicon

_LONGEST_BEFORE = 3
_LONGEST_OFFICE = 6
_ELSEWHERE = frozenset({"of", "at", "to", "for", "as", "is", "in"})
_LONGEST_AFTER = 6
_SEVERAL = ("s", "es", "en", "innen", "e", "n")  # how a title of several ends
_PLURAL = ("en", "ern", "eln")  # how a verb of several ends


def find(draft: Draft, lexicon: Lexicon) -> None:
    """Put a unit where a role ("vice president of research") or a group ("two researchers") stands."""
    tokens, starting, compounds = draft.tokens, _starting(lexicon), lexicon.compounds
    for at, token in enumerate(tokens):
        made = compounds[token.folded] if token.capital and compounds else ""
        if not (made or token.folded in starting) or not draft.free(at):
            continue
        first = token.folded
        best, level = _longest(draft, lexicon, at)
        if not best and made:
            best, level = 1, made
        if not best:
            continue
        office = _officer(draft, lexicon, at)
        if office > best:
            best, level = office, Seniority.C_SUITE.value
        if best == 1 and first in lexicon.words("fields") and _leads(draft, lexicon, at + 1):
            continue
        if best == 1 and at and tokens[at - 1].folded in lexicon.words("adjective_behind"):
            continue  # "sus puestos directivos"
        if best == 1 and first in lexicon.words("joined_titles") and not (at and tokens[at - 1].folded == "-"):
            continue  # "Northwind-Mann", but not "ein Mann"
        if best == 1 and lexicon.has("either_number", first) and _several(draft, lexicon, at):
            level = Seniority.GROUP.value
        symbol = GROUP if level == "group" else ROLE
        start = _before(draft, lexicon, at)
        weak = best == 1 and start == at and first in lexicon.words("weak_titles")
        if weak and not _owned(draft, lexicon, at) and not (symbol == ROLE and _taken_on_as(draft, lexicon, at)):
            continue
        if best == 1 and first in lexicon.words("house_titles") and not _housed(draft, lexicon, start):
            at += 1
            continue
        stop = at + best
        if best == 1 and start < at and first in lexicon.words("unit_titles"):
            level = Seniority.VP.value  # "Kenya boss", "network president"
        if symbol == ROLE:
            stop = _after(draft, lexicon, stop, tokens[stop - 1].folded in lexicon.words("weak_titles"))
            level = _highest(draft, lexicon, at + best, stop, level)
        value = draft.text[tokens[start].start : tokens[stop - 1].end]
        draft.put(symbol, start, stop, value=value, level=level)


def _longest(draft: Draft, lexicon: Lexicon, at: int) -> tuple[int, str]:
    """Return how many tokens the longest title or group at token `at` takes, and what it is; 0, "" if none."""
    best, level = 0, ""
    for table in (lexicon.titles, lexicon.groups):
        for words, meaning in table.get(draft.tokens[at].folded, ()):
            if len(words) > best and at + len(words) <= len(draft.tokens) and _fits(draft, at, words):
                best, level = len(words), meaning
                break
    return best, level


@cache
def _starting(lexicon: Lexicon) -> frozenset[str]:
    """Return the words that titles and groups begin with."""
    return frozenset(lexicon.titles.keys() | lexicon.groups.keys())


def _fits(draft: Draft, at: int, words: tuple[str, ...]) -> bool:
    return all(draft.free(at + n) and draft.tokens[at + n].folded == word for n, word in enumerate(words))


def _officer(draft: Draft, lexicon: Lexicon, at: int) -> int:
    """Return how many tokens an office of any field takes: "chief AI safety officer"; 0 when none begins at `at`."""
    tokens = draft.tokens
    if tokens[at].folded not in lexicon.words("office_first"):
        return 0
    for ahead in range(at + 1, min(at + 1 + _LONGEST_OFFICE, len(tokens))):
        word = tokens[ahead].folded
        if not draft.free(ahead) or not (word.isalpha() or word in {"&", "-"}) or word in _ELSEWHERE:
            return 0
        if word in lexicon.words("office_last"):
            return ahead + 1 - at if ahead > at + 1 else 0
    return 0


def _several(draft: Draft, lexicon: Lexicon, at: int) -> bool:
    """Tell whether a title that is the same in the plural means several: "Forscher protestieren", "40 Forscher"."""
    if at and draft.tokens[at - 1].folded.isdecimal():
        return True
    if at + 1 >= len(draft.tokens):
        return False
    verb = draft.tokens[at + 1]
    plural = verb.folded.endswith(_PLURAL) and verb.folded not in lexicon.words("no_plural")
    return plural and not verb.capital


def _leads(draft: Draft, lexicon: Lexicon, at: int) -> bool:
    """Tell whether a title follows at once or after a field: "developer division chief" is no developer."""
    ahead = at
    while ahead < at + 2 and draft.free(ahead) and draft.tokens[ahead].folded in lexicon.words("fields"):
        ahead += 1
    if not draft.free(ahead):
        return False
    first = draft.tokens[ahead].folded
    return any(
        ahead + len(words) <= len(draft.tokens) and _fits(draft, ahead, words)
        for table in (lexicon.titles, lexicon.groups)
        for words, _ in table.get(first, ())
    )


def _owned(draft: Draft, lexicon: Lexicon, at: int) -> bool:
    """Tell whether an article, an adjective, a company or a genitive stands before token `at`."""
    if at == 0:
        return False
    before = draft.tokens[at - 1]
    named = before.capital and not draft.titlecase and before.folded.isalpha()
    return not draft.free(at - 1) or before.folded in lexicon.words("np") or named


def _taken_on_as(draft: Draft, lexicon: Lexicon, at: int) -> bool:
    """Tell whether one office stands behind "as": "as head of", but not "as leaders depart"."""
    return at > 0 and draft.tokens[at - 1].folded in lexicon.words("office_as")


def _housed(draft: Draft, lexicon: Lexicon, at: int) -> bool:
    """Tell whether a house stands before token `at`: "Northwind's new towers man", "ex-Contoso hand"."""
    back = at - 1
    while back > 0 and at - back <= _LONGEST_BEFORE and draft.free(back) and _describing(draft, lexicon, back):
        back -= 1
    while back >= 0 and draft.width[back] == 0:
        back -= 1
    if back < 0:
        return False
    unit, former = draft.units[back], lexicon.words("former")
    if unit is not None:
        return unit.symbol in {COMPANY, ORGANISATION}
    before = [token.folded for token in draft.tokens[max(0, back - 2) : back]]
    return draft.tokens[back].capital and not former.isdisjoint(before)


def _describing(draft: Draft, lexicon: Lexicon, at: int) -> bool:
    """Tell whether token `at` may stand between a house and its people: "'s", "new"."""
    return draft.tokens[at].folded in lexicon.words("np") and not draft.tokens[at].capital


def _before(draft: Draft, lexicon: Lexicon, at: int) -> int:
    """Return where the role begins: "AI safety chief", "developer division chief"."""
    fields, tokens = lexicon.words("fields"), draft.tokens
    start = at
    while start > max(0, at - _LONGEST_BEFORE) and draft.free(start - 1):
        token = tokens[start - 1]
        if token.folded in fields or (
            token.folded.isalpha()
            and not token.capital
            and (token.folded not in lexicon.symbols or token.folded in lexicon.inner)
            and token.folded not in lexicon.words("stopwords")
            and token.folded not in lexicon.words("current")
            and lexicon.language in {"en", "de"}
        ):
            start -= 1
            continue
        if token.folded == "-" and start - 1 > 0 and tokens[start - 2].folded in fields:
            start -= 2
            continue
        break
    return start


def _after(draft: Draft, lexicon: Lexicon, stop: int, weak: bool) -> int:
    """Return where the role ends: "head of trust and safety", "directrice des operations", `weak`: "lead for Orion"."""
    links, fields, tokens = lexicon.words("role_link"), lexicon.words("fields"), draft.tokens
    joints = lexicon.words("and")
    end = stop
    if draft.free(end) and _kind_of_office(tokens[end], lexicon):
        end += 1
    if not (draft.free(end) and tokens[end].folded in links):
        return _placed(draft, lexicon, end)
    ahead = end + 1
    last = end
    while ahead < end + _LONGEST_AFTER and draft.free(ahead):
        word = tokens[ahead].folded
        if word in lexicon.words("the_firm") and any(one.folded in lexicon.words("the") for one in tokens[end:ahead]):
            return end  # "chief of the coffee chain": whose, not of what
        if word in fields:
            last = ahead + 1
        elif not (word in links or word in joints or word in lexicon.words("role_filler")):
            plain = (
                word.isalpha() and not tokens[ahead].capital and (word not in lexicon.symbols or word in lexicon.inner)
            )
            product = weak and ahead == end + 1 and _product(draft, lexicon, ahead)
            if not product and not (plain and word not in lexicon.words("stopwords")):
                break
            last = ahead + 1
        ahead += 1
    return _placed(draft, lexicon, last if last > end else end)


def _kind_of_office(token: Token, lexicon: Lexicon) -> bool:
    """Tell whether a word behind a title says of what kind the office is: "directeur créatif", "jefe editorial"."""
    if token.folded in lexicon.words("fields"):
        return lexicon.language not in {"en", "de"}
    ends = lexicon.ends.get("office_kind")
    return ends is not None and not token.capital and bool(ends[token.folded])


def _placed(draft: Draft, lexicon: Lexicon, end: int) -> int:
    """Return where a role ends behind which its place stands: "head of battery cells in Berlin"."""
    if not (draft.free(end) and draft.free(end + 1) and draft.tokens[end].folded in lexicon.words("role_place")):
        return end
    place = draft.tokens[end + 1]
    return end + 2 if place.capital and not draft.titlecase and place.folded in lexicon.words("fields") else end


def _product(draft: Draft, lexicon: Lexicon, at: int) -> bool:
    """Tell whether token `at` is one capitalised word that can only be what somebody works on: "Orion", "Siri"."""
    token = draft.tokens[at]
    following = draft.tokens[at + 1] if at + 1 < len(draft.tokens) else None
    alone = following is None or not following.capital or following.folded in lexicon.symbols
    known = token.folded in lexicon.symbols or token.folded in lexicon.words("not_person")
    return token.capital and token.folded.isalpha() and alone and not known


def _highest(draft: Draft, lexicon: Lexicon, at: int, stop: int, level: str) -> str:
    """Return the highest of `level` and those of the titles in tokens at:stop: "executive VP and CFO"."""
    for ahead in range(at, stop):
        for words, other in lexicon.titles.get(draft.tokens[ahead].folded, ()):
            if ahead + len(words) <= stop and _fits(draft, ahead, words):
                level = min(level, other, key=RANK.__getitem__)
                break
    return level


@lru_cache(256)
def one_of(group: str, lexicon: Lexicon) -> tuple[str, str] | None:
    """Return the title, and its level, that one of a group has: "researchers" are each a researcher."""
    word = fold(group).split()[-1]
    for end in _SEVERAL:
        one = word.removesuffix(end)
        found = next((level for words, level in lexicon.titles.get(one, ()) if words == (one,)), None)
        if one != word and found is not None and found != "group":
            return one, found
    return None


@lru_cache(4_096)
def offices(role: str, lexicon: Lexicon) -> frozenset[str]:
    """Return the offices that a written role means, by the lists same_… of the lexicon; empty when none knows it."""
    text = f" {' '.join(fold(role).split())} "
    return frozenset(
        name
        for name in lexicon.longer
        if name.startswith("same_") and any(f" {' '.join(phrase)} " in text for phrase in lexicon.phrases(name))
    )

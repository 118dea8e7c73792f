"""Titles that name a house and say behind a colon what it is: "Northwind: Scottish clothing chain closes"."""

from __future__ import annotations

from signals.patterns import COMPANY
from signals.units import Draft
from signals.vocabulary import Lexicon, either

_SUBJECT_FIRST = frozenset({"en"})  # languages in which what describes a house stands before its noun and its verb
_FARTHEST = 8  # tokens behind the colon among which the house is described


def find(draft: Draft, lexicon: Lexicon) -> None:
    """Let what a title that opens with a company and a colon calls it stand for the company."""
    opening, colon = draft.units[0], draft.width[0]
    if opening is None or opening.symbol != COMPANY or lexicon.language not in _SUBJECT_FIRST:
        return
    tokens = draft.tokens
    if colon >= len(tokens) or tokens[colon].folded != ":":
        return
    firms = lexicon.words("the_firm")
    reach = range(colon + 1, min(colon + 1 + _FARTHEST, len(tokens)))
    at = next((n for n in reach if draft.free(n) and tokens[n].folded in firms), 0)
    if any(unit is not None and unit.symbol == COMPANY for unit in draft.units[colon:at]):
        return
    if at and not _goes_on(draft, at + 1, lexicon):
        draft.put(COMPANY, _start(draft, at, colon, lexicon), at + 1, value=opening.value)


def _goes_on(draft: Draft, at: int, lexicon: Lexicon) -> bool:
    """Tell whether token `at` goes on with the noun before it or names a house: "chain of", "startup Contoso"."""
    if at >= len(draft.tokens):
        return False
    token = draft.tokens[at]
    named = token.capital and not draft.titlecase and draft.free(at)
    return named or token.folded in either(lexicon, "role_link", "the_firm")


def _start(draft: Draft, at: int, colon: int, lexicon: Lexicon) -> int:
    """Return where the words begin that describe the noun at `at`."""
    small = either(lexicon, "function", "stopwords") - lexicon.words("the")
    while at > colon + 1 and draft.free(at - 1) and (word := draft.tokens[at - 1].folded) not in small:
        if not (word.isalnum() or word == "-") or word in lexicon.acts:
            break
        at -= 1
    return at

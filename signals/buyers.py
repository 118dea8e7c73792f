"""Buyers named by everyday words: "Harbor Games Acquires Northwind", "Open-Door to Buy Northwind".

Such words are known, so nothing in them shows a name but their capitals, their place and the verb behind them.
"""

from __future__ import annotations

from signals.patterns import ORGANISATION
from signals.units import Draft
from signals.vocabulary import Lexicon, either

_LONGEST = 5  # tokens of a name, its hyphens among them
_FARTHEST = 7  # tokens between a name and what it does: "in advanced talks to"
_JOINING = frozenset("-.&")


def find(draft: Draft, lexicon: Lexicon) -> None:
    """Put a unit where a sentence opens with a buyer's name that holds a word of the lexicon."""
    if not lexicon.words("buying"):
        return
    stop = _run(draft, lexicon)
    words = [token.folded for token in draft.tokens[:stop]]
    if not words or not any(word in lexicon.symbols for word in words) or not _buys(draft, lexicon, stop):
        return
    if words[-1] in either(lexicon, "firms", "young", "no_buyer") or (len(words) == 1 and words[0].endswith("s")):
        return
    draft.put(ORGANISATION, 0, stop, value=draft.text[draft.tokens[0].start : draft.tokens[stop - 1].end])


def _run(draft: Draft, lexicon: Lexicon) -> int:
    """Return where the capitals end that open the sentence, before the first word that speaks of a purchase."""
    tokens = draft.tokens
    verbs = either(lexicon, "buying", "towards_buying", "dealing")
    stop = 0
    while stop < min(_LONGEST, len(tokens)) and draft.free(stop):
        token = tokens[stop]
        joining = stop > 0 and token.folded in _JOINING and tokens[stop - 1].end == token.start
        if not joining and (not token.capital or token.folded in verbs or token.folded in lexicon.words("stopwords")):
            break
        stop += 1
    return stop


def _buys(draft: Draft, lexicon: Lexicon, at: int) -> bool:
    """Tell whether the words from token `at` say that somebody buys."""
    tokens = draft.tokens
    if at < len(tokens) and tokens[at].folded in lexicon.words("dealing"):
        return True
    for token in tokens[at : at + _FARTHEST]:
        if token.folded in lexicon.words("buying"):
            return True
        if token.folded not in lexicon.words("towards_buying"):
            return False
    return False

"""Rewrite a sentence as units: companies, people, roles, groups, money, numbers, and words."""

from __future__ import annotations

from collections.abc import Sequence

from signals import amounts, patterns, people, roles
from signals.companies import Mention
from signals.tokens import Token
from signals.units import Draft, Known, Sentence, Unit
from signals.vocabulary import Lexicon

# Words in quotation marks are read as if they stood without.
_QUOTES = frozenset("\"'“”‘’«»„")


def titlecased(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Tell whether this is a headline in which every longer word has a capital."""
    small = lexicon.words("stopwords")
    longer = [
        token.capital
        for token in tokens[1:]
        if token.end - token.start > 3 and token.folded[0].isalpha() and token.folded not in small
    ]
    return len(longer) > 1 and sum(longer) > 0.8 * len(longer)


def mark(
    text: str, tokens: Sequence[Token], mentions: Sequence[Mention], lexicon: Lexicon, known: Known, in_title: bool
) -> Sentence:
    """Return the units of one sentence; `mentions` are the companies in it, and `known` learns its people."""
    size = len(tokens)
    draft = Draft(text, tokens, [None] * size, [1] * size, titlecased(tokens, lexicon))
    _companies(draft, mentions, lexicon)
    amounts.find(draft, lexicon)
    roles.find(draft, lexicon)
    people.find(draft, lexicon, known)
    result: list[Unit] = []
    symbols = lexicon.symbols
    at = 0
    while at < size:
        unit = draft.units[at]
        if unit is None:
            token = tokens[at]
            folded = token.folded
            if folded in _QUOTES:
                at += 1
                continue
            symbol = symbols.get(folded) or (
                folded if folded in patterns.SIGNS else patterns.UNKNOWN_CAPITAL if token.capital else patterns.UNKNOWN
            )
            value = text[token.start : token.end] if symbol == patterns.UNKNOWN_CAPITAL else ""
            unit = Unit(symbol, token.start, token.end, folded, value)
        result.append(unit)
        at += draft.width[at]
    if not result:
        result.append(Unit(".", tokens[0].start, tokens[0].end, "."))
    string = "".join([unit.symbol for unit in result])
    return Sentence(tokens[0].start, tokens[-1].end, tuple(result), string, draft.titlecase, in_title)


def _companies(draft: Draft, mentions: Sequence[Mention], lexicon: Lexicon) -> None:
    """Put a unit where each mention stands."""
    at = 0
    for mention in mentions:
        while at < len(draft.tokens) and draft.tokens[at].end <= mention.start:
            at += 1
        stop = at
        while stop < len(draft.tokens) and draft.tokens[stop].start < mention.end:
            stop += 1
        if stop > at and mention.doubtful and not _meant(draft, at, stop, lexicon):
            continue
        if stop > at:
            symbol = patterns.COMPANY if mention.company else patterns.ORGANISATION
            name = mention.company or draft.text[mention.start : mention.end]
            draft.put(symbol, at, stop, value=name, doubtful=mention.doubtful)
            at = stop


def _meant(draft: Draft, at: int, stop: int, lexicon: Lexicon) -> bool:
    """Tell whether the words around show that tokens at:stop, an ordinary word, are a company's name."""
    tokens = draft.tokens
    before = tokens[at - 1].folded if at else ""
    if before in lexicon.words("company_nouns"):
        return True
    after = tokens[stop].folded if stop < len(tokens) else ""
    ahead = stop
    while ahead < min(stop + 3, len(tokens)) and tokens[ahead].folded in lexicon.words("fields"):
        ahead += 1
    if stop < ahead < len(tokens) and (
        tokens[ahead].folded in lexicon.titles or tokens[ahead].folded in lexicon.groups
    ):
        return True
    if after == "'s" or after in lexicon.acts or after in lexicon.titles or after in lexicon.groups:
        return True
    if before in lexicon.words("company_places") and not draft.titlecase:
        return stop >= len(tokens) or not tokens[stop].capital
    if draft.titlecase:
        return before in lexicon.words("company_places") and not after.isalpha()
    if at == 0:
        return after in {",", ":", "("}
    return stop >= len(tokens) or not tokens[stop].capital

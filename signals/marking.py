"""Rewrite a sentence as units: companies, people, roles, groups, money, numbers, and words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from signals import amounts, buyers, captions, patterns, people, roles
from signals.alphabet import SIGNS
from signals.companies import Mention
from signals.meaning import elsewhere, listed, placed, proved, titlecased
from signals.spellings import HOUSES, LEGAL
from signals.tokens import Token
from signals.units import DASHES, QUOTES, Draft, Known, Sentence, Unit, spelled
from signals.vocabulary import Lexicon

_READ_OVER = QUOTES | DASHES | {"."}
_ABBREVIATED = frozenset({"dr", "prof"})
_SHORT = 16  # tokens; a longer sentence of the text that ends with a full stop is no headline, many as its names may be
_DIGITS_OF_AGE = 2
_TAILS = LEGAL | HOUSES
_LONGEST_FORM = 5  # tokens of ", Group Inc."
_DEGREES = frozenset({"m.d.", "ph.d.", "j.d.", "pharm.d.", "phd", "jd", "mba", "cpa", "cfa", "esq.", "esq"})
_LONGEST_DEGREE = 4  # tokens of "Ph.D."
# As Unit(…), without the detour by way of its own constructor: there is one for each word of a text that is read.
_unit: Callable[[tuple[object, ...]], Unit] = partial(tuple.__new__, Unit)


def mark(
    text: str, tokens: Sequence[Token], mentions: Sequence[Mention], lexicon: Lexicon, known: Known, in_title: bool
) -> Sentence:
    """Return the units of one sentence; `mentions` are the companies in it, and `known` learns its people."""
    size = len(tokens)
    headline = titlecased(tokens, lexicon) and (in_title or tokens[-1].folded != "." or size < _SHORT)
    draft = Draft(text, tokens, [None] * size, [1] * size, headline)
    _companies(draft, mentions, lexicon, known)
    amounts.find(draft, lexicon)
    roles.find(draft, lexicon)
    people.find(draft, lexicon, known)
    buyers.find(draft, lexicon)
    if in_title:
        captions.find(draft, lexicon)
    result: list[Unit] = []
    symbols = lexicon.symbols
    unread = _ages(tokens) | _degrees(tokens) | _abbreviations(tokens, lexicon)
    for at, unit in enumerate(draft.units):
        if at in unread and draft.width[at]:
            continue
        if unit is None:
            if not draft.width[at]:
                continue
            start, end, folded, capital = tokens[at]
            if folded in _READ_OVER:
                if folded in QUOTES or (folded == "." and _silent(tokens, at)) or _second_dash(tokens, at):
                    continue
                if folded in DASHES and _spaced(text, start):
                    folded = ","  # what two dashes set apart is read as what two commas do
            symbol = symbols.get(folded) or (
                folded if folded in SIGNS else patterns.UNKNOWN_CAPITAL if capital else patterns.UNKNOWN
            )
            value = text[start:end] if symbol == patterns.UNKNOWN_CAPITAL else ""
            unit = _unit((symbol, start, end, folded, value, "", None, None, False))
        result.append(unit)
    if not result:
        result.append(Unit(".", tokens[0].start, tokens[0].end, "."))
    string = spelled(result, lexicon.heads)
    return Sentence(tokens[0].start, tokens[-1].end, tuple(result), string, draft.titlecase, in_title)


def _ages(tokens: Sequence[Token]) -> frozenset[int]:
    """Return the tokens that belong to an age in brackets, which is read over: "Ada Keller (48)"."""
    opening = [at for at, token in enumerate(tokens) if token.folded == "("]
    if not opening:
        return frozenset()
    return frozenset(
        at
        for first in opening
        if first + 2 < len(tokens)
        and tokens[first + 2].folded == ")"
        and tokens[first + 1].folded.isdecimal()
        and len(tokens[first + 1].folded) == _DIGITS_OF_AGE
        for at in range(first, first + 3)
    )


def _abbreviations(tokens: Sequence[Token], lexicon: Lexicon) -> frozenset[int]:
    """Return the tokens of an office in brackets behind the same spelt out: "chief executive officer (CEO)"."""
    return frozenset(
        at + step
        for at in range(1, len(tokens) - 2)
        if tokens[at].folded == "("
        and tokens[at + 2].folded == ")"
        and tokens[at + 1].folded in lexicon.words("initials_of_office")
        for step in range(3)
    )


def _degrees(tokens: Sequence[Token]) -> frozenset[int]:
    """Return the tokens of degrees behind names, which are read over: "Ada Keller, M.D., Ph.D., leaves"."""
    over: set[int] = set()
    for at in range(1, len(tokens) - 1):
        if tokens[at].folded != "," or not (tokens[at - 1].capital or at - 1 in over) or not tokens[at + 1].capital:
            continue
        for size in range(_LONGEST_DEGREE, 0, -1):
            if "".join(token.folded for token in tokens[at + 1 : at + 1 + size]) in _DEGREES:
                over.update(range(at, at + 1 + size))
                break
    return frozenset(over)


def _spaced(text: str, start: int) -> bool:
    """Tell whether a space stands before text[start]: a dash there joins no words."""
    return start > 0 and text[start - 1].isspace()


def _second_dash(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether token `at` is a dash right behind another: "--"."""
    return (
        at > 0
        and tokens[at].folded in DASHES
        and tokens[at - 1].folded in DASHES
        and tokens[at - 1].end == tokens[at].start
    )


def _silent(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the full stop at token `at` ends nothing: "A.I.", "31. Mai", "Dr. Ada Keller"."""
    if 0 < at < len(tokens) - 1 and tokens[at - 1].folded in _ABBREVIATED and tokens[at - 1].capital:
        return True
    ordinal = 0 < at < len(tokens) - 1 and tokens[at - 1].folded.isdigit() and tokens[at - 1].end == tokens[at].start
    return _initial(tokens, at) or (ordinal and tokens[at - 1].end - tokens[at - 1].start < 3)


def _initial(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the full stop at token `at` belongs to an abbreviation of letters: "A.I.", "U.S."."""
    if at == 0 or tokens[at].start != tokens[at - 1].end or tokens[at - 1].end - tokens[at - 1].start != 1:
        return False
    before = at > 1 and tokens[at - 2].folded == "." and tokens[at - 2].end == tokens[at - 1].start
    after = at + 2 < len(tokens) and tokens[at + 1].start == tokens[at].end and tokens[at + 2].folded == "."
    return tokens[at - 1].folded.isalpha() and (before or after)


def _companies(draft: Draft, mentions: Sequence[Mention], lexicon: Lexicon, known: Known) -> None:
    """Put a unit where each mention stands; `known` learns the doubtful ones that their words prove."""
    places = list(placed(draft.tokens, mentions))
    for number, (mention, at, stop) in enumerate(places):
        while at < stop and not draft.free(at):
            at += 1
        if stop == at + 1 and _verbal(draft, mention, at, lexicon):
            continue
        if stop > at and mention.company and elsewhere(draft.tokens, at, stop, lexicon):
            continue
        if stop > at and mention.doubtful and mention.company not in known.companies:
            if not (
                proved(draft.tokens, draft.titlecase, at, stop, mention.strict, lexicon)
                or _among(draft.tokens, places, number)
            ):
                continue
            known.companies.add(mention.company or "")
        if stop > at:
            stop = formal(draft.tokens, stop)
            symbol = patterns.COMPANY if mention.company else patterns.ORGANISATION
            name = mention.company or draft.text[mention.start : mention.end]
            draft.put(symbol, at, stop, value=name, doubtful=mention.doubtful)


def _verbal(draft: Draft, mention: Mention, at: int, lexicon: Lexicon) -> bool:
    """Tell whether a mention of a company written in capitals is a verb of a headline: "Northwind Ups Ada Keller"."""
    name, (start, end, word, _) = mention.company or "", draft.tokens[at]
    written = draft.text[start:end]
    shouted = name.isupper() and name.isalpha() and not written.isupper()
    return at > 0 and shouted and written.lower() == name.lower() and word in lexicon.symbols


def _among(tokens: Sequence[Token], places: Sequence[tuple[Mention, int, int]], number: int) -> bool:
    """Tell whether the mention of this number stands in a list beside one that is sure."""
    _, at, stop = places[number]
    before = places[number - 1] if number else None
    after = places[number + 1] if number + 1 < len(places) else None
    return bool(
        (before and before[0].company and not before[0].doubtful and listed(tokens, before[2], at))
        or (after and after[0].company and not after[0].doubtful and listed(tokens, stop, after[1]))
    )


def formal(tokens: Sequence[Token], stop: int) -> int:
    """Return where a name ends that token `stop` may go on: "Northwind Group Inc. said", "Northwind & Co"."""
    ahead = stop
    while ahead < min(stop + _LONGEST_FORM, len(tokens)):
        token = tokens[ahead]
        hyphen = ahead + 1 < len(tokens) and tokens[ahead + 1].folded == "-"  # "Northwind Co-Founder"
        legal = token.capital and token.folded in _TAILS and not hyphen
        joint = token.folded in {"&", ","} and ahead + 1 < len(tokens) and tokens[ahead + 1].folded in LEGAL
        period = token.folded == "." and ahead > stop and ahead + 1 < len(tokens) and tokens[ahead - 1].folded in LEGAL
        if not (legal or (joint and tokens[ahead + 1].capital) or period):
            break
        ahead += 1
    return ahead

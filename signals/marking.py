"""Rewrite a sentence as units: companies, people, roles, groups, money, numbers, and words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from signals import amounts, patterns, people, roles
from signals.companies import LEGAL, Mention
from signals.tokens import Token
from signals.units import DASHES, QUOTES, Draft, Known, Sentence, Unit, spelled
from signals.vocabulary import Lexicon

_LONGEST_ASIDE = 8
_READ_OVER = QUOTES | DASHES | {"."}
_ABBREVIATED = frozenset({"dr", "prof"})
_DIGITS_OF_AGE = 2
_LONGEST_FORM = 5  # tokens of ", Group Inc."
# As Unit(…), without the detour by way of its own constructor: there is one for each word of a text that is read.
_unit: Callable[[tuple[object, ...]], Unit] = partial(tuple.__new__, Unit)


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
    _companies(draft, mentions, lexicon, known)
    amounts.find(draft, lexicon)
    roles.find(draft, lexicon)
    people.find(draft, lexicon, known)
    result: list[Unit] = []
    symbols = lexicon.symbols
    for at, unit in enumerate(draft.units):
        if draft.width[at] and _age(tokens, at):
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
                folded if folded in patterns.SIGNS else patterns.UNKNOWN_CAPITAL if capital else patterns.UNKNOWN
            )
            value = text[start:end] if symbol == patterns.UNKNOWN_CAPITAL else ""
            unit = _unit((symbol, start, end, folded, value, "", None, None, False))
        result.append(unit)
    if not result:
        result.append(Unit(".", tokens[0].start, tokens[0].end, "."))
    string = spelled(result, lexicon.heads)
    return Sentence(tokens[0].start, tokens[-1].end, tuple(result), string, draft.titlecase, in_title)


def _age(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether token `at` belongs to an age in brackets, which is read over: "Ada Keller (48)"."""
    return any(
        tokens[first].folded == "("
        and tokens[first + 2].folded == ")"
        and tokens[first + 1].folded.isdecimal()
        and len(tokens[first + 1].folded) == _DIGITS_OF_AGE
        for first in range(max(0, at - 2), min(at, len(tokens) - 3) + 1)
    )


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


def meant(tokens: Sequence[Token], mentions: Sequence[Mention], lexicon: Lexicon) -> bool:
    """Tell whether one of the `mentions`, all of them everyday words, is shown to be a company by the words around."""
    titlecase = titlecased(tokens, lexicon)
    return any(
        mention.company is not None and stop > at and _meant(tokens, titlecase, at, stop, lexicon)
        for mention, at, stop in placed(tokens, mentions)
    )


def placed(tokens: Sequence[Token], mentions: Sequence[Mention]) -> Iterator[tuple[Mention, int, int]]:
    """Yield each mention with the numbers of the tokens that it begins with and ends before."""
    at = 0
    for mention in mentions:
        while at < len(tokens) and tokens[at].end <= mention.start:
            at += 1
        stop = at
        while stop < len(tokens) and tokens[stop].start < mention.end:
            stop += 1
        yield mention, at, stop


def _companies(draft: Draft, mentions: Sequence[Mention], lexicon: Lexicon, known: Known) -> None:
    """Put a unit where each mention stands; `known` learns the doubtful ones that their words prove."""
    for mention, at, stop in placed(draft.tokens, mentions):
        while at < stop and not draft.free(at):
            at += 1
        if stop == at + 1 and _verbal(draft, mention, at, lexicon):
            continue
        if stop > at and mention.doubtful and mention.company not in known.companies:
            if not _meant(draft.tokens, draft.titlecase, at, stop, lexicon):
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


def formal(tokens: Sequence[Token], stop: int) -> int:
    """Return where a name ends that token `stop` may go on: "Northwind Group Inc. said", "Northwind & Co"."""
    ahead = stop
    while ahead < min(stop + _LONGEST_FORM, len(tokens)):
        token = tokens[ahead]
        hyphen = ahead + 1 < len(tokens) and tokens[ahead + 1].folded == "-"  # "Northwind Co-Founder"
        legal = token.capital and token.folded in LEGAL and not hyphen
        joint = token.folded in {"&", ","} and ahead + 1 < len(tokens) and tokens[ahead + 1].folded in LEGAL
        period = token.folded == "." and ahead > stop and ahead + 1 < len(tokens) and tokens[ahead - 1].folded in LEGAL
        if not (legal or (joint and tokens[ahead + 1].capital) or period):
            break
        ahead += 1
    return ahead


def _meant(tokens: Sequence[Token], titlecase: bool, at: int, stop: int, lexicon: Lexicon) -> bool:
    """Tell whether the words around show that tokens at:stop, an ordinary word, are a company's name."""
    before = tokens[at - 1].folded if at else ""
    if before in lexicon.words("company_nouns"):
        return True
    after = tokens[stop].folded if stop < len(tokens) else ""
    staffed = _staffed(tokens, stop, lexicon)
    if before in lexicon.words("article"):
        return staffed  # "The Merge", but "a Block spokesman"
    if staffed and not ((at == 0 or titlecase) and stop == at + 1 and tokens[at].folded in lexicon.words("describing")):
        return True
    if after == "'s" or after in lexicon.acts or _apposed(tokens, stop, lexicon):
        return True
    if before in lexicon.words("company_places") and not titlecase:
        return stop >= len(tokens) or not tokens[stop].capital
    if titlecase:
        return before in lexicon.words("company_places") and not after.isalpha()
    if at == 0:
        return after in {",", ":", "("}
    return stop >= len(tokens) or not tokens[stop].capital


def _staffed(tokens: Sequence[Token], stop: int, lexicon: Lexicon) -> bool:
    """Tell whether a title or a group follows token `stop`, at once or after fields: "Block design chief"."""
    ahead = stop
    while ahead < min(stop + 3, len(tokens)) and tokens[ahead].folded in lexicon.words("fields"):
        ahead += 1
    if ahead >= len(tokens):
        return False
    return tokens[ahead].folded in lexicon.titles or tokens[ahead].folded in lexicon.groups


def _apposed(tokens: Sequence[Token], stop: int, lexicon: Lexicon) -> bool:
    """Tell whether what follows a comma or a bracket says that it is a company: ", the ad startup,", "(NYSE: F)"."""
    if stop + 1 >= len(tokens) or tokens[stop].folded not in {",", "("}:
        return False
    if tokens[stop].folded == "(":
        return tokens[stop + 1].folded in lexicon.words("exchanges")
    if tokens[stop + 1].folded not in lexicon.words("article"):
        return False
    for token in tokens[stop + 2 : stop + 2 + _LONGEST_ASIDE]:
        if token.folded in lexicon.words("company_nouns"):
            return True
        if token.folded == ",":
            return False
    return False

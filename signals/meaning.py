"""Is an everyday word in a sentence the name of a company? The words around tell: its people, its deeds, its money."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from signals.actors import CAPITALISING
from signals.companies import Mention
from signals.spellings import HOUSES
from signals.tokens import Token
from signals.units import DASHES, QUOTES
from signals.vocabulary import Lexicon

_LONGEST_ASIDE = 8
_COMMAS = 2
_LISTING = frozenset({",", "and", "&", "or", "und", "oder", "et", "ou", "y", "o"})
_GLUE = frozenset(".&/")
_OPENING = QUOTES | {":", "."}
_FARTHEST = 3  # words that may stand between a name and what its people or it do
_GENITIVE = "'s"
_OF_NAMES = "en"  # the language whose everyday words are names everywhere
_OFFICES = frozenset({"founder", "c_suite", "vp", "director"})
_OWN = ("ordinary", "common", "given", "everyday")


def titlecased(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Tell whether this is a headline in which every longer word has a capital."""
    small = lexicon.words("stopwords")
    longer = [
        token.capital
        for token in tokens[1:]
        if token.end - token.start > 3 and token.folded[0].isalpha() and token.folded not in small
    ]
    return len(longer) > 1 and sum(longer) > 0.8 * len(longer)


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


def meant(tokens: Sequence[Token], mentions: Sequence[Mention], lexicon: Lexicon) -> bool:
    """Tell whether one of the `mentions`, all of them everyday words, is shown to be a company by the words around."""
    titlecase = titlecased(tokens, lexicon)
    return any(
        mention.company is not None
        and stop > at
        and not elsewhere(tokens, at, stop, lexicon)
        and proved(tokens, titlecase, at, stop, mention.strict, lexicon)
        for mention, at, stop in placed(tokens, mentions)
    )


def listed(tokens: Sequence[Token], stop: int, at: int) -> bool:
    """Tell whether only a comma or "and" is between two names, one that ends at `stop` and one that begins at `at`.

    What stands beside a company in a list is one, too: "Meta, Bolt and Lime".
    """
    return 0 < at - stop <= _COMMAS and all(token.folded in _LISTING for token in tokens[stop:at])


def elsewhere(tokens: Sequence[Token], at: int, stop: int, lexicon: Lexicon) -> bool:
    """Tell whether tokens at:stop, one word, belong to the name of a person or of another house.

    "Anneke Bosch" is no company, neither is "the Aurora Orchestra".
    """
    if stop != at + 1:
        return False
    if stop < len(tokens) and tokens[stop].folded in lexicon.words("other_houses"):
        return True
    if _double_barrelled(tokens, at, lexicon):
        return True
    before = tokens[at - 1] if at else None
    if before is None or not before.capital or before.end + 1 != tokens[at].start or not tokens[at].capital:
        return False
    if before.folded not in lexicon.words("given") or before.folded in lexicon.words("common"):
        return False
    verbs = before.folded in lexicon.words("modal") or before.folded in lexicon.words("company_objects")
    return not (verbs or before.folded in lexicon.acts or _small(before.folded, lexicon))


def _double_barrelled(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Tell whether token `at` ends a surname of two: "Ada Keller-Contoso"."""
    if at < _FARTHEST or tokens[at - 1].folded not in DASHES or tokens[at - 3].folded not in lexicon.words("given"):
        return False
    glued = tokens[at - 2].end == tokens[at - 1].start and tokens[at - 1].end == tokens[at].start
    return glued and tokens[at].capital and tokens[at - 2].capital and tokens[at - 3].capital


def proved(tokens: Sequence[Token], titlecase: bool, at: int, stop: int, strict: bool, lexicon: Lexicon) -> bool:
    """Tell whether the words around show that tokens at:stop, an ordinary word, are a company's name.

    A `strict` one is proved by what only a company has or does, not by its capital letter within a sentence.
    """
    before = tokens[at - 1].folded if at else ""
    if (joined := _joined(tokens, at, stop, strict, lexicon)) is not None:
        return joined
    if stop < len(tokens) and tokens[stop].capital and tokens[stop].folded in HOUSES and not strict and not titlecase:
        return True  # "Unity Software"
    opening = at == 0 or titlecase or before in _OPENING
    lone = stop == at + 1 and tokens[at].end - tokens[at].start == 1  # a letter
    if at and (before in lexicon.words("modal") or ((lone or not opening) and _named_before(tokens, at, lexicon))):
        return False  # "to boost", "Pro Max"
    single = tokens[at].folded if stop == at + 1 else ""
    ordinary = single in lexicon.words("ordinary") or not single
    known = ordinary or _foreign(single, lexicon)
    vague = opening and single in lexicon.words("describing")
    if _is_firm(tokens, at, lexicon) and not (_goes_on(tokens, stop, titlecase) or vague):
        return stop >= len(tokens) or not _small(single, lexicon)
    staffed = not vague and _staffed(tokens, stop, known or not opening, lexicon)
    staffed = staffed or (not (ordinary or strict or titlecase) and _officed(tokens, stop, lexicon))
    if before in lexicon.words("article"):
        return staffed  # "The Merge", but "a Block spokesman"
    if staffed or _apposed(tokens, stop, lexicon) or _handled(tokens, at, stop, lexicon):
        return True
    described = titlecase and at > 0 and _named_before(tokens, at, lexicon)  # "Boxing Ring Collapses"
    surely = strict or vague or described or _small(single, lexicon) or (not known and opening and at > 0)
    if _acting(tokens, stop, surely, lexicon):
        return True
    if stop < len(tokens) and tokens[stop].folded == _GENITIVE:
        return not (strict or described or (not known and opening and at)) or _owning(tokens, stop, lexicon)
    return not (strict or vague) and _standing(tokens, at, stop, titlecase, known, lexicon)


def _standing(tokens: Sequence[Token], at: int, stop: int, titlecase: bool, known: bool, lexicon: Lexicon) -> bool:
    """Tell whether a word stands where names stand and everyday words, with a capital letter, do not."""
    before = tokens[at - 1].folded if at else ""
    after = tokens[stop] if stop < len(tokens) else None
    if titlecase:
        ends = after is None or not after.folded.isalpha() or (known and after.folded in lexicon.words("function"))
        return before in lexicon.words("company_places") and ends and not (after and after.capital)
    if _goes_on(tokens, stop, titlecase):
        return False
    if before in lexicon.words("company_places"):
        return known or not _noun(tokens[at], lexicon)
    if at == 0:
        return (known and after is not None and after.folded in {",", ":", "("}) or _headed(tokens, stop, lexicon)
    return before not in _OPENING and not _noun(tokens[at], lexicon)


def _foreign(word: str, lexicon: Lexicon) -> bool:
    """Tell whether a word is an everyday word only of other languages: "Dust" in a French text."""
    return lexicon.language != _OF_NAMES and not any(word in lexicon.words(name) for name in _OWN)


def _headed(tokens: Sequence[Token], stop: int, lexicon: Lexicon) -> bool:
    """Tell whether a colon and then a title follow token `stop`: "Element: Finanzchef", "Fever: el director"."""
    if stop + 2 >= len(tokens) or tokens[stop].folded != ":":
        return False
    titled = stop + 1 + (tokens[stop + 1].folded in lexicon.words("article"))
    return titled < len(tokens) and _offices(tokens[titled].folded, lexicon)


def _offices(word: str, lexicon: Lexicon) -> bool:
    """Tell whether a word is an office that only houses have, or the first of one."""
    levels = {level for _, level in lexicon.titles.get(word, ())} | {lexicon.compounds[word]}
    return not levels.isdisjoint(_OFFICES)


def _is_firm(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Tell whether a word for companies stands before token `at`: "startup", "start-up"."""
    if at and lexicon.has("company_nouns", tokens[at - 1].folded):
        return True
    phrases = lexicon.longer.get("company_nouns", frozenset())
    return at > 2 and tuple(token.folded for token in tokens[at - 3 : at]) in phrases


def _small(word: str, lexicon: Lexicon) -> bool:
    """Tell whether this is a function word: "Within"."""
    return word in lexicon.words("function") or word in lexicon.words("stopwords")


def _joined(tokens: Sequence[Token], at: int, stop: int, strict: bool, lexicon: Lexicon) -> bool | None:
    """Tell what a sign that is glued to the word makes of it ("Block-backed", "start-ups"); None without one."""
    if at and tokens[at - 1].end == tokens[at].start and at > 1 and tokens[at - 2].end == tokens[at - 1].start:
        if tokens[at - 1].folded in DASHES:
            return tokens[at - 2].folded in lexicon.words("former")
        if tokens[at - 1].folded in _GLUE:
            return False
    if stop + 1 >= len(tokens) or not tokens[stop - 1].end == tokens[stop].start == tokens[stop + 1].start - 1:
        return None
    if tokens[stop].folded in _GLUE:
        return False
    word = tokens[stop + 1].folded
    if tokens[stop].folded in DASHES:
        people = _people(word, lexicon) or word in lexicon.words("of_company")
        return people or (not strict and any(word in lexicon.words(one) for one in ("attached", "company_nouns")))
    return None


def _goes_on(tokens: Sequence[Token], stop: int, titlecase: bool) -> bool:
    """Tell whether a longer name or a model goes on behind token `stop`: "Bolt Action", "Gemini 2"."""
    if stop >= len(tokens) or titlecase:
        return False
    token = tokens[stop]
    return (token.capital and token.folded != "i") or token.folded[0].isdigit()


def _named_before(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Tell whether token `at` goes on with a longer name or a model: "Magic Capture", "Pro Max", "M4 Max"."""
    before = tokens[at - 1]
    if before.folded[0].isdigit():
        return True
    if not before.capital or not before.folded.isalpha() or before.folded in lexicon.words("company_nouns"):
        return False
    return not (
        _small(before.folded, lexicon) or before.folded in lexicon.words("aux") or before.folded in lexicon.acts
    )


def _noun(token: Token, lexicon: Lexicon) -> bool:
    """Tell whether a language that writes every noun with a capital letter has this word."""
    return lexicon.language in CAPITALISING and any(token.folded in lexicon.words(name) for name in _OWN)


def _staffed(tokens: Sequence[Token], stop: int, groups: bool, lexicon: Lexicon) -> bool:
    """Tell whether a title, or one of `groups`, follows token `stop`, at once or after fields: "Block design chief"."""
    ahead = stop
    while ahead < min(stop + 3, len(tokens)) and tokens[ahead].folded in lexicon.words("fields"):
        ahead += 1
    if ahead >= len(tokens):
        return False
    word = tokens[ahead].folded
    return word in lexicon.titles or (groups and _people(word, lexicon))


def _people(word: str, lexicon: Lexicon) -> bool:
    """Tell whether a word is a title or a group of people, or the first of one."""
    return word in lexicon.titles or word in lexicon.groups or bool(lexicon.compounds[word])


def _officed(tokens: Sequence[Token], stop: int, lexicon: Lexicon) -> bool:
    """Tell whether an office of one field, whatever it is, follows token `stop`: "Northwind vans chief"."""
    if stop + 1 >= len(tokens):
        return False
    field = tokens[stop]
    plain = field.folded.isalpha() and not field.capital and field.folded not in lexicon.symbols
    if not plain or _small(field.folded, lexicon):
        return False
    return any(
        len(words) == 1 and level in _OFFICES for words, level in lexicon.titles.get(tokens[stop + 1].folded, ())
    )


def _acting(tokens: Sequence[Token], stop: int, surely: bool, lexicon: Lexicon) -> bool:
    """Tell whether a verb of companies follows token `stop`, when `surely` one that is no noun and has no other use."""
    if stop >= len(tokens):
        return False
    if tokens[stop].folded in lexicon.words("of_company"):
        return True
    if not surely and tokens[stop].folded in lexicon.acts:
        return True
    verbs, phrases, aux = _agents(lexicon), lexicon.longer.get("agent_verbs", frozenset()), lexicon.words("aux")
    for ahead in range(stop, min(stop + _FARTHEST, len(tokens))):
        word = tokens[ahead].folded
        following = tokens[ahead + 1].folded if ahead + 1 < len(tokens) else ""
        if word in verbs or (word, following) in phrases:
            return True
        if word not in aux:
            break
    return False


@cache
def _agents(lexicon: Lexicon) -> frozenset[str]:
    """Return the verbs that prove a company; a lexicon without such a list trusts what it says that companies do."""
    return lexicon.words("agent_verbs") or lexicon.words("company_verbs")


def _handled(tokens: Sequence[Token], at: int, stop: int, lexicon: Lexicon) -> bool:
    """Tell whether something is done to the word that is done to companies: "acquires Bolt for", "stake in Bolt"."""
    if at == 0 or (
        stop < len(tokens) and tokens[stop].capital and tokens[stop].folded not in lexicon.words("function")
    ):
        return False
    before, two = tokens[at - 1].folded, tuple(token.folded for token in tokens[max(0, at - 2) : at])
    return before in lexicon.words("company_objects") or two in lexicon.longer.get("company_objects", frozenset())


def _owning(tokens: Sequence[Token], stop: int, lexicon: Lexicon) -> bool:
    """Tell whether the genitive at token `stop` is of somebody who has people or a price: "Bolt's new chief"."""
    for token in tokens[stop + 1 : stop + 2 + _FARTHEST]:
        if _people(token.folded, lexicon) or token.folded in lexicon.words("of_company"):
            return True
        if not token.folded[0].isalpha():
            return False
    return False


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

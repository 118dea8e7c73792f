"""Which companies an item is materially about, and which are only scenery."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from functools import cache

from signals.companies import Mention
from signals.fold import fold
from signals.language import RUN
from signals.patterns import COMPANY, GROUP, MONEY, ORGANISATION, PERSON, ROLE, UNKNOWN_CAPITAL
from signals.units import Sentence, Unit
from signals.vocabulary import Lexicon, either

_NEAR = 60  # characters beside a name in which what makes scenery of it stands, and
_BESIDE = 4  # runs of letters before it

LONG = 5  # sentences
_OFTEN = 3  # sentences
_INVESTED = 14  # units before an investor in which money is raised
_BEHIND = ("compared", "of_kin", "other_houses")  # lists of words right behind scenery
_SPEAKER = 12  # units behind "said" in which it stands who speaks


def about(sentences: Sequence[Sentence], lexicon: Lexicon) -> list[str]:
    """Return the companies of the title, or else of the first sentence that names one, without the scenery."""
    titles = [sentence for sentence in sentences if sentence.in_title]
    found = _named(titles, lexicon)
    if found or any(unit.symbol == COMPANY for sentence in titles for unit in sentence.units):
        return found
    for sentence in sentences:
        if not sentence.in_title:
            found = _named([sentence], lexicon)
            if found:
                return found[:2]
    return []


def plain(folded: str, mentions: Sequence[Mention], lexicon: Lexicon) -> bool:
    """Tell whether no word near the companies could make scenery of one, or doubts that it is meant."""
    before, attached, behind, founders = _scenic(lexicon)
    places, given = either(lexicon, "exchanges", "outlets"), lexicon.words("given")
    for mention in mentions:
        if mention.doubtful:
            return False
        start, end = mention.start, mention.end
        if not places.isdisjoint(folded[start:end].split()):
            return False
        preceding = RUN.findall(folded, max(0, start - _NEAR), start)[-_BESIDE:]
        if not before.isdisjoint(preceding) or (preceding and preceding[-1] in given):
            return False
        following = RUN.findall(folded, end, end + _NEAR)
        if following and (following[0] in behind or following[0] in founders):
            return False
        if "-" in folded[end : end + _NEAR] and not attached.isdisjoint(following):
            return False
    return True


def stood_for(
    text: str, folded: str, stand_ins: Sequence[Mention], known: Set[str], named: int, lexicon: Lexicon
) -> list[str]:
    """Return the companies that the first of `stand_ins`, and those beside it, stand for.

    None where the first company of a text, `named` there, stands before them, unless it is theirs.
    """
    found: list[str] = []
    last = 0
    for one in stand_ins:
        company = one.company if one.implied else one.otherwise
        if company is None or (one.strict and one.company in known):
            continue
        if not one.implied and one.company in known:
            found.append(company)  # "Instagram" is watched, and is Meta's
            continue
        if one.start > named or (last and not _beside(folded[last : one.start], lexicon)):
            break
        if _passing(text, folded, one, lexicon):
            continue
        found.append(company)
        last = one.end
    return found


def _beside(between: str, lexicon: Lexicon) -> bool:
    """Tell whether only "and" or a comma stands between two names."""
    return all(word in lexicon.words("and") or word == "," for word in between.replace(",", " , ").split())


def _passing(text: str, folded: str, one: Mention, lexicon: Lexicon) -> bool:
    """Tell whether something is only compared with, or is part of another name: "ChatGPT-style", "Claude Monet"."""
    before = RUN.findall(folded, max(0, one.start - _NEAR), one.start)
    if before and any(lexicon.says("scenery", before[-size:]) for size in (1, 2)):
        return True
    if before and before[-1] in lexicon.words("article") - lexicon.words("the"):
        return True  # "a ChatGPT for music"
    behind = RUN.findall(folded, one.end, one.end + _NEAR)
    if text[one.end : one.end + 1] == "-" and behind and behind[0] in lexicon.words("attached"):
        return True
    if behind and (behind[0] in lexicon.words("compared") or behind[0] in lexicon.words("posts")):
        return True
    return folded[one.start : one.end] in lexicon.words("given") and _person(text, one.start, one.end, lexicon)


def _person(text: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Tell whether text[start:end], a given name, is part of somebody's: "Claude Monet", "Jean-Claude"."""
    before, behind = text[:start].split()[-1:], text[end:].split(None, 1)[:1]
    if text[start - 1 : start] == "-" or (
        before and before[0][:1].isupper() and fold(before[0]) not in _plain_words(lexicon)
    ):
        return True
    return bool(behind) and behind[0][:1].isupper() and fold(behind[0]) not in _plain_words(lexicon)


@cache
def _plain_words(lexicon: Lexicon) -> frozenset[str]:
    """Return words that are no names where every word has a capital letter."""
    return lexicon.words("function") | lexicon.words("aux") | lexicon.acts


@cache
def _scenic(lexicon: Lexicon) -> tuple[frozenset[str], ...]:
    """Return words one of which stands right before, soon behind, or right behind wherever a company is scenery.

    They are the longest of each phrase that makes it so, and what the titles of founders begin with.
    """
    before, attached, behind = (
        frozenset(
            max((run for word in phrase for run in RUN.findall(word)), key=len)
            for name in names
            for phrase in lexicon.phrases(name)
        )
        for names in (("scenery", "former", "given_by"), ("attached",), _BEHIND)
    )
    founders = frozenset(
        RUN.findall(words[0])[0] for found in lexicon.titles.values() for words, level in found if level == "founder"
    )
    return before, attached, behind, founders


def often(sentences: Sequence[Sentence], lexicon: Lexicon) -> list[str]:
    """Return the companies of a long text that are more than scenery in several of its sentences, or speak in it."""
    text = [sentence for sentence in sentences if not sentence.in_title]
    if len(text) < LONG:
        return []
    counts = Counter[str]()
    for sentence in text:
        for name in _named([sentence], lexicon):
            twice = sum(unit.symbol == COMPANY and unit.value == name for unit in sentence.units) > 1
            counts[name] += _OFTEN if _speaks(sentence, name, lexicon) else 1 + twice
    return [name for name, count in counts.items() if count >= _OFTEN]


def _speaks(sentence: Sentence, company: str, lexicon: Lexicon) -> bool:
    """Tell whether one of its people says something: "said Ada Keller, founder and chief executive of Northwind"."""
    said = next((at for at, unit in enumerate(sentence.units) if unit.folded in lexicon.words("say")), None)
    if said is None:
        return False
    speaker = sentence.units[said : said + _SPEAKER]
    symbols = [unit.symbol for unit in speaker]
    return PERSON in symbols and ROLE in symbols and any(unit.value == company for unit in speaker)


def _named(sentences: Sequence[Sentence], lexicon: Lexicon) -> list[str]:
    found: list[str] = []
    for sentence in sentences:
        units = sentence.units
        for at, unit in enumerate(units):
            if unit.symbol == COMPANY and not _scenery(units, at, lexicon):
                found.append(unit.value)
    return list(dict.fromkeys(found))


def _scenery(units: Sequence[Unit], at: int, lexicon: Lexicon) -> bool:
    """Tell whether the company at unit `at` only describes somebody else."""
    return (
        _compared(units, at, lexicon)
        or _measured(units, _first_of_list(units, at, lexicon), lexicon)
        or _left(units, at, lexicon)
        or _founded(units, at, lexicon)
        or _listing(units, at, lexicon)
        or _telling(units, at, lexicon)
        or _attached(units, at, lexicon)
    )


def _measured(units: Sequence[Unit], at: int, lexicon: Lexicon) -> bool:
    """Tell whether somebody is only likened to, or measured by, the company: "like Northwind", "on Northwind"."""
    before = [unit.folded for unit in units[max(0, at - 2) : at]]
    if _funding(units, at, lexicon):
        return True
    if before[:1] == ["-"]:
        return False  # "Uber-Rivale Northwind" is Northwind
    if not before or (before[-1] not in lexicon.words("scenery") and not lexicon.says("scenery", before)):
        return False
    return not any(
        unit.folded == "'s" for unit in units[at + 1 : at + 2]
    )  # "to rival Northwind's browser" is about both


def _funding(units: Sequence[Unit], at: int, lexicon: Lexicon) -> bool:
    """Tell whether the company only gives money to another: "raises $5 million from Northwind and Contoso"."""
    if at < 2 or units[at - 1].folded not in lexicon.words("given_by"):
        return False
    ahead = units[max(0, at - _INVESTED) : at]
    return any(unit.symbol == MONEY for unit in ahead) and any(unit.folded in lexicon.words("raise") for unit in ahead)


def _first_of_list(units: Sequence[Unit], at: int, lexicon: Lexicon) -> int:
    """Return the first company of the list that the one at `at` closes: "than Northwind, Contoso and Fabrikam"."""
    closing, first = at > 1 and units[at - 1].folded in lexicon.words("and"), at
    while first > 1 and units[first - 1].folded in (",", *lexicon.words("and")):
        ahead = first - 2 if units[first - 2].folded != "," else first - 3
        if ahead < 0 or units[ahead].symbol not in {COMPANY, ORGANISATION, UNKNOWN_CAPITAL}:
            break
        first = ahead
        closing = closing or at == len(units) - 1
    return first if closing else at


def _compared(units: Sequence[Unit], at: int, lexicon: Lexicon) -> bool:
    """Tell whether what follows says that somebody else is meant: "Northwind rival Contoso", "a Northwind clone"."""
    after = [unit.folded for unit in units[at + 1 : at + 3]]
    if after and after[0] in lexicon.words("of_kin") and at and units[at - 1].folded == "the":
        return True  # "the Northwind of payments"
    if after[:1] == ["-"]:
        return after[1:] != [] and after[1] in lexicon.words("compared")
    return after != [] and after[0] in lexicon.words("compared")


def _left(units: Sequence[Unit], at: int, lexicon: Lexicon) -> bool:
    """Tell whether somebody only comes from the company: it is theirs no more, and something else is told of them.

    When no other house is in sight, it is where the item happens: "Former Northwind manager charged".
    """
    before = [unit.folded for unit in units[max(0, at - 2) : at]]
    joined = before[-1:] == ["-"] and before[0] in lexicon.words("former")
    if not joined and not (before and before[-1] in lexicon.words("former")):
        return False
    others = any(
        (unit.symbol == COMPANY and unit.value != units[at].value)
        or unit.symbol == ORGANISATION
        or unit.folded in lexicon.words("company_nouns")
        for unit in units
    )
    return others and (joined or not _lends(units, at))


def _founded(units: Sequence[Unit], at: int, lexicon: Lexicon) -> bool:
    """Tell whether its founder only owns what is told of: "Northwind co-founder Ada Keller's new startup"."""
    ahead = units[at + 1 : at + 5]
    if not ahead or ahead[0].symbol != ROLE or ahead[0].level != "founder":
        return False
    owner = next((number for number, unit in enumerate(ahead) if unit.folded == "'s"), None)
    if owner is None or any(unit.symbol not in {PERSON, UNKNOWN_CAPITAL} for unit in ahead[1:owner]):
        return False
    owned = units[at + 1 + owner : at + 6 + owner]
    return any(unit.folded in lexicon.words("company_nouns") for unit in owned)


def _listing(units: Sequence[Unit], at: int, lexicon: Lexicon) -> bool:
    """Tell whether an exchange is only where somebody's shares are: "in Nasdaq debut", "on the NYSE"."""
    if units[at].folded not in lexicon.words("exchanges"):
        return False
    after = units[at + 1].folded if at + 1 < len(units) else ""
    before = [unit.folded for unit in units[max(0, at - 2) : at]]
    return after in lexicon.words("listing") or any(word in lexicon.words("listed_on") for word in before)


def _telling(units: Sequence[Unit], at: int, lexicon: Lexicon) -> bool:
    """Tell whether an outlet only passes on what is told: "told Northwind News", "Northwind News reports"."""
    if not lexicon.words("outlets").intersection(units[at].folded.split()):
        return False
    after = units[at + 1].folded if at + 1 < len(units) else ""
    if after == "'s" and at + 2 < len(units) and units[at + 2].symbol == PERSON:
        return True  # "CNN's Ada Keller reports"
    return (at > 0 and units[at - 1].folded in lexicon.words("told")) or after in lexicon.words("retells")


def _attached(units: Sequence[Unit], at: int, lexicon: Lexicon) -> bool:
    """Tell whether the name describes what follows: "Northwind-backed Contoso", where another house is in sight."""
    after = [unit.folded for unit in units[at + 1 : at + 5]]
    attached = lexicon.words("attached")
    if len(after) > 3 and after[0] in {",", "and", "&"} and after[2] == "-" and after[3] in attached:
        return True  # "Ford, VW-backed Argo"
    if len(after) < 2 or after[0] != "-" or after[1] not in attached:
        return False
    return after[1] in lexicon.words("likened") or any(
        unit.symbol == ORGANISATION or (unit.symbol == COMPANY and unit.value != units[at].value) for unit in units
    )


def _lends(units: Sequence[Unit], at: int) -> bool:
    """Tell whether somebody of the company at unit `at` goes to another: "taps former Meta executive"."""
    people = {PERSON, ROLE, GROUP}
    ahead = [unit for unit in units[at + 1 : at + 5] if unit.symbol in people or unit.folded == "'s"]
    owning = any(unit.folded == "'s" for unit in ahead)
    others = any(unit.symbol == COMPANY and unit.value != units[at].value for unit in units)
    return bool(ahead) and not owning and others

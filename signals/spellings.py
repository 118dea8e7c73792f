"""What companies are called: rules for whole watch lists, and what the lexicons know of single houses.

Everything here makes spellings; whether a text means the company where one stands is told in companies.py and
marking.py.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from model.company import Company
from signals.fold import fold

# What writers leave away at the end of a name: its legal form, and what kind of house it is.
LEGAL = frozenset(
    {"inc", "corp", "corporation", "co", "company", "ltd", "limited", "llc", "plc", "gmbh", "ag", "sa", "se", "nv"}
    | {"group", "holdings", "incorporated"}
)
_KINDS = frozenset(
    {"ai", "labs", "lab", "robotics", "technologies", "platforms", "motors", "software", "systems"} | {"games"}
)
# Words that go on the name of a house, with a capital: "Northwind Interactive", "Contoso Worldwide".
HOUSES = frozenset(
    {"interactive", "worldgroup", "worldwide", "pharmaceutical", "pharmaceuticals", "therapeutics", "biosciences"}
    | {"biopharma", "biotherapeutics", "software", "technologies", "airlines", "airways", "motors", "studios"}
    | {"hotels", "restaurants", "brands", "industries", "enterprises", "communications", "entertainment"}
)
# What is left away only behind a word that is no other: "Multicoin" for Multicoin Capital.
_TRADES = frozenset(
    {"airlines", "capital", "energy", "entertainment", "financial", "health", "interactive", "materials", "media"}
    | {"music", "networks", "pharmaceuticals", "pharma", "payments", "power", "research", "security", "semiconductor"}
    | {"semiconductors", "studios", "telecom", "therapeutics", "ventures", "immunotherapeutics", "biotech", "foods"}
    | {"aerospace", "automotive", "analytics"}
)
_HEADED = frozenset({"banc", "banco", "banque", "grup", "grupo", "groupe"})  # kinds of house that stand before the name
_CASUAL = (" ai", " lab", " labs", " games", " robotics")  # left away behind everyday words, too
_SHORTER = {"company": "co", "corporation": "corp", "incorporated": "inc", "limited": "ltd"}
_TAILS = LEGAL | _KINDS | _SHORTER.keys()
_UNUSUAL = re.compile(r"[.&-]| and |^[tT]he |[a-z][A-Z]")  # in names that may be written otherwise
_BOTH = ((" & ", " and "), (" and ", " & "))
_SIGNS = re.compile(r"\.?[ -]+|\.")
_SHORTEST = 5  # letters of what may be taken out of a name
_INITIALS = (3, 5)
_SMALL = frozenset(  # words that give no initial
    {"of", "the", "and", "&", "for", "de", "des", "du", "la", "le", "und", "der", "y"}
    | {"inc", "corp", "co", "ltd", "llc", "plc", "gmbh", "ag", "sa"}
)
_CONTRACTED = {"le": ("du", "au"), "les": ("des", "aux")}
_LETTERS = 2  # a name that is as short is doubtful
_MAKING = ("maker", "owner", "parent", "creator", "developer")  # ends of epithets behind which a name may stand
_MOST_DERIVED = 25_000  # names of a watch list for which first words are looked for, and
_MOST_INITIALS = 2_000  # for which initials are: with more of them any three letters are somebody's


class Rule(NamedTuple):
    """What is wanted besides the letters of a spelling.

    `capital` wants a capital letter, of the last word too when it is "all", everywhere when it is "only". `doubtful`
    wants words around that prove it, `strict` more than a capital letter within a sentence. `implied` marks what only
    stands for a company; `language` wants a text of this language; behind an `epithet` the name of somebody else may
    follow ("iPhone maker Contoso"). `joined` marks a name behind an article that a small word took in: "du Monde".
    """

    capital: str = ""
    doubtful: bool = False
    strict: bool = False
    implied: bool = False
    language: str = ""
    epithet: bool = False
    joined: bool = False


class Form(NamedTuple):
    """Whose a spelling is, its rule, and whom it stands for, or may where it is not proved ("Gemini" for Google)."""

    company: str | None
    rule: Rule
    otherwise: str | None = None


_SURE, _PROPER, _EVERYDAY = Rule(), Rule("first"), Rule("first", doubtful=True)
_STRICT, _LOUD, _LETTER = Rule("first", doubtful=True, strict=True), Rule("only"), Rule("only", doubtful=True)
_SMALL_DOUBT, _SEVERAL, _COMMON = Rule("", doubtful=True), Rule("all"), Rule("all", doubtful=True, strict=True)
_LOUD_DOUBT, _EPITHET = Rule("only", doubtful=True), Rule(epithet=True)
_STRICT_LOUD = Rule("only", doubtful=True, strict=True)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the lexicons know of names; every word is folded, no name of a house is.

    `ordinary` are everyday words that are also well-known names and want evidence, as any name does that is one of
    `everyday`, the words of dictionaries, given names and places; `capitalised` such that are so well known that a
    capital letter is enough; `shared` are words of so many names that none is called by it alone; `others` are names
    of other houses that contain one of ours; `initials` are abbreviations of something else; `makers` what is said of
    a house by what it makes ("{} maker"). Of a house by its name: `epithets` are what else it is called, `at_home`
    what only in texts of a language, `known_for` what stands for it.
    """

    ordinary: frozenset[str] = frozenset()
    everyday: frozenset[str] = frozenset()
    capitalised: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    initials: frozenset[str] = frozenset()
    makers: tuple[str, ...] = ()
    epithets: tuple[tuple[str, Sequence[str]], ...] = ()
    at_home: tuple[tuple[str, str, Sequence[str]], ...] = ()
    known_for: tuple[tuple[str, Sequence[str]], ...] = ()


NO_WORDS = Vocabulary()
# A name that wants nothing but its letters is kept without a form: of a hundred thousand most are such.
Forms = dict[str, Form | str]


def form_of(kept: Form | str) -> Form:
    """Return the form that is kept of a spelling."""
    return Form(kept, _SURE) if isinstance(kept, str) else kept


def forms_of(watched: Sequence[Company], words: Vocabulary = NO_WORDS) -> Forms:
    """Return every spelling, folded, with whose it is. Costs some microseconds a name."""
    forms: Forms = dict.fromkeys(words.others, Form(None, _SURE))
    special = words.ordinary | words.everyday | words.capitalised
    for company in watched:
        name = company.name
        folded = fold(name.strip())
        head, _, rest = folded.partition(" ")
        if rest and head in _CONTRACTED:
            _add_contracted(forms, name, head, rest, words)
        if head in special or len(folded) <= _LETTERS:
            if len(folded) > 1 or name.isupper():
                forms[folded] = Form(name, _rule(name, folded, words))
        else:
            forms[folded] = name
        if company.aliases or company.domain:
            _add_own(forms, company, words)
        # Of the name alone: an alias is a short form already, and "Open AI" must not make "Open" a company.
        if _UNUSUAL.search(name):
            for variant in variants(name, folded):
                forms.setdefault(variant, Form(name, _PROPER))
        if rest and rest.rsplit(" ", 1)[-1].rstrip(".") in _TAILS:
            for short, sure in shorter(folded):
                if (rule := _short_rule(short, sure, folded, words)) is not None:
                    forms.setdefault(short, Form(name, rule))
    if len(watched) <= _MOST_DERIVED:
        _add_derived(forms, watched, words)
    _add_houses(forms, words)
    forms.pop("", None)
    return forms


def _add_contracted(forms: Forms, name: str, article: str, rest: str, words: Vocabulary) -> None:
    """Add how a name that begins with an article is written in French: "la rédaction des Échos", "parle au Monde"."""
    doubtful = rest in words.everyday or rest in words.ordinary
    for small in _CONTRACTED[article]:
        forms.setdefault(f"{small} {rest}", Form(name, Rule(doubtful=doubtful, language="fr", joined=True)))


def _add_own(forms: Forms, company: Company, words: Vocabulary) -> None:
    """Add the aliases and the domain of a company."""
    for alias in company.aliases:
        folded = fold(alias.strip())
        if len(folded) > 1 or alias.isupper():
            forms[folded] = Form(company.name, _rule(alias, folded, words))
    if company.domain:
        forms[fold(company.domain)] = Form(company.name, _SURE)


def _rule(spelling: str, folded: str, words: Vocabulary) -> Rule:
    """Return what a name or an alias wants."""
    if len(folded) == 1:
        return _LETTER
    head, _, rest = folded.partition(" ")
    plain = head in words.everyday
    proper = folded in words.capitalised
    doubtful = folded in words.ordinary or (plain and not rest and not proper)
    doubtful = doubtful or (len(folded) <= _LETTERS and folded in words.initials)
    if not spelling[:1].isupper():
        return _SMALL_DOUBT if doubtful or len(folded) <= _LETTERS else _SURE
    if spelling.isupper() and (doubtful or len(folded) <= _LETTERS):
        return _LOUD_DOUBT if doubtful else _LOUD
    if doubtful or len(folded) <= _LETTERS:
        return _EVERYDAY
    if rest and plain and all(word in words.everyday for word in rest.split() if word.isalpha()):
        return _SEVERAL
    return _PROPER if proper else _SURE


def _short_rule(short: str, sure: bool, folded: str, words: Vocabulary) -> Rule | None:
    """Return what a name wants of which something was left away; None for a word that is hardly ever used so."""
    if " " in short:
        return _COMMON if all(word in words.everyday for word in short.split()) else _PROPER if sure else _EVERYDAY
    if short in words.capitalised or not (short in words.ordinary or short in words.everyday):
        return _PROPER
    if short in words.shared:
        return None
    if folded.partition(" ")[0] in _HEADED:
        return _EVERYDAY
    if short in words.ordinary:
        return _EVERYDAY
    return _STRICT if folded.endswith(_CASUAL) else None


def shorter(folded: str) -> Iterable[tuple[str, bool]]:
    """Yield what else a name is called, with whether that alone proves it: "the browser co", "inflection"."""
    head, _, tail = folded.rstrip(".").rpartition(" ")
    if not head:
        return
    first, _, rest = folded.partition(" ")
    if first in _HEADED and len(rest) >= _SHORTEST and rest.partition(" ")[0] not in _SMALL:
        yield rest, " " in rest
        yield from ((f"{other} {rest}", True) for other in _HEADED if other[:4] == first[:4] and other != first)
    if tail in _SHORTER:
        yield f"{head} {_SHORTER[tail]}", True
    bare = head.removeprefix("the ").rstrip(" ,&")
    if tail in LEGAL or tail in _KINDS:
        many = " " in bare
        if len(bare) > 2 and (many or bare == head):
            yield bare, many


def variants(name: str, folded: str) -> Iterator[str]:
    """Yield how else a name is written: without signs, with "and" for "&", "Open AI", "DeepMind" of Google DeepMind."""
    if "." in folded or "-" in folded:
        yield _SIGNS.sub(" ", folded).strip()
    for one, other in _BOTH:
        if one in folded:
            yield folded.replace(one, other)
    if folded.startswith("the ") and folded.count(" ") > 1:
        yield folded[4:]
    if name[-2:] == "AI" and name[-3:-2].islower() and len(folded) > _SHORTEST:
        yield f"{folded[:-2]} ai"
    last = name.rsplit(" ", 1)[-1]
    if _SHORTEST < len(last) < len(name) and last.isalpha() and last[-1].islower() and not last[1:].islower():
        yield fold(last)


def first_words(watched: Sequence[Company], words: Vocabulary) -> Iterator[tuple[str, str, bool]]:
    """Yield the first words that stand for one company only, its name, and whether they prove it.

    "Multicoin" for Multicoin Capital, "Activision" for Activision Blizzard; of two that begin alike neither is meant.
    """
    counted = Counter(fold(company.name).split(" ", 1)[0] for company in watched)
    for company in watched:
        first, *rest = fold(company.name).split()
        plain = len(first) < _SHORTEST or not first.isalpha() or first in words.everyday or first in words.ordinary
        if rest and counted[first] == 1 and not plain:
            yield first, company.name, rest[0] in _TRADES


def initials(watched: Sequence[Company], words: Vocabulary) -> Iterator[tuple[str, str]]:
    """Yield initials that stand for one company only, with its name: "wbd"."""
    found: dict[str, str | None] = {}
    for company in watched:
        parts = [word for word in company.name.replace("-", " ").split() if word.lower().rstrip(".") not in _SMALL]
        letters = "".join(word[0] for word in parts)
        if _INITIALS[0] <= len(letters) <= _INITIALS[1] and letters.isalpha() and letters.isupper():
            key = fold(letters)
            found[key] = None if key in found else company.name
    for key, name in found.items():
        if name is not None and key not in words.initials and key not in words.everyday:
            yield key, name


def _add_derived(forms: Forms, watched: Sequence[Company], words: Vocabulary) -> None:
    """Add what a watch list of moderate size allows: first words and initials that can mean one company only.

    And names that are joined, as in "Litware-Robotics-Chefin".
    """
    for first, name, sure in first_words(watched, words):
        forms.setdefault(first, Form(name, _PROPER if sure else _STRICT))
    for letters, name in initials(watched, words) if len(watched) <= _MOST_INITIALS else ():
        forms.setdefault(letters, Form(name, _LOUD))
    for company in watched:
        joined = fold(company.name.strip()).replace(" ", "-")
        if " " in company.name and _SIGNS.sub("", joined).isalnum():
            forms.setdefault(joined, Form(company.name, _PROPER))


def _add_houses(forms: Forms, words: Vocabulary) -> None:
    """Add what the lexicons know of single houses, as far as these are watched."""
    for name, spellings in words.epithets:
        company = _house(forms, (name, *spellings))
        for spelling in (name, *spellings) if company is not None else ():
            folded = fold(spelling)
            known = form_of(forms[folded]) if folded in forms else None
            if known is None or known.company is None or (known.company == company and spelling not in {name, company}):
                forms[folded] = Form(company, _epithet_rule(spelling, folded, words))
    for language, name, spellings in words.at_home:
        if (company := _house(forms, (name,))) is not None:
            for spelling in spellings:
                forms.setdefault(fold(spelling), Form(company, Rule("first", language=language)))
    for name, things in words.known_for:
        if (company := _house(forms, (name,))) is not None:
            for thing in things:
                _add_thing(forms, company, thing, words)


def _epithet_rule(spelling: str, folded: str, words: Vocabulary) -> Rule:
    """Return what an epithet wants: a single word, its capitals, and to be proved when it is an everyday one."""
    if " " in folded or "-" in folded:
        return _EPITHET if folded.endswith(_MAKING) else _SURE
    if spelling.isupper():
        return _STRICT_LOUD if folded in words.initials else _LOUD
    if folded not in words.capitalised and (folded in words.ordinary or folded in words.everyday):
        return _EVERYDAY
    return _SURE if spelling[:1].islower() else _PROPER


def _add_thing(forms: Forms, company: str, thing: str, words: Vocabulary) -> None:
    """Add what stands for a company, and "the maker of" it, which is a name of the company."""
    folded = fold(thing)
    known = form_of(forms[folded]) if folded in forms else None
    own = fold(company) in folded.split()  # "Google Cloud" names Google, "YouTube Music" is only among what it sells
    if known is not None and known.company is not None:
        if known.company != company:
            forms[folded] = Form(known.company, _STRICT if folded in words.ordinary else known.rule, company)
    elif not own or known is not None:
        forms[folded] = Form(company, Rule("first" if thing[:1].isupper() else "", implied=True))
    for maker in words.makers:
        forms.setdefault(maker.format(folded), Form(company, _SURE if maker.endswith("{}") else _EPITHET))


def _house(forms: Forms, spellings: Iterable[str]) -> str | None:
    """Return the watched company that one of these names surely is."""
    keys = (fold(spelling) for spelling in spellings)
    found = (form_of(forms[key]) for key in keys if key in forms)
    return next((one.company for one in found if one.company and not (one.rule.implied or one.rule.strict)), None)

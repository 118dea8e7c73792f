"""One language's words and patterns, parsed from signals/lexicon/<language>.toml and ready to be matched.

The file holds word lists ([words], phrases apart by white space, the words of a phrase joined by _), titles by
seniority ([titles]), names ([names]), and the entries: what is said when something happened. A word name*end stands
for compounds (signals/compounds.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from sys import getsizeof
from typing import TypeVar

from model.errors import ConfigError
from model.signal import Seniority
from signals.alphabet import Alphabet
from signals.compounds import Ends, compounded, endings, swiss
from signals.entries import Entry, are_texts, parse_entries
from signals.fold import fold
from signals.patterns import GROUP, ROLE, Compiler
from signals.tokens import ELIDING, words_of

_HOUSES = ("epithets", "at_home", "known_for")  # what else a house is called, or stands for it, by its name
_SECTIONS = {"language", "words", "forms", "titles", "names", "entries", "own_words", *_HOUSES}
# What companies do: such a word after an ordinary one shows that a company is meant.
_ACTS = (
    "company_verbs",
    "aux",
    "hire",
    "fire",
    "cut",
    "raise",
    "acquire",
    "name_verb",
    "announce",
    "freeze",
    "ipo_verb",
    "shut",
    "valued",
    "promote",
    "grow",
    "surge_verb",
    "lose",
    "seek_money",
    "join",
)
# Lists of words that are matched by themselves and may stand anywhere in a phrase about people.
_PLAIN = frozenset(
    {"other_firms", "grouping", "counting", "spelled", "given", "surnames", "after_person", "bystander", "successor"}
    | {"predecessor", "oneself", "about_others", "common", "stopwords", "products", "fields", "internal", "thousand"}
    | {"million", "billion", "trillion", "lakh", "crore", "company_nouns", "scenery", "attached", "ordinary"}
    | {"capitalised", "other_names", "organisation", "not_person", "weak_titles", "not_funding", "hardly_funding"}
    | {"surely_funding", "purpose", "unless_funding", "in_order", "not_acquisition", "off_acquisition"}
    | {"not_departure", "not_layoffs", "not_hire", "not_hiring_surge", "not_turmoil", "not_ipo_or_liquidity"}
    | {"not_shutdown", "article", "describing", "exchanges", "clause", "function", "outgoing", "kin", "worth"}
    | {"worth_before", "of_kin", "leading", "beside", "current", "at_house", "he", "it", "his", "the", "the_firm"}
    | {"the_joined", "joining", "pluperfect", "boards", "among_them", "past_end"}
    | {"defining", "retold", "dated", "doubtful_months", "past_month", "lasting", "say", "formerly", "moving"}
    | {"crowd", "copula", "everyday", "brands", "initials", "makers", "modal", "agent_verbs", "of_company"}
    | {"company_objects", "compared", "likened", "listing", "listed_on", "outlets", "told", "retells", "other_houses"}
    | {"given_by", "posts", "platforms", "office_part", "staff_part", "explaining", "not_promotion", "owned_by"}
    | {"background_before", "to_come", "hearsay", "untrue", "baseless", "no_truth", "denying", "origin", "origin_of"}
    | {"joined_titles", "no_compound", "not_surname", "either_number", "no_plural", "attendants", "attending_office"}
    | {"for_a_while", "from_within", "origin_verb", "house_titles", "owning", "dozen", "half", "uncounted"}
    | {
        "epithet",
        "years",
        "finite",
        "sent_away",
        "one_dismissal",
        "follows_on",
        "hands_to",
        "owner_of",
        "adjective_behind",
        "pairing",
        "unless_acquisition",
        "surely_acquisition",
        "owner_link",
        "degrees",
        "no_house",
        "aside_link",
        "unplaced_titles",
        "sited",
        "firm_link",
        "presents",
        "off_hire",
        "one",
        "listicle",
        "wishing",
        "rivalling",
        "superlative",
        "measuring",
        "replaced_by",
        "lately",
        "office_to",
        "office_of",
        "employer",
        "from_house",
        "titled",
        "initials_of_office",
        "serving",
    }
    | {"buying", "towards_buying", "dealing", "no_buyer"}
    | {f"month_{number}" for number in range(1, 13)}
)
_NONE: frozenset[str] = frozenset()
Member = TypeVar("Member")
Houses = tuple[tuple[str, tuple[str, ...]], ...]
Phrases = Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]


class _Singles(dict[str, frozenset[str]]):
    """The words of each list that stand alone."""

    def __missing__(self, name: str) -> frozenset[str]:
        return self.setdefault(name, _NONE)


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The vocabulary of one language. `titles` and `groups` map a first word to phrases and what they are.

    `words` gives the one-word members of a list, none when the language has no such list; it is asked so often that it
    is no method. `longer` are the other members. `acts` are the words before which an ordinary word is a company's
    name; `inner` those that mean something only in a phrase that another word begins, such as "medical" in "on medical
    leave": elsewhere they are like any noun. Of houses by their names, `epithets` are what else they are called,
    `at_home` what only in this language's texts, `known_for` what stands for them where they are not named. `heads`
    gives the titles that patterns name ("founder") the character by which a role of that title is found. `compounds`
    tells the seniority of a word that is a title by its end, "group" of one that means several people; `ends` the same
    of the other lists that hold ends. `own_words` are the phrases of signals/posts.py. `forms` are by each form of a
    verb ("tritt") the others ("trat", "trete"); a pattern that names one of them matches all.
    """

    language: str
    elided: bool
    entries: tuple[Entry, ...]
    symbols: Mapping[str, str]
    longer: Mapping[str, frozenset[tuple[str, ...]]]
    titles: Phrases
    groups: Phrases
    words: Callable[[str], frozenset[str]]
    epithets: Houses
    at_home: Houses
    known_for: Houses
    acts: frozenset[str]
    inner: frozenset[str]
    heads: Mapping[str, str]
    compounds: Ends
    ends: Mapping[str, Ends]
    own_words: Mapping[str, tuple[str, ...]]
    forms: Mapping[str, tuple[str, ...]]

    def phrases(self, name: str) -> Iterator[tuple[str, ...]]:
        """Yield all members of a list, cut into words; none when the language has no such list."""
        yield from ((word,) for word in self.words(name))
        yield from self.longer.get(name, ())

    def says(self, name: str, words: Sequence[str]) -> bool:
        """Tell whether these words are a member of a list."""
        return words[0] in self.words(name) if len(words) == 1 else tuple(words) in self.longer.get(name, ())

    def has(self, name: str, word: str) -> bool:
        """Tell whether a word is in a list, or a compound with an end that is."""
        return word in self.words(name) or (name in self.ends and bool(self.ends[name][word]))


@cache
def either(lexicon: Lexicon, *names: str) -> frozenset[str]:
    """Return the words that stand in any of several lists; put together once, for some are long."""
    return _NONE.union(*map(lexicon.words, names))


def parse_lexicon(table: Mapping[str, object], where: str) -> Lexicon:
    """Check and compile a parsed lexicon file; `where` is its name. Raises ConfigError with every fault at once."""
    faults: list[str] = []
    elided = (language := _language(table, where, faults)) in ELIDING
    kept: dict[str, str] = {}  # each word is kept once; Python's own table of such words would grow for good

    @cache
    def cut(phrase: str) -> tuple[str, ...]:
        return tuple(kept.setdefault(word, word) for word in words_of(phrase, elided))

    words = _lists(table, "words", where, faults)
    lists = {**compounded(words, words, where, faults), **_lists(table, "names", where, faults)}
    spelled, titles = _titles(table, words, where, faults)
    houses, own = _houses(table, where, faults), _lists(table, "own_words", where, faults)
    forms = _forms(alphabet := Alphabet(), _lists(table, "forms", where, faults))
    inner, nouns = _inner(table, lists, cut), _nouns(titles, cut)
    heads = _heads(alphabet, _named(table, lists, cut), nouns, _firsts(titles, cut))
    compiler = Compiler(alphabet, lists, cut, nouns, inner, heads)
    entries = parse_entries(table, where, compiler, faults)
    if faults:
        raise ConfigError(faults)
    known = _met(alphabet, lists, cut)
    return Lexicon(
        language,
        elided,
        entries,
        dict(alphabet.known()),
        {name: compact(words for words in map(cut, phrases) if len(words) > 1) for name, phrases in lists.items()},
        _indexed(_above(titles), cut),
        _indexed(dict.fromkeys(titles.get(Seniority.GROUP, ()), Seniority.GROUP.value), cut),
        _Singles({name: _single(map(cut, phrases)) for name, phrases in lists.items()}).__getitem__,
        *houses,
        _acts(lists, cut),
        inner,
        heads,
        _ends(spelled, known, cut),
        {name: found for name in words if (found := _ends({name: words[name]}, known, cut))},
        own,
        forms,
    )


def _above(titles: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return the seniority of each title of one person."""
    return {phrase: level for level, phrases in titles.items() if level != Seniority.GROUP for phrase in phrases}


def _forms(alphabet: Alphabet, lists: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return by each form of a verb the others; all of them have one character."""
    verbs = [(fold(word), *map(fold, others)) for word, others in lists.items()]
    for first, *others in verbs:
        for other in others:
            alphabet.read_as(other, first)
    return {form: tuple(other for other in verb if other != form) for verb in verbs for form in verb}


def _titles(
    table: Mapping[str, object], words: Mapping[str, tuple[str, ...]], where: str, faults: list[str]
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Return the titles by seniority as they are written, and with their compounds; note what is no seniority."""
    spelled = _lists(table, "titles", where, faults)
    titles = compounded(spelled, words, where, faults)
    for name in sorted(set(titles) - {seniority.value for seniority in Seniority}):
        faults.append(f"{where}: titles.{name} is no seniority")
    return spelled, titles


def _heads(
    alphabet: Alphabet, named: Iterable[tuple[str, ...]], nouns: Mapping[str, str], firsts: frozenset[str]
) -> dict[str, str]:
    """Return the character of each title that patterns name; `firsts` are the words that titles begin with."""
    phrases = frozenset(named)
    # No word of a text begins with this sign: a title has one character as a mere word, another as somebody's role.
    heads = {word: alphabet[f"@{word}"] for word in sorted(_single(phrases)) if nouns.get(word) == ROLE}
    # What titles begin with is looked for together: neighbours make a set that is compiled much faster.
    for word in sorted({word for words in phrases for word in words} & firsts):
        alphabet[word]
    return heads


def _met(
    alphabet: Alphabet, lists: Mapping[str, tuple[str, ...]], cut: Callable[[str], tuple[str, ...]]
) -> frozenset[str]:
    """Give every word that patterns may meet its character, and return all words that have one or are no compounds."""
    for word in (word for name in sorted(set(lists) - _PLAIN) for phrase in lists[name] for word in cut(phrase)):
        alphabet[word]
    return frozenset(alphabet.known()) | {word for one in lists.get("no_compound", ()) for word in cut(one)}


def _single(phrases: Iterable[tuple[str, ...]]) -> frozenset[str]:
    """Return the phrases of one word."""
    return compact(words[0] for words in phrases if len(words) == 1)


def compact(members: Iterable[Member]) -> frozenset[Member]:
    """Return the members as a set that takes little room: one that grew may have four times as many places as it needs.

    A copy has twice as many, or as many as the next power of two.
    """
    grown = frozenset(members)
    return min(grown, frozenset({*grown}), key=getsizeof) if grown else frozenset()


def _firsts(titles: Mapping[str, tuple[str, ...]], cut: Callable[[str], tuple[str, ...]]) -> frozenset[str]:
    """Return the words that titles and groups begin with."""
    return frozenset(cut(phrase)[0] for phrases in titles.values() for phrase in phrases)


def _ends(lists: Mapping[str, tuple[str, ...]], known: frozenset[str], cut: Callable[[str], tuple[str, ...]]) -> Ends:
    """Return what compounds mean by the ends that stand in `lists`."""
    return Ends({cut(end)[0]: meaning for end, meaning in endings(lists).items()}, known)


def _language(table: Mapping[str, object], where: str, faults: list[str]) -> str:
    """Return the language of a lexicon, noting a wrong one and sections that there are not."""
    for key in sorted(set(table) - _SECTIONS):
        faults.append(f"{where}: unknown section {key!r}; there are {', '.join(sorted(_SECTIONS))}")
    language = table.get("language")
    if isinstance(language, str) and len(language) == 2:
        return language
    faults.append(f"{where}: language must be a code of two letters")
    return "en"


def _named(
    table: Mapping[str, object], lists: Mapping[str, tuple[str, ...]], cut: Callable[[str], tuple[str, ...]]
) -> frozenset[tuple[str, ...]]:
    """Return the phrases that patterns name, by themselves or by the lists they use."""
    named: set[str] = set()
    tables = table.get("entries", [])
    for entry in tables if isinstance(tables, list) else []:
        sources = entry.get("patterns") if isinstance(entry, Mapping) else None
        for source in sources if are_texts(sources) else []:
            for one in (one for part in swiss(source).split() for one in part.strip("?*!").split("|")):
                named.update(lists.get(one[1:], ()) if one.startswith("@") else (one,))
    return frozenset(cut(one) for one in named if one and not one.startswith("{"))


def _inner(
    table: Mapping[str, object], lists: Mapping[str, tuple[str, ...]], cut: Callable[[str], tuple[str, ...]]
) -> frozenset[str]:
    """Return the words that stand in phrases of the patterns and lists, but never alone and never first."""
    phrases = [phrase for name in sorted(set(lists) - _PLAIN) for phrase in lists[name]]
    tables = table.get("entries", [])
    for entry in tables if isinstance(tables, list) else []:
        sources = entry.get("patterns") if isinstance(entry, Mapping) else None
        for source in sources if are_texts(sources) else []:
            for part in swiss(source).split():
                phrases.extend(one for one in part.strip("?*!").split("|") if one[:1] not in {"", "@", "{"})
    words = [cut(phrase) for phrase in phrases]
    standing = {one[0] for one in words if one}
    return frozenset(word for one in words for word in one[1:] if word not in standing and word.isalpha())


def _acts(lists: Mapping[str, tuple[str, ...]], cut: Callable[[str], tuple[str, ...]]) -> frozenset[str]:
    """Return the words that show that a company stands before them; small words only when the lexicon says so."""
    small = {words[0] for words in map(cut, lists.get("stopwords", ()))}
    said = {words[0] for words in map(cut, lists.get("company_verbs", ()))}
    return frozenset(
        words[0]
        for name in _ACTS
        for words in map(cut, lists.get(name, ()))
        if words[0] in said or (words[0] not in small and words[0].isalpha())
    )


def _houses(table: Mapping[str, object], where: str, faults: list[str]) -> tuple[Houses, Houses, Houses]:
    """Return what the three sections about houses say, by their names."""
    epithets, at_home, known_for = (
        tuple((_spaced(name), tuple(map(_spaced, phrases))) for name, phrases in found.items())
        for found in (_lists(table, section, where, faults) for section in _HOUSES)
    )
    return epithets, at_home, known_for


def _spaced(phrase: str) -> str:
    return phrase.replace("_", " ")


def _nouns(titles: Mapping[str, tuple[str, ...]], cut: Callable[[str], tuple[str, ...]]) -> dict[str, str]:
    """Return the character that a title or a group of one word has in a sentence."""
    return {
        words[0]: GROUP if level == Seniority.GROUP else ROLE
        for level, phrases in titles.items()
        for words in map(cut, phrases)
        if len(words) == 1
    }


def _indexed(phrases: Mapping[str, str], cut: Callable[[str], tuple[str, ...]]) -> Phrases:
    """Return phrases by their first word, longest first."""
    index: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, meaning in phrases.items():
        words = cut(phrase)
        index.setdefault(words[0], []).append((words, meaning))
    return {first: tuple(sorted(found, key=lambda one: -len(one[0]))) for first, found in index.items()}


def _lists(table: Mapping[str, object], section: str, where: str, faults: list[str]) -> dict[str, tuple[str, ...]]:
    """Return the word lists of a section: each a string of phrases, or a list of strings."""
    found = table.get(section, {})
    if not isinstance(found, Mapping):
        faults.append(f"{where}: {section} must be a table of word lists")
        return {}
    lists: dict[str, tuple[str, ...]] = {}
    for name, value in found.items():
        if isinstance(value, str):
            lists[name] = tuple(one for word in value.split() for one in swiss(word).split("|"))
        elif are_texts(value):
            lists[name] = tuple(value)
        else:
            faults.append(f"{where}: {section}.{name} must be a text of words or a list of texts")
    return lists

"""Names of people in a sentence: runs of capitalised words that can be nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from signals.actors import CAPITALISING
from signals.patterns import COMPANY, ORGANISATION, PERSON, ROLE
from signals.units import QUOTES, Draft, Known, Unit
from signals.vocabulary import Lexicon, either

_LONGEST = 5
_LONGEST_LIST = 8
_ADJECTIVAL = ("e", "em", "en", "er", "es")  # ends of adjectives in such a language
_SECOND = frozenset({"den", "der", "de"})  # behind another particle: "Jan van den Berg"
_JOINING = frozenset("-.")
_NICKNAME = QUOTES | frozenset("()")
_TWO_SURNAMES = frozenset({"es"})  # languages in whose countries people have two
_GLUED = re.compile(r"[dl]['’][A-ZÀ-Þ]")
_JOINED = re.compile(r"[a-zà-ÿ]{2,3}[A-ZÀ-Þ][a-zà-ÿ]")  # "Ana deSouza"
_NEVER = ("stopwords", "fields", "products")  # lists of words that no name is made of


def find(draft: Draft, lexicon: Lexicon, known: Known) -> None:
    """Put a unit where a person or an unknown organisation is named; `known` learns full names."""
    stop = 0
    for at in [at for at, token in enumerate(draft.tokens) if token.capital]:
        if at < stop or not _namelike(draft, lexicon, at):
            continue
        stop = _run(draft, lexicon, at)
        if stop > at:
            own = _owned(draft, lexicon, at, stop)
            if own > at:
                draft.put(ORGANISATION, at, own, value=draft.text[draft.tokens[at].start : draft.tokens[own - 1].end])
            _judge(draft, lexicon, known, own, stop)


def _begin(draft: Draft, lexicon: Lexicon, at: int, stop: int) -> int:
    """Return where a name begins in a run: behind a noun, where every noun has a capital: "Amerikaner Jan Peeters"."""
    words = [token.folded for token in draft.tokens[at:stop]]
    given = lexicon.words("given")
    if lexicon.language not in CAPITALISING or words[0] in given:
        return at
    return next((at + n for n in range(1, len(words) - 1) if words[n] in given and words[n - 1] != "-"), at)


def _run(draft: Draft, lexicon: Lexicon, at: int) -> int:
    """Return where the run of name-like words that starts at token `at` ends; `at` when there is none."""
    stop = at
    while stop - at < _LONGEST and draft.free(stop):
        ahead = _goes_on(draft, lexicon, at, stop)
        if ahead == stop:
            break
        stop = ahead
    return stop


def _owned(draft: Draft, lexicon: Lexicon, at: int, stop: int) -> int:
    """Return where a person's name begins behind that of a house: "le patron d'Eutelsat Rodolphe Belmer"; else `at`."""
    tokens, given = draft.tokens, lexicon.words("given")
    if stop - at < 3 or tokens[at].folded in given or at == 0 or tokens[at - 1].folded not in lexicon.words("owner_of"):
        return at
    return next((first for first in range(stop - 2, at, -1) if tokens[first].folded in given), at)


def _goes_on(draft: Draft, lexicon: Lexicon, at: int, stop: int) -> int:
    """Return where the next part ends of a name whose words so far are tokens at:stop; `stop` when none follows."""
    tokens = draft.tokens
    particles = lexicon.words("particles")
    if _namelike(draft, lexicon, stop) or (stop == at + 1 and _after_given(draft, lexicon, stop)):
        return stop + 1
    if stop == at + 1 and tokens[at].folded in lexicon.words("given") and _JOINED.match(draft.text, tokens[stop].start):
        return stop + 1
    if stop == at + 2 and _ends_in_particle(draft, lexicon, stop):
        return stop + 1
    if stop == at or stop + 1 >= len(tokens):
        return stop
    word = tokens[stop].folded
    if word in lexicon.words("and") and tokens[stop + 1].folded in lexicon.words("given"):
        return stop  # "Pablo Moreno y Ana Vega" are two
    following = _namelike(draft, lexicon, stop + 1)
    if word in particles and following:
        # "Pablo Moreno y Raimon Vega" are two, "José Ortega y Gasset" is one.
        given = tokens[at].folded in lexicon.words("given")
        two = word in lexicon.words("and") and (not given or (stop > at + 1 and _capital(draft, stop + 2)))
        return stop if two else stop + 2
    if word in particles and tokens[stop + 1].folded in particles | _SECOND and _namelike(draft, lexicon, stop + 2):
        return stop + 3  # "de los Mozos", "von der Leyen"
    if word in _JOINING and following and tokens[stop].start == tokens[stop - 1].end:
        initial = tokens[stop - 1].end - tokens[stop - 1].start == 1
        return stop + 2 if word == "-" or initial else stop
    if _GLUED.match(draft.text, tokens[stop].start) and (
        tokens[stop + 1].start > tokens[stop].end or draft.free(stop + 1)
    ):
        return stop + 1  # "Luc d'Harcourt", but not "Sam Altman d'OpenAI", where the house is known
    nicknamed = stop == at + 1 and word in _NICKNAME and tokens[stop + 1].capital and draft.free(stop + 1)
    if nicknamed and stop + 2 < len(tokens) and tokens[stop + 2].folded in _NICKNAME:
        return stop + 4 if _namelike(draft, lexicon, stop + 3) else stop
    return stop


def _ends_in_particle(draft: Draft, lexicon: Lexicon, at: int) -> bool:
    """Tell whether token `at` ends a name though it is elsewhere a particle: the last word of "Minh Anh Lê"."""
    if draft.titlecase or not draft.free(at) or _namelike(draft, lexicon, at + 1):
        return False
    return draft.tokens[at].capital and draft.tokens[at].folded in lexicon.words("particles")


def _namelike(draft: Draft, lexicon: Lexicon, at: int) -> bool:
    """Tell whether token `at` can be part of a name."""
    if not draft.free(at):
        return False
    token = draft.tokens[at]
    word = token.folded
    if not token.capital or not word.replace("'", "").isalpha():
        return False
    known = word in lexicon.symbols
    if known and token.end - token.start == 1 and _initial(draft, at):
        return True
    if word in lexicon.words("given"):
        if known and draft.titlecase:
            return word not in either(lexicon, "modal", "sue") and _surnamed(draft, lexicon, at + 1)
        return not known or _capital(draft, at + 1) or (_capital(draft, at + 2) and draft.tokens[at + 1].folded == "-")
    if (known and word not in lexicon.inner) or word in _never(lexicon):
        return False
    if (draft.titlecase or at == 0) and word in lexicon.words("common"):
        return False
    size = token.end - token.start
    return size == 1 or not (size <= 4 and draft.text[token.start : token.end].isupper())


def _initial(draft: Draft, at: int) -> bool:
    """Tell whether a full stop is glued to the letter at `at` between two names, as in "Ada E. Keller"."""
    tokens = draft.tokens
    return (
        0 < at < len(tokens) - 2
        and tokens[at + 1].folded == "."
        and tokens[at + 1].start == tokens[at].end
        and tokens[at - 1].capital
        and tokens[at + 2].capital
    )


def _surnamed(draft: Draft, lexicon: Lexicon, at: int) -> bool:
    """Tell whether token `at` can only be a surname: "Bill Kellerman to Leave", but not "Bill Passes"."""
    if not (_capital(draft, at) and draft.free(at)):
        return False
    word = draft.tokens[at].folded
    plain = word.isalpha() and word not in lexicon.symbols and word not in either(lexicon, "common", "everyday")
    return word in lexicon.words("surnames") or plain


def _capital(draft: Draft, at: int) -> bool:
    return at < len(draft.tokens) and draft.tokens[at].capital


@cache
def _never(lexicon: Lexicon) -> frozenset[str]:
    return frozenset().union(*map(lexicon.words, _NEVER))


def _after_given(draft: Draft, lexicon: Lexicon, at: int) -> bool:
    """Tell whether token `at` is a surname that is also a word: a capital behind a given name, as in "Stan Deal"."""
    token, before = draft.tokens[at], draft.tokens[at - 1]
    plain = token.folded in lexicon.words("surnames")
    if (
        (draft.titlecase and not plain)
        or not token.capital
        or not token.folded.isalpha()
        or before.folded not in lexicon.words("given")
    ):
        return False
    size = token.end - token.start
    return (
        size > 1
        and not draft.text[token.start : token.end].isupper()
        and (plain or token.folded not in lexicon.words("not_person"))
    )


def _judge(draft: Draft, lexicon: Lexicon, known: Known, at: int, stop: int) -> None:
    """Decide what a run is and put it."""
    tokens = draft.tokens
    words = [token.folded for token in tokens[at:stop]]
    name = draft.text[tokens[at].start : tokens[stop - 1].end]
    size = len(words) - 2 * words[2:].count("-")  # "Antoine de Saint-Exupéry" has one surname
    named = words[0] in lexicon.words("given") and 1 < size <= 2 + (words[1] in lexicon.words("particles"))
    named = named and words[-1] not in lexicon.words("kind_of_house")  # "Otto Group"
    if not named and any(word in lexicon.words("not_person") for word in words):
        if any(word in lexicon.words("organisation") for word in words):
            draft.put(ORGANISATION, at, stop, value=name)
        return
    before = _unit_before(draft, at)
    if len(words) > 1 and before is not None and before.symbol == COMPANY and words[0] not in lexicon.words("given"):
        return  # "Northwind Steel Europe": all of it names a house
    after_role = before is not None and before.symbol == ROLE
    if len(words) == 1:
        known.lone.add(words[0])
        full = known.people.get(words[0]) or (known.given.get(words[0]) if words[0] in lexicon.words("given") else None)
        if full:
            draft.put(PERSON, at, stop, value=full)
        elif at and tokens[at - 1].folded in lexicon.words("titled") and not draft.titlecase:
            draft.put(PERSON, at, stop, value=name)  # "Mr Peeters"
        elif after_role and len(words[0]) > 2 and not (stop < len(tokens) and draft.units[stop] is not None):
            draft.put(PERSON, at, stop, value=name)
        return
    nickname = next((words[at + 1] for at in range(len(words) - 2) if words[at] in _NICKNAME), "")
    given = words[0] in lexicon.words("given") or nickname in lexicon.words("given")
    # "names Balaji Rao finance chief", "Promotes Balaji Rao"
    appointed = at > 0 and tokens[at - 1].folded in either(lexicon, "name_verb", "person_verb")
    if not given and not after_role and not appointed and stop < len(tokens) and _role_at(draft, stop):
        draft.put(ORGANISATION, at, stop, value=name)  # "Infineon Power executive": whose executive it is
        return
    told = given or after_role or (appointed and _closed(draft, lexicon, stop)) or _role_next(draft, stop)
    if told or not (_weak(draft, words) or _thing(words, at == 0, lexicon)) or _listed(draft, lexicon, at, stop):
        known.meet(words[-1], name, words[0] if given else "")
        if len(words) > 2 and lexicon.language in _TWO_SURNAMES:
            _meet_first(words, name, lexicon, known)
        draft.put(PERSON, at, stop, value=name)


def _meet_first(words: Sequence[str], name: str, lexicon: Lexicon, known: Known) -> None:
    """Learn the first of two surnames, by which who bears them is called: "Pablo Moreno Vega" is "Moreno"."""
    apart = either(lexicon, "given", "particles")
    if words[-2] not in apart and words[-2].isalpha():
        known.people.setdefault(words[-2], name)


def _closed(draft: Draft, lexicon: Lexicon, stop: int) -> bool:
    """Tell whether the name that ends at token `stop` is all that a verb governs: "Ups Balaji Rao to", "… From"."""
    return stop == len(draft.tokens) or draft.tokens[stop].folded in lexicon.words("after_person")


def _listed(draft: Draft, lexicon: Lexicon, at: int, stop: int) -> bool:
    """Tell whether tokens at:stop, two words, go on a list of people: "Ada Keller, Xu Wen and Zhi Lan"."""
    tokens, joints = draft.tokens, lexicon.words("and")
    if stop - at != 2:
        return False
    if at == 0:
        return _opens_list(draft, lexicon, stop)
    if at < 3:
        return False
    joined = tokens[at - 1].folded in joints
    ends_before = at - 2 if joined and tokens[at - 2].folded == "," else at - 1
    if not joined and not (
        tokens[at - 1].folded == "," and stop < len(tokens) and tokens[stop].folded in {",", *joints}
    ):
        return False
    before = _unit_before(draft, ends_before)
    return before is not None and before.symbol == PERSON


def _opens_list(draft: Draft, lexicon: Lexicon, stop: int) -> bool:
    """Tell whether other people are listed behind token `stop`, one of them with a known given name."""
    tokens, joints = draft.tokens, lexicon.words("and")
    known = False
    for _ in range(_LONGEST_LIST):
        if stop >= len(tokens) or not (tokens[stop].folded == "," or tokens[stop].folded in joints):
            return False
        last = tokens[stop].folded in joints
        end = _run(draft, lexicon, stop + 1)
        if end != stop + 3:
            return False
        known = known or tokens[stop + 1].folded in lexicon.words("given")
        if last:
            return known
        stop = end
    return False


def _thing(words: Sequence[str], opening: bool, lexicon: Lexicon) -> bool:
    """Tell whether words without a given name are nouns, where every noun has a capital: "Ulmer Dom".

    So are "Zukunft von Europas" and, `opening` a sentence, "Konkrete Schritte".
    """
    if lexicon.language not in CAPITALISING:
        return False
    if any(word in lexicon.words("particles") for word in words[1:]) or (opening and words[0].endswith(_ADJECTIVAL)):
        return True
    return words[1:2] == ["-"] or words[0].endswith("er") or lexicon.has("not_surname", words[-1])


def _weak(draft: Draft, words: list[str]) -> bool:
    """Tell whether only its capitals speak for a name."""
    return draft.titlecase or sum(word not in _NICKNAME for word in words) > 4


def _unit_before(draft: Draft, at: int) -> Unit | None:
    """Return the unit that ends right before token `at`."""
    back = at - 1
    while back >= 0 and draft.width[back] == 0:
        back -= 1
    return draft.units[back] if back >= 0 else None


def _role_at(draft: Draft, at: int) -> bool:
    unit = draft.units[at]
    return unit is not None and unit.symbol == ROLE


def _role_next(draft: Draft, stop: int) -> bool:
    """Tell whether a role follows, as in "Mira Murati, directrice technique"."""
    ahead = stop
    for _ in range(4):
        if ahead >= len(draft.tokens):
            return False
        unit = draft.units[ahead]
        if unit is not None and unit.symbol == ROLE:
            return True
        ahead += max(1, draft.width[ahead])
    return False

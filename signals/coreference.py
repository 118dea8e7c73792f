"""Who "he" and "the company" are: words that stand for a name become units of their own, with the name's value.

The patterns then read "She left the startup in May" as they read "Ada Keller left Northwind in May". A word is only
replaced when the text leaves little doubt; every other one stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from signals.actors import CAPITALISING
from signals.alphabet import SIGNS
from signals.descriptions import DESCRIBED_BEFORE, FURTHEST, SHORT, abbreviated, described, set_apart
from signals.origins import former
from signals.patterns import COMPANY, NUMBER, ORGANISATION, PERSON, ROLE, UNKNOWN, UNKNOWN_CAPITAL
from signals.units import Sentence, Unit, spelled
from signals.vocabulary import Lexicon, either

_OPENING = 9  # units before a pronoun that may open its sentence: "In a memo on Monday, he …"
_GENITIVE = "'s"
_CALLED = 5  # units behind "la start-up" in which its name may stand
_STANDING = ("he", "it", "his", "the", "the_joined")  # lists of words one of which each stand-in begins with
_AGED = 3  # units before the number of "le Vaudois de 43 ans"
_SHORTEST = 3  # units of an epithet and what follows it
_SPELT_OUT = 18  # units behind "la plateforme" that may say what it is for
_NAMES = frozenset({COMPANY, ORGANISATION, PERSON})
_NAMELESS = frozenset({COMPANY, ORGANISATION})
_ENDING = (_NAMES | {ROLE} | SIGNS) - {"-"}  # what no "the … company" goes across


@dataclass(frozen=True, slots=True)
class _Said:
    """What the text spoke of last: `subject` is a person's or a company's unit, `company` the one in focus.

    `person` is the only one of a sentence about a company, whom "she" may mean behind it.
    """

    subject: Unit | None = None
    company: str | None = None
    person: Unit | None = None


_SOMEBODY = "?"
_ANYBODY = Unit(PERSON, 0, 0, _SOMEBODY, _SOMEBODY)
_ANY_HOUSE = Unit(COMPANY, 0, 0, _SOMEBODY, _SOMEBODY)
_ANYTHING_SAID = [
    _Said(subject, company, person)
    for subject, person in ((None, None), (_ANYBODY, None), (_ANY_HOUSE, None), (_ANY_HOUSE, _ANYBODY))
    for company in (None, _SOMEBODY)
]


def resolved(sentences: Sequence[Sentence], belongs: Mapping[str, str], lexicon: Lexicon) -> list[Sentence]:
    """Return the sentences with pronouns and "the company" replaced; `belongs` maps people to their companies."""
    found: list[Sentence] = []
    said, announced = _Said(), _Said(None, _announced(sentences, lexicon))
    for sentence in sentences:
        new = _replaced(sentence, announced if sentence.in_title else said, belongs, lexicon)
        found.append(new)
        subject = _subject(new, lexicon)
        said = _Said(
            subject or (None if _stranger(new) else said.subject),
            _focus(new, lexicon) or (None if _stranger(new) else said.company),
            _only(new) if subject is not None and subject.symbol == COMPANY else None if subject else said.person,
        )
    return found


def _announced(sentences: Sequence[Sentence], lexicon: Lexicon) -> str | None:
    """Return the only company of an item, the subject of its text, whose title says nothing but "the company"."""
    named = [sentence for sentence in sentences if COMPANY in sentence.symbols]
    if not named or any(one.in_title and not _NAMELESS.isdisjoint(one.symbols) for one in sentences):
        return None
    if _stranger(named[0]) or len({one.value for each in named for one in each.units if one.symbol == COMPANY}) > 1:
        return None
    first = next(at for at, unit in enumerate(named[0].units) if unit.symbol == COMPANY)
    before = [unit.symbol for unit in named[0].units[max(0, first - 2) : first]]
    plain = first == 0 or named[0].units[first - 1].folded not in lexicon.words("not_subject") or ROLE in before
    return named[0].units[first].value if plain and not former(named[0].units, first, lexicon) else None


def meanings(sentence: Sentence, lexicon: Lexicon) -> list[Sentence]:
    """Return what a sentence may become in `resolved`, whatever the text says before it and of its person.

    Who a stand-in stands for is made up. Nothing is returned when there are several people in it.
    """
    people = {unit.value for unit in sentence.units if unit.symbol == PERSON}
    if len(people) > 1:
        return []
    before = [_Said(), _Said(None, _SOMEBODY)] if sentence.in_title else _ANYTHING_SAID
    belonging: list[dict[str, str]] = [{}, dict.fromkeys((*people, _SOMEBODY), _SOMEBODY)]
    found: dict[str, Sentence] = {}
    for said, belongs in product(before, belonging):
        new = _replaced(sentence, said, belongs, lexicon)
        found.setdefault(new.symbols, new)
    return list(found.values())


def _replaced(sentence: Sentence, said: _Said, belongs: Mapping[str, str], lexicon: Lexicon) -> Sentence:
    """Return one sentence with its stand-ins replaced."""
    if not _standing(sentence, lexicon):
        return sentence
    units = abbreviated(_epithets(list(sentence.units), said, lexicon), lexicon)
    size = len(sentence.units)
    company = belongs.get(_pronouns(units, said, lexicon) or "", said.company)
    own: str | None = None
    the, joined = lexicon.words("the"), lexicon.words("the_joined")
    buying = either(lexicon, "acquire", "buy_sure")  # no house buys itself
    at, result = 0, list[Unit]()
    while at < len(units):
        unit = units[at]
        if unit.symbol == COMPANY and former(units, at, lexicon):
            own, company = None, None  # "a former Northwind engineer is back at the company" may mean either
        elif unit.symbol == COMPANY:
            own = own or unit.value
        elif unit.symbol == PERSON and own is None and unit.value in belongs:
            company = belongs[unit.value]
        bought = own is not None and at > 0 and units[at - 1].folded in buying
        meant = (company if company != own else None) if bought else own or company
        stop, value = at, meant or ""
        if unit.folded in the:
            stop = set_apart(units, at, lexicon)
            value = units[stop - 2].value if stop > at else value
        if stop == at and value and (unit.folded in the or unit.folded in joined):
            stop = described(units, _firm(units, at, lexicon), at, lexicon)
        if stop > at:
            if unit.folded in joined:  # "du groupe", "beim Konzern": the preposition stays
                result.append(unit)
                at += 1
            result.append(Unit(COMPANY, units[at].start, units[stop - 1].end, units[stop - 1].folded, value))
            at = stop
            continue
        result.append(unit)
        at += 1
    if len(result) == size and all(one is other for one, other in zip(result, sentence.units, strict=True)):
        return sentence
    return replace(sentence, units=tuple(result), symbols=spelled(result, lexicon.heads))


def _standing(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Tell whether a word that may stand for somebody is in a sentence, or a name that may be short for another."""
    stand_ins = either(lexicon, *_STANDING)
    return SHORT in sentence.symbols or not stand_ins.isdisjoint([unit.folded for unit in sentence.units])


def _pronouns(units: list[Unit], said: _Said, lexicon: Lexicon) -> str | None:
    """Replace, in place, the pronoun that is the subject of the sentence; return the person it stands for."""
    he, it, his = lexicon.words("he"), lexicon.words("it"), lexicon.words("his")
    subject = said.subject
    for at, unit in enumerate(units[:_OPENING]):
        if unit.symbol in _NAMES:
            _reported(units, at, said, lexicon)
            _again(units, at, lexicon)
            return None
        if unit.folded not in he and unit.folded not in it and unit.folded not in his:
            continue
        if subject is None or (at and units[at - 1].folded in lexicon.words("retold")):
            return None
        if subject.symbol == COMPANY and unit.folded not in it:
            subject = said.person or subject
        if unit.folded in (it if subject.symbol == COMPANY else he) and (at == 0 or _opens(units, at, lexicon)):
            units[at] = unit._replace(symbol=subject.symbol, value=subject.value)
        elif (
            subject.symbol == PERSON
            and unit.folded in his
            and at + 1 < len(units)
            and units[at + 1].folded in lexicon.words("departure_noun")
        ):
            # "His departure" is read as "Ada Keller's departure".
            owner = unit._replace(symbol=PERSON, value=subject.value)
            units[at : at + 1] = [owner, unit._replace(symbol=lexicon.symbols.get(_GENITIVE, ""), folded=_GENITIVE)]
        else:
            return None
        return subject.value if subject.symbol == PERSON else None
    return None


def _epithets(units: list[Unit], said: _Said, lexicon: Lexicon) -> list[Unit]:
    """Return the units with a person where a sentence opens with what it calls them: "le dirigeant de 58 ans va …"."""
    subject = said.subject
    if subject is None or subject.symbol != PERSON or not lexicon.words("epithet"):
        return units
    for at, unit in enumerate(units[:_OPENING]):
        if unit.symbol == PERSON:
            break
        if at and units[at - 1].symbol != ",":
            continue
        stop = _epithet(units, at, lexicon)
        if stop > at:
            person = Unit(PERSON, unit.start, units[stop - 1].end, unit.folded, subject.value)
            return [*units[:at], person, *units[stop:]]
    return units


def _epithet(units: Sequence[Unit], at: int, lexicon: Lexicon) -> int:
    """Return where an epithet of a person that starts at `at` ends, `at` when none does: "ce dernier", "le Vaudois"."""
    words = tuple(unit.folded for unit in units[at : at + 6])
    if len(words) < _SHORTEST or words[0] not in lexicon.words("the"):
        return at
    known = words[1] in lexicon.words("epithet")
    aged = 3 if words[2] in lexicon.words("role_link") and units[at + 2].symbol not in _NAMES else 0
    if (
        aged
        and len(words) > aged + 1
        and units[at + aged].symbol == NUMBER
        and words[aged + 1] in lexicon.words("years")
    ):
        return at + aged + 2
    return at + 2 if known and words[2] in lexicon.words("finite") else at


def _reported(units: list[Unit], first: int, said: _Said, lexicon: Lexicon) -> None:
    """Replace, in place, "he" in "Ada Keller told Paul Moreau on Monday that he …": it is who speaks.

    Who has a relative clause of their own speaks, not the people in it; where a house speaks, it is of whom the text
    spoke last.
    """
    end = next((at for at in range(first, len(units)) if units[at].folded in lexicon.words("say")), 0)
    people = [at for at in range(first, end) if units[at].symbol == PERSON]
    if not end or units[end - 1].symbol == UNKNOWN_CAPITAL:
        return  # "Ada Keller took over, and Peeters announced he …": it is Peeters
    if people:
        aside = units[people[0] + 1 : people[0] + 3]
        clause = len(aside) == 2 and aside[0].symbol == "," and aside[1].folded in lexicon.words("relative")
        speaker = units[people[0] if clause and units[end - 1].symbol == "," else people[-1]]
    else:
        meant = said.person or said.subject
        if meant is None or meant.symbol != PERSON or units[first].symbol != COMPANY:
            return
        speaker = meant
    for at in range(end + 1, min(end + _OPENING, len(units))):
        if not people and units[at - 1].folded not in either(lexicon, "say", "that"):
            continue
        if units[at].folded in lexicon.words("he") and units[at].symbol != PERSON:
            units[at] = units[at]._replace(symbol=PERSON, value=speaker.value)
            return


def _again(units: list[Unit], first: int, lexicon: Lexicon) -> None:
    """Replace, in place, "it" in "Northwind struck back: it hired …", when no other company stands between."""
    if units[first].symbol != COMPANY:
        return
    for at in range(first + 1, min(first + 2 * _OPENING, len(units))):
        if units[at].symbol in _NAMES:
            return
        if units[at].folded in lexicon.words("it") and (units[at - 1].symbol == ":" or _opens(units, at, lexicon)):
            units[at] = units[at]._replace(symbol=COMPANY, value=units[first].value)
            return


def _opens(units: Sequence[Unit], at: int, lexicon: Lexicon) -> bool:
    """Tell whether the pronoun at `at` follows an opening: "In May, she", "mardi, il", "Im Mai geht er"."""
    return (
        lexicon.language in CAPITALISING or units[at - 1].symbol == "," or units[at - 1].folded in lexicon.words("and")
    )


def _firm(units: Sequence[Unit], at: int, lexicon: Lexicon) -> int:
    """Return where "the company" that starts with the "the" at `at` ends, `at` when none starts there."""
    if _deal(units, at, lexicon):
        return at
    firms, small = lexicon.words("the_firm"), either(lexicon, "stopwords", "and")
    for end in range(at + 1, min(at + 2 + FURTHEST, len(units))):
        unit = units[end]
        stop = end + 1 if unit.folded in firms and unit.symbol not in _NAMES else _phrase(units, end, lexicon)
        if stop > end:
            after = units[stop] if stop < len(units) else None
            if after is None:
                return stop
            apposed = at > 1 and units[at - 1].symbol in {",", "("} and after.folded != _GENITIVE
            apposed = apposed and units[at - 2].symbol in {*_NAMES, UNKNOWN_CAPITAL}
            apposed = apposed and not _acting(after, lexicon)
            named = after.symbol in {*_NAMES, UNKNOWN_CAPITAL, "-"} or after.folded in firms
            if apposed or named or _called(units, stop, lexicon):
                return at
            return _spelt_out(units, at, stop, lexicon) if after.folded in lexicon.words("defining") else stop
        if unit.symbol in _ENDING or unit.folded in small or unit.folded == _GENITIVE:
            return at
    return at


def _acting(unit: Unit, lexicon: Lexicon) -> bool:
    """Tell whether a verb follows "the company", which then begins a clause: "Backed by Contoso, the company has"."""
    return unit.folded in lexicon.words("aux") or unit.folded in lexicon.words("say")


def _called(units: Sequence[Unit], at: int, lexicon: Lexicon) -> bool:
    """Tell whether a name follows what describes a firm behind unit `at`: "la start-up lyonnaise Northwind"."""
    if lexicon.language in DESCRIBED_BEFORE:
        return False
    links = either(lexicon, "role_link", "fields", "firm_link", "np")
    for unit in units[at : at + _CALLED]:
        if unit.symbol == UNKNOWN_CAPITAL and unit.folded in lexicon.words("not_person"):
            continue
        if unit.symbol in {COMPANY, ORGANISATION, UNKNOWN_CAPITAL}:
            return True
        if unit.symbol != UNKNOWN and unit.folded not in links:
            return False
    return False


def _spelt_out(units: Sequence[Unit], at: int, stop: int, lexicon: Lexicon) -> int:
    """Return where a subject ends that says what a firm is, `at` when it may be any firm: "l'éditeur de jeux vidéo".

    It opens its sentence, names nobody and ends before a verb; a clause about it ends with a comma.
    """
    if at and not (at < _OPENING and units[at - 1].symbol == "," and COMPANY not in {one.symbol for one in units[:at]}):
        return at
    verbs, small = lexicon.words("finite"), either(lexicon, "function", "article")
    clause = False
    for end in range(stop, min(stop + _SPELT_OUT, len(units))):
        unit, before = units[end], units[end - 1]
        if unit.symbol in _NAMES or unit.symbol in ":;.!?":
            return at
        clause = clause or unit.folded in lexicon.words("relative")
        verb = unit.folded in verbs and (before.symbol == "," if clause else before.folded not in small)
        if verb and end > stop:
            return end
    return at


def _deal(units: Sequence[Unit], at: int, lexicon: Lexicon) -> bool:
    """Tell whether a deal is only mentioned: "the legal battle over his acquisition of the company"."""
    deals = lexicon.words("deal_noun")
    if at and units[at].folded in lexicon.words("the_joined") and units[at - 1].folded in deals:
        return True
    return at > 1 and units[at - 1].folded in lexicon.words("np") and units[at - 2].folded in deals


def _phrase(units: Sequence[Unit], at: int, lexicon: Lexicon) -> int:
    """Return where a noun of several words that means a company ends ("start-up"), `at` when none starts there."""
    words = tuple(unit.folded for unit in units[at : at + 3])
    phrases = lexicon.longer.get("the_firm", ())
    return at + max((len(phrase) for phrase in phrases if words[: len(phrase)] == phrase), default=0)


def _subject(sentence: Sentence, lexicon: Lexicon) -> Unit | None:
    """Return the unit of whom a sentence speaks: its first person or company, the person of "OpenAI's chief Ada"."""
    units = sentence.units
    for at, unit in enumerate(units):
        if unit.symbol == PERSON:
            follows = any(one.folded in lexicon.words("replaced_by") for one in units[at + 1 : at + FURTHEST])
            # "She will be succeeded by Jan Peeters, who …. He …"
            return next((one for one in units[at + 1 :] if one.symbol == PERSON), unit) if follows else unit
        if unit.symbol != COMPANY or (at and units[at - 1].folded in lexicon.words("not_subject")):
            continue
        roles = [ahead for ahead in units[max(0, at - 4) : at + 7] if ahead.symbol == ROLE]
        for ahead in units[at + 1 : at + 7] if roles else ():
            if ahead.symbol == PERSON:
                return ahead
            if not (ahead.symbol in {ROLE, ","} or ahead.folded in lexicon.words("np")):
                break
        return unit
    return None


def _only(sentence: Sentence) -> Unit | None:
    """Return the only person whom a sentence names, None when there are none or several."""
    people = {unit.value: unit for unit in sentence.units if unit.symbol == PERSON}
    return people.popitem()[1] if len(people) == 1 else None


def _focus(sentence: Sentence, lexicon: Lexicon) -> str | None:
    """Return the company that a sentence brings into focus: its subject or the only one it names."""
    units, behind = sentence.units, lexicon.words("not_subject")
    own = [at for at, unit in enumerate(units) if unit.symbol == COMPANY and not former(units, at, lexicon)]
    subject = next((units[at].value for at in own if not (at and units[at - 1].folded in behind)), None)
    moves = lexicon.words("moving")
    only = {units[at].value for at in own if not (at and units[at - 1].folded in moves)}
    return subject or (only.pop() if len(only) == 1 else None)


def _stranger(sentence: Sentence) -> bool:
    """Tell whether a sentence speaks of a company that nobody watches."""
    return ORGANISATION in sentence.symbols

"""Who "he" and "the company" are: words that stand for a name become units of their own, with the name's value.

The patterns then read "She left the startup in May" as they read "Ada Keller left Northwind in May". A word is only
replaced when the text leaves little doubt; every other one stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from signals.patterns import COMPANY, ORGANISATION, PERSON, ROLE, SIGNS, UNKNOWN_CAPITAL
from signals.units import Sentence, Unit
from signals.vocabulary import Lexicon

_FURTHEST = 4  # words between "the" and "company": "the fledgling AI lab"
_OPENING = 9  # units before a pronoun that may open its sentence: "In a memo on Monday, he …"
_NAMES = frozenset({COMPANY, ORGANISATION, PERSON})


@dataclass(frozen=True, slots=True)
class _Said:
    """What the text spoke of last: `subject` is a person's or a company's unit, `company` the one in focus."""

    subject: Unit | None = None
    company: str | None = None


def resolved(sentences: Sequence[Sentence], belongs: Mapping[str, str], lexicon: Lexicon) -> list[Sentence]:
    """Return the sentences with pronouns and "the company" replaced; `belongs` maps people to their companies."""
    found: list[Sentence] = []
    said = _Said()
    for sentence in sentences:
        new = _replaced(sentence, _Said() if sentence.in_title else said, belongs, lexicon)
        found.append(new)
        said = _Said(
            _subject(new, lexicon) or (None if _stranger(new) else said.subject),
            _focus(new, lexicon) or (None if _stranger(new) else said.company),
        )
    return found


def _replaced(sentence: Sentence, said: _Said, belongs: Mapping[str, str], lexicon: Lexicon) -> Sentence:
    """Return one sentence with its stand-ins replaced."""
    units = list(sentence.units)
    size = len(units)
    person, company = _pronouns(units, said, lexicon), said.company
    if person is not None and person in belongs:
        company = belongs[person]
    own: str | None = None
    at, result = 0, list[Unit]()
    while at < len(units):
        unit = units[at]
        if unit.symbol == COMPANY:
            own = own or unit.value
        elif unit.symbol == PERSON and own is None and unit.value in belongs:
            company = belongs[unit.value]
        stop = _firm(units, at, lexicon)
        if stop > at and (own or company):
            value = own or company or ""
            result.append(Unit(COMPANY, unit.start, units[stop - 1].end, units[stop - 1].folded, value))
            at = stop
            continue
        result.append(unit)
        at += 1
    if len(result) == size and all(one is other for one, other in zip(result, sentence.units, strict=True)):
        return sentence
    return replace(sentence, units=tuple(result), symbols="".join(unit.symbol for unit in result))


def _pronouns(units: list[Unit], said: _Said, lexicon: Lexicon) -> str | None:
    """Replace, in place, the pronoun that is the subject of the sentence; return the person it stands for."""
    he, it, his = lexicon.words("he"), lexicon.words("it"), lexicon.words("his")
    subject = said.subject
    for at, unit in enumerate(units[:_OPENING]):
        if unit.symbol in _NAMES:
            return None
        if unit.folded not in he and unit.folded not in it and unit.folded not in his:
            continue
        if subject is None or (at and units[at - 1].folded in lexicon.words("retold")):
            return None
        if unit.folded in (it if subject.symbol == COMPANY else he) and (at == 0 or _opens(units, at, lexicon)):
            units[at] = replace(unit, symbol=subject.symbol, value=subject.value)
        elif (
            subject.symbol == PERSON
            and unit.folded in his
            and at + 1 < len(units)
            and units[at + 1].folded in lexicon.words("departure_noun")
        ):
            units[at] = replace(unit, symbol=PERSON, value=subject.value)
        else:
            return None
        return subject.value if subject.symbol == PERSON else None
    return None


def _opens(units: Sequence[Unit], at: int, lexicon: Lexicon) -> bool:
    """Tell whether the pronoun at `at` follows an opening: "In May, she", "mardi, il"."""
    return units[at - 1].symbol == "," or units[at - 1].folded in lexicon.words("and")


def _firm(units: Sequence[Unit], at: int, lexicon: Lexicon) -> int:
    """Return where "the company" that starts at `at` ends, `at` when none starts there."""
    if units[at].folded not in lexicon.words("the"):
        return at
    firms, small = lexicon.words("the_firm"), lexicon.words("stopwords") | lexicon.words("and")
    for end in range(at + 1, min(at + 2 + _FURTHEST, len(units))):
        unit = units[end]
        if unit.folded in firms and unit.symbol not in _NAMES:
            after = units[end + 1] if end + 1 < len(units) else None
            if after is None:
                return end + 1
            apposed = at > 1 and units[at - 1].symbol in {",", "("} and after.folded != "'s"
            apposed = apposed and units[at - 2].symbol in {*_NAMES, UNKNOWN_CAPITAL}
            named = after.symbol in {*_NAMES, UNKNOWN_CAPITAL, "-"} or after.folded in firms
            return at if apposed or named or after.folded in lexicon.words("defining") else end + 1
        if unit.symbol in _NAMES or unit.symbol in {ROLE, *SIGNS} - {"-"} or unit.folded in small or unit.folded == "'s":
            return at
    return at


def _subject(sentence: Sentence, lexicon: Lexicon) -> Unit | None:
    """Return the unit of whom a sentence speaks: its first person or company, the person of "OpenAI's chief Ada"."""
    units = sentence.units
    for at, unit in enumerate(units):
        if unit.symbol == PERSON:
            return unit
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


def _focus(sentence: Sentence, lexicon: Lexicon) -> str | None:
    """Return the company that a sentence brings into focus: its subject, or the only one it names; no former employer."""
    units, former, behind = sentence.units, lexicon.words("former"), lexicon.words("not_subject")
    own = [
        at
        for at, unit in enumerate(units)
        if unit.symbol == COMPANY and not any(one.folded in former for one in units[max(0, at - 2) : at])
    ]
    subject = next((units[at].value for at in own if not (at and units[at - 1].folded in behind)), None)
    moves = lexicon.words("moving")
    only = {units[at].value for at in own if not (at and units[at - 1].folded in moves)}
    return subject or (only.pop() if len(only) == 1 else None)


def _stranger(sentence: Sentence) -> bool:
    """Tell whether a sentence speaks of a company that nobody watches."""
    return any(unit.symbol == ORGANISATION for unit in sentence.units)

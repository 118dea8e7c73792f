"""How sure a sentence is of what it says: asked, denied, feared, planned, rumoured, remembered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from functools import cache
from itertools import groupby, pairwise
from operator import itemgetter

from model.signal import Certainty
from signals.patterns import COMPANY, PERSON, ROLE
from signals.units import Sentence, Unit
from signals.vocabulary import Lexicon, either

_NEAR = 5
_BREAKS = frozenset(",:;–—(")
_BEHIND = 7
_LONGEST_ASIDE = 24
_YEARS_OLD = 1
_GOVERNING = 7  # units before a match in which a doubt is about it
_VERDICT = 4  # units behind a match in which "is false" is about it
# The lists that tell how sure a sentence is; without a word of them it simply reports.
_LISTS = (
    "denied",
    "doubt",
    "no_truth",
    "untrue",
    "hearsay",
    "background",
    "background_near",
    "background_clause",
    "background_before",
    "rumour",
    "rumour_anywhere",
    "planned",
)
_REFUTING = frozenset({"no_truth", "untrue", "hearsay"})
_DATE = 4  # units behind a match of a title in which a date belongs to it
_TOLD = 4  # units before a colon that are not only the name of what the question behind it is about
_NAMED = frozenset({COMPANY, PERSON, ROLE})


def asked(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Tell whether the sentence asks, explains or supposes instead of telling.

    "Pourquoi Keller quitte Northwind" tells, unless a question mark ends it; so does "Qui est Keller, nouvelle DG ?".
    """
    words = [unit.folded for unit in sentence.units[:3]]
    if not words:
        return True
    if lexicon.says("portraying", words[:2]) and _apposed(sentence):
        return False
    asking = lexicon.says("asking", words[:1]) or lexicon.says("asking", words[:2])
    if any(unit.folded == "?" for unit in sentence.units[-2:]):
        return asking or told_before(sentence) == len(sentence.units)
    if words[0] in lexicon.words("explaining") and any(one.symbol in _NAMED for one in sentence.units[1:3]):
        return False  # "Warum auch Northwind spart": the verb stands last, so it is told, not asked
    return asking


def told_before(sentence: Sentence) -> int:
    """Return how many units tell something: those before the colon in "Northwind cuts 400 jobs: what comes next?"."""
    units = sentence.units
    if "?" not in sentence.symbols or ":" not in sentence.symbols:
        return len(units)
    colon = max((at for at, unit in enumerate(units) if unit.folded == ":"), default=0)
    questions = [at for at, unit in enumerate(units) if unit.folded == "?"]
    return colon if colon >= _TOLD and questions and questions[0] > colon else len(units)


def _apposed(sentence: Sentence) -> bool:
    """Tell whether the sentence says behind a comma who the person is that it asks about."""
    units = sentence.units
    return any(one.symbol == PERSON and other.symbol == "," for one, other in pairwise(units[2:]))


def judge(sentence: Sentence, first: int, stop: int, lexicon: Lexicon, year: int, sure: str = "") -> Certainty:
    """Return how sure the sentence is of what units[first:stop] say. `year` is when it was published.

    The words of the list `sure` throw no doubt on it: who strikes demands something, and what a strike is against
    is planned.
    """
    units = sentence.units
    told = _told(units, lexicon)
    if not told and all(unit.symbol != "Y" for unit in units):
        return Certainty.REPORTED
    inside = units[max(0, first - 2) : stop]
    start, border = _left(units, first, lexicon)
    behind = units[stop : stop + (2 if sentence.in_title else _BEHIND)]
    borders = either(lexicon, "relative", "clause")
    clause = next(
        (at + 2 * (one.folded in lexicon.words("lasting")) for at, one in enumerate(behind) if one.folded in borders),
        len(behind),
    )
    near = _near(units, (start, border), (first, stop), stop + len(behind[:clause]), lexicon)

    def says(part: Sequence[Unit], name: str) -> bool:
        return name in told and holds(part, lexicon, name)

    refuted = not told.isdisjoint(_REFUTING) and untrue(units, first, stop, lexicon)
    if refuted or _denied(units, first, inside, told, lexicon, sure):
        return Certainty.DENIED
    if says((*units[:border], *units[first:]), "background") or says(near, "background_near"):
        return Certainty.BACKGROUND
    if says(_clause(units, first), "background_clause") or (
        "background_before" in told and _retold(units, (start, border), first, lexicon)
    ):
        return Certainty.BACKGROUND
    if any(_bygone(unit, year) for unit in near) or (sentence.in_title and _dated(units, stop, year, lexicon)):
        return Certainty.BACKGROUND
    if says((*units[start:border], *units[first:stop]), "rumour") or says(units, "rumour_anywhere"):
        return Certainty.RUMOUR
    if says(inside, "planned") and not holds(inside, lexicon, "not_planned") and _ahead(inside, lexicon):
        return Certainty.PLANNED
    return Certainty.REPORTED


def _denied(
    units: Sequence[Unit], first: int, inside: Sequence[Unit], told: Set[str], lexicon: Lexicon, sure: str
) -> bool:
    """Tell whether words `inside` a match deny it, or words before unit `first` doubt it, but those of `sure`."""
    if "denied" in told and holds(_but(inside, lexicon, "not_denied"), lexicon, "denied"):
        return True
    leading = _leading(units, first, lexicon) if "doubt" in told else ()
    return holds([one for one in leading if one.folded not in lexicon.words(sure)], lexicon, "doubt")


def _said(units: Sequence[Unit], lexicon: Lexicon) -> bool:
    """Tell whether the units say that somebody tells what follows."""
    telling = either(lexicon, "say", "telling")
    return any(unit.folded in telling for unit in units)


def _near(
    units: Sequence[Unit], before: tuple[int, int], match: tuple[int, int], end: int, lexicon: Lexicon
) -> list[Unit]:
    """Return the units around a match that may date it: before it, in it, and behind it up to `end`."""

    # "announced that Ada Keller had left" is no older than what is announced.
    had = lexicon.words("pluperfect") if _said(units[: match[0]], lexicon) else frozenset()

    def dating(first: int, stop: int) -> list[Unit]:
        places = (at for at in range(first, stop) if not _introduces(units, at, lexicon))
        return [units[at] for at in places if units[at].folded not in had]

    helping = units[max(before[1], _auxiliaries(units, match[0], lexicon)) : match[0]]
    return [*dating(*before), *_unparted(dating(*match)), *dating(match[1], end), *helping]


def _introduces(units: Sequence[Unit], at: int, lexicon: Lexicon) -> bool:
    """Tell whether the unit at `at` only begins to say who somebody was: "Ada Keller, previously Contoso's chief"."""
    apposed = at > 1 and units[at - 1].symbol in {",", "("} and units[at - 2].symbol == PERSON
    return (apposed and units[at].folded in lexicon.words("formerly")) or _measured(units, at, lexicon)


def _measured(units: Sequence[Unit], at: int, lexicon: Lexicon) -> bool:
    """Tell whether the year at `at` only says how long nothing was as big: "biggest listing since 2021"."""
    if units[at].symbol != "Y" or not at or units[at - 1].folded not in lexicon.words("measuring"):
        return False
    return any(one.folded in lexicon.words("superlative") for one in units[max(0, at - _GOVERNING) : at])


def _unparted(units: Sequence[Unit]) -> Sequence[Unit]:
    """Return units without what two commas set apart behind the first: "Northwind, founded in 1987, closes"."""
    if len(units) < 3 or units[1].symbol != ",":
        return units
    end = next((at for at in range(2, len(units)) if units[at].symbol == ","), 0)
    return (units[0], *units[end + 1 :]) if end else units


def _told(units: Sequence[Unit], lexicon: Lexicon) -> Set[str]:
    """Return those of _LISTS of which a phrase may stand in the sentence: its longest word does."""
    lists = _longest(lexicon)
    return {name for names in filter(None, [lists.get(unit.folded) for unit in units]) for name in names}


@cache
def _longest(lexicon: Lexicon) -> Mapping[str, tuple[str, ...]]:
    """Return in which of _LISTS each word is the longest of a phrase."""
    lists: dict[str, tuple[str, ...]] = {}
    for name in _LISTS:
        for word in {max(phrase, key=len) for phrase in lexicon.phrases(name)}:
            lists[word] = (*lists.get(word, ()), name)
    return lists


def _clause(units: Sequence[Unit], first: int) -> Sequence[Unit]:
    """Return the units before `first` that may date something else by it: "a year after leaving Northwind, …"."""
    start = next((at + 1 for at in range(first - 1, -1, -1) if units[at].symbol in _BREAKS), 0)
    return units[start : first + 1]


def _leading(units: Sequence[Unit], first: int, lexicon: Lexicon) -> Sequence[Unit]:
    """Return the units before `first` that govern it: not "denies it" in "denies it as Keller quits"."""
    start, clause = max(0, first - _GOVERNING), lexicon.words("clause")
    for at in range(first - 2, start - 1, -1):
        if units[at].folded in clause and units[at + 1].symbol in {COMPANY, PERSON}:
            return units[at + 1 : first]
    return units[start:first]


def untrue(units: Sequence[Unit], first: int, stop: int, lexicon: Lexicon) -> bool:
    """Tell whether a sentence calls what units[first:stop] say false: "the report that he would leave is false"."""
    if holds(units[:stop], lexicon, "no_truth") or holds(units[first : stop + _VERDICT], lexicon, "untrue"):
        return True
    return holds(units[:stop], lexicon, "hearsay") and (
        holds(units[:first], lexicon, "untrue") or _verdict(units, first, lexicon)
    )


def rejected(units: Sequence[Unit], lexicon: Lexicon) -> bool:
    """Tell whether a sentence only says that a report is false: "The company said that the report was untrue"."""
    return holds(units, lexicon, "hearsay") and _verdict(units, 0, lexicon)


def _verdict(units: Sequence[Unit], first: int, lexicon: Lexicon) -> bool:
    """Tell whether units[first:] call something false."""
    baseless, ending = lexicon.words("baseless"), lexicon.words("say")
    return holds(units[first:], lexicon, "untrue") or any(
        unit.folded in baseless
        and (at + 1 == len(units) or units[at + 1].symbol in ",.;:" or units[at + 1].folded in ending)
        for at, unit in enumerate(units[first:], first)
    )


def _bygone(unit: Unit, year: int) -> bool:
    """Tell whether a unit is a year that lies well before `year`."""
    return unit.symbol == "Y" and unit.number is not None and unit.number < year - _YEARS_OLD


def _dated(units: Sequence[Unit], stop: int, year: int, lexicon: Lexicon) -> bool:
    """Tell whether a month of a year long past stands right behind unit `stop`: "left in September 2019"."""
    months = {word for number in range(1, 13) for word in lexicon.words(f"month_{number}")}
    return any(
        units[at - 1].folded in months and _bygone(units[at], year)
        for at in range(stop + 1, min(stop + 1 + _DATE, len(units)))
    )


def _left(units: Sequence[Unit], first: int, lexicon: Lexicon) -> tuple[int, int]:
    """Return which units before `first` belong to it: not what two commas set apart, "…, there since 2019, …"."""
    stop = _auxiliaries(units, first, lexicon)
    if stop and units[stop - 1].symbol == ",":
        relative = lexicon.words("relative")
        asides = [at for at in range(stop - 1) if units[at].folded in relative]
        asides = asides[:1] or [at for at in range(max(0, stop - _LONGEST_ASIDE), stop - 1) if units[at].symbol == ","]
        if asides:
            return max(0, asides[-1] - _NEAR), asides[-1]
    return max(0, first - _NEAR), first


def _auxiliaries(units: Sequence[Unit], first: int, lexicon: Lexicon) -> int:
    """Return where the helping words begin that stand right before `first`: "…, the founder, had left Northwind"."""
    stop = first
    while stop and first - stop < _NEAR and units[stop - 1].folded in lexicon.words("aux"):
        stop -= 1
    return stop


def _retold(units: Sequence[Unit], before: tuple[int, int], first: int, lexicon: Lexicon) -> bool:
    """Tell whether a relative clause only reminds of it: "…, who left in May, …", but not "…, who will leave"."""
    relative, to_come = lexicon.words("background_before"), lexicon.words("to_come")
    return any(
        units[at].folded in relative and not any(after.folded in to_come for after in units[at + 1 : at + 3])
        for at in (*range(*before), *range(max(before[1], first - 2), first + 1))
        if at < len(units)
    )


def _ahead(units: Sequence[Unit], lexicon: Lexicon) -> bool:
    """Tell whether a word of planning stands before a verb: not in "moves to OpenAI", not in "cuts about 100 jobs"."""
    planned = lexicon.words("planned")
    before_verb = lexicon.words("planned_before_verb")
    for at, unit in enumerate(units):
        if unit.folded in planned and not (
            unit.folded in before_verb and (at + 1 == len(units) or units[at + 1].symbol in "COPRGMNWw%")
        ):
            return True
    return not any(unit.folded in planned for unit in units)


def holds(units: Sequence[Unit], lexicon: Lexicon, name: str) -> bool:
    """Tell whether one of the list's phrases stands among the units; a name says nothing ("Peloton's chief").

    What only stands for a name is read as it is written: "im Unternehmen tätig".
    """
    single, longer = lexicon.words(name), _longer(name, lexicon)
    if not (single or longer):
        return False
    firms = lexicon.words("the_firm")
    words = ["" if unit.symbol in {COMPANY, PERSON} and unit.folded not in firms else unit.folded for unit in units]
    if not single.isdisjoint(words):
        return True
    if longer.keys().isdisjoint(words):
        return False
    return any(
        tuple(words[at : at + len(phrase)]) == phrase
        for at, word in enumerate(words)
        for phrase in longer.get(word, ())
    )


def _but(units: Sequence[Unit], lexicon: Lexicon, name: str) -> Sequence[Unit]:
    """Return the units without the phrases of a list: "premiers pas" denies nothing, whatever "pas" does."""
    longer = _longer(name, lexicon)
    words = [unit.folded for unit in units]
    if longer.keys().isdisjoint(words):
        return units
    inner: set[int] = set()
    for at, word in enumerate(words):
        for phrase in longer.get(word, ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                inner.update(range(at, at + len(phrase)))
    return [unit for at, unit in enumerate(units) if at not in inner]


@cache
def _longer(name: str, lexicon: Lexicon) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Return the phrases of several words of a list by their first word."""
    phrases = sorted(lexicon.longer.get(name, ()))
    return {first: tuple(group) for first, group in groupby(phrases, key=itemgetter(0))}

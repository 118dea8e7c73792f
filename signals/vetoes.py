"""What shows that the words of a match mean something else than its entry says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from model.signal import Kind
from signals.actors import Actor
from signals.certainty import holds
from signals.entries import Entry
from signals.origins import said_before
from signals.patterns import COMPANY, GROUP, MONEY, NUMBER, ORGANISATION, PERSON, ROLE, UNKNOWN, UNKNOWN_CAPITAL
from signals.slots import PERSONAL
from signals.units import Unit
from signals.vocabulary import Lexicon, either

_NAMES = frozenset({COMPANY, ORGANISATION, UNKNOWN_CAPITAL})
_APPOSED = 6  # units before a company in which an apposition begins that it stands in
_OFFICE_BEFORE = 6  # units before a company in which the office is named that somebody holds there
_HEADED = 4  # units behind a company in which the colon stands
_SPOILING = 7  # units after a match in which a word may show that another thing is meant
_LEAST, _MOST = 20_000.0, 1e12  # a lower sum is a price; who is worth trillions is traded
UNHINDERED = ".unhindered"  # entries of what others do not forbid
_ARRIVALS = frozenset({Kind.HIRE, Kind.PROMOTION})
_BEFORE = 4  # units before a match in which a word shows that it was given up: "drops its bid for Northwind"
_CAPITAL = frozenset({Kind.FUNDING, Kind.ACQUISITION, Kind.IPO_OR_LIQUIDITY, Kind.SHUTDOWN})  # whose the money is
_WHOSE = frozenset({COMPANY, ORGANISATION, GROUP, NUMBER, PERSON, ":"})  # who may be dismissed; a colon ends it
_HOUSE = frozenset({Kind.FUNDING, Kind.SHUTDOWN})  # what happens to a company, not to its people


def worn(entry: Entry, found: re.Match[str], units: tuple[Unit, ...], lexicon: Lexicon) -> bool:
    """Tell whether a bare surname is believed: the pattern names a watched company, or "Northwind:" stands before."""
    at = found.start()
    who = found.start("actor") if "actor" in found.re.groupindex else 0
    if who > 0 and units[who - 1].folded in lexicon.words("article"):
        return False  # "Ein Pragmatiker kehrt zurück zu Northwind"
    if entry.kind in PERSONAL and at > 1 and units[at - 1].symbol == ":" and units[at - 2].symbol == COMPANY:
        return True
    # "Keller folgt auf Moreau": who follows a person is one, in a sentence about a watched company.
    spoken = units[found.start() : found.end() + 1]
    follows = entry.kind in PERSONAL and any(unit.folded in lexicon.words("takes_over_from") for unit in spoken)
    if follows and any(unit.symbol == PERSON and " " in unit.value for unit in spoken):
        return any(unit.symbol == COMPANY for unit in units)
    slots = [slot for slot in ("company", "to", "from") if found.re.groupindex.get(slot) and found.group(slot)]
    return entry.kind in PERSONAL and any(units[found.start(slot)].symbol == COMPANY for slot in slots)


def dependent(entry: Entry, found: re.Match[str], units: tuple[Unit, ...], lexicon: Lexicon) -> bool:
    """Tell whether the company only describes another: "a veteran of OpenAI raises", "Google-backed".

    Not where it sets the scene: "Crisis at Northwind: …", "At Northwind, …".
    """
    if "company" not in found.re.groupindex or found.group("company") is None:
        return False
    at = found.start("company")
    after = [unit.folded for unit in units[at + 1 : at + 3]]
    if len(after) == 2 and after[0] == "-" and after[1] in lexicon.words("attached"):
        return True
    if len(after) == 2 and after[0] == "'s" and after[1] in lexicon.words("scenery"):
        return True  # "joins Northwind's rival Contoso"
    if entry.kind not in PERSONAL and after and after[0] in lexicon.words("other_firms"):
        return True  # "Northwind supplier cuts 300 jobs"
    if entry.kind is Kind.IPO_OR_LIQUIDITY and not lexicon.words("kindred").isdisjoint(_noun(after)):
        return True  # "Northwind rival Contoso files for IPO"
    if entry.kind in _CAPITAL and _offshoot(units, at, lexicon):
        return True  # "Northwind unit Fabrikam files for IPO"
    if "verb" in found.re.groupindex and _apposed(units, at, lexicon):
        return True
    if not (at == found.start() and at > 0 and units[at - 1].folded in lexicon.words("not_subject")):
        return False
    if entry.kind in PERSONAL and said_before(units, at - 1, tuple(lexicon.phrases("boards"))):
        return False  # "the board of Northwind has appointed"
    if at == 1 and after[:1] == [","] and entry.kind not in PERSONAL:
        return False  # "At Northwind, the newsroom …"
    if any(unit.symbol == COMPANY for unit in units[:at]):
        return True  # "Contoso looks for staff at Northwind: the new finance chief is Ada Keller"
    # "Shock at Northwind: finance chief leaves": what stands before a colon is what the rest is about.
    behind = [unit.symbol for unit in units[at + 1 : found.end()]]
    return ":" not in behind[:_HEADED] or COMPANY in behind or ORGANISATION in behind


def _noun(after: Sequence[str]) -> Sequence[str]:
    """Return the word that follows a name, behind its "'s"."""
    return after[1:] if after[:1] == ["'s"] else after[:1]


def _offshoot(units: Sequence[Unit], at: int, lexicon: Lexicon) -> bool:
    """Tell whether a house that sprang from the company at unit `at` is named behind it: "Northwind unit Fabrikam"."""
    words = [unit.folded for unit in units[at + 1 : at + 5]]
    start = words[:1] == ["'s"]
    size = next((size for size in (1, 2, 3) if lexicon.says("offshoots", words[start : start + size])), 0)
    stop = at + 1 + start + size
    return bool(size) and any(one.symbol in _NAMES for one in units[stop : stop + 1])


def given_up(entry: Entry, found: re.Match[str], units: tuple[Unit, ...], lexicon: Lexicon) -> bool:
    """Tell whether a word in a match or right before it shows that nothing came of it."""
    near = units[max(0, found.start() - _BEFORE) : found.end()]
    return holds(near, lexicon, "off_" + entry.kind.value) and not entry.id.endswith(UNHINDERED)


def returning(found: re.Match[str], units: tuple[Unit, ...], who: Actor, lexicon: Lexicon) -> bool:
    """Tell whether who goes is soon back, as the clause says: "steps away until spring"."""
    stop = _border(units, found.end(), lexicon.words("clause") | lexicon.words("and") | lexicon.words("but"))
    return not who.group and holds(units[found.start() : min(stop, found.end() + _SPOILING)], lexicon, "for_a_while")


def attributive(found: re.Match[str], units: tuple[Unit, ...]) -> bool:
    """Tell whether the title of an object only describes a thing: "loses its chief argument", "executive jet"."""
    if not found.groupdict().get("actor") or found.start("actor") == found.start():
        return False
    spoken = units[found.start("actor") : found.end("actor")]
    if any(one.symbol in {PERSON, GROUP} for one in spoken):
        return False
    last = max((at for at, one in enumerate(spoken) if one.symbol == ROLE), default=-1)
    behind = units[found.start("actor") + last + 1 :][:1]
    return last >= 0 and " " not in spoken[last].folded and bool(behind) and behind[0].symbol == UNKNOWN


def formerly_of(found: re.Match[str], units: tuple[Unit, ...], lexicon: Lexicon) -> bool:
    """Tell whether a match opens with people of a house that they left before: "ex-Northwind chief Ada Keller"."""
    actor = found.start("actor") if found.groupdict().get("actor") else -1
    return actor >= 0 and units[actor].folded in lexicon.words("former")


def astray(entry: Entry, found: re.Match[str], units: tuple[Unit, ...], who: Actor, lexicon: Lexicon) -> str:
    """Return why the people of a match are nobody who comes or goes, "" when they may be."""
    if entry.kind not in PERSONAL:
        return ""
    first = found.start()
    if (
        first > 1
        and units[first - 1].folded in lexicon.words("wishing")
        and _wished(entry, units, first - 1, who, lexicon)
    ):
        return "others only want it"
    group = found.string.find(GROUP, first, found.end())
    things = lexicon.words("listicle")
    if any(one.folded in things for one in units[max(0, first - 2) : max(first, group)]) or (
        group >= 0 and not things.isdisjoint(units[group].folded.split())
    ):
        return "it is counted, and nobody goes"
    if "actor" not in found.re.groupindex:
        return ""
    start, stop = found.span("actor")
    named = PERSON in found.string[start:stop]
    if (
        entry.kind in _ARRIVALS
        and not (named or who.bare)
        and any(unit.folded in lexicon.words("defining") for unit in units[stop : stop + 1])
    ):
        return "a clause only says which one is meant"
    elsewhere = any(_owned(units[at : at + 4], lexicon, named) for at in range(start, stop))
    return "the office is at another house" if elsewhere else ""


def _wished(entry: Entry, units: tuple[Unit, ...], at: int, who: Actor, lexicon: Lexicon) -> bool:
    """Tell whether others say what unit `at` says of somebody: "Investors tell Northwind chief to quit"."""
    own = units[at - 1].symbol == COMPANY and who.company in {None, units[at - 1].value}
    return entry.kind is Kind.DEPARTURE and not own and units[at - 1].folded not in lexicon.words("board")


def _owned(units: Sequence[Unit], lexicon: Lexicon, named: bool) -> bool:
    """Tell whether these units begin with another house: "Northwind rival's founder", "head of Lyon's orchestra".

    Of somebody who is `named` only the first proves it: an office "of" a place may be their own house's there.
    """
    if units[0].symbol == COMPANY:
        return len(units) > 2 and units[1].folded in lexicon.words("rivalling")
    if named or units[0].symbol != ROLE or len(units) < 4 or units[1].folded not in lexicon.words("of_kin"):
        return False
    return units[2].symbol in {UNKNOWN_CAPITAL, ORGANISATION} and units[3].folded == "'s"


def companion(entry: Entry, found: re.Match[str], units: tuple[Unit, ...]) -> bool:
    """Tell whether somebody joins a person rather than a house: "joins Northwind chief executive Ada Keller on"."""
    slots = found.re.groupindex
    goal = found.start("to") if "to" in slots and entry.kind in PERSONAL else -1
    if goal >= 0 and found.end("to") == found.end() and units[goal].symbol == PERSON:
        return not (found.end() < len(units) and units[found.end()].folded == "'s")
    stop = found.end("company") if "company" in slots and found.group("company") else 0
    behind = units[stop : stop + 1]
    return entry.kind is Kind.HIRE and stop == found.end() and bool(behind) and behind[0].symbol in {ROLE, PERSON}


def formerly(entry: Entry, found: re.Match[str], units: tuple[Unit, ...], lexicon: Lexicon) -> bool:
    """Tell whether nobody rises at the company that opens a match: "an ex-Northwind designer named chief executive"."""
    if entry.kind not in {Kind.PROMOTION, Kind.HIRE} or not found.groupdict().get("company"):
        return False
    at = found.start("company")
    return at == found.start() and any(one.folded in lexicon.words("former") for one in units[max(0, at - 2) : at])


def _apposed(units: tuple[Unit, ...], at: int, lexicon: Lexicon) -> bool:
    """Tell whether the company at unit `at` stands in what two commas say of somebody: ", the Northwind of Spain,"."""
    comma = next((back for back in range(at - 2, max(0, at - _APPOSED), -1) if units[back].folded == ","), 0)
    return comma > 0 and units[comma + 1].folded in lexicon.words("article")


def suspicious(entry: Entry, found: re.Match[str], units: tuple[Unit, ...], lexicon: Lexicon) -> bool:
    """Tell whether a word stands near that may show that a match is `given_up` or `spoilt`; quicker than to tell."""
    near = units[max(0, found.start() - _BEFORE) : found.end() + _SPOILING]
    return not _spoiling(entry.kind.value, lexicon).isdisjoint([unit.folded for unit in near])


@cache
def _spoiling(kind: str, lexicon: Lexicon) -> frozenset[str]:
    """Return the first words of the phrases that may show that no event of a kind is told."""
    lists = (prefix + kind for prefix in ("off_", "not_", "for_", "hardly_", "unless_"))
    return frozenset(phrase[0] for name in lists for phrase in lexicon.phrases(name))


def spoilt(entry: Entry, found: re.Match[str], units: tuple[Unit, ...], lexicon: Lexicon) -> bool:
    """Tell whether a word in or right after the match shows that another thing is meant: a bond is no funding.

    What follows the match counts up to the next clause ("resigns amid a lawsuit"); words of "for_" count behind that
    too: who is taken on "for a series" joins no house. Words of "hardly_" do not count
    where it is said what to do with it ("to help victims"), those of "unless_" neither there nor where it is said what
    for ("for its tax software"), nor beside those of "surely_".
    """
    kind = entry.kind.value
    near, inside = _near(found, units, lexicon)
    behind = units[found.start() : found.end() + _SPOILING]
    if holds(near, lexicon, "not_" + kind) or holds(behind, lexicon, "for_" + kind):
        return True
    told = near[: _border(near, inside - 1, lexicon.words("in_order"))]
    if holds(told, lexicon, "hardly_" + kind):
        return True
    told = told[: _border(told, inside - 1, lexicon.words("purpose"))]
    return holds(told, lexicon, "unless_" + kind) and not holds(near, lexicon, "surely_" + kind)


def unfit(entry: Entry, found: re.Match[str], units: tuple[Unit, ...], lexicon: Lexicon) -> bool:
    """Tell whether those who do it, or the sums, show that another thing is meant: engineers raise no round."""
    if _staffed(entry, found, units) or _lone(entry, found, units, lexicon) or _rival(entry, found, units, lexicon):
        return True
    grouped = found.string.find(GROUP, found.start(), found.end() + _SPOILING) >= 0
    if not grouped and entry.kind is not Kind.FUNDING:
        return False
    near, _ = _near(found, units, lexicon)
    return _odd(entry, near, lexicon) or _of_others(near, lexicon.words("not_" + entry.kind.value))


def _of_others(units: Sequence[Unit], words: frozenset[str]) -> bool:
    """Tell whether a group is of people who say that something else is meant: "hires restructuring lawyers"."""
    return any(unit.symbol == GROUP and not words.isdisjoint(unit.folded.split()) for unit in units)


def _near(found: re.Match[str], units: tuple[Unit, ...], lexicon: Lexicon) -> tuple[tuple[Unit, ...], int]:
    """Return the units of a match and those behind it up to the next clause, and how many are its own.

    What two commas say of the company is left out: "Northwind, the data center startup, raises".
    """
    near, inside = units[found.start() : found.end() + _SPOILING], found.end() - found.start()
    near = near[: _border(near, inside - 1, lexicon.words("clause"))]
    if found.groupdict().get("company") is None:
        return near, inside
    named = found.end("company") - found.start()
    if near[named : named + 1] and near[named].folded == ",":
        stop = next((at for at in range(named + 1, min(inside, len(near))) if near[at].folded == ","), named)
        return (*near[:named], *near[stop:]), inside - (stop - named)
    return near, inside


def already_there(entry: Entry, found: re.Match[str], units: tuple[Unit, ...], lexicon: Lexicon) -> bool:
    """Tell whether who "joins the firm" is introduced as the firm's own: it is another that nobody names."""
    if entry.kind is not Kind.HIRE or found.groupdict().get("company") is None:
        return False
    firm = units[found.start("company")]
    if firm.folded not in lexicon.words("firm"):
        return False
    links = either(lexicon, "role_link", "at_house")
    return any(
        one.symbol == COMPANY
        and one.value == firm.value
        and any(two.symbol == ROLE for two in units[max(0, at - _OFFICE_BEFORE) : at])
        and any(two.folded in links for two in units[max(0, at - _OFFICE_BEFORE) : at])
        for at, one in enumerate(units[: found.start("company")])
    )


def _border(units: Sequence[Unit], start: int, words: frozenset[str]) -> int:
    """Return where the first of `words` stands from unit `start` on, or else the end."""
    return next((at for at in range(start, len(units)) if units[at].folded in words), len(units))


def _staffed(entry: Entry, found: re.Match[str], units: tuple[Unit, ...]) -> bool:
    """Tell whether it is people of a company who do it: "Northwind engineers raise $5 million"."""
    if entry.kind not in _HOUSE or found.groupdict().get("company") is None:
        return False
    behind = found.end("company")
    return behind < found.end() and units[behind].symbol == GROUP


def _lone(entry: Entry, found: re.Match[str], units: tuple[Unit, ...], lexicon: Lexicon) -> bool:
    """Tell whether one person who is named is dismissed, not many: "le licenciement soudain d'Ada Keller"."""
    if entry.kind is not Kind.LAYOFFS:
        return False
    dismissals = lexicon.words("one_dismissal")
    for at in range(found.start(), found.end()):
        if units[at].folded in dismissals:
            behind = (unit for unit in units[at + 1 : at + _SPOILING] if unit.symbol in _WHOSE)
            return next(behind, units[at]).symbol == PERSON
    return False


def _rival(entry: Entry, found: re.Match[str], units: tuple[Unit, ...], lexicon: Lexicon) -> bool:
    """Tell whether houses quarrel with each other, not within: "war between Northwind and Contoso"."""
    if entry.kind is not Kind.TURMOIL or found.groupdict().get("company") is None:
        return False
    at = found.start("company")
    between = next(
        (back for back in range(at - 1, found.start(), -1) if units[back].folded in lexicon.words("between")), 0
    )
    houses = [one for one in units[between : at + _HEADED] if one.symbol in {COMPANY, ORGANISATION}]
    return between > 0 and len(houses) > 1


def _odd(entry: Entry, units: Sequence[Unit], lexicon: Lexicon) -> bool:
    """Tell whether the sums are none that a company raises: a price, or what a traded one is worth."""
    sums = [unit.money.value for unit in units if unit.symbol == MONEY and unit.money]
    if entry.kind is not Kind.FUNDING or not sums:
        return False
    return max(sums) < _LEAST or (max(sums) >= _MOST and not holds(units, lexicon, "round"))

"""Who does what a match tells, and where in the sentence the doing begins."""

from __future__ import annotations

import re
from dataclasses import replace

from signals.actors import Actor, actor
from signals.patterns import COMPANY, GROUP, ORGANISATION, PERSON, ROLE, UNKNOWN
from signals.units import Sentence, Unit
from signals.vocabulary import Lexicon, either

_LONGEST_ASIDE = 14  # units between two commas
_OPENING = 8  # units of a sentence in which its subject is named


def people(found: re.Match[str], sentence: Sentence, lexicon: Lexicon) -> tuple[Actor, int]:
    """Return who the match is about, and the unit where what they do begins."""
    if "actor" not in found.re.groupindex or found.group("actor") is None:
        return Actor(), found.start("verb") if "verb" in found.re.groupindex else found.start()
    start, stop = found.span("actor")
    if start == found.start() and stop < found.end():
        return _subject(sentence, start, stop, lexicon), stop
    return _with_house(actor(sentence.units[start:stop], lexicon, False), found, sentence.units), found.start()


def _with_house(who: Actor, found: re.Match[str], units: tuple[Unit, ...]) -> Actor:
    """Return people with the company before the words that describe them: "Northwind's civil aviation head"."""
    if who.company or who.organisation or not found.groupdict().get("whom"):
        return who
    before = units[found.start("whom") : found.end("whom")]
    return replace(who, company=next((one.value for one in before if one.symbol == COMPANY), None))


def _acts_before(units: tuple[Unit, ...], lexicon: Lexicon) -> bool:
    """Tell whether somebody does something else before the verb: "Ada Keller thanked both departing engineers"."""
    ends = lexicon.words("past_end")
    last = max((at for at, unit in enumerate(units) if unit.symbol in {PERSON, ROLE, GROUP}), default=len(units))
    tail = units[last + 1 :] if ends else ()
    return all(unit.symbol != "," for unit in tail) and any(
        unit.symbol == UNKNOWN and unit.folded.endswith(tuple(ends)) for unit in tail
    )


def _clause_of(units: tuple[Unit, ...], start: int, stop: int, lexicon: Lexicon) -> int:
    """Return where the comma stands before a relative clause that ends at `stop` and names nobody, 0 for none.

    "Jan Peeters, der auf Druck der Anleger" geht.
    """
    comma = next((at for at in range(stop - 2, start, -1) if units[at].symbol == ","), 0)
    if not comma or units[comma + 1].folded not in lexicon.words("relative"):
        return 0
    named = any(unit.symbol in {COMPANY, ORGANISATION, PERSON, ROLE, GROUP} for unit in units[comma + 1 : stop])
    return 0 if named else comma


def _subject(sentence: Sentence, start: int, stop: int, lexicon: Lexicon) -> Actor:
    """Read the subject that ends at unit `stop`.

    When a relative clause stands between ("Murati, who led the coup against Altman, leaves") the run of names before
    the verb begins inside that clause, and the subject is what stands before its "who".
    """
    units = sentence.units
    if units[stop - 1].symbol == "," and start > 0:
        saying = either(lexicon, "say", "telling")
        whos = [
            at
            for at in range(start)
            if units[at].folded in lexicon.words("relative")
            and not (at and units[at - 1].folded in saying)
            and (units[at].folded not in lexicon.words("article") or (at and units[at - 1].symbol == ","))
        ]
        their_own = stop < len(units) and units[stop].folded in lexicon.words("relative")  # "for Keller, who leaves"
        next_one = units[start - 1].folded in lexicon.words("but")  # "…, while Jan Peeters, …, left"
        apposed = "".join(unit.symbol for unit in units[stop - 4 : stop - 1]) == f"{ROLE},{PERSON}"
        if units[start - 1].folded in lexicon.words("aside_link") and not their_own:
            before = next((at for at in range(start - 1, 0, -1) if units[at].symbol == ","), 0)
            return actor(units[:before], lexicon, True)  # "Ada Keller, muy cercana al presidente Moreno, …"
        if whos and not (their_own or next_one or apposed) and units[start - 1].symbol not in ",:":
            return actor(units[: whos[0]], lexicon, True)
    if _acts_before(units[start:stop], lexicon):
        return Actor()
    who = actor(units[start:stop], lexicon, True)
    if not who.somebody() and (clause := _clause_of(units, start, stop, lexicon)):
        return actor(units[start:clause], lexicon, True)
    if units[stop - 1].symbol == "," and not who.somebody():
        # "Ada Keller, a director since 2020, leaves": what the commas set apart holds more than names.
        first = next((at for at in range(stop - 2, max(0, stop - _LONGEST_ASIDE), -1) if units[at].symbol == ","), 0)
        ahead = units[max(0, first - _LONGEST_ASIDE) : first]
        if ahead and ahead[-1].symbol == PERSON and first <= _OPENING:
            return actor(ahead, lexicon, True)
    return who

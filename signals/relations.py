"""Whose relative, companion or belonging is told of, where a name only says whose."""

from __future__ import annotations

from collections.abc import Sequence

from signals.patterns import COMPANY, GROUP, ORGANISATION, PERSON, ROLE, UNKNOWN, UNKNOWN_CAPITAL
from signals.units import Unit
from signals.vocabulary import Lexicon, either


def possessed(part: Sequence[Unit], lexicon: Lexicon) -> bool:
    """Tell whether a part opens with whose something is: "Tras la salida de Pablo Moreno, Ada Keller y …"."""
    return len(part) == 2 and part[0].folded in lexicon.words("owner_link") and part[1].symbol == PERSON


def kinship(part: list[Unit], lexicon: Lexicon) -> bool:
    """Tell whether an aside only says whose somebody is: ", the son of Contoso's founder Jan Peeters,"."""
    who = next(at for at, unit in enumerate(part) if unit.symbol == PERSON)
    links = either(lexicon, "of_kin", "aside_link")
    of = next((at for at, unit in enumerate(part[:who]) if unit.folded in links), 0)
    return of > 0 and (part[of - 1].symbol == UNKNOWN or part[of - 1].folded in lexicon.words("attendants"))


def attended(part: Sequence[Unit], at: int, lexicon: Lexicon, before_verb: bool) -> bool:
    """Tell whether the person at `at` only says whose friend or foe it is: "Ada Keller confidant leaves".

    Somebody may be appointed to some of these offices: "names Ada Keller adviser".
    """
    attendants = lexicon.words("attendants")
    if at > 1 and part[at - 1].folded in lexicon.words("of_kin") and part[at - 2].folded.split()[-1] in attendants:
        return True  # "the widow of Ada Keller"
    following = part[at + 1].folded.split() if at + 1 < len(part) else []
    office = lexicon.words("attending_office") if before_verb else frozenset()
    return bool(following) and (following[-1] in attendants or following[-1] in office)


def belongings(part: Sequence[Unit], at: int, lexicon: Lexicon) -> bool:
    """Tell whether it is only something of the person's at `at`: "la salida de dos directores y el ingreso de Ada"."""
    links = lexicon.words("owner_link")
    of = next((of for of in range(at - 1, max(1, at - 4), -1) if part[of].folded in links), 0)
    before = part[max(0, of - 3) : of]
    named = {one.symbol for one in part[of - 1 : at]} & {PERSON, GROUP, COMPANY, ORGANISATION, UNKNOWN_CAPITAL}
    owned = of > 1 and not named and part[of - 1].symbol != ROLE
    return owned and any(one.folded in lexicon.words("article") for one in before[:-1])

"""Who a sentence is about: the people, their roles and their company in the words beside a verb."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from signals.amounts import worded
from signals.fold import fold
from signals.patterns import COMPANY, GROUP, NUMBER, ORGANISATION, PERSON, ROLE, UNKNOWN, UNKNOWN_CAPITAL
from signals.relations import attended, belongings, kinship, possessed
from signals.roles import one_of
from signals.titles import RANK
from signals.units import Unit
from signals.vocabulary import Lexicon, either

_HEADS = frozenset({PERSON, ROLE, GROUP})
_GENITIVES = frozenset({"'s", "'", "’"})
_MOST_LISTED, _LISTED = 4, 3  # parts and their units: "… of trade, policy, and rail, leaves"
_MOST_PEOPLE = 12
CAPITALISING = frozenset({"de"})  # languages that write every noun with a capital letter


@dataclass(frozen=True, slots=True)
class Named:
    """One named person with the role that the phrase gives them and its seniority ("" when unknown)."""

    name: str
    role: str | None = None
    level: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """The people of a phrase. `group` says that they are unnamed and several; `former` that the role is past.

    `role` and `level` are those of an unnamed person. `company` is a watched company they belong to, `organisation`
    one that is not watched. `bare` marks surnames that only stand where a person would stand.
    """

    people: tuple[Named, ...] = ()
    role: str | None = None
    level: str = ""
    company: str | None = None
    organisation: str | None = None
    group: bool = False
    former: bool = False
    number: int | None = None
    bare: bool = False

    def somebody(self) -> bool:
        """Tell whether anybody was found at all."""
        return bool(self.people or self.role or self.group)


@lru_cache(64)  # many patterns find the same people in a sentence
def actor(units: tuple[Unit, ...], lexicon: Lexicon, before_verb: bool) -> Actor:
    """Read the phrase `units`, which ends at a verb (`before_verb`) or starts after one."""
    parts = _parts(units)
    chosen = _before(parts, lexicon) if before_verb else _after(parts, lexicon)
    if not any(unit.symbol in _HEADS for part in chosen for unit in part):
        if before_verb and not parts[-1]:
            return Actor()  # "…, Dawntrail, has left": who it is stands before the commas
        return _surnames(parts, lexicon, before_verb)
    flat = [unit for part in chosen for unit in part]
    people = _people(chosen, lexicon, before_verb)
    roles = [unit for unit in flat if unit.symbol == ROLE]
    groups = [unit for unit in flat if unit.symbol == GROUP]
    company = next((unit.value for unit in flat if unit.symbol == COMPANY), None)
    other = next((unit.value for unit in flat if unit.symbol == ORGANISATION), None)
    count = counted(flat, lexicon)
    best = min(roles, key=lambda unit: RANK[unit.level], default=None)
    spoken = " and ".join(dict.fromkeys(role.value for role in roles)) or (groups[0].value if groups else None)
    return Actor(
        people,
        None if people else spoken,
        "" if people else best.level if best else "group" if groups and not _one_of(flat, lexicon) else "",
        company,
        other or (None if company else _foreign(flat, lexicon)),
        bool(groups) and not people and not roles and not _one_of(flat, lexicon),
        any(unit.folded in lexicon.words("former") for unit in flat),
        count,
    )


def _one_of(units: Sequence[Unit], lexicon: Lexicon) -> bool:
    """Tell whether one of several is meant: "uno de sus altos ejecutivos"."""
    one, of = lexicon.words("one"), lexicon.words("of_kin")
    return any(
        first.folded in one and second.folded in of and any(unit.symbol == GROUP for unit in units[at + 2 : at + 5])
        for at, (first, second) in enumerate(pairwise(units))
    )


def counted(units: Sequence[Unit], lexicon: Lexicon) -> int | None:
    """Return the first number of a phrase, in digits or as a word: "a dozen engineers"."""
    for at, unit in enumerate(units):
        if unit.symbol == NUMBER and unit.number:
            return int(unit.number)
        size = sized(units, at, lexicon)
        if size > 1:
            return size
    return None


def sized(units: Sequence[Unit], at: int, lexicon: Lexicon) -> int:
    """Return the number that the unit at `at` means as a word, 0 for none: half of it behind "half a"."""
    size = worded(units[at].folded, lexicon)
    halved = size > 1 and any(unit.folded in lexicon.words("half") for unit in units[max(0, at - 2) : at])
    return size // 2 if halved else size


def _parts(units: Sequence[Unit]) -> list[list[Unit]]:
    """Split a phrase at its commas and brackets."""
    parts: list[list[Unit]] = [[]]
    for at, unit in enumerate(units):
        if unit.symbol in ",()":
            parts.append([])
        elif not (
            at > 1 and unit.symbol == COMPANY and "".join(one.symbol for one in units[at - 2 : at + 2]) == "P(C)"
        ):
            parts[-1].append(unit)
    return [part for at, part in enumerate(parts) if part or not 0 < at < len(parts) - 1]


def _before(parts: list[list[Unit]], lexicon: Lexicon) -> list[list[Unit]]:
    """Return the parts, in the text's order, of the subject that ends where `parts` end."""
    closed, skipped = not parts[-1], 0
    chosen, pending = list[list[Unit]](), list[list[Unit]]()
    for part in reversed([part for part in parts if part]):
        symbols = {unit.symbol for unit in part}
        named = PERSON in symbols
        if not chosen and not pending and not symbols & _HEADS:
            skipped += 1
            small = closed or all(unit.folded in lexicon.words("np") for unit in part)
            if not small or (skipped > 1 and (skipped >= _MOST_LISTED or len(part) > _LISTED)):
                break
            continue
        if not chosen and not pending and _owning(part):
            return []
        if named and not chosen and closed and kinship(part, lexicon):
            continue
        if named and not chosen and not closed and pending and _bare_group(pending[0]):
            return pending  # "amid the saga between Northwind and Ada Keller, employees are leaving"
        if named and not chosen:
            chosen, pending = [_own_clause(part), *pending], []
        elif named:
            if possessed(part, lexicon) or not (
                _plain(part, lexicon) and (_joined(chosen, lexicon) or _pair(part, chosen[0], lexicon))
            ):
                break
            chosen, pending = [part, *pending, *chosen], []
        elif symbols & {ROLE, GROUP} and not pending and (not chosen or _plain(part, lexicon)):
            pending = [part]
        else:
            break
        if len(chosen) > _MOST_PEOPLE:
            break
    owned = any(unit.symbol in {COMPANY, ORGANISATION} for part in pending for unit in part)
    if chosen and owned and not any(unit.symbol == ROLE for unit in chosen[0]):
        # "The technical director of OpenAI, Mira Murati": the role comes first and says whose it is.
        return [*pending, *chosen]
    return chosen or pending


def _bare_group(part: list[Unit]) -> bool:
    """Tell whether a part is a group that nothing counts or describes: "employees", but not "two executives"."""
    return [unit.symbol for unit in part] == [GROUP]


def _own_clause(part: list[Unit]) -> list[Unit]:
    """Return what stands behind the verb that parts two people: "Ada noted that its Paul Moreau" is about Paul."""
    people = [at for at, unit in enumerate(part) if unit.symbol == PERSON]
    if len(people) < 2:
        return part
    verbs = [at for at in range(people[-2] + 1, people[-1]) if part[at].symbol == UNKNOWN]
    return part[verbs[-1] + 1 :] if verbs else part


def _after(parts: list[list[Unit]], lexicon: Lexicon) -> list[list[Unit]]:
    """Return the parts of the object that starts where `parts` start."""
    if not parts[0]:
        parts = parts[1:]
    chosen: list[list[Unit]] = []
    for number, part in enumerate(parts[:_MOST_PEOPLE]):
        symbols = {unit.symbol for unit in part}
        if not chosen:
            if part and number == 0 and symbols <= {COMPANY, ORGANISATION} and len(parts) > 1:
                continue  # "hires Contoso, Fabrikam alumna Lena Vogel"
            if number == 0 and (_describing(parts, lexicon) or _describes(part, parts[1:2], lexicon)):
                continue  # "loses another key member, Lena Vogel, …", "ficha al exministro, Pablo Moreno, …"
            if not symbols & _HEADS or _owning(part):
                break
            chosen = [part]
        elif PERSON in symbols:
            ended = any(_joint(one, lexicon) for one in parts[number : number + 4]) or _pair(chosen[-1], part, lexicon)
            listed = ended and _plain(part, lexicon)
            apposed = not any(unit.symbol == PERSON for unit in chosen[-1])
            if not (listed or apposed):
                break
            chosen.append(part)
        elif symbols & {ROLE}:
            chosen.append(part)
            if not any(_joint(one, lexicon) for one in parts[number : number + 3]):
                break
        else:
            break
    return chosen


def _describing(parts: Sequence[Sequence[Unit]], lexicon: Lexicon) -> bool:
    """Tell whether the first part only says what the one person is who follows between commas."""
    if len(parts) < 3 or [unit.symbol for unit in parts[1]] != [PERSON]:
        return False
    first = parts[0]
    return (
        bool(first) and first[0].folded in lexicon.words("np") and all(unit.symbol != UNKNOWN_CAPITAL for unit in first)
    ) and not any(unit.symbol in {COMPANY, ORGANISATION, *_HEADS} for unit in first)


def _describes(part: Sequence[Unit], following: Sequence[Sequence[Unit]], lexicon: Lexicon) -> bool:
    """Tell whether words without a name only say who the one is that stands between the next two commas."""
    named = [one.symbol for one in following[0]] == [PERSON] if following else False
    links = either(lexicon, "role_link", "article")
    return named and bool(part) and all(one.symbol in {UNKNOWN, UNKNOWN_CAPITAL} or one.folded in links for one in part)


def _joint(part: Sequence[Unit], lexicon: Lexicon) -> bool:
    """Tell whether "and" stands in a part."""
    return any(unit.folded in lexicon.words("and") for unit in part)


def _joined(chosen: list[list[Unit]], lexicon: Lexicon) -> bool:
    """Tell whether "and" stands before one of the people chosen, so that more of a list may come before."""
    joints = lexicon.words("and")
    return any(
        unit.folded in joints and PERSON in {later.symbol for later in part[at:]}
        for part in chosen
        for at, unit in enumerate(part)
    )


def _pair(part: Sequence[Unit], next_part: Sequence[Unit], lexicon: Lexicon) -> bool:
    """Tell whether a comma alone joins two full names, as in "Northwind's Ada Keller, Paul Moreau to leave"."""
    if "," not in lexicon.words("pairing") or not (part and next_part) or ROLE in {one.symbol for one in next_part}:
        return False
    return all(one.symbol == PERSON and " " in one.folded for one in (part[-1], next_part[0]))


def _plain(part: Sequence[Unit], lexicon: Lexicon) -> bool:
    """Tell whether a part of a list holds people, roles and companies and only small words besides."""
    small = either(lexicon, "np", "and")
    return all(unit.symbol in {PERSON, ROLE, COMPANY, ORGANISATION} or unit.folded in small for unit in part)


def _people(parts: list[list[Unit]], lexicon: Lexicon, before_verb: bool) -> tuple[Named, ...]:
    """Return the named people with the role in their own part, or in the one after it ("Murati, the CTO, …")."""
    found: list[Named] = []
    for number, part in enumerate(parts):
        roles = [unit for unit in part if unit.symbol == ROLE]
        names = [
            unit
            for at, unit in enumerate(part)
            if unit.symbol == PERSON
            and not (at + 1 < len(part) and part[at + 1].folded == "'s" and _owner(part, at))
            and not attended(part, at, lexicon, before_verb)
            and not belongings(part, at, lexicon)
        ]
        if not names:
            if (not found or _joint(part[:1], lexicon)) and number + 1 < len(parts):
                following = [unit for unit in parts[number + 1] if unit.symbol == PERSON]
                if following and roles and not any(unit.symbol == ROLE for unit in parts[number + 1]):
                    parts[number + 1] = [*part, *parts[number + 1]]
            continue
        if not roles and number + 1 < len(parts) and not any(unit.symbol == PERSON for unit in parts[number + 1]):
            roles = [unit for unit in parts[number + 1] if unit.symbol == ROLE]
        shared = None if roles else _shared(part, names[0], lexicon)
        for at, name in enumerate(names):
            if shared is not None:
                found.append(Named(name.value, *shared))
                continue
            own = roles if len(names) == 1 else roles[at : at + 1]
            level = min((role.level for role in own), key=RANK.__getitem__, default="")
            found.append(Named(name.value, " and ".join(role.value for role in own) or None, level))
    return tuple({one.name: one for one in found}.values())


def _shared(part: Sequence[Unit], name: Unit, lexicon: Lexicon) -> tuple[str, str] | None:
    """Return the title that people share behind the noun for several of them: "researchers Mia Lund and Omar Diaz"."""
    at = part.index(name)
    return one_of(part[at - 1].folded, lexicon) if at and part[at - 1].symbol == GROUP else None


def bracketed(name: str, units: Sequence[Unit]) -> str | None:
    """Return the company in brackets behind a name: "Mia Lund (Northwind), Omar Diaz (Contoso)"."""
    for at, unit in enumerate(units[:-3]):
        if unit.symbol == PERSON and unit.value == name and "".join(one.symbol for one in units[at : at + 4]) == "P(C)":
            return units[at + 2].value
    return None


def _owning(part: Sequence[Unit]) -> bool:
    """Tell whether the people of a part only own what it is about: "Murati's startup"."""
    last = max((at for at, unit in enumerate(part) if unit.symbol in _HEADS), default=-1)
    return last >= 0 and last + 2 < len(part) and part[last + 1].folded in _GENITIVES


def _owner(part: Sequence[Unit], at: int) -> bool:
    """Tell whether the person at `at` only owns another person: "Altman's deputy Mira Murati"."""
    return any(unit.symbol in {PERSON, ROLE} for unit in part[at + 2 :])


def _surnames(parts: list[list[Unit]], lexicon: Lexicon, before_verb: bool) -> Actor:
    """Return bare surnames that stand where people stand: "Murati, McGrew and Zoph" or "Leike"."""
    small, joints = lexicon.words("np"), lexicon.words("and")
    names: list[Unit] = []
    company: str | None = None
    for part in reversed(parts) if before_verb else parts:
        if any(two.symbol == UNKNOWN_CAPITAL and one.folded in lexicon.words("article") for one, two in pairwise(part)):
            break  # "die Stahlsparte", "the Merge": a thing
        if any(one.symbol == COMPANY and two.symbol == UNKNOWN_CAPITAL for one, two in pairwise(part)):
            break  # "Northwind Interactive has promoted": a part of the house
        if any(
            unit.folded in lexicon.words("former") or unit.folded in lexicon.words("company_nouns") for unit in part
        ):
            break  # "former Airtel hand Ada Keller", "Cinema group Northwind": a house
        if any(two.symbol == UNKNOWN_CAPITAL and one.folded in lexicon.words("owning") for one, two in pairwise(part)):
            break  # "its Lyon office": a place
        runs = _runs(part, small, joints)
        if any(runs) and before_verb and part[-1].symbol == COMPANY:
            break  # "Beleaguered Northwind": what is said is said of the house
        if any(runs):
            company = company or next((unit.value for unit in part if unit.symbol == COMPANY), None)
        if any(_compound(run[-1], lexicon) or _local(run, lexicon) for run in runs):
            break
        longest = max(map(len, runs), default=0)
        if not 1 <= longest <= 2 or any(unit.symbol != UNKNOWN_CAPITAL for run in runs for unit in run):
            break
        if longest == 2 and (any(len(run) != 2 for run in runs) or (len(runs) == 1 and (names or len(parts) > 1))):
            break  # a full name that no list of given names knows: alone, or with others like it
        bare = [run[0]._replace(value=" ".join(unit.value for unit in run), end=run[-1].end) for run in runs]
        names.extend(bare[::-1] if before_verb else bare)
    if before_verb:
        names.reverse()
    barred = either(lexicon, "products", "common", "not_person")
    words = [word for unit in names for word in (unit.folded, *fold(unit.value).replace("-", " ").split())]
    if not names or any(len(word) < 3 or word in barred or lexicon.has("not_surname", word) for word in words):
        return Actor()
    if any(map(_shouted, names)):
        return Actor()
    return Actor(tuple(Named(unit.value) for unit in names[:_MOST_PEOPLE]), company=company, bare=True)


def _compound(unit: Unit, lexicon: Lexicon) -> bool:
    """Tell whether a word is joined of nouns, in a language that writes every noun with a capital: "Sattel-Linie"."""
    return lexicon.language in CAPITALISING and "-" in unit.folded


def _local(run: Sequence[Unit], lexicon: Lexicon) -> bool:
    """Tell whether two words are a thing and where it is from, in such a language: "Ulmer Gerüst"."""
    return lexicon.language in CAPITALISING and len(run) == 2 and run[0].folded.endswith("er")


def _shouted(unit: Unit) -> bool:
    """Tell whether a word is written in capitals, as abbreviations are."""
    return unit.value.isupper()


def _runs(part: Sequence[Unit], small: frozenset[str], joints: frozenset[str]) -> list[list[Unit]]:
    """Return the words of a part between its "and", without small words and companies."""
    runs: list[list[Unit]] = [[]]
    for unit in part:
        if unit.folded in joints:
            runs.append([])
        elif unit.folded not in small and unit.symbol != COMPANY:
            runs[-1].append(unit)
    return [run for run in runs if run]


def _foreign(phrase: Sequence[Unit], lexicon: Lexicon) -> str | None:
    """Return a capitalised word that owns somebody or stands before a role: "Cruise's CEO", "Infineon executive"."""
    for at, unit in enumerate(phrase):
        learnt = at > 1 and phrase[at - 2].folded in lexicon.words("degrees")  # "ingeniero en Minas"
        if unit.symbol != UNKNOWN_CAPITAL or learnt or unit.folded in lexicon.words("no_house"):
            continue
        ahead = [one.symbol for one in phrase[at + 1 : at + 3]]
        if ahead[:1] == [ROLE] or ahead[:1] == [GROUP] or (len(ahead) > 1 and ahead[1] in {ROLE, GROUP}):
            return unit.value
        if ahead[1:] == [PERSON] and phrase[at + 1].folded == "'s":
            return unit.value
        before = [one.symbol for one in phrase[max(0, at - 2) : at]]
        if before and (before[-1] == ROLE or (len(before) > 1 and before[0] == ROLE)):
            return unit.value
    return None

"""Read item 5.02 of a form 8-K, in which a company says in lawyers' English who leaves, who comes and who moves up.

Whoever is named is named with the sentence that says so. Told again ("as previously reported"), made conditional ("if
Ms. Doe resigns"), biography ("prior to joining the Company") and pay yield nothing.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from model.signal import Kind
from signals.offices import board_seat, office_after, office_ahead, office_beside
from signals.officials import Mention, called, mentions

_LEAVES = re.compile(
    r"\b(?:(?:will|would|intends? to|(?:has )?decided to|plans? to|is|be|has|have|had) )*"
    r"(?:resign(?:s|ed|ing)?|retir(?:e|es|ed|ing)|step(?:s|ped|ping)? down|depart(?:s|ed|ing)?"
    r"|leav(?:e|es|ing) (?:the|his|her|to pursue)|left the|ceased? to (?:be|serve)|not (?:to )?stand for re-?election"
    r"|not (?:to )?seek re-?election|transition(?:s|ed|ing)? from)\b"
    r"|\b(?:tendered|submitted|gave|provided)\b[^.;]{0,60}?\b(?:resignation|retirement)\b"
    r"|\b(?:notified|informed|advised)\b[^.;]{0,120}?\b(?:of|about) (?:his|her|their)\b[^.;]{0,40}?"
    r"\b(?:resignation|retirement|resign|retire|step down|leave)\b"
    r"|\b(?:employment|service)\b[^.;]{0,50}?\b(?:(?:was|will be|has been|is) terminated|ended|will end)\b"
    r"|\b(?:was|has been|were) (?:terminated|removed|dismissed)\b"
)
_COMES = re.compile(
    r"\b(?:was|were|has been|have been|will be|is|are|been) (?:\w+ly )?(?:appointed|elected|named|hired|promoted)\b"
    r"|(?<!ceased )(?<!cease )(?<!continue )\b(?:will|would|to) (?:become|join the|serve as|succeed"
    r"|assume the (?:role|position))\b|\bbecame\b"
    r"|\bassume[sd]? (?:the |an )?(?:additional )?(?:role|position|duties) of\b"
)
_APPOINTS = re.compile(
    r"(?<!was )(?<!been )(?<!were )(?<!be )\b(?:appointed|elected|named|hired|promoted|appoints)\b"
    r"|\b(?:appointment|election|promotion|hiring) of\b"
)
_AGAIN = re.compile(
    r"(?i)\bpreviously (?:reported|disclosed|announced)|\bas (?:reported|disclosed) (?:in|on)\b|\bamendment no\b"
    r"|\bincorporated (?:herein )?by reference\b"
)
_IF = re.compile(r"(?i)\b(?:if|in the event|unless|upon (?:a|any|his|her|such)|in case|whether|should)\b")
_ASIDE = re.compile(
    r"(?i)^(?:prior to|before (?:joining|that)|previously|earlier in|from (?:\w+ )?\d{4})\b"
    r"|\bno (?:arrangements?|understandings?|family relationships?|transactions?)\b"
    r"|\bnot (?:the result of|due to|because of|related to) any disagreement"
    r"|\b(?:his|her) successor (?:is|has been) (?:duly )?(?:elected|appointed)"
)
_INSIDE = re.compile(
    r"(?i)\bpromot(?:ed|ion)|\bcurrent(?:ly)? (?:serv|the|our|chief|vice|executive|president)"
    r"|\b(?:has (?:served|been|held)|serves|served) [^.]{0,90}\b(?:the company|our|the firm|the registrant)\b"
    r"|\bjoined the (?:company|firm) in\b|\b(?:the company|the firm)[’'s]* [^.]{0,60}\bsince\b"
)
_WITHIN = re.compile(
    r"(?i)\b(?:directors?|chief|president|officer|ceo|cfo|coo|co-ceos?|head|director of|counsel|controller)\b"
)
_PAY = re.compile(r"(?i)\b(?:bonus|award|compensation|salary|severance|plan|equity|grant|vest)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MONTHS = [*month_name][1:]
_DATE = re.compile(rf"\b({'|'.join(_MONTHS)}) (\d{{1,2}}), ((?:19|20)\d\d)\b")
_STOP = re.compile(
    r"(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)(?<!\bInc)(?<!\bCorp)(?<!\bCo)(?<!\bLtd)(?<!\bMessrs)(?<!\bNo)(?<!\bJr)"
    r"(?<!\bSr)(?<!\b[A-Z])[.!?][”\")]?\d?\s+(?=[A-Z“\"]|\([a-z]\))"
)
# "to succeed Ms. Doe as President" appoints somebody else.
_SUCCEEDED = re.compile(r"\b(?:succeed\w*|replac\w+|from) (?:M[rs]+\. |Dr\. )?(?:[a-z]{2,3} )*$")
_LISTED = re.compile(r"^,?(?: age)?(?: \d\d,)? (?:as|to (?:serve as|the (?:position|role|office) of)) ")
_PLURAL = re.compile(r"(?:(?<=President)|(?<=Officer)|(?<=CEO)|(?<=Director))s\b")
_RECENT = timedelta(days=120)
_CLOSE = 40  # characters between a verb and whom it appoints


@dataclass(frozen=True, slots=True)
class Change:
    """One officer's change. `quote` is the sentence, word for word; nobody's name means that it could not be read."""

    kind: Kind
    person: str | None
    role: str | None
    quote: str


def changes(text: str, filer: str, filed: datetime) -> list[Change]:
    """Return who leaves, comes or moves up, each person once, in the order of the text."""
    told = list(_sentences(text))
    full = called(told, filer)
    found: list[Change] = []
    unread: str | None = None
    for sentence in told:
        if _beside_the_point(sentence, filed):
            continue
        read = [*_leaving(sentence, full, filer), *_coming(sentence, full, filer, told)]
        found += read
        if not read and _may_tell(sentence):
            unread = unread or sentence
    if not found and unread:
        return [Change(Kind.DEPARTURE, None, None, unread)]
    return _each_once(found)


def _may_tell(sentence: str) -> bool:
    """Tell whether a sentence in which nobody was found still speaks of a change, and not of pay."""
    verb = _LEAVES.search(sentence) or _APPOINTS.search(sentence)
    return bool(verb and _WITHIN.search(sentence) and not _PAY.search(sentence) and not _IF.search(sentence))


def _sentences(text: str) -> Iterator[str]:
    for paragraph in text.split("\n"):
        start = 0
        for stop in _STOP.finditer(paragraph):
            yield paragraph[start : stop.end()].strip()
            start = stop.end()
        if rest := paragraph[start:].strip():
            yield rest


def _beside_the_point(sentence: str, filed: datetime) -> bool:
    """Tell a sentence that tells again, an aside, or what happened in years gone by."""
    if _AGAIN.search(sentence) or _ASIDE.search(sentence):
        return True
    years = [int(year) for year in _YEAR.findall(sentence)]
    return bool(years) and max(years) < filed.year and not any(_near(date, filed) for date in _DATE.findall(sentence))


def _near(date: Sequence[str], filed: datetime) -> bool:
    try:
        day = datetime(int(date[2]), _MONTHS.index(date[0]) + 1, int(date[1]), tzinfo=filed.tzinfo)
    except ValueError:
        return False
    return filed - day <= _RECENT


def _leaving(sentence: str, full: Mapping[str, str], filer: str) -> Iterator[Change]:
    people = mentions(sentence, full, filer)
    for verb in _LEAVES.finditer(sentence):
        if _IF.search(sentence[: verb.start()]):
            continue
        # "The employment of Ms. Doe, our Controller, was terminated" names her within the verb's reach.
        at = verb.start() if "terminated" not in verb[0] else verb.end()
        for who in _before(people, at, sentence):
            beside = office_beside(sentence[who.end : at])
            ahead = office_ahead(sentence[: who.start])
            role = office_after(sentence[verb.start() :]) or beside or ahead or board_seat(sentence[verb.start() :])
            yield Change(Kind.DEPARTURE, who.person, _short(role, filer), sentence)


def _coming(sentence: str, full: Mapping[str, str], filer: str, told: Sequence[str]) -> Iterator[Change]:
    people = mentions(sentence, full, filer)
    for verb in _COMES.finditer(sentence):
        if _IF.search(sentence[: verb.start()]):
            continue
        role = office_after(sentence[verb.end() :]) or board_seat(sentence[verb.end() :])
        if role is None:
            continue
        group = _before(people, verb.start(), sentence)
        inside = "promoted" in verb[0] or any(office_beside(sentence[who.end : verb.start()]) for who in group)
        for who in group:
            yield Change(_kind(who.person, inside, told), who.person, _short(role, filer), sentence)
    for verb in _APPOINTS.finditer(sentence):
        if _IF.search(sentence[: verb.start()]):
            continue
        for who in _appointed(people, verb.end(), sentence):
            rest = sentence[who.end :]
            role = office_after(rest) or board_seat(rest)
            if role is not None:
                inside = "promoted" in verb[0] or bool(office_beside(rest))
                yield Change(_kind(who.person, inside, told), who.person, _short(role, filer), sentence)


def _appointed(people: Sequence[Mention], at: int, sentence: str) -> list[Mention]:
    """Return whom a verb that ends at `at` appoints: the next person, those joined to them, those listed with "as"."""
    later = [number for number, who in enumerate(people) if who.start >= at]
    if not later or people[later[0]].start - at > _CLOSE:
        return []
    joined = _together(people, later[0], sentence, step=1)
    others = (people[n] for n in later if people[n] not in joined and _LISTED.match(sentence[people[n].end :]))
    listed = [who for who in others if not _SUCCEEDED.search(sentence[: who.start])]
    return [*joined, *listed]


def _short(role: str | None, filer: str) -> str | None:
    """Take the house off an office, and the plural: "Co-Presidents of Northwind" are each Co-President."""
    if role is None:
        return None
    return _PLURAL.sub("", re.split(rf" of (?:the )?{re.escape(filer.split()[0].strip(','))}\b", role)[0])


def _kind(person: str, inside: bool, told: Sequence[str]) -> Kind:
    last = person.split()[-1]
    if inside or any(last in sentence and _INSIDE.search(sentence) for sentence in told):
        return Kind.PROMOTION
    return Kind.HIRE


def _before(people: Sequence[Mention], at: int, sentence: str) -> list[Mention]:
    """Return whom a verb is said of: the nearest person before it, and those joined to that one by "and"."""
    earlier = [number for number, who in enumerate(people) if who.end <= at]
    return _together(people, earlier[-1], sentence, step=-1) if earlier else []


def _together(people: Sequence[Mention], number: int, sentence: str, *, step: int) -> list[Mention]:
    """Return a person and those that only commas, ages and one "and" part from them, in the order of the text."""
    group, gaps = [people[number]], ""
    while 0 <= number + step < len(people):
        one, other = sorted((people[number], people[number + step]), key=lambda who: who.start)
        gap = sentence[one.end : other.start]
        if not re.fullmatch(r"(?:, (?:age )?\d\d)?,?(?: and)? ?(?:M[rs]+\. |Dr\. )?", gap):
            break
        number, gaps = number + step, gaps + gap
        group.append(people[number])
    return sorted(group, key=lambda who: who.start) if "and" in gaps else [group[0]]


def _each_once(found: Sequence[Change]) -> list[Change]:
    """Keep one change for each person; who leaves one office for another of the same house has moved."""
    kept: dict[str, Change] = {}
    for change in found:
        key = (change.person or "").split()[-1]
        known = kept.get(key)
        if known is None:
            kept[key] = change
        elif {known.kind, change.kind} in ({Kind.DEPARTURE, Kind.HIRE}, {Kind.DEPARTURE, Kind.PROMOTION}):
            came = change if known.kind is Kind.DEPARTURE else known
            kept[key] = Change(Kind.PROMOTION, came.person, came.role, came.quote)
    return list(kept.values())

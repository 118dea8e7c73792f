"""Whether two signals tell one event: same company and kind, near in time, and no detail that contradicts."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import lru_cache

from rapidfuzz import fuzz

from model.signal import Kind, Seniority, Signal, SourceClass
from signals.notices import LISTED
from stories.people import plain, same_person

NEAR = timedelta(days=7)
NEAR_SAME_PERSON = timedelta(days=30)
VERY_NEAR = timedelta(days=3)
A_MONTH = timedelta(days=31)
AMENDED = timedelta(days=45)
ALIKE = 60.0
TOLERANCE = 0.05

# Outlets disagree whether a newcomer from inside is appointed or promoted.
APPOINTMENTS = frozenset({Kind.HIRE, Kind.PROMOTION})
ABOUT_ONE_PERSON = frozenset({Kind.DEPARTURE, Kind.LEAVE, Kind.HIRE, Kind.PROMOTION, Kind.TENURE_MARK})
# A company does these so seldom that two reports within days are one event even in quite different words. That its
# people look around is a mood, which many tell of in the same week; that somebody goes on leave is as rare.
SELDOM = frozenset(
    {Kind.LAYOFFS, Kind.FUNDING, Kind.ACQUISITION, Kind.IPO_OR_LIQUIDITY, Kind.SHUTDOWN, Kind.OPEN_TO_WORK, Kind.LEAVE}
)
# What people do about something else that their company did.
REACTIONS = frozenset({Kind.TURMOIL, Kind.CULTURE_CONFLICT, Kind.OPEN_TO_WORK})

_AT_ONCE = timedelta()
_WORD = re.compile(r"[^\W_]+")
_FOUNDER = frozenset({"founder", "cofounder", "founding"})
_LONG = 5  # letters of a word that means something, in any language
# Whom a reaction is always about: words that two titles share without being about the same thing.
_STAFF = frozenset(
    {"employees", "workers", "staff", "salaries", "mitarbeiter", "beschaftigte", "empleados", "trabajadores"}
)
# Roles that say no more than that somebody stands high.
_VAGUE = frozenset(
    {
        "executive",
        "exec",
        "leader",
        "manager",
        "official",
        "veteran",
        "boss",
        "head",
        "top",
        "senior",
        "former",
        "researcher",
    }
    | {"dirigeant", "dirigeante", "cadre", "patron", "responsable", "manager", "fuhrungskraft", "chef", "chefin"}
    | {"directivo", "directiva", "ejecutivo", "ejecutiva", "jefe", "jefa"}
)
_SMALL = frozenset({"of", "the", "and", "for", "s", "a", "an"})


def family(kind: Kind) -> str:
    """Name the block of kinds among which one event may be told; signals of two families never meet."""
    return "appointment" if kind in APPOINTMENTS else kind.value


def is_bare_filing(signal: Signal) -> bool:
    """Tell a filing that names nobody: its form says what happened, but not to whom."""
    formal = signal.source_class is SourceClass.FILING or signal.source_class is SourceClass.REGISTRY
    return formal and signal.person is None


def one_notice(a: Signal, b: Signal) -> bool:
    """Tell whether two official notices are of one cut: told site by site within a week, or amended at one site."""
    if not (a.source_class is b.source_class is SourceClass.REGISTRY and a.kind is b.kind is Kind.LAYOFFS):
        return False
    return distance(a, b) <= (AMENDED if same_site(a, b) else NEAR)


def same_site(a: Signal, b: Signal) -> bool:
    """Tell whether two official notices are of one site of a company: the later one amends the earlier.

    A register's keys begin with what stands for company and site, up to a dot (sources/warn), those of a list with
    what stands for company and day (sources/layoffs).
    """
    (list_a, key_a), (list_b, key_b) = a.item, b.item
    site, dot, _ = key_a.partition(".")
    return bool(dot) and list_a == list_b and site == key_b.partition(".")[0]


def one_row(a: Signal, b: Signal) -> bool:
    """Tell whether two rows of a list of lay-offs are of one company and day: one cut place by place, or edited."""
    return a.pattern == b.pattern == LISTED and same_site(a, b)


def is_part(notice: Signal, whole: Signal) -> bool:
    """Tell whether an official notice of one site may be part of a larger cut that others tell of."""
    if notice.source_class is not SourceClass.REGISTRY or not (notice.headcount and whole.headcount):
        return False
    return notice.kind is whole.kind is Kind.LAYOFFS and notice.headcount < whole.headcount


def same_event(a: Signal, b: Signal) -> bool:
    """Tell whether two signals can be one event. Symmetric; says nothing about a third.

    Two named persons decide alone. Otherwise no detail may contradict (amount, headcount, the other company, role),
    and a detail or a similar title must connect them; across languages, and for what is seldom, a near day is enough.
    """
    if a.kind is not b.kind and family(a.kind) != family(b.kind):
        return False
    if a.company != b.company or a.private is not b.private or a.owner != b.owner:
        return False
    if one_row(a, b):
        return True
    apart = distance(a, b)
    if a.person and b.person:
        return apart <= NEAR_SAME_PERSON and same_person(a.person, b.person)
    if a.kind is not b.kind or apart > NEAR or contradicts(a, b):
        return False
    if _share_a_detail(a, b) or same_role(a, b):
        return True
    dated = max(a.spread, b.spread) <= A_MONTH
    if a.kind in ABOUT_ONE_PERSON and apart <= VERY_NEAR and dated and _alike_unnamed(a, b):
        return True
    if a.kind in SELDOM or (a.lang and b.lang and a.lang != b.lang):
        return (dated and apart <= VERY_NEAR) or alike(a, b)
    return alike(a, b) or (a.kind in REACTIONS and _in_like_words(a, b))


def distance(a: Signal, b: Signal) -> timedelta:
    """Tell how far apart in time two signals are; nothing when one's day may lie in the other's month."""
    gap = b.published - a.published
    gap, lasts = (gap, a.spread) if gap >= _AT_ONCE else (-gap, b.spread)
    return gap - lasts if gap > lasts else _AT_ONCE


def contradicts(a: Signal, b: Signal) -> bool:
    """Tell whether both name a detail and the details cannot both be true of one event."""
    return (
        _amounts(a, b) is False
        or _headcounts(a, b) is False
        or _companies(a.to_company, b.to_company) is False
        or _companies(a.from_company, b.from_company) is False
        or _roles(a, b) is False
        or (a.kind in ABOUT_ONE_PERSON and _is_group(a) != _is_group(b))
    )


def same_role(a: Signal, b: Signal) -> bool:
    """Tell whether both name the same office that one person holds: "CTO" and "chief technology officer"."""
    return a.seniority is b.seniority is Seniority.C_SUITE and _roles(a, b) is True


def alike(a: Signal, b: Signal) -> bool:
    """Tell whether two titles about one company share most of their other words, and at least one."""
    ours, theirs = _words_of(a.title, a.company), _words_of(b.title, b.company)
    if _split(ours).isdisjoint(_split(theirs)):
        return False
    return fuzz.token_set_ratio(ours, theirs, score_cutoff=ALIKE) >= ALIKE


@lru_cache(maxsize=65_536)
def _split(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _alike_unnamed(a: Signal, b: Signal) -> bool:
    """Tell whether two signals about people without a name mean the same: both a group, or one from the same house."""
    if a.person or b.person:
        return False
    if a.kind is Kind.DEPARTURE and _is_group(a) and _is_group(b):
        return True
    one, other = (a.to_company, b.to_company) if a.kind is Kind.DEPARTURE else (a.from_company, b.from_company)
    return a.kind is not Kind.PROMOTION and not _is_group(a) and _companies(one, other) is True


def _in_like_words(a: Signal, b: Signal) -> bool:
    """Tell whether the words that two signals rest on, or their titles, share two that mean something."""
    if len(_meaning(a.quote, a.company) & _meaning(b.quote, b.company)) > 1:
        return True
    return len((_meaning(a.title, a.company) & _meaning(b.title, b.company)) - _STAFF) > 1


@lru_cache(maxsize=16_384)
def _meaning(quote: str, company: str) -> frozenset[str]:
    return frozenset(word for word in _words(quote) - _words(company) if len(word) >= _LONG)


def is_specific(signal: Signal) -> bool:
    """Tell a signal with a detail that can connect it to others or keep it apart."""
    return bool(signal.amount or signal.headcount or (signal.kind is Kind.ACQUISITION and signal.to_company))


def _share_a_detail(a: Signal, b: Signal) -> bool:
    if _amounts(a, b) or _headcounts(a, b):
        return True
    return a.kind is Kind.ACQUISITION and _companies(a.to_company, b.to_company) is True


def _amounts(a: Signal, b: Signal) -> bool | None:
    if a.amount is None or b.amount is None:
        return None
    one, other = a.amount.currency, b.amount.currency
    return None if one and other and one != other else _near(a.amount.value, b.amount.value)


def _headcounts(a: Signal, b: Signal) -> bool | None:
    return _near(a.headcount, b.headcount) if a.headcount and b.headcount else None


def _near(a: float, b: float) -> bool:
    return abs(a - b) <= TOLERANCE * max(abs(a), abs(b))


def _companies(one: str | None, other: str | None) -> bool | None:
    """Compare two company names, "Meta" and "Meta Platforms" being one; None when either is not known."""
    return _overlap(_words(one), _words(other)) if one and other else None


def _roles(a: Signal, b: Signal) -> bool | None:
    """Compare roles within one language; None when either names none or a founder may hold the other one."""
    if not a.role or not b.role or (a.lang and b.lang and a.lang != b.lang):
        return None
    one, other = _role_words(a.role), _role_words(b.role)
    if (one | other) & _FOUNDER or one <= _VAGUE or other <= _VAGUE or (_is_group(a) and _is_group(b)):
        return None
    return _overlap(one, other)


def _overlap(one: frozenset[str], other: frozenset[str]) -> bool | None:
    return one <= other or other <= one if one and other else None


@lru_cache(maxsize=16_384)
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(plain(text))) - _SMALL


@lru_cache(maxsize=16_384)
def _role_words(role: str) -> frozenset[str]:
    words = [word for word in _WORD.findall(plain(role).replace("vice president", "vp")) if word not in _SMALL]
    if len(words) > 2 and words[0] == "chief" and words[-1] == "officer":
        return frozenset({"".join(word[0] for word in words)})
    return frozenset(words)


def _is_group(signal: Signal) -> bool:
    return signal.seniority is Seniority.GROUP


@lru_cache(maxsize=65_536)
def _words_of(title: str, company: str) -> str:
    own = set(_WORD.findall(plain(company)))
    return " ".join(word for word in _WORD.findall(plain(title)) if word not in own and word not in _SMALL)

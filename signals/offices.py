"""The office that a filing's sentence names behind a verb or beside a name: "as the Company's Controller"."""

from __future__ import annotations

import re

_LONGEST = 90
_OFFICE = re.compile(
    r"(?i)\b(?:co-)?(?:chief|president|officer|chair|chairman|chairwoman|chairperson|ceo|cfo|coo|cto|counsel|treasurer"
    r"|secretary|controller|head|founder|ceos|presidents|manag(?:er|ing director)|vice chairman|vp)s?\b"
)
_LEAD = re.compile(
    r"(?:\b(?:as|to|become|becomes|became|(?:role|position|office|title|post)s? (?:as|of)|from)\b|^)"
    r" ?(?:(?:be|serve as|the (?:role|position|office)s? of|his|her|their|its|our|an?|the|both|sole|new|next|interim"
    r"|(?:the )?(?:Company|Firm|Registrant|Corporation|Bank|Board)[’']s) )*"
)
_STOP = re.compile(
    r"[;(.]|,(?! (?:Research|Finance|Operations|Sales|Legal|(?:and )?Chief|President|General|Secretary|Treasurer|Global"
    r"|Technology|People|Product|Engineering|Marketing|Human))"
    r"|\b(?:effective|until|upon|following|in order|with effect|in connection|at which|while|during|pending"
    r"|who|succeeding|replacing"
    r"|and (?:will|from|to|the Board|as a|a member|leave|depart|was|Mr|Ms|Dr|[A-Z]\w+ [A-Z]\w+ as)"
    r"|of the (?:Company|Firm|Registrant|Corporation|Board)|on [A-Z]\w*)\b"
)
_BESIDE = re.compile(
    r"^,(?: \d\d,| age \d\d,)?(?: who is| currently| current| presently)*"
    r" ?(?:(?:the )?(?:Company|Firm|Registrant|Corporation)[’']s |our |its |the |an? )?(?:current |former )?"
)
_AHEAD = re.compile(
    r"(?:Company[’']s|Firm[’']s|\b[Oo]ur|\b[Tt]he) "
    r"((?:[A-Z][\w-]+|of|and|&|,)(?: (?:[A-Z][\w-]+|of|and|&))*),? $"
)
_SEAT = re.compile(
    r"(?i)\b(?:(?:as|to become|become|be) an? (?:\w+ )?(?:director|member)\b|re-?election|to fill (?:the|a) vacancy"
    r"|(?:from|on|of|to|join) (?:the|its|our)(?: Company[’']s)? Board\b|as (?:an )?(?:independent )?directors?\b)"
)


def office_after(text: str) -> str | None:
    """Return the office named behind a verb, None where what follows is no office."""
    for lead in _LEAD.finditer(text[:400]):
        office = _cut(text[lead.end() :])
        if office:
            return office
    return None


def office_beside(text: str) -> str | None:
    """Return the office that stands between a name and its verb, in commas: ", our Chief Financial Officer,"."""
    lead = _BESIDE.match(text)
    return _cut(text[lead.end() :]) if lead and "," in text[lead.end() :] else None


def office_ahead(text: str) -> str | None:
    """Return the office that stands right before a name: "the Company's Chief Financial Officer, Peter Hall"."""
    told = _AHEAD.search(text)
    return _cut(told[1]) if told else None


def board_seat(text: str) -> str | None:
    """Return "board director" for a seat on the board."""
    return "board director" if _SEAT.search(text[:300]) else None


def _cut(text: str) -> str | None:
    stop = _STOP.search(text)
    office = text[: stop.start() if stop else len(text)].strip(" ,")
    # "promoted from Vice President, Finance to Chief Financial Officer"
    office = office.rpartition(" to ")[2]
    first = _OFFICE.search(office)
    if not first or len(office) > _LONGEST or not office[:1].isupper() or " as " in office:
        return None
    return office

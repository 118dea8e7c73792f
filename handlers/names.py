"""Finds the company that somebody means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.words import nearest
from model.company import Company
from model.kept import kept_for

BETWEEN = frozenset('",;"“”„«»')
JOINING = frozenset({"and", "vs", "vs.", "with", "&", "+"})


@dataclass(frozen=True, slots=True)
class Unknown:
    """No company of ours is called `text`; `near` are the names it may be a misspelling of."""

    text: str
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Directory:
    """Companies by each bare name, the most words that one of these has, and companies' names by their spellings."""

    companies: Mapping[str, Company]
    longest: int
    spellings: Mapping[str, str]


@kept_for()
def _known(companies: tuple[Company, ...]) -> _Directory:
    known = {_bare(name): company for company in reversed(companies) for name in _names(company)}
    longest = max((len(name.split()) for name in known), default=1)
    spellings = {name: company.name for company in companies for name in (company.name, *company.aliases)}
    return _Directory(known, longest, spellings)


def find(text: str, companies: Sequence[Company]) -> Company | Unknown:
    """Find a company by name, alias or domain, whatever the case; misspellings are suggested, never guessed."""
    wanted, known = _bare(text), _known(companies)
    if wanted and (company := known.companies.get(wanted)):
        return company
    near = nearest(text, known.spellings, parts=True) if wanted else ()
    return Unknown(text, tuple(dict.fromkeys(known.spellings[name] for name in near)))


def several(text: str, companies: Sequence[Company]) -> list[Company] | Unknown:
    """Find the companies named one after another, each once, with commas, quotes or blanks between them.

    The longest name that fits is taken. What is no company's name stops the search, and is returned.
    """
    directory = _known(companies)
    known, longest = directory.companies, directory.longest
    found: dict[str, Company] = {}
    for part in "".join("," if mark in BETWEEN else mark for mark in text).split(","):
        words = part.split()
        while words:
            fitting = (n for n in range(min(longest, len(words)), 0, -1) if _bare(" ".join(words[:n])) in known)
            taken = next(fitting, 0)
            if taken:
                company = known[_bare(" ".join(words[:taken]))]
                found[company.name] = company
            elif words[0].casefold() not in JOINING:
                unknown = find(words[0], companies)
                return unknown if isinstance(unknown, Unknown) else Unknown(words[0], ())
            words = words[taken or 1 :]
    return list(found.values())


def leading(text: str, companies: Sequence[Company]) -> tuple[Company, str] | Unknown:
    """Take a company's name off the start of a text, the longest that fits; the name may stand in quotes."""
    directory = _known(companies)
    known, longest = directory.companies, directory.longest
    words = text.split()
    for length in range(min(longest, len(words)), 0, -1):
        name = " ".join(words[:length]).strip("".join(BETWEEN) + ":")
        if company := known.get(_bare(name)):
            return company, " ".join(words[length:])
    found = find(words[0] if words else "", companies)
    return found if isinstance(found, Unknown) else Unknown(text, ())


def _names(company: Company) -> tuple[str, ...]:
    return tuple(filter(None, (company.name, *company.aliases, company.domain)))


def _bare(name: str) -> str:
    folded = name.casefold().strip()
    for start in ("https://", "http://", "www."):
        folded = folded.removeprefix(start)
    return folded.rstrip("/.,;!?")


def domain_of(word: str) -> str | None:
    """Read "openai.com" or "https://www.openai.com/" as a domain; None for anything else."""
    bare = _bare(word).partition("/")[0]
    labels = bare.split(".")
    fits = len(labels) > 1 and all(label.replace("-", "").isalnum() for label in labels) and len(labels[-1]) > 1
    return bare if fits and len(bare) <= 253 and not labels[-1].isdigit() else None

"""Finds the company that somebody means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.words import nearest
from model.company import Company


@dataclass(frozen=True, slots=True)
class Unknown:
    """No company of ours is called `text`; `near` are the names it may be a misspelling of."""

    text: str
    near: tuple[str, ...]


def find(text: str, companies: Sequence[Company]) -> Company | Unknown:
    """Find a company by name, alias or domain, whatever the case; misspellings are suggested, never guessed."""
    wanted = _bare(text)
    for company in companies:
        if wanted and wanted in {_bare(name) for name in (company.name, *company.aliases, company.domain or "")}:
            return company
    names = {name: company.name for company in companies for name in (company.name, *company.aliases)}
    near = nearest(text, names, parts=True) if wanted else ()
    return Unknown(text, tuple(dict.fromkeys(names[name] for name in near)))


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

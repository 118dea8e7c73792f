"""A company a team recruits from, competes with, or both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Company:
    """One watched company, as config.toml or `/signals watch` describes it.

    `name` is its identity throughout the product. `must` guards names that are ordinary words: one of its words has
    to stand near the name before a text counts as being about the company; `never` words rule the text out.
    `employees` is a head count when known: one leaver weighs more in a team of forty. Of what its job boards tell,
    only `departments` and `cities` concern the team; empty means all.
    """

    name: str
    domain: str | None = None
    aliases: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()
    tier: int = 2
    boards: Mapping[str, str] = field(default_factory=dict)
    cik: int | None = None
    employees: int | None = None
    departments: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()

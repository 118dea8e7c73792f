"""What the states call their columns. The first column of a list below that has something in a row is believed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from model.errors import Changed

NAMES: Mapping[str, tuple[str, ...]] = {
    "company": (
        "company", "company name", "affected company", "organization name", "job site name", "business legal name",
        "employer", "employer name", "name of company", "business name", "location name",
    ),
    "site": (
        "location", "city", "city name", "location city", "layoff locations", "county name", "county",
        "impacted site county", "workforce area", "impacted site address", "address", "location address",
    ),
    "notice": (
        "notice date", "date notice", "date of warn notice", "date of notice", "state notification date",
        "warn document date", "warn date", "notice received date", "initial date reported", "notify date",
    ),
    "received": ("received date", "date received", "warn document received date", "date posted", "wfdd received date"),
    "effective": (
        "effective date", "layoff date", "date action", "layoff start date", "effective layoff date", "layoff dates",
        "date layoff closure starts", "begin date", "closing dates", "date of layoff", "separation date",
    ),
    "jobs": (
        "jobs", "employees affected", "affected", "num employees", "number of impacted workers", "of workers",
        "number toemployees affected", "number of employees affected", "total layoff number", "workforce affected",
        "number of affected workers", "permanent job losses", "number of workers", "no of employees", "revised layoff",
        "initial layoff", "est impact",
    ),
    "month": ("month posted",),
    "state": ("postal code", "state", "location state"),
    "superseded": ("is superseded",),
}  # fmt: skip
_NO_WORD = re.compile(r"[^a-z]+")
_COUNT = re.compile(r"\s*(\d{1,3}(?:,\d{3})+|\d{1,6})(?![\d-])")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where in a row each thing may stand, the likeliest first."""

    at: Mapping[str, tuple[int, ...]]

    def of(self, what: str, row: Sequence[str]) -> str:
        """Return what a row says, "" for nothing."""
        return next((row[n].strip() for n in self.at[what] if n < len(row) and row[n].strip(" -")), "")

    def every(self, what: str, row: Sequence[str]) -> str:
        """Return all that a row says of it: two notices may differ by the street alone."""
        return "|".join(" ".join(row[n].split()) for n in self.at[what] if n < len(row))


def columns(header: Sequence[str]) -> Columns:
    """Find the columns by their names; raises Changed for a header that is not of such a list."""
    named: dict[str, list[int]] = {}
    for number, cell in enumerate(header):
        named.setdefault(_NO_WORD.sub(" ", cell.casefold()).strip(), []).append(number)
    at = {what: tuple(n for name in names for n in named.get(name, ())) for what, names in NAMES.items()}
    if not at["company"] or not (at["notice"] or at["received"] or at["effective"]) or not at["jobs"]:
        raise Changed("The list has no columns for a company, a day and a number of people: is it a WARN list as CSV?")
    return Columns(at)


def count(text: str) -> int | None:
    """Read how many people; None for "Not indicated", a range of something, a telephone number."""
    number = _COUNT.match(text)
    return int(number[1].replace(",", "")) or None if number else None

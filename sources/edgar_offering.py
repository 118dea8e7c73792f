"""A notice of an exempt offering (form D, XML): who raises how much, and who runs the company."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from model.errors import Changed
from sources.xml_tree import read_tree

# Money put into funds and buildings hires nobody.
_FUNDS = frozenset({"Pooled Investment Fund", "REITS and Finance", "REITs and Finance"})
_FUND_NAME = re.compile(r"(?i)\bREIT\b|\ba series of\b|\bSPV\b")
_RUNS = ("Executive Officer", "Director")


@dataclass(frozen=True, slots=True)
class Offering:
    """One form D. `officers` maps a name, folded, to the name and what they are; `fund` for pooled funds and REITs."""

    form: str
    company: str
    industry: str
    fund: bool
    merger: bool
    offered: float | None
    sold: float
    first_sale: str
    previous: str | None
    officers: Mapping[str, tuple[str, str]]


def offering(body: bytes) -> Offering:
    """Read a form D; raises Changed."""
    form = read_tree(body.lstrip(), "The filing")
    issuer, told = form.find("primaryIssuer"), form.find("offeringData")
    company = _text(issuer, "entityName")
    if form.tag != "edgarSubmission" or told is None or not company:
        raise Changed("The document is no form D as we know it.")
    industry = _text(told, "industryGroup/industryGroupType")
    amounts = told.find("offeringSalesAmounts")
    pooled = _text(told, "typesOfSecuritiesOffered/isPooledInvestmentFundType") == "true"
    return Offering(
        form=_text(form, "submissionType"),
        company=company,
        industry=industry,
        fund=industry in _FUNDS or pooled or bool(_FUND_NAME.search(company)),
        merger=_text(told, "businessCombinationTransaction/isBusinessCombinationTransaction") == "true",
        offered=_number(_text(amounts, "totalOfferingAmount")),
        sold=_number(_text(amounts, "totalAmountSold")) or 0.0,
        first_sale=_text(told, "typeOfFiling/dateOfFirstSale/value"),
        previous=_text(told, "typeOfFiling/newOrAmendment/previousAccessionNumber") or None,
        officers=dict(
            officer for person in form.findall("relatedPersonsList/relatedPersonInfo") for officer in _officer(person)
        ),
    )


def _officer(person: Element) -> list[tuple[str, tuple[str, str]]]:
    """Return who runs the company; a promoter, or a firm that stands where a name should, runs nothing."""
    parts = [_text(person, f"relatedPersonName/{part}") for part in ("firstName", "middleName", "lastName")]
    first, middle, last = (part if part.strip("-. ").lower() not in {"", "n/a", "none"} else "" for part in parts)
    found = [one.text.strip() for one in person.iter("relationship") if one.text and one.text.strip() in _RUNS]
    if not first or not last or not found:
        return []
    role = _text(person, "relationshipClarification") or " and ".join(found).lower()
    name = " ".join(part for part in (first, middle, last) if part)
    return [(f"{first.split()[0]} {last}".casefold(), (_cased(name), role[:80]))]


def _cased(name: str) -> str:
    return name.title() if name.isupper() else name


def _text(parent: Element | None, path: str) -> str:
    return " ".join((parent.findtext(path) or "").split()) if parent is not None else ""


def _number(text: str) -> float | None:
    """Read an amount in dollars; None for "Indefinite"."""
    return float(text) if re.fullmatch(r"\d{1,15}(?:\.\d+)?", text) else None

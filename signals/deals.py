"""Purchases and listings: for how much, who buys or sells when the pattern does not say, which companies together."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from model.signal import Amount, Kind
from signals.entries import Entry
from signals.patterns import COMPANY, GROUP, MONEY, PERSON, ROLE
from signals.units import Unit
from signals.vocabulary import Lexicon, either

PRICED = frozenset({Kind.ACQUISITION, Kind.IPO_OR_LIQUIDITY})
# What several houses do or suffer together.
_JOINT = PRICED | {
    Kind.SHUTDOWN,
    Kind.LAYOFFS,
    Kind.HIRING_FREEZE,
    Kind.HIRING_SURGE,
    Kind.TURMOIL,
    Kind.CULTURE_CONFLICT,
}
_HEADLONG = frozenset({Kind.LAYOFFS, Kind.HIRING_SURGE})  # whose companies headlines join by a comma alone
_DESCRIBED = 3  # words that may say what the next company is: "and the fintech giant Northwind"
_SHARE = 100_000  # money that buys a share or a thing, but no company
_BREAKS = frozenset(":;.!?")


def price(entry: Entry, found: re.Match[str], units: Sequence[Unit]) -> Amount | None:
    """Return the first sum within the match or behind it, or else the only one. No company costs what a share does."""
    least = _SHARE if entry.kind is Kind.ACQUISITION else 0
    sums = [(at, one.money) for at, one in enumerate(units) if one.symbol == MONEY and one.money]
    sums = [(at, money) for at, money in sums if money.value >= least]
    following = [money for at, money in sums if at >= found.start()]
    return next(iter(following), None) or (sums[0][1] if len(sums) == 1 else None)


def cheap(entry: Entry, found: re.Match[str], units: Sequence[Unit]) -> bool:
    """Tell whether the pattern names a price that buys a thing, and not a share: "sells for $99"."""
    if entry.kind is not Kind.ACQUISITION or not found.groupdict().get("amount"):
        return False
    at = found.start("amount")
    money = units[at].money
    shares = any(unit.folded in {"a", "per", "/", "each"} for unit in units[at + 1 : at + 2])
    return money is not None and money.value < _SHARE and not shares


def led(entry: Entry, found: re.Match[str], units: Sequence[Unit], lexicon: Lexicon) -> bool:
    """Tell whether somebody takes over at a house, but not the house: "Ada Keller übernimmt", without any price."""
    if entry.kind is not Kind.ACQUISITION or not found.groupdict().get("to"):
        return False
    buyer, helm = units[found.start("to")], lexicon.words("takes_helm")
    spoken = any(unit.folded in helm for unit in units[found.start() : found.end()])
    return buyer.symbol == PERSON and spoken and all(unit.symbol != MONEY for unit in units)


def parties(
    entry: Entry,
    found: re.Match[str],
    units: Sequence[Unit],
    companies: tuple[str | None, str | None, str | None],
    lexicon: Lexicon,
) -> tuple[str | None, str | None, str | None]:
    """Return the company, its seller and its buyer; who opens the clause is one of them when the match names neither.

    "Ada Keller lays out funding for Northwind takeover", "Contoso tries to sell Northwind".
    """
    company, source, target = companies
    sales = lexicon.words("selling")
    if entry.kind is not Kind.ACQUISITION or company is None or source or target or not sales:
        return companies
    start = next((at + 1 for at in range(found.start() - 1, -1, -1) if units[at].symbol in _BREAKS), 0)
    first = units[start]
    if start >= found.start() + (first.symbol == PERSON) or first.symbol not in {COMPANY, PERSON}:
        return companies
    if first.value == company:
        return companies
    selling = any(unit.folded in sales for unit in units[found.start() : found.end()])
    return (company, first.value, None) if selling else (company, None, first.value)


def together(
    entry: Entry, found: re.Match[str], units: Sequence[Unit], others: Set[str | None], lexicon: Lexicon
) -> list[str]:
    """Return the companies that "and" or "or" joins to that of a match: "Northwind, Fabrikam and Contoso plan IPOs".

    Those of `others` have another part in it.
    """
    struck = entry.kind is Kind.TURMOIL and any(
        unit.folded in lexicon.words("strike") for unit in units[found.start() : found.end()]
    )
    won = entry.kind is Kind.HIRE and any(unit.symbol == GROUP for unit in units[found.start() : found.end()])
    if not (entry.kind in _JOINT or struck or won) or not found.groupdict().get("company"):
        return []
    joints = either(lexicon, "and", "or")
    at = found.start("company")
    first = last = at
    joined = False
    while (before := _joined(units, first, -1, lexicon)) is not None:
        joined, first = joined or _joins(units[before:first], joints), before
    while (behind := _joined(units, last, 1, lexicon)) is not None:
        joined, last = joined or _joins(units[last:behind], joints), behind
    opens = (
        first == 0
        or units[first - 1].symbol == ":"
        or (units[first - 1].symbol == "," and all(unit.symbol != COMPANY for unit in units[:first]))
    )
    joined = joined or (opens and entry.kind in _HEADLONG)  # "Northwind, Contoso cut jobs"
    names = [unit.value for unit in units[first : last + 1] if unit.symbol == COMPANY]
    return [name for name in dict.fromkeys(names) if name not in others] if joined else []


def _joins(units: Sequence[Unit], joints: Set[str]) -> bool:
    return any(unit.folded in joints for unit in units)


def _joined(units: Sequence[Unit], at: int, step: int, lexicon: Lexicon) -> int | None:
    """Return where the company before or behind the one at `at` stands when only a comma, "and" or "or" is between.

    The later of the two may be described: "Northwind and the fintech giant Fabrikam".
    """
    reach = range(at + step, at + step * (_DESCRIBED + 3), step)
    other = next((n for n in reach if 0 <= n < len(units) and units[n].symbol == COMPANY), None)
    if other is None or not (between := units[min(at, other) + 1 : max(at, other)]):
        return None
    joints, told = either(lexicon, "and", "or") | {","}, either(lexicon, "firms", "fields", "article")
    described = all(unit.folded in told or unit.symbol == ROLE for unit in between[1:])
    return other if between[0].folded in joints and described else None


def dating(found: re.Match[str], units: Sequence[Unit], lexicon: Lexicon) -> bool:
    """Tell whether what is named only tells when or why something else happened: "after Ada Keller's takeover"."""
    article = lexicon.words("article")
    before = [unit for unit in units[max(0, found.start() - 2) : found.start()] if unit.folded not in article]
    return bool(before) and before[-1].folded in lexicon.words("dating")

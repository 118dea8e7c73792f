"""Money, percentages, years and numbers in a sentence."""

from __future__ import annotations

import re

from model.signal import Amount
from signals.patterns import MONEY, NUMBER
from signals.units import Draft
from signals.vocabulary import Lexicon

_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW"}
_SCALES = (("thousand", 1e3), ("million", 1e6), ("billion", 1e9), ("trillion", 1e12))
_CURRENCIES = ("usd", "eur", "gbp", "chf", "cad", "jpy", "inr", "sek")
_PREFIXES = {"us", "usd", "eur", "gbp", "chf", "a", "c", "s", "hk", "aud", "cad"}
_GROUPED = re.compile(r"\d{1,3}([., \u00a0\u202f]\d{3})+")
_LARGEST = 1e15
PERCENT, YEAR = "%", "Y"


def number(written: str, scaled: bool = False) -> float:
    """Return the value of a number: "1,600" and "1 600" are thousands, "6,6" and "6.6" decimals.

    A number before a scale ("1,628 milliard") has decimals and no thousands.
    """
    if _GROUPED.fullmatch(written) and not (scaled and len(re.split("[.,]", written)) == 2):
        return float(re.sub(r"\D", "", written))
    plain = re.sub(r"[^\d.,]", "", written).replace(",", ".")
    head, _, tail = plain.rpartition(".")
    return float(f"{head.replace('.', '')}.{tail}" if head else plain)


def find(draft: Draft, lexicon: Lexicon) -> None:
    """Put a unit where a number stands; with a currency before or after it is money."""
    for at, token in enumerate(draft.tokens):
        if token.folded[0].isdecimal() and draft.free(at):
            _number(draft, lexicon, at)


def _number(draft: Draft, lexicon: Lexicon, at: int) -> None:
    """Put the unit of the number at token `at`: money, a percentage, a year or a plain number."""
    tokens = draft.tokens
    stop, scale = at + 1, 1.0
    if draft.free(stop):
        for name, factor in _SCALES:
            if tokens[stop].folded in lexicon.words(name):
                scale, stop = factor, stop + 1
                break
    value = number(tokens[at].folded, scale > 1) * scale
    if value > _LARGEST:
        return
    first, end, currency = _currency(draft, lexicon, at, stop)
    if currency:
        draft.put(MONEY, first, end, money=Amount(value, currency))
        return
    percent = _percent(draft, lexicon, stop)
    if percent > stop:
        draft.put(PERCENT, at, percent, number=value)
    elif scale == 1.0 and 1900 <= value <= 2099 and len(tokens[at].folded) == 4:
        draft.put(YEAR, at, stop, number=value)
    else:
        draft.put(NUMBER, at, stop, number=value)


def _currency(draft: Draft, lexicon: Lexicon, at: int, stop: int) -> tuple[int, int, str]:
    """Return where an amount of money begins and ends and its currency, "" when tokens at:stop are no money."""
    tokens = draft.tokens
    if draft.free(at - 1) and tokens[at - 1].folded in _SIGNS:
        sign = at - 1
        glued = draft.free(sign - 1) and tokens[sign - 1].end == tokens[sign].start
        prefixed = glued and tokens[sign - 1].folded in _PREFIXES
        return sign - 1 if prefixed else sign, stop, _SIGNS[tokens[sign].folded]
    if draft.free(stop) and tokens[stop].folded in _SIGNS:
        return at, stop + 1, _SIGNS[tokens[stop].folded]
    ahead = stop
    while ahead < stop + 2 and draft.free(ahead) and tokens[ahead].folded in lexicon.words("money_link"):
        ahead += 1
    if draft.free(ahead):
        for code in _CURRENCIES:
            if tokens[ahead].folded in lexicon.words("currency_" + code):
                return at, ahead + 1, code.upper()
    if draft.free(at - 1) and tokens[at - 1].folded in _CURRENCIES:
        return at - 1, stop, tokens[at - 1].folded.upper()
    return at, stop, ""


def _percent(draft: Draft, lexicon: Lexicon, stop: int) -> int:
    """Return where "%" or "per cent" after token `stop` ends; `stop` when there is none."""
    tokens = draft.tokens
    if not draft.free(stop):
        return stop
    if tokens[stop].folded == PERCENT or tokens[stop].folded in lexicon.words("percent"):
        return stop + 1
    phrases = lexicon.lists.get("percent", frozenset())
    if draft.free(stop + 1) and (tokens[stop].folded, tokens[stop + 1].folded) in phrases:
        return stop + 2
    return stop

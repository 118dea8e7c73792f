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
    tokens = draft.tokens
    stop = at + 1
    scale = 1.0
    if draft.free(stop):
        for name, factor in _SCALES:
            if tokens[stop].folded in lexicon.words(name):
                scale, stop = factor, stop + 1
                break
    value = number(tokens[at].folded, scale > 1) * scale
    if value > 1e15:
        return
    first, currency = at, ""
    if draft.free(at - 1) and tokens[at - 1].folded in _SIGNS:
        first, currency = at - 1, _SIGNS[tokens[at - 1].folded]
        if (
            draft.free(first - 1)
            and tokens[first - 1].folded in _PREFIXES
            and tokens[first - 1].end == tokens[first].start
        ):
            first -= 1
    elif draft.free(stop) and tokens[stop].folded in _SIGNS:
        currency, stop = _SIGNS[tokens[stop].folded], stop + 1
    else:
        ahead = stop
        while ahead < stop + 2 and draft.free(ahead) and tokens[ahead].folded in lexicon.words("money_link"):
            ahead += 1
        if draft.free(ahead):
            for code in _CURRENCIES:
                if tokens[ahead].folded in lexicon.words("currency_" + code):
                    currency, stop = code.upper(), ahead + 1
                    break
        if not currency and draft.free(at - 1) and tokens[at - 1].folded.upper() in {"USD", "EUR", "GBP"}:
            first, currency = at - 1, tokens[at - 1].folded.upper()
    if currency:
        draft.put(MONEY, first, stop, money=Amount(value, currency))
    elif draft.free(stop) and (tokens[stop].folded == "%" or tokens[stop].folded in lexicon.words("percent")):
        draft.put(PERCENT, at, stop + 1, number=value)
    elif draft.free(stop + 1) and (tokens[stop].folded, tokens[stop + 1].folded) in lexicon.lists.get(
        "percent", frozenset()
    ):
        draft.put(PERCENT, at, stop + 2, number=value)
    elif scale == 1.0 and 1900 <= value <= 2099 and len(tokens[at].folded) == 4:
        draft.put(YEAR, at, stop, number=value)
    else:
        draft.put(NUMBER, at, stop, number=value)

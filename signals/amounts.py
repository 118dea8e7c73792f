"""Money, percentages, years and numbers in a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from functools import cache

from model.signal import Amount
from signals.patterns import MONEY, NUMBER
from signals.units import Draft
from signals.vocabulary import Lexicon

_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW"}
_SCALES = (
    ("dozen", 12.0),
    ("hundred", 1e2),
    ("thousand", 1e3),
    ("lakh", 1e5),
    ("million", 1e6),
    ("crore", 1e7),
    ("billion", 1e9),
    ("trillion", 1e12),
)
_CURRENCIES = ("usd", "eur", "gbp", "chf", "cad", "jpy", "inr", "sek", "cny")
# What stands right before "$".
_DOLLARS = {"a": "AUD", "aud": "AUD", "c": "CAD", "ca": "CAD", "cad": "CAD", "hk": "HKD", "nz": "NZD", "s": "SGD"}
_DOLLARS |= {"us": "USD", "usd": "USD"}
_RUPEES = "rs"
_LEAST = 1e6  # what a number without a currency must be to be money, where counted things need a word
SIGN_OF_MONEY = re.compile(f"[{''.join(_SIGNS)}]")
_GROUPED = re.compile(r"\d{1,3}([., \u00a0\u202f]\d{3})+")
_LARGEST = 1e15
_WORDED = (*range(1, 21), 30, 40, 50, 60, 100)
_SHORTEST = 3  # letters of a scale that a dash may join to its number
_DASHES = frozenset("-–")
PERCENT, YEAR = "%", "Y"


def number(written: str, scaled: bool = False, grouping: str = "") -> float:
    """Return the value of a number: "1,600" and "1 600" are thousands, "6,6" and "6.6" decimals.

    A number before a scale ("1,628 milliard") has decimals and no thousands, unless its sign is one of `grouping`.
    """
    decimal = scaled and len(re.split("[.,]", written)) == 2 and not any(sign in written for sign in grouping)
    if _GROUPED.fullmatch(written) and not decimal:
        return float(re.sub(r"\D", "", written))
    plain = re.sub(r"[^\d.,]", "", written).replace(",", ".")
    head, _, tail = plain.rpartition(".")
    return float(f"{head.replace('.', '')}.{tail}" if head else plain)


def find(draft: Draft, lexicon: Lexicon) -> None:
    """Put a unit where a number stands; with a currency before or after it is money."""
    spelled, starting = lexicon.longer.get("spelled", frozenset()), _starting(lexicon)
    for at in [at for at, (_, _, word, _) in enumerate(draft.tokens) if word in starting or word[0].isdecimal()]:
        if draft.free(at) and (draft.tokens[at].folded[0].isdecimal() or _spelled(draft, spelled, at)):
            _number(draft, lexicon, at)


@cache
def of_money(lexicon: Lexicon) -> frozenset[str]:
    """Return the words one of which makes money of a number that has no sign for a currency."""
    named = [lexicon.words(f"currency_{code}") for code in _CURRENCIES]
    bare = bool(lexicon.words("counting") or lexicon.words("uncounted"))
    large = [lexicon.words(name) for name, factor in _SCALES if factor >= _LEAST and bare]
    return frozenset({*_CURRENCIES, _RUPEES}).union(*named, *large)


@cache
def _starting(lexicon: Lexicon) -> frozenset[str]:
    """Return the words that numbers without digits begin with."""
    return frozenset(words[0] for words in lexicon.phrases("spelled"))


def _spelled(draft: Draft, spelled: Set[tuple[str, ...]], at: int) -> bool:
    """Tell whether a number without digits starts at token `at`: "mil millones", "eight thousand"."""
    tokens = draft.tokens
    return draft.free(at + 1) and (tokens[at].folded, tokens[at + 1].folded) in spelled


def _number(draft: Draft, lexicon: Lexicon, at: int) -> None:
    """Put the unit of the number at token `at`: money, a percentage, a year or a plain number."""
    tokens = draft.tokens
    digits = tokens[at].folded[0].isdecimal()
    word = 0 if digits else worded(tokens[at].folded, lexicon)
    stop, scale = _scaled(draft, lexicon, at + 1 if digits or word else at)
    stop, scale = _range(draft, lexicon, stop, scale)
    grouping = "".join(lexicon.words("grouping"))
    value = (number(tokens[at].folded, scale > 1, grouping) if digits else float(word or 1)) * scale
    if value > _LARGEST:
        return
    first, end, currency = _currency(draft, lexicon, at, stop)
    if currency:
        draft.put(MONEY, first, _more(draft, end), money=Amount(value, currency))
        return
    if scale >= _LEAST and _uncounted(draft, lexicon, stop):
        draft.put(MONEY, at, stop, money=Amount(value, ""))
        return
    percent = _percent(draft, lexicon, stop)
    if percent > stop:
        draft.put(PERCENT, at, percent, number=value)
    elif scale == 1.0 and 1900 <= value <= 2099 and len(tokens[at].folded) == 4 and not _jobs(draft, lexicon, stop):
        draft.put(YEAR, at, stop, number=value)
    else:
        draft.put(NUMBER, at, _more(draft, stop), number=value)


def _jobs(draft: Draft, lexicon: Lexicon, stop: int) -> bool:
    """Tell whether jobs or people follow the number that ends at token `stop`, so that it is no year: "2000 jobs"."""
    if not draft.free(stop):
        return False
    word = draft.tokens[stop].folded
    return lexicon.has("jobs", word) or lexicon.has("posts", word)


def _uncounted(draft: Draft, lexicon: Lexicon, stop: int) -> bool:
    """Tell whether no counted thing follows the number that ends at token `stop`, so that it is money.

    In Spanish counted things need "de": "capta 120 millones"; in German they follow: "sammelt 20 Millionen ein".
    """
    counting, uncounted = lexicon.words("counting"), lexicon.words("uncounted")
    following = draft.tokens[stop].folded if draft.free(stop) else "."
    named = stop + 1 < len(draft.tokens) and draft.tokens[stop + 1].capital  # "120 millones de Contoso"
    return (bool(counting) and (following not in counting or named)) or following in uncounted


def worded(word: str, lexicon: Lexicon) -> int:
    """Return the number that a word means, by the lists number_1, number_2, … of the lexicon; 0 for none."""
    return _sizes(lexicon).get(word, 0)


@cache
def _sizes(lexicon: Lexicon) -> Mapping[str, int]:
    """Return the numbers that words mean; of a word in two lists the smaller."""
    return {word: size for size in reversed(_WORDED) for word in lexicon.words(f"number_{size}")}


def _scaled(draft: Draft, lexicon: Lexicon, stop: int) -> tuple[int, float]:
    """Return where the scale at token `stop` ends and what it multiplies by; "mil millones" are two words."""
    scale = 1.0
    for name, factor in _SCALES:
        if _glued(draft, stop) and draft.tokens[stop + 1].folded in lexicon.words(name):
            stop += len(draft.tokens[stop + 1].folded) > _SHORTEST  # "$2-billion", but "10-K"
        if draft.free(stop) and draft.tokens[stop].folded in lexicon.words(name):
            if scale not in {1.0, 1e2, 1e3}:
                break
            scale, stop = scale * factor, stop + 1
    dotted = scale > 1 and draft.free(stop) and draft.tokens[stop].folded == "." in lexicon.words("money_link")
    return stop + dotted, scale  # "4 Tsd. Stellen"


def _range(draft: Draft, lexicon: Lexicon, stop: int, scale: float) -> tuple[int, float]:
    """Return where a range ends whose first number ends at `stop`, and the scale of that: "$300-400 million"."""
    tokens = draft.tokens
    if not _glued(draft, stop):
        return stop, scale
    second = stop + 1 + (tokens[stop + 1].folded in _SIGNS)
    if not (draft.free(second) and tokens[second].folded[0].isdecimal()):
        return stop, scale
    end, factor = _scaled(draft, lexicon, second + 1)
    return (end, factor if scale == 1.0 else scale) if factor >= 1e6 else (stop, scale)


def _currency(draft: Draft, lexicon: Lexicon, at: int, stop: int) -> tuple[int, int, str]:
    """Return where an amount of money begins and ends and its currency, "" when tokens at:stop are no money."""
    tokens = draft.tokens
    if draft.free(at - 1) and tokens[at - 1].folded in _SIGNS:
        sign = at - 1
        glued = draft.free(sign - 1) and tokens[sign - 1].end == tokens[sign].start
        dollars = _DOLLARS.get(tokens[sign - 1].folded) if glued and tokens[sign].folded == "$" else None
        return sign - 1 if dollars else sign, stop, dollars or _SIGNS[tokens[sign].folded]
    if draft.free(stop) and tokens[stop].folded in _SIGNS:
        return at, stop + 1, _SIGNS[tokens[stop].folded]
    ahead = stop + _glued(draft, stop)
    while ahead < stop + 2 and draft.free(ahead) and tokens[ahead].folded in lexicon.words("money_link"):
        ahead += 1
    if draft.free(ahead):
        for code in _CURRENCIES:
            if tokens[ahead].folded in lexicon.words("currency_" + code):
                return at, ahead + 1, code.upper()
    if draft.free(at - 1) and tokens[at - 1].folded in _CURRENCIES:
        return at - 1, stop, tokens[at - 1].folded.upper()
    if draft.free(at - 1) and tokens[at - 1].folded == _RUPEES:
        return at - 1, stop, "INR"
    return at, stop, ""


def _glued(draft: Draft, at: int) -> bool:
    """Tell whether token `at` is a dash that joins two words: "$2-billion", "a 3-billion-dollar round"."""
    tokens = draft.tokens
    if not (draft.free(at) and draft.free(at + 1) and tokens[at].folded in _DASHES):
        return False
    return tokens[at - 1].end == tokens[at].start and tokens[at].end == tokens[at + 1].start


def _more(draft: Draft, stop: int) -> int:
    """Return where a sum ends that a sign or a word behind it makes a least one: "$500M+", "$30 billion-plus"."""
    tokens = draft.tokens
    if draft.free(stop) and tokens[stop].folded == "+":
        return stop + 1
    return stop + 2 if _glued(draft, stop) and tokens[stop + 1].folded == "plus" else stop


def _percent(draft: Draft, lexicon: Lexicon, stop: int) -> int:
    """Return where "%" or "per cent" after token `stop` ends; `stop` when there is none."""
    tokens = draft.tokens
    if not draft.free(stop):
        return stop
    if tokens[stop].folded == PERCENT or tokens[stop].folded in lexicon.words("percent"):
        return stop + 1
    phrases = lexicon.longer.get("percent", frozenset())
    if draft.free(stop + 1) and (tokens[stop].folded, tokens[stop + 1].folded) in phrases:
        return stop + 2
    return stop

"""When a text says that something happened: a month long past makes it background."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from signals.units import Unit
from signals.vocabulary import Lexicon

_BEFORE, _NEAR = 30, 12  # units before and after what happened in which a date belongs to it
_RECENT = 2  # months
_FARTHEST, _FARTHEST_TO_COME = 9, 5  # months back that a month without a year may mean; the others are to come


def old(units: Sequence[Unit], at: int, published: datetime, to_come: bool, lexicon: Lexicon) -> bool:
    """Tell whether the date nearest to unit `at` lies two months or more before `published`.

    "In May" of an article of March is to come; what is announced (`to_come`) is more often so.
    """
    near = sorted(range(max(0, at - _BEFORE), min(len(units), at + _NEAR)), key=lambda place: abs(place - at))
    months = _months(lexicon)
    for place in near:
        month = months.get(units[place].folded)
        if month is None or (
            units[place].folded in lexicon.words("doubtful_months") and not _dated(units, place, lexicon)
        ):
            continue
        if place and units[place - 1].folded in lexicon.words("lasting"):
            continue
        following = units[place + 1 : place + 4]
        year = next((int(unit.number) for unit in following if unit.symbol == "Y" and unit.number), None)
        if year is None and published == _year_only(published):
            return False
        if year is None:
            beside = {unit.folded for unit in units[max(0, place - 1) : place + 2]}
            past = bool(beside & lexicon.words("past_month"))
            told = not to_come and _dated(units, place, lexicon)
            farthest = 12 if past else _FARTHEST if told else _FARTHEST_TO_COME
            return _RECENT <= (published.month - month) % 12 <= farthest
        return (published.year - year) * 12 + published.month - month >= _RECENT
    return False


@cache
def _months(lexicon: Lexicon) -> dict[str, int]:
    """Return the number of the month that each name of one means."""
    return {word: number for number in range(12, 0, -1) for word in lexicon.words(f"month_{number}")}


def _year_only(published: datetime) -> datetime:
    """Return the first moment of the year, which stands for an item of which only the year is known."""
    return published.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)


def _dated(units: Sequence[Unit], at: int, lexicon: Lexicon) -> bool:
    """Tell whether "may" or "march" is the month: a word such as "in" stands before it."""
    return at > 0 and units[at - 1].folded in lexicon.words("dated")

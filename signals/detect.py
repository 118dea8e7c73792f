"""What `bot.py detect` reads and writes: one JSON object a line, in and out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from model.item import Item
from model.signal import Amount, Certainty, Signal

_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_SPREADS = {4: timedelta(days=365), 7: timedelta(days=30)}  # days that follow the first of a year, a month
_ANY_TIME = timedelta(days=365 * 200)


def item_of(line: Mapping[str, object]) -> Item:
    """Return the item that a line describes: id, title, lede and/or text, and optionally url, site, date, lang.

    A date may be a year, a month, a day or a moment; without one the item is undated (1970). Raises ValueError for a
    line without an id.
    """
    key = line.get("id")
    if not isinstance(key, str) or not key:
        raise ValueError("a line needs an id that is a text")
    parts = [_text(line, "lede"), _text(line, "text")]
    date = _text(line, "date")
    when = published(date)
    return Item(
        "detect:",
        key,
        _text(line, "url"),
        _text(line, "title"),
        "\n".join(part for part in parts if part),
        _text(line, "lang") or None,
        _text(line, "site"),
        when,
        when,
        spread=spread(date),
    )


def published(date: str) -> datetime:
    """Return the start of the year, month, day or the moment that `date` writes, in UTC; 1970 when it is none."""
    for form in ("%Y", "%Y-%m", "%Y-%m-%d"):
        try:
            return datetime.strptime(date, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    try:
        moment = datetime.fromisoformat(date)
    except ValueError:
        return _EARLIEST
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def spread(date: str) -> timedelta:
    """Return how long after `published(date)` an item may be: a month or a year, nothing for a day, ages if undated."""
    if published(date) == _EARLIEST:
        return _ANY_TIME
    return _SPREADS.get(len(date), timedelta())


def answer(
    item: Item, signals: Sequence[Signal], story: str | None, companies: Sequence[str] = ()
) -> dict[str, object]:
    """Return the answer to a line. `companies` are those the item is about though nothing happened to them."""
    named = [signal.company for signal in signals if signal.certainty is not Certainty.BACKGROUND]
    return {
        "id": item.key,
        "companies": list(dict.fromkeys([*named, *companies])),
        "story": story,
        "events": [_event(signal) for signal in signals],
    }


def _event(signal: Signal) -> dict[str, object]:
    return {
        "type": signal.kind.value,
        "company": signal.company,
        "person": signal.person,
        "role": signal.role,
        "seniority": signal.seniority.value if signal.seniority else None,
        "from_company": signal.from_company,
        "to_company": signal.to_company,
        "amount": written(signal.amount),
        "headcount": signal.headcount,
        "certainty": signal.certainty.value,
        "confidence": signal.confidence,
        "quote": signal.quote,
    }


def written(amount: Amount | None) -> str | None:
    """Return an amount as "6.6 billion USD"."""
    if amount is None:
        return None
    for unit, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if amount.value >= unit:
            return f"{amount.value / unit:.12g} {word} {amount.currency}".strip()
    return f"{amount.value:.12g} {amount.currency}".strip()


def _text(line: Mapping[str, object], key: str) -> str:
    value = line.get(key)
    return value if isinstance(value, str) else ""

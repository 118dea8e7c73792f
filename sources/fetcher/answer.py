"""What an answer means to a poller: one table for every status (requirement C9)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import Enum

from model.errors import Busy, Gone, Refused, SourceError

# Longer waits than this are a slip of the server, not a wish; it also keeps the arithmetic within a timedelta.
LONGEST = timedelta(days=30)
# Whoever asked too often and is not told for how long to wait.
UNSAID = timedelta(minutes=1)
LEAST = timedelta(seconds=1)
_A_MOMENT = 10**9  # a larger number of seconds is no length of time but a moment, counted from 1970


class Meaning(Enum):
    """The answers that are not errors."""

    TAKE = "take"
    UNCHANGED = "unchanged"
    ELSEWHERE = "elsewhere"


_MEANING = {
    200: Meaning.TAKE,
    203: Meaning.TAKE,
    301: Meaning.ELSEWHERE,
    302: Meaning.ELSEWHERE,
    303: Meaning.ELSEWHERE,
    304: Meaning.UNCHANGED,
    307: Meaning.ELSEWHERE,
    308: Meaning.ELSEWHERE,
}
# A person must act; statuses from 400 to 499 that stand in neither table are refused in plain words.
_REFUSED = {
    300: "offers several addresses and wants us to choose",
    305: "sends us to a proxy, which is not used",
    401: "wants a login",
    402: "wants to be paid",
    403: "does not let us read this address",
    404: "has nothing at this address",
    405: "does not let this address be read",
    406: "has nothing there in a format we read",
    407: "wants a login at a proxy",
    414: "finds the address too long",
    421: "does not serve this address",
    451: "may not show it for legal reasons",
}
_BUSY = {
    204: "answered with an empty page",
    205: "answered with an empty page",
    206: "answered with a part of the page",
    408: "did not hear our question in time",
    423: "has locked this address",
    425: "wants to be asked later",
    429: "asks us to slow down",
    500: "has an error of its own",
    502: "cannot reach the server behind it",
    503: "is overloaded or being repaired",
    504: "cannot reach the server behind it in time",
}


def judge(
    host: str, status: int, headers: Mapping[str, str], now: datetime, *, conditional: bool, said: str = ""
) -> Meaning:
    """Say what to do with an answer. `headers` are lower-cased; `conditional` when we named a version we know.

    `said` are the words of an answer 403, which some servers give to whoever asks too often.

    Raises Busy with the time the server asked for, Gone, or Refused.
    """
    meaning = _MEANING.get(status)
    if meaning is Meaning.UNCHANGED and not conditional:
        raise Busy(f"{host} says that nothing changed since a version we never named (304).")
    if meaning is not None:
        return meaning
    wait = retry_after(headers, now) or reset_after(headers, now)
    if status == 403 and (wait is not None or "rate limit" in said.lower()):
        raise Busy(f"{host} asks us to slow down (403).", wait or UNSAID)
    trouble = _trouble(host, status, wait)
    trouble.status = status
    raise trouble


def _trouble(host: str, status: int, wait: timedelta | None) -> SourceError:
    if status == 410:
        return Gone(f"{host} has taken this address down for good (410).")
    if status in _BUSY:
        return Busy(f"{host} {_BUSY[status]} ({status}).", wait)
    if status in _REFUSED or 400 <= status < 500:
        return Refused(f"{host} {_REFUSED.get(status, 'turns our question down')} ({status}).")
    return Busy(f"{host} answers in a way we cannot use ({status}).", wait)


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Read how long the server wants to be left alone: whole seconds or a date; None when it does not say."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return _seconds(value)
    until = _date(value)
    return None if until is None else _between(now, until)


def reset_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Read when a used-up allowance begins anew, as GitHub, Mastodon and Bluesky tell it; None while some is left."""
    for front in ("x-ratelimit", "ratelimit"):
        if headers.get(f"{front}-remaining", "").strip() != "0":
            continue
        value = headers.get(f"{front}-reset", "").strip()
        if not (value.isascii() and value.isdigit()):
            until = _moment(value)
            return UNSAID if until is None else max(_between(now, until), LEAST)
        number = min(int(value[:12]), 2**33)
        length = timedelta(seconds=number) if number < _A_MOMENT else datetime.fromtimestamp(number, UTC) - now
        return min(max(length, LEAST), LONGEST)
    return None


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def fresh_for(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Read for how long the server says that its answer stays the same (Cache-Control before Expires), or None."""
    control = headers.get("cache-control", "").lower()
    if "no-cache" in control or "no-store" in control:
        return None
    if found := re.search(r'(?:^|[\s,])max-age\s*=\s*"?([0-9]+)', control):
        age = headers.get("age", "")
        spent = _seconds(age) if age.isascii() and age.isdigit() else timedelta(0)
        return max(_seconds(found[1]) - spent, timedelta(0)) or None
    expires = _date(headers.get("expires", ""))
    if expires is None:
        return None
    return _between(_date(headers.get("date", "")) or now, expires) or None


def _seconds(digits: str) -> timedelta:
    return min(timedelta(seconds=int(digits[:12])), LONGEST)


def _between(start: datetime, end: datetime) -> timedelta:
    return min(max(end - start, timedelta(0)), LONGEST)


def _date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None

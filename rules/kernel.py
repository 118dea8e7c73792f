"""How long a reason lasts: exp(30) halves every 30 days; hump(45, 135) is full on day 45 and over on day 135;
date(effective, 60, 30) rises for 60 days up to the day that the news tells and is over 30 days after it.

A kernel has no cliffs: apart from the day of the news itself, weight changes smoothly and ends at 0.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal

# An exp kernel ends, smoothly, after this many half-lives.
_LIVES = 6.0
# What a hump weighs on the day of the news, as a share of its peak.
START = 0.6

_CALL = re.compile(r"(exp|hump|date)\(([^()]*)\)")
_ANCHOR = re.compile(r"(effective|first_seen)(?:\+([0-9]+)d)?")
FORMS = (
    "exp(half_life), hump(peak, end), hump(peak, end, start), date(effective, before, after) "
    "or date(first_seen+180d, before, after)"
)


@dataclass(frozen=True, slots=True)
class Exp:
    """Full at once, then half as much every `half_life` days."""

    half_life: float

    @property
    def end(self) -> float:
        """The age in days from which it weighs nothing."""
        return self.half_life * _LIVES

    def weight(self, age: float) -> float:
        """Weigh news of so many days, 0 to 1."""
        if not 0 <= age < self.end:
            return 0.0
        rest: float = 2.0**-_LIVES
        return float((2.0 ** (-age / self.half_life) - rest) / (1 - rest))


@dataclass(frozen=True, slots=True)
class Hump:
    """Starts at the share `start`, is full after `peak` days and over after `end` days."""

    peak: float
    end: float
    start: float = START

    def weight(self, age: float) -> float:
        """Weigh news of so many days, 0 to 1."""
        if not 0 <= age < self.end:
            return 0.0
        if age < self.peak:
            return self.start + (1 - self.start) * _ease(age / self.peak)
        return 1 - _ease((age - self.peak) / (self.end - self.peak))


@dataclass(frozen=True, slots=True)
class Date:
    """Rises from 0 for `before` days up to a day, on which it is full, and is over `after` days later.

    The day is `shift` days after the `anchor`: "effective", the date that the news itself tells (the day a lay-off
    takes effect), or "first_seen", the day of the news (180 days after a listing its lock-up ends).
    """

    anchor: Literal["effective", "first_seen"]
    shift: float
    before: float
    after: float

    def weight(self, age: float) -> float:
        """Weigh a day that lies so many days back, 0 to 1; `age` is negative while it lies ahead."""
        if not -self.before < age < self.after:
            return 0.0
        return _ease(1 + age / self.before) if age < 0 else 1 - _ease(age / self.after)


Kernel = Exp | Hump | Date


def parse_kernel(text: object) -> Kernel:
    """Read a kernel as a rule writes it, in days. Raises ValueError that names the forms there are."""
    if isinstance(text, Exp | Hump | Date):
        return text
    found = _CALL.fullmatch(str(text).replace(" ", ""))
    if not found:
        raise ValueError(f"{text!r} is no kernel: write {FORMS}, in days")
    parts = found[2].split(",")
    anchor = _ANCHOR.fullmatch(parts.pop(0)) if found[1] == "date" else None
    if found[1] == "date" and not anchor:
        raise ValueError(f"{text!r}: a date counts from effective or from first_seen+180d: write {FORMS}, in days")
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        raise ValueError(f"{text!r} holds something other than numbers: write {FORMS}, in days") from None
    if not all(math.isfinite(number) for number in numbers):
        raise ValueError(f"{text!r} holds a number without end")
    if anchor:
        return _date(text, anchor, numbers)
    return _exp(text, numbers) if found[1] == "exp" else _hump(text, numbers)


def write_kernel(kernel: Kernel) -> str:
    """Write a kernel so that `parse_kernel` reads the same."""
    match kernel:
        case Exp():
            return f"exp({kernel.half_life:g})"
        case Hump():
            start = "" if kernel.start == START else f", {kernel.start:g}"
            return f"hump({kernel.peak:g}, {kernel.end:g}{start})"
        case Date():
            shift = f"+{kernel.shift:g}d" if kernel.shift else ""
            return f"date({kernel.anchor}{shift}, {kernel.before:g}, {kernel.after:g})"


def _date(text: object, anchor: re.Match[str], numbers: list[float]) -> Date:
    if len(numbers) != 2 or min(numbers) <= 0:
        raise ValueError(f"{text!r}: date takes the days before and the days after its day, both above 0")
    return Date("effective" if anchor[1] == "effective" else "first_seen", float(anchor[2] or 0), *numbers)


def _exp(text: object, numbers: list[float]) -> Exp:
    if len(numbers) != 1 or numbers[0] <= 0:
        raise ValueError(f"{text!r}: exp takes one half-life above 0 days")
    return Exp(numbers[0])


def _hump(text: object, numbers: list[float]) -> Hump:
    if len(numbers) not in {2, 3} or not 0 < numbers[0] < numbers[1]:
        raise ValueError(f"{text!r}: hump takes a peak above 0 days and a later end")
    if len(numbers) == 3 and not 0 <= numbers[2] <= 1:
        raise ValueError(f"{text!r}: the start of a hump is a share from 0 to 1")
    return Hump(*numbers)


def _ease(share: float) -> float:
    """Go from 0 to 1 without a corner at either end."""
    return (1 - math.cos(math.pi * share)) / 2

"""How long a reason lasts: exp(30) halves every 30 days; hump(45, 135) is full on day 45 and over on day 135.

A kernel has no cliffs: apart from the day of the news itself, weight changes smoothly and ends at 0.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

# An exp kernel ends, smoothly, after this many half-lives.
_LIVES = 6.0
# What a hump weighs on the day of the news, as a share of its peak.
START = 0.6

_CALL = re.compile(r"(exp|hump)\(([^()]*)\)")
_FORMS = "exp(half_life), hump(peak, end) or hump(peak, end, start)"


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


Kernel = Exp | Hump


def parse_kernel(text: object) -> Kernel:
    """Read a kernel as a rule writes it, in days. Raises ValueError that names the forms there are."""
    found = _CALL.fullmatch(str(text).replace(" ", ""))
    if not found:
        raise ValueError(f"{text!r} is no kernel: write {_FORMS}, in days")
    try:
        numbers = [float(part) for part in found[2].split(",")]
    except ValueError:
        raise ValueError(f"{text!r} holds something other than numbers: write {_FORMS}, in days") from None
    if not all(math.isfinite(number) for number in numbers):
        raise ValueError(f"{text!r} holds a number without end")
    return _exp(text, numbers) if found[1] == "exp" else _hump(text, numbers)


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

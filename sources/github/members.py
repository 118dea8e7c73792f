"""The public members of an organisation: what is remembered of them, who is gone. Pure.

Somebody is gone after three absences, as posts of a job board are; when many vanish at once, the list has changed and
not the people.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from model.errors import Changed

FORM = 1
ABSENCES = 3
# So many at once, if they are more than a fifth, are no departures.
MANY = 5
FIFTH = 0.2


@dataclass(frozen=True, slots=True)
class Memory:
    """Who was listed on a day: how often each id was absent since."""

    day: date
    missing: Mapping[int, int] = field(default_factory=dict)

    @property
    def waits(self) -> bool:
        """Whether somebody is absent and not yet taken to be gone."""
        return any(self.missing.values())


def read(bodies: Sequence[bytes]) -> frozenset[int]:
    """Read all pages of a list of members; raises Changed when one is no such list, or nobody is listed."""
    found: set[int] = set()
    try:
        for body in bodies:
            rows = json.loads(body)
            if not isinstance(rows, list):
                raise Changed("GitHub gave no list of members.")
            found |= {_id(row) for row in rows}
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Changed("GitHub gave no list of members as we know it.") from error
    if not found:
        raise Changed("GitHub lists no public member of the organisation.")
    return frozenset(found)


def gone(before: Memory | None, listed: frozenset[int]) -> tuple[int, ...]:
    """List who is absent for the third time, in order; nobody when too many are."""
    if before is None:
        return ()
    absent = [one for one, times in before.missing.items() if one not in listed and times + 1 >= ABSENCES]
    return () if len(absent) >= MANY and len(absent) > FIFTH * len(before.missing) else tuple(sorted(absent))


def remember(before: Memory | None, listed: frozenset[int], day: date, waiting: frozenset[int] = frozenset()) -> Memory:
    """Count this answer; who is gone is forgotten, unless they are `waiting` to be looked up."""
    absent = {
        one: min(times + 1, ABSENCES - 1)
        for one, times in (before.missing if before else {}).items()
        if one not in listed and (times + 1 < ABSENCES or one in waiting)
    }
    return Memory(day, dict.fromkeys(sorted(listed), 0) | absent)


def pack(memory: Memory) -> str:
    """Write what is remembered into one line."""
    people = sorted(memory.missing.items())
    return json.dumps({"form": FORM, "day": memory.day.isoformat(), "people": people}, separators=(",", ":"))


def unpack(text: str) -> Memory:
    """Read what `pack` wrote; raises Changed when it is damaged."""
    try:
        fields = json.loads(text)
        if fields["form"] != FORM:
            raise ValueError(text[:20])
        return Memory(date.fromisoformat(fields["day"]), {int(one): int(times) for one, times in fields["people"]})
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Changed("What is remembered of the members is damaged.") from error


def _id(row: Mapping[str, object]) -> int:
    found = row["id"]
    if not isinstance(found, int) or isinstance(found, bool) or found < 1 or not isinstance(row["login"], str):
        raise TypeError("id")
    return found

"""The entries of a lexicon: ways to say that something happened, parsed from [[entries]] of its file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from model.signal import Certainty, Kind
from signals.compounds import swiss
from signals.patterns import Compiler, Pattern

_FIELDS = {"id", "kind", "patterns", "matches", "misses", "certainty", "confidence", "needs"}
_NEEDS = {"person", "people", "one", "group", "role", "other", "current", "going", "insider", "outsider", "ours"}
_NEEDS |= {"returning"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One way to say that something happened.

    `needs` names what must have been found besides the pattern: "person" (a named one), "people" (a person, a role or
    a group), "one" (a person or a role, not a group), "group", "role", "other" (a second organisation),
    "current" (somebody who still works at a watched company and goes to one that is not), "going" (the same, wherever
    they go), "insider" (nobody from elsewhere), "outsider" (somebody from elsewhere), "ours" (somebody of this very
    company); "returning" says that
    they come back to the one they belong to. `certainty` overrides what the sentence says. The file has sentences of
    which each yields the kind, and others of which none does; they are for who tests it.
    """

    id: str
    kind: Kind
    patterns: tuple[Pattern, ...]
    certainty: Certainty | None
    confidence: float
    needs: frozenset[str]


def are_texts(value: object) -> TypeGuard[Sequence[str]]:
    """Tell whether a parsed value is a list of texts, none of them empty."""
    return isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value)


def parse_entries(table: Mapping[str, object], where: str, compiler: Compiler, faults: list[str]) -> tuple[Entry, ...]:
    """Return the compiled entries, noting every fault with the id of its entry."""
    tables = table.get("entries", [])
    if not isinstance(tables, list) or not all(isinstance(one, Mapping) for one in tables):
        faults.append(f"{where}: entries must be tables, [[entries]]")
        return ()
    entries: list[Entry] = []
    seen: set[str] = set()
    for number, one in enumerate(tables, 1):
        name = one.get("id")
        at = f"{where}: entry {name if isinstance(name, str) else number}"
        if not isinstance(name, str) or name in seen:
            faults.append(f"{at}: id must be a text of its own")
            continue
        seen.add(name)
        before = len(faults)
        entry = _entry(name, one, at, compiler, faults)
        if entry is not None and len(faults) == before:
            entries.append(entry)
    return tuple(entries)


def _entry(name: str, one: Mapping[str, object], at: str, compiler: Compiler, faults: list[str]) -> Entry | None:
    faults.extend(f"{at}: unknown key {key!r}" for key in sorted(set(one) - _FIELDS))
    texts: dict[str, Sequence[str]] = {}
    for key in ("patterns", "matches", "misses"):
        value = one.get(key)
        if are_texts(value) and value:
            texts[key] = value
        else:
            faults.append(f"{at}: {key} must be a list with at least one text")
    kind, certainty = one.get("kind"), one.get("certainty")
    confidence, needs = one.get("confidence", 0.8), one.get("needs", [])
    if kind not in set(Kind):
        faults.append(f"{at}: kind {kind!r} is none of {', '.join(Kind)}")
    if certainty is not None and certainty not in set(Certainty):
        faults.append(f"{at}: certainty {certainty!r} is none of {', '.join(Certainty)}")
    if isinstance(confidence, bool) or not isinstance(confidence, (int, float)) or not 0 < confidence <= 1:
        faults.append(f"{at}: confidence must be above 0 and at most 1")
        confidence = 0.8
    if not isinstance(needs, list) or not set(needs) <= _NEEDS:
        faults.append(f"{at}: needs must be a list of {', '.join(sorted(_NEEDS))}")
        needs = []
    patterns: list[Pattern] = []
    for source in texts.get("patterns", ()):
        try:
            patterns.append(compiler.compile(swiss(source)))
        except ValueError as error:
            faults.append(f"{at}: pattern {source!r}: {error}")
    if kind not in set(Kind) or (certainty is not None and certainty not in set(Certainty)):
        return None
    return Entry(
        name,
        Kind(str(kind)),
        tuple(patterns),
        Certainty(str(certainty)) if certainty else None,
        float(confidence),
        frozenset(needs),
    )

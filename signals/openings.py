"""Where any of many spellings stands in a folded text, found by how they begin.

Most texts do not hold even the beginning of one, so of a hundred thousand names the automaton knows only that: it is as
quick as one of whole names, and takes a fraction of its memory.
"""

from __future__ import annotations

from ahocorasick_rs import AhoCorasick, Implementation

from signals.spellings import Form, Forms, form_of

_OPENING = 8  # characters
_FEW = 25_000  # spellings that are looked for as a whole


class Spellings:
    """Spellings, folded, with what is known of each; they are found within words and in each other, too."""

    def __init__(self, forms: Forms) -> None:
        opening = slice(None if len(forms) <= _FEW else _OPENING)
        sizes: dict[str, set[int]] = {}
        for spelling in forms:
            sizes.setdefault(spelling[opening], set()).add(len(spelling))
        kept: dict[tuple[int, ...], tuple[int, ...]] = {}
        alike = (tuple(sorted(found)) for found in sizes.values())
        self._sizes = [kept.setdefault(found, found) for found in alike]  # how long those are that begin alike
        self._forms = forms
        automaton = AhoCorasick([*sizes], store_patterns=False, implementation=Implementation.DFA)
        self._opening_in = automaton.find_matches_as_indexes

    def within(self, folded: str) -> list[tuple[int, int, Form]]:
        """Return (start, end, form) of every spelling in a text."""
        openings = self._opening_in(folded, overlapping=True)
        if not openings:
            return []
        found: list[tuple[int, int, Form]] = []
        length = len(folded)
        for opening, start, _ in openings:
            for size in self._sizes[opening]:
                end = start + size
                form = self._forms.get(folded[start:end])
                if form is not None and end <= length:
                    found.append((start, end, form_of(form)))
        return found

"""How often a rule or a source was right, by what recruiters said of the stories that it spoke for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from model.feedback import Feedback, Opinion

# Whose story it is and whether it was told before is not a rule's doing.
OF_RULES = frozenset({Opinion.USEFUL, Opinion.NOT_A_SIGNAL, Opinion.TOO_WEAK, Opinion.OLD})


@dataclass(frozen=True, slots=True)
class Precision:
    """Of `judged` opinions, `useful` call the story useful."""

    useful: int = 0
    judged: int = 0

    @property
    def percent(self) -> int | None:
        """The share of useful ones, None while nobody said anything."""
        return round(100 * self.useful / self.judged) if self.judged else None


def by_rule(feedback: Iterable[Feedback]) -> Mapping[str, Precision]:
    """Count by rule what its stories were called; rules of which nobody spoke are absent."""
    return _counted((one for one in feedback if one.opinion in OF_RULES), lambda one: one.rules)


def by_source(feedback: Iterable[Feedback]) -> Mapping[str, Precision]:
    """Count by source what its stories were called, whatever it was; sources of which nobody spoke are absent."""
    return _counted(feedback, lambda one: one.sources)


def _counted(feedback: Iterable[Feedback], names: Callable[[Feedback], Iterable[str]]) -> Mapping[str, Precision]:
    found: dict[str, Precision] = {}
    for one in feedback:
        for name in names(one):
            known = found.get(name, Precision())
            found[name] = Precision(known.useful + (one.opinion is Opinion.USEFUL), known.judged + 1)
    return found

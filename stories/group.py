"""Which signals of one block tell the same event: a function of the set of signals alone, so their order is nothing.

The well-described come first and form clusters; the vague join the one cluster that they fit or stand by themselves.
A vague headline can therefore never tie two named people together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from model.signal import Certainty, Signal
from stories.people import is_full, name_words
from stories.same import (
    ABOUT_ONE_PERSON,
    NEAR,
    NEAR_SAME_PERSON,
    contradicts,
    distance,
    is_bare_filing,
    is_part,
    is_specific,
    one_notice,
    same_event,
    same_role,
)


@dataclass(slots=True)
class Cluster:
    """Signals of one event. `core` are those that formed it; what joined later (`hangers`) attracts nothing more."""

    core: list[Signal]
    hangers: list[Signal] = field(default_factory=list)

    @property
    def signals(self) -> list[Signal]:
        """All its signals."""
        return self.core + self.hangers


def order(signal: Signal) -> tuple[datetime, tuple[str, str], str, float, str, str]:
    """Sort key: by time, then by item; among signals of one item the better understood first."""
    slots = (
        f"{signal.role}|{signal.seniority}|{signal.amount}|{signal.headcount}|{signal.certainty}|{signal.to_company}"
    )
    return (
        signal.published,
        signal.item,
        signal.person or "",
        -signal.confidence,
        signal.quote,
        slots + signal.certainty,
    )


def clusters(block: Iterable[Signal]) -> list[Cluster]:
    """Group the signals of one block (company, family, privacy). Background that fits nowhere is left out."""
    news = sorted(block, key=order)
    told = [s for s in news if s.certainty is not Certainty.BACKGROUND]
    filings = [s for s in told if is_bare_filing(s)]
    told = [s for s in told if not is_bare_filing(s)]
    found = [Cluster(core) for core in connected([s for s in told if _level(s) == 0])]
    for level in (1, 2):
        found = _settle(found, connected([s for s in told if _level(s) == level]))
    found = _settle_filings(found, filings)
    for signal in news:
        if signal.certainty is Certainty.BACKGROUND and (home := _home(found, [signal])):
            home.hangers.append(signal)
    return found


def connected(signals: Sequence[Signal]) -> list[list[Signal]]:
    """Part signals, sorted by time, into the connected components of `same_event`."""
    reach = NEAR_SAME_PERSON + max((signal.spread for signal in signals), default=timedelta())
    parts: dict[int, list[int]] = {}
    named: dict[str, set[int]] = defaultdict(set)
    for j, later in enumerate(signals):
        words = name_words(later.person)
        near = set().union(*(named[word] for word in {*words, ""})) if later.person else list(parts)
        joined = [i for i in near if _meets(later, parts[i], signals, reach)]
        home = max(joined, key=lambda i: len(parts[i]), default=j)
        for i in joined:
            if i != home:
                parts[home] = sorted(parts[home] + parts.pop(i))
                for ids in named.values():
                    if i in ids:
                        ids.remove(i)
                        ids.add(home)
        parts.setdefault(home, []).append(j)
        for word in words:
            named[word].add(home)
    return [[signals[i] for i in parts[home]] for home in sorted(parts, key=lambda home: parts[home][0])]


def _meets(later: Signal, part: Sequence[int], signals: Sequence[Signal], reach: timedelta) -> bool:
    """Tell whether one of a part's signals is of the same event as `later`; looks back no further than `reach`."""
    since = later.published - reach
    for i in reversed(part):
        if signals[i].published < since:
            return False
        if same_event(signals[i], later):
            return True
    return False


def _level(signal: Signal) -> int:
    """Rank how well a signal says which event it means: 0 fully, 2 hardly."""
    if signal.person:
        return 0 if is_full(signal.person) else 1
    if signal.kind in ABOUT_ONE_PERSON:
        return 2
    return 0 if is_specific(signal) else 1


def _settle(found: list[Cluster], parts: Iterable[list[Signal]]) -> list[Cluster]:
    """Let each part join the one cluster that it fits; the others open clusters of their own."""
    homeless = []
    joining = []
    for part in parts:
        home = _home(found, part)
        if home:
            joining.append((home, part))
        else:
            homeless.append(Cluster(part))
    for home, part in joining:
        home.hangers.extend(part)
    return found + homeless


def _settle_filings(found: list[Cluster], filings: Sequence[Signal]) -> list[Cluster]:
    """A filing that names nobody joins when one cluster alone lies within a week, preferably of its own kind.

    An official notice joins the other notices of its cut, wherever they are.
    """
    own: list[Cluster] = []
    for filing in filings:
        near = [c for c in found if any(distance(s, filing) <= NEAR for s in c.core) or _noticed(c, filing)]
        near = [c for c in near if not any(_against(s, filing) for s in c.signals)]
        same_kind = [c for c in near if any(s.kind is filing.kind for s in c.core)]
        homes = same_kind or near
        if len(homes) == 1:
            homes[0].hangers.append(filing)
            continue
        told = [c for c in own if _noticed(c, filing)]
        own = [c for c in own if c not in told]
        own.append(Cluster([s for c in told for s in c.signals] + [filing]))
    return found + own


def _noticed(cluster: Cluster, filing: Signal) -> bool:
    return any(one_notice(s, filing) for s in cluster.signals)


def _against(told: Signal, filing: Signal) -> bool:
    """Tell whether a filing cannot be of one event with what is told; notices amend each other and tell of one site."""
    return contradicts(told, filing) and not one_notice(told, filing) and not is_part(filing, told)


def _home(found: Sequence[Cluster], part: Sequence[Signal]) -> Cluster | None:
    """Find the one cluster that a part fits. Among several, one that names the same office is preferred.

    News that is not about one person (a lay-off told with and without its size) goes to the fullest cluster instead.
    """
    homes = [c for c in found if any(same_event(s, member) for s in part for member in c.core)]
    if len(homes) > 1 and part[0].kind in ABOUT_ONE_PERSON:
        homes = [c for c in homes if any(same_role(s, member) for s in part for member in c.core)]
        return homes[0] if len(homes) == 1 else None
    return min(homes, key=lambda c: (-len(c.core), order(c.core[0])), default=None)

"""Who moved from where to where, out of stories of departures and hires; told from both ends, a move is one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from model.company import Company
from model.signal import Certainty, Kind, Seniority, Signal
from model.story import State, Story
from stories.house import Houses
from stories.people import is_full, name_words, same_person

# Who left in spring and starts elsewhere before winter has moved; after a year it is another story.
SOON = timedelta(days=180)

_MOVING = (Kind.DEPARTURE, Kind.HIRE)
_TOLD = frozenset({Certainty.REPORTED, Certainty.PLANNED})
_RANK = {seniority: rank for rank, seniority in enumerate(Seniority)}


@dataclass(frozen=True, slots=True)
class Move:
    """One person's move between two companies, each by its watched name, else as most write it.

    `seniority` is the highest that is told at either end, `at` when it was first told, `stories` those that tell it.
    """

    person: str
    from_company: str
    to_company: str
    seniority: Seniority | None
    at: datetime
    stories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """The people of one seniority who moved between two companies in one month ("2024-10", in UTC)."""

    month: str
    from_company: str
    to_company: str
    seniority: Seniority | None
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Side:
    """What one story tells of one person's move; a company that it does not tell is None."""

    person: str
    origin: str | None
    goal: str | None
    seniority: Seniority | None
    at: datetime
    story: str


def moves_of(stories: Iterable[Story], companies: Iterable[Company]) -> list[Move]:
    """List the moves of named people whose two companies are known, oldest first.

    What is denied, only rumoured, mere background or private does not count. `companies` are those that are watched.
    """
    houses = Houses(companies)
    told = sorted((side for story in stories for side in _sides(story, houses)), key=_age)
    whole = _joined(side for side in told if side.origin and side.goal)
    halves: list[list[_Side]] = []
    for half in _joined(side for side in told if not (side.origin and side.goal)):
        home = _nearest(half, [one for one in whole if _completes(one[0], half[0])])
        if home is None:
            halves.append(half)
        else:
            home += half
    found = [_move(sides, houses) for sides in [*whole, *_paired(halves)]]
    return sorted(found, key=lambda move: (move.at, move.person, move.from_company, move.to_company))


def sides_of(story: Story) -> set[tuple[str, str, str]]:
    """List by which names a story's moves can be looked up: a word of a surname, its company's key, another's or "".

    Keys are those of companies that nobody watches: `Houses.keys` gives all that one company may have. Who is named
    with the surname first at one end of a move is only found together with everybody else.
    """
    houses = Houses(())
    own = houses.key(story.company)
    found: set[tuple[str, str, str]] = set()
    if story.private or story.state in {State.DENIED, State.RUMOURED}:
        return found
    told = [s for s in story.evidence if s.kind in _MOVING and s.certainty in _TOLD and not s.private]
    others = {houses.key(name) for s in told for name in (s.from_company, s.to_company) if name} - {own, ""}
    for person in {s.person for s in told if s.person}:
        parts = name_words(person)
        found |= {(word, own, other) for word in parts[1:] or parts for other in others or {""}}
    return found


def flows_of(moves: Iterable[Move]) -> list[Flow]:
    """Count moves by month, pair of companies and seniority, the latest month first."""
    people: dict[tuple[str, str, str, Seniority | None], list[str]] = {}
    for move in moves:
        where = (f"{move.at:%Y-%m}", move.from_company, move.to_company, move.seniority)
        people.setdefault(where, []).append(move.person)
    flows = [Flow(*where, tuple(sorted(names))) for where, names in people.items()]
    flows.sort(key=lambda flow: (flow.from_company, flow.to_company, _rank(flow.seniority)))
    return sorted(flows, key=lambda flow: flow.month, reverse=True)


def _rank(seniority: Seniority | None) -> int:
    return len(_RANK) if seniority is None else _RANK[seniority]


def _age(side: _Side) -> tuple[datetime, str, str]:
    return side.at, side.story, side.person


def _sides(story: Story, houses: Houses) -> Iterator[_Side]:
    if story.private or story.state in {State.DENIED, State.RUMOURED}:
        return
    for kind in _MOVING:
        told = [s for s in story.evidence if s.kind is kind and s.certainty in _TOLD and not s.private]
        named = _by_person(told)
        for signals in named:
            # What names nobody is about the one person that the others name.
            yield _side(story, kind, signals, told if len(named) == 1 else signals, houses)


def _by_person(told: Iterable[Signal]) -> list[list[Signal]]:
    found: list[list[Signal]] = []
    named = (signal for signal in told if signal.person)
    for signal in sorted(named, key=lambda s: (-len(s.person or ""), s.person, s.published, s.item)):
        home = next((one for one in found if same_person(one[0].person or "", signal.person or "")), None)
        if home is None:
            found.append([signal])
        else:
            home.append(signal)
    return found


def _side(story: Story, kind: Kind, named: Sequence[Signal], told: Sequence[Signal], houses: Houses) -> _Side:
    own = houses.key(story.company)
    others = (s.to_company if kind is Kind.DEPARTURE else s.from_company for s in told)
    other = houses.usual(name for name in others if name and houses.key(name) != own)
    origin, goal = (own, other) if kind is Kind.DEPARTURE else (other, own)
    ranks = sorted((s.seniority for s in told if s.seniority), key=_rank)
    return _Side(
        person=named[0].person or "",
        origin=origin,
        goal=goal,
        seniority=ranks[0] if ranks else None,
        at=min(s.published for s in named),
        story=story.id,
    )


def _joined(sides: Iterable[_Side]) -> list[list[_Side]]:
    """Put together what tells the same of one person within half a year."""
    found: list[list[_Side]] = []
    for side in sides:
        same = [one for one in found if (one[0].origin, one[0].goal) == (side.origin, side.goal)]
        home = _nearest([side], [one for one in same if same_person(one[0].person, side.person)])
        if home is None:
            found.append([side])
        else:
            home.append(side)
    return found


def _completes(whole: _Side, half: _Side) -> bool:
    """Tell whether a move is the one of which another story tells one end only."""
    if not same_person(whole.person, half.person):
        return False
    return half.origin == whole.origin if half.origin else half.goal == whole.goal


def _paired(halves: Sequence[list[_Side]]) -> Iterator[list[_Side]]:
    """Put a departure and a hire of one person together: of several the nearest, each once."""
    left = [one for one in halves if one[0].origin]
    for hire in (one for one in halves if one[0].goal):
        fitting = [one for one in left if one[0].origin != hire[0].goal and same_person(one[0].person, hire[0].person)]
        departure = _nearest(hire, fitting)
        if departure is not None:
            left.remove(departure)
            yield [*departure, *hire]


def _nearest(sides: Sequence[_Side], homes: Iterable[list[_Side]]) -> list[_Side] | None:
    apart = [(min(abs(a.at - b.at) for a in sides for b in home), place, home) for place, home in enumerate(homes)]
    nearest = min(apart, default=None, key=lambda one: one[:2])
    return nearest[2] if nearest and nearest[0] <= SOON else None


def _move(sides: Sequence[_Side], houses: Houses) -> Move:
    origin = next(side.origin for side in sides if side.origin)
    goal = next(side.goal for side in sides if side.goal)
    names = sorted({side.person for side in sides}, key=lambda name: (not is_full(name), -len(name), name))
    ranks = sorted((side.seniority for side in sides if side.seniority), key=_rank)
    return Move(
        person=names[0],
        from_company=houses.name(origin),
        to_company=houses.name(goal),
        seniority=ranks[0] if ranks else None,
        at=min(side.at for side in sides),
        stories=tuple(sorted({side.story for side in sides})),
    )

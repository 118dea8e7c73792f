"""One event told by many is one story: new signals meet the open stories and keep, join or open a story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import count
from types import MappingProxyType

from model.signal import Certainty, Signal
from model.story import Story
from stories.group import Cluster, clusters, order
from stories.people import is_full, name_parts, plain
from stories.reach import reached
from stories.same import family
from stories.state import state_of

Item = tuple[str, str]
Block = tuple[str, str, bool, str | None]

NO_DOMAINS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Merged:
    """What the news changed: new and altered stories, and which old ids turned out to be another story's."""

    changed: tuple[Story, ...]
    absorbed: Mapping[str, str]


def merge(
    signals: Iterable[Signal],
    open_stories: Iterable[Story],
    silent: frozenset[Item] = frozenset(),
    domains: Mapping[str, str] = NO_DOMAINS,
) -> Merged:
    """Tell which stories the signals belong to.

    `open_stories` are those that may still grow (a month is enough); `silent` the items that were already old on
    their source's first poll; `domains` the own domain of each company. Grouping is a function of the set of all
    signals, so neither the order of news nor its batches matter. Background signals join stories, they open none.
    """
    news: dict[Block, list[Signal]] = {}
    for signal in signals:
        news.setdefault(_block(signal), []).append(signal)
    before: dict[Block, list[Story]] = {}
    companies = {block[0] for block in news}
    for story in open_stories:
        if story.company not in companies:
            continue
        block = _block(story.evidence[0])
        if block in news:
            before.setdefault(block, []).append(story)
    changed: list[Story] = []
    absorbed: dict[str, str] = {}
    for block, arrived in sorted(news.items(), key=lambda pair: str(pair[0])):
        grown, gone = _regroup(arrived, before.get(block, []), silent, domains.get(block[0]))
        changed += grown
        absorbed |= gone
    return Merged(tuple(changed), MappingProxyType(absorbed))


def _block(signal: Signal) -> Block:
    return (signal.company, family(signal.kind), signal.private, signal.owner)


def _regroup(
    arrived: Sequence[Signal], old: list[Story], silent: frozenset[Item], domain: str | None
) -> tuple[list[Story], dict[str, str]]:
    taken = {story.id for story in old}
    old = reached(arrived, old)
    known = {signal for story in old for signal in story.evidence}
    quiet = silent | {signal.item for story in old if story.silent for signal in story.evidence}
    groups = clusters(known | set(arrived))
    names, absorbed = _name(groups, sorted(old, key=lambda s: (s.first_seen, s.id)), taken)
    as_before = {(story.id, frozenset(story.evidence)) for story in old}
    fresh = [(n, g) for n, g in zip(names, groups, strict=True) if (n, frozenset(g.signals)) not in as_before]
    built = [_story(name, group, quiet, domain) for name, group in fresh]
    unchanged = set(old)
    return [story for story in built if story not in unchanged], absorbed


def _name(groups: list[Cluster], old: list[Story], taken: set[str]) -> tuple[list[str], dict[str, str]]:
    """Give each group the id of the oldest story (`old` is sorted) that lives on in it, or a new one not `taken`."""
    home = {signal: i for i, group in enumerate(groups) for signal in group.signals}
    names: dict[int, str] = {}
    absorbed: dict[str, str] = {}
    for story in old:
        lives_on = Counter(home[signal] for signal in story.evidence if signal in home)
        if not lives_on:
            continue
        heir = lives_on.most_common(1)[0][0]
        survivor = names.setdefault(heir, story.id)
        if survivor != story.id:
            absorbed[story.id] = survivor
    for i, group in enumerate(groups):
        if i not in names:
            names[i] = _new_id(group, taken)
            taken.add(names[i])
    return [names[i] for i in range(len(groups))], absorbed


def _new_id(group: Cluster, taken: set[str]) -> str:
    """Derive 12 hex digits from what opened the story: the same news gives the same id on every machine."""
    first = min((s for s in group.signals if s.certainty is not Certainty.BACKGROUND), key=order)
    who = " ".join(name_parts(first.person)) if first.person else ""
    told = "\n".join((first.company, first.kind.value, *first.item, who, first.owner or ""))
    names = (blake2b(f"{told}\n{attempt}".encode(), digest_size=6).hexdigest() for attempt in count())
    return next(name for name in names if name not in taken)


def _story(name: str, group: Cluster, quiet: frozenset[Item], domain: str | None) -> Story:
    evidence = _once_per_item(group.signals)
    told = [s for s in evidence if s.certainty is not Certainty.BACKGROUND]
    return Story(
        id=name,
        kind=Counter(s.kind for s in told).most_common(1)[0][0],
        company=told[0].company,
        people=_people(evidence),
        state=state_of(evidence, domain),
        first_seen=told[0].published,
        last_seen=told[-1].published,
        evidence=evidence,
        outlets=tuple(dict.fromkeys(s.site for s in evidence)),
        source_classes=frozenset(s.source_class for s in told),
        private=all(s.private for s in evidence),
        silent=all(s.item in quiet for s in evidence),
    )


def _once_per_item(signals: Iterable[Signal]) -> tuple[Signal, ...]:
    """Keep one signal of each item, the one that says most, sorted by time."""
    best: dict[Item, Signal] = {}
    for signal in sorted(signals, key=_by_worth):
        best.setdefault(signal.item, signal)
    return tuple(sorted(best.values(), key=order))


def _by_worth(signal: Signal) -> tuple[object, ...]:
    background = signal.certainty is Certainty.BACKGROUND
    return (background, signal.person is None, -signal.confidence, order(signal))


def _people(evidence: Iterable[Signal]) -> tuple[str, ...]:
    """Name the story's one person as most outlets write it, whole names before short ones."""
    names = Counter(s.person for s in evidence if s.person)
    best = sorted(names, key=lambda n: (not is_full(n), -names[n], -len(n), plain(n), n))
    return tuple(best[:1])

"""Compare a board with what is remembered of it: opened, closed, re-posted, re-titled, moved. Pure.

A post is closed when it was absent from three answers in a row. One that comes back, or whose title and cities are
those of a post that is missing or lately gone, is re-posted and not opened. Neither the order of the posts nor how
often one is listed matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from model.item import Opening
from sources.boards.memory import MOST_WEEKS, WEEK, Day, Memory, Post
from sources.boards.posting import Posting, merged

ABSENCES = 3
REMEMBERED = timedelta(days=60)
MOST_GONE = 2_000
# A board of a handful of posts has most of its departments and cities still before it.
LEAST_FOR_FIRSTS = 5
MOST_NAMES = 1_000
# A gap is spread over its days, so that a bot that slept does not see a surge; longer ones are not worth it.
LONGEST_GAP = 28


@dataclass(frozen=True, slots=True)
class Diff:
    """How a board moved. `opened` are the new posts in order of their ids, with what is new about each."""

    memory: Memory
    opened: tuple[tuple[Posting, Opening], ...] = ()
    closed: tuple[str, ...] = ()
    reposted: tuple[str, ...] = ()
    retitled: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()


@dataclass(slots=True)
class _Sorted:
    """The posts of an answer, sorted into what became of them."""

    live: dict[str, Post] = field(default_factory=dict)
    gone: dict[str, Post] = field(default_factory=dict)
    opened: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    reposted: list[str] = field(default_factory=list)
    retitled: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)


def compare(before: Memory | None, listed: Iterable[Posting], at: datetime) -> Diff:
    """Tell how the board moved; without a memory, or after an empty board, this answer is the baseline."""
    posts = merged(listed)
    if before is None or not before.live:
        return Diff(_baseline(posts, at))
    found = _sort(before, posts, at)
    known = [post for key, post in found.live.items() if key not in set(found.opened)]
    departments = before.departments | {fold(post.department) for post in known if post.department}
    cities = before.cities | {fold(city) for post in known for city in post.cities}
    opened = _openings([posts[key] for key in found.opened], departments, cities, len(before.live) >= LEAST_FOR_FIRSTS)
    memory = replace(
        before,
        read=at,
        live=found.live,
        gone=_kept(found.gone, at),
        days=_counted(before, found, at),
        departments=_names(departments, (post.department for post, _ in opened)),
        cities=_names(cities, (city for post, _ in opened for city in post.cities)),
    )
    lists = (found.closed, found.reposted, found.retitled, found.moved)
    return Diff(memory, opened, *(tuple(sorted(keys)) for keys in lists))


def fold(name: str) -> str:
    """Return a name by which two spellings are compared."""
    return " ".join(name.casefold().split())


def _baseline(posts: Mapping[str, Posting], at: datetime) -> Memory:
    return Memory(
        begun=at.date(),
        read=at,
        live={key: _seen(post) for key, post in posts.items()},
        departments=frozenset(fold(post.department) for post in posts.values() if post.department),
        cities=frozenset(fold(city) for post in posts.values() for city in post.cities),
    )


def _seen(post: Posting, day: str = "") -> Post:
    return Post(post.title, post.department, post.cities, day)


def _sort(before: Memory, posts: Mapping[str, Posting], at: datetime) -> _Sorted:
    found = _Sorted(gone=dict(before.gone))
    absent = {key: replace(old, missing=old.missing + 1) for key, old in before.live.items() if key not in posts}
    for key, old in before.live.items():
        if key in posts:
            found.live[key] = _seen(posts[key], old.day)
            if fold(old.title) != fold(posts[key].title):
                found.retitled.append(key)
            if old.cities != posts[key].cities:
                found.moved.append(key)
    alike = _by_likeness(absent, found.gone)
    today = at.date().isoformat()
    for key, post in posts.items():
        if key in before.live:
            continue
        likes = alike.get(_likeness(post.title, post.cities), [])
        free = (one for one in likes if one in absent or (one in found.gone and found.gone[one].title))
        former = key if key in found.gone else next(free, None)
        if former is None:
            found.opened.append(key)
            found.live[key] = _seen(post, today)
            continue
        old = absent.pop(former) if former in absent else found.gone.pop(former)
        found.live[key] = _seen(post, old.day if former in before.live else "")
        if former != key:  # without a title nothing is like it, and it is still known if it comes back itself
            found.gone[former] = Post("", "", (), today)
        found.reposted.append(key)
    for key, old in absent.items():
        if old.missing < ABSENCES:
            found.live[key] = old
        else:
            found.closed.append(key)
            found.gone[key] = replace(old, day=today, missing=0)
    return found


def _likeness(title: str, cities: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    return fold(title), tuple(map(fold, cities))


def _by_likeness(*groups: Mapping[str, Post]) -> dict[tuple[str, tuple[str, ...]], list[str]]:
    """Index posts by title and cities; those that are missing come before those that are gone."""
    found: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for group in groups:
        for key, post in sorted(group.items()):
            found.setdefault(_likeness(post.title, post.cities), []).append(key)
    return found


def _openings(
    posts: Iterable[Posting], departments: frozenset[str], cities: frozenset[str], firsts: bool
) -> tuple[tuple[Posting, Opening], ...]:
    """Say what is new about each post. Of several that open together in a new city, one is the first."""
    # Where a board names no departments or cities at all, the first that has one is a change of form.
    old_departments, old_cities = set(departments), set(cities)
    found: list[tuple[Posting, Opening]] = []
    for post in posts:
        is_new = firsts and bool(departments) and fold(post.department) not in old_departments
        new_department = post.department if is_new else ""
        new_city = next((city for city in post.cities if firsts and cities and fold(city) not in old_cities), "")
        city = new_city or next(iter(post.cities), "")
        found.append((post, Opening(post.title, post.department, city, new_department, new_city, post.cities)))
        old_departments.add(fold(post.department))
        old_cities |= set(map(fold, post.cities))
    return tuple(found)


def _kept(gone: Mapping[str, Post], at: datetime) -> dict[str, Post]:
    since = (at.date() - REMEMBERED).isoformat()
    newest = sorted(gone.items(), key=lambda pair: (pair[1].day, pair[0]))[-MOST_GONE:]
    return {key: post for key, post in newest if post.day >= since}


def _counted(before: Memory, found: _Sorted, at: datetime) -> dict[str, Day]:
    """Add what moved to today; posts opened since a poll days ago are spread over those days."""
    oldest = (at.date() - timedelta(days=WEEK * (MOST_WEEKS + 1))).isoformat()
    days = {day: moves for day, moves in before.days.items() if day > oldest}
    today = days.get(at.date().isoformat(), Day())
    days[at.date().isoformat()] = Day(
        today.opened,
        today.closed + len(found.closed),
        today.reposted + len(found.reposted),
        today.retitled + len(found.retitled),
        today.moved + len(found.moved),
    )
    gap = min(max((at.date() - before.today).days, 1), LONGEST_GAP)
    for n in range(len(found.opened)):
        day = (at.date() - timedelta(days=n % gap)).isoformat()
        days[day] = replace(days.get(day, Day()), opened=days.get(day, Day()).opened + 1)
    return days


def _names(known: frozenset[str], new: Iterable[str]) -> frozenset[str]:
    names = known | {fold(name) for name in new if name}
    return names if len(names) <= MOST_NAMES else frozenset(sorted(names)[:MOST_NAMES])

"""Put a diff into items: one for each post that opened, one for a week that is a surge or a freeze."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from model.hiring import Pace, has_pulled, pace, posts_before
from model.item import BoardChange, Item, Opening
from sources.boards.diff import Diff
from sources.boards.memory import WEEK, Memory
from sources.boards.posting import Posting
from sources.site import site_of

# A surge that lasts is one piece of news; a month on it is another.
SAID_AGAIN = timedelta(days=28)
# A date on the board that is older says when somebody wrote the post, not when it was shown.
BELIEVED = timedelta(days=7)
SHOWN = 3


def items_of(source: str, company: str, board: str, diff: Diff) -> list[Item]:
    """Return what a diff has to tell about `company`, whose board people see at the address `board`."""
    week = week_of(company, diff.memory)
    items = [_opened(source, week, board, diff.memory, post, opening) for post, opening in diff.opened]
    said = said_now(diff.memory, week)
    if said is not None:
        items.append(_told(source, week, board, diff.memory, said))
    return items


def remembering(company: str, memory: Memory) -> Memory:
    """Remember what `items_of` said."""
    said = said_now(memory, week_of(company, memory))
    return memory if said is None else replace(memory, told={**memory.told, said.value: memory.today.isoformat()})


def said_now(memory: Memory, week: BoardChange) -> Pace | None:
    """Tell what the week is, unless it was said within a month."""
    found = pace(week)
    last = memory.told.get(found.value) if found else None
    return found if last is None or memory.today - date.fromisoformat(last) >= SAID_AGAIN else None


def week_of(company: str, memory: Memory) -> BoardChange:
    """Add up the week that ends today."""
    moves = memory.week()
    usual, spread = memory.usual()
    since = (memory.today - timedelta(days=WEEK)).isoformat()
    fresh = [post for post in memory.live.values() if post.day > since]
    return BoardChange(
        company=company,
        opened=moves.opened,
        closed=moves.closed,
        total=len(memory.live),
        reposted=moves.reposted,
        retitled=moves.retitled,
        moved=moves.moved,
        usual=usual,
        spread=spread,
        quiet_days=memory.quiet_days(),
        departments=_most(post.department for post in fresh),
        cities=_most(city for post in fresh for city in post.cities),
    )


def _most(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    counted = Counter(name for name in names if name)
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:SHOWN])


def _opened(source: str, week: BoardChange, board: str, memory: Memory, post: Posting, new: Opening) -> Item:
    published = post.published or memory.read
    url = f"{board.rstrip('/')}{post.url}" if post.url.startswith("/") else post.url or board
    told = [f"New at {week.company}: {post.title}{_in(new)}."]
    if new.new_department:
        told.append(f"Its first post in {new.new_department}.")
    if new.new_city:
        told.append(f"Its first post in {new.new_city}.")
    return Item(
        source=source,
        key=f"opened:{post.id}",
        url=url,
        title=f"{week.company}: {post.title}{_in(new)}",
        text=" ".join(told),
        lang=None,
        site=site_of(url),
        published=published if memory.read - BELIEVED <= published <= memory.read else memory.read,
        fetched=memory.read,
        shape=BoardChange(week.company, 1, 0, week.total, opening=new),
    )


def _in(new: Opening) -> str:
    return f" ({new.city})" if new.city and new.city.casefold() not in new.title.casefold() else ""


def _told(source: str, week: BoardChange, board: str, memory: Memory, said: Pace) -> Item:
    where = " and ".join(f"{name} ({n})" for name, n in (*week.departments[:1], *week.cities[:1]))
    text = f"{_sentence(week, said)}. {f'Most are in {where}. ' if where and said is Pace.SURGE else ''}"
    return Item(
        source=source,
        key=f"{said.value}:{memory.today.isoformat()}",
        url=board,
        title=_sentence(week, said),
        text=f"{text}{_posts(week.total)} {'is' if week.total == 1 else 'are'} open.",
        lang="en",
        site=site_of(board),
        published=memory.read,
        fetched=memory.read,
        shape=week,
    )


def _sentence(week: BoardChange, said: Pace) -> str:
    usual = "hardly any" if (week.usual or 0) < 0.5 else f"{week.usual:.0f}"
    if said is Pace.SURGE:
        return f"{week.company} opened {_posts(week.opened)} in a week; usually {usual}"
    if has_pulled(week):
        opened = f"opened {week.opened}" if week.opened else "opened none"
        return f"{week.company} took down {week.closed} of its {_posts(posts_before(week))} in a week and {opened}"
    return f"{week.company} has opened no post for {week.quiet_days} days; usually {usual} a week"


def _posts(n: int) -> str:
    return f"{n:,} post" if n == 1 else f"{n:,} posts"

"""Read, merge, score: everything kept is read once, old news is silent, and each story is credited with its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from model.item import Item
from model.score import NotEnough, Score
from model.signal import Signal
from model.subscription import MessageKind, Now
from rules.engine import score
from signals.reader import Reader
from stories.merge import merge
from tests.make import DAY, NOW
from tests.pipeline.desk import (
    CTO_LEAVES,
    CTO_LEAVES_TOO,
    HOUR,
    NORTHWIND,
    OPENAI,
    Desk,
    Paper,
    channel,
    kinds,
    reader,
    watch,
)
from tests.rules.pack import pack

LEAVERS = (
    "Northwind CTO Bo Lind resigns",
    "Northwind CFO Carla Ruiz steps down",
    "Northwind CEO Ada Holm leaves the company",
)
OLD = NOW - 10 * DAY


@pytest.mark.parametrize("published", [OLD, None], ids=["old", "undated"])
async def test_on_the_first_poll_what_is_old_or_undated_counts_and_never_speaks(
    desk: Desk, published: datetime | None
) -> None:
    await desk.hear(Paper(news=[(CTO_LEAVES, published)]))
    numbers = await desk.pipeline.score("OpenAI", NOW)
    assert isinstance(numbers, Score)
    assert numbers.window > 0
    assert await desk.post() == []
    assert await desk.waiting_for_digest() == []


async def test_on_the_second_poll_what_is_old_is_told_in_the_digest(desk: Desk) -> None:
    paper = Paper()
    await desk.poll(paper, now=NOW - HOUR)
    paper.news = [(CTO_LEAVES, OLD)]
    await desk.hear(paper)
    assert await desk.waiting_for_digest() == [CTO_LEAVES]


async def test_on_the_second_poll_what_is_undated_is_news(desk: Desk) -> None:
    paper = Paper()
    await desk.poll(paper, now=NOW - HOUR)
    paper.news = [(CTO_LEAVES, None)]
    await desk.hear(paper)
    assert kinds(await desk.post()) == [MessageKind.ALERT]


async def test_on_the_first_poll_what_is_of_this_week_speaks(desk: Desk) -> None:
    await desk.hear(Paper(news=[(CTO_LEAVES, NOW - HOUR)]))
    assert kinds(await desk.post()) == [MessageKind.ALERT]


async def test_a_fresh_report_of_what_was_silent_speaks(desk: Desk) -> None:
    await desk.hear(Paper(news=[(CTO_LEAVES, NOW - 8 * DAY)]))
    await desk.print(CTO_LEAVES_TOO, site="second.example")
    assert kinds(await desk.post()) == [MessageKind.ALERT]


class Choking:
    """A reader with a fault of its own: it cannot read one title."""

    def __init__(self, title: str, inner: Reader) -> None:
        self.title, self.inner = title, inner

    def mentions(self, item: Item) -> bool:
        return self.inner.mentions(item)

    def read(self, item: Item) -> list[Signal]:
        if item.title == self.title:
            raise ZeroDivisionError
        return self.inner.read(item)


async def test_an_item_that_the_reader_chokes_on_stops_nothing(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    choking = Choking(LEAVERS[0], reader("Northwind", "OpenAI"))
    desk.pipeline.watch = replace(watch(), reader=choking)  # type: ignore[arg-type]  # a Reader that fails on purpose
    steps = await desk.hear(Paper(news=[(LEAVERS[0], NOW), (CTO_LEAVES, NOW - HOUR)]), now=NOW + HOUR)
    assert [story.company for step in steps for story in step.stories] == ["OpenAI"]
    assert await desk.store.pending(9) == []
    assert "read.fault" in capsys.readouterr().out


async def test_of_three_stories_of_one_batch_each_is_credited_with_its_own_lift(desk: Desk) -> None:
    heard = [(title, NOW - (3 - i) * HOUR) for i, title in enumerate(LEAVERS)]
    paper = Paper(news=[*heard])
    items = paper.parse(paper.page(NOW))
    stories = merge([s for item in items for s in reader("Northwind", "OpenAI").read(item)], []).changed
    ordered = sorted(stories, key=lambda story: story.first_seen)
    numbers = [score(NORTHWIND, ordered[: i + 1], pack(), NOW) for i in range(3)]
    windows = [number.window for number in numbers if isinstance(number, Score)]
    assert len(windows) == 3
    assert all(earlier < later for earlier, later in pairwise(windows))
    places = [channel(channel=f"C{i}", threshold=window) for i, window in enumerate(windows)]
    desk.start(*places)
    (step,) = await desk.hear(paper)
    told = {
        d.channel: (d.story, d.verdict.before, d.verdict.after) for d in step.verdicts if isinstance(d.verdict, Now)
    }
    assert told == {
        f"C{i}": (story.id, before, after)
        for i, (story, before, after) in enumerate(zip(ordered, [None, *windows], windows, strict=False))
    }


async def test_what_was_kept_before_a_crash_is_read_by_the_next_process(desk: Desk) -> None:
    await desk.poll(Paper(news=[(CTO_LEAVES, NOW)]), now=NOW + HOUR)
    assert len(await desk.store.pending(9)) == 1
    await desk.start().read(NOW + HOUR)
    assert await desk.store.pending(9) == []
    assert kinds(await desk.post(NOW + HOUR)) == [MessageKind.ALERT]


async def test_a_company_watched_anew_is_found_in_what_is_stored(desk: Desk) -> None:
    desk.start(companies=[NORTHWIND])
    await desk.print(CTO_LEAVES)
    assert isinstance(await desk.pipeline.score("OpenAI", NOW), NotEnough)
    desk.start()
    assert await desk.pipeline.read_back(OPENAI, NOW) == 1
    assert isinstance(await desk.pipeline.score("OpenAI", NOW), Score)


async def test_what_is_found_of_a_company_watched_anew_never_speaks(desk: Desk) -> None:
    desk.start(companies=[NORTHWIND])
    await desk.print(CTO_LEAVES)
    await desk.start().read_back(OPENAI, NOW)
    assert await desk.post() == []
    assert await desk.waiting_for_digest() == []


async def test_reading_back_joins_the_stories_that_are_there(desk: Desk) -> None:
    await desk.print(CTO_LEAVES)
    desk.start(companies=[NORTHWIND])
    await desk.print(CTO_LEAVES_TOO, site="second.example", at=NOW + HOUR)
    await desk.start().read_back(OPENAI, NOW + 2 * HOUR)
    await desk.pipeline.read_back(OPENAI, NOW + 2 * HOUR)
    (story,) = await desk.store.stories_of("OpenAI", OLD)
    assert story.outlets == ("news.example", "second.example")


async def test_nothing_is_read_twice(desk: Desk) -> None:
    await desk.print(CTO_LEAVES)
    assert await desk.pipeline.read(NOW + timedelta(minutes=1)) == []

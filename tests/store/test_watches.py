"""What channels watch by command, with a line for each change."""

from __future__ import annotations

from store.store import Store, Watch
from tests.make import DAY, NOW, company


async def test_a_watched_company_comes_back_whole(store: Store) -> None:
    whole = company(must=("AI",), boards={"ashby": "openai"}, cik=7, employees=900)
    await store.watch("T1", "C1", whole, "U1", NOW)
    assert await store.watches("T1") == [Watch("C1", whole, on=True)]
    assert await store.watches("T2") == []


async def test_a_company_of_the_configuration_can_be_taken_off(store: Store) -> None:
    await store.unwatch("T1", "C1", "OpenAI", "U1", NOW)
    (only,) = await store.watches("T1")
    assert (only.company.name, only.on) == ("OpenAI", False)


async def test_a_company_taken_off_keeps_what_was_known_of_it(store: Store) -> None:
    await store.watch("T1", "C1", company(), "U1", NOW)
    await store.unwatch("T1", "C1", "OpenAI", "U2", NOW + DAY)
    assert await store.watches("T1") == [Watch("C1", company(), on=False)]


async def test_each_change_leaves_one_line(store: Store) -> None:
    await store.watch("T1", "C1", company(), "U1", NOW)
    await store.unwatch("T1", "C1", "OpenAI", "U2", NOW + DAY)
    await store.watch("T2", "C1", company(), "U3", NOW)
    off, on = await store.audited("T1")
    assert (on.actor, on.action, on.at, on.before) == ("U1", "watch OpenAI in C1", NOW, None)
    assert (off.actor, off.action, off.at, off.after) == ("U2", "unwatch OpenAI in C1", NOW + DAY, None)
    assert on.after is not None
    assert on.after == off.before
    assert await store.audited("T1", limit=1) == [off]

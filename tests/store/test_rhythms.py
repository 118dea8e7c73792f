"""When channels want their digest, with a line for each change."""

from __future__ import annotations

from store.store import Store
from tests.make import DAY, NOW


async def test_a_chosen_rhythm_is_kept_with_its_next_digest(store: Store) -> None:
    await store.rhythms.choose("T1", "C1", "mon 09:00", NOW + DAY, "U1", NOW)
    assert await store.rhythms.of("T1") == {"C1": "mon 09:00"}
    assert await store.rhythms.of("T2") == {}
    assert await store.schedule("C1") == NOW + DAY


async def test_none_ends_what_was_planned_and_each_change_leaves_one_line(store: Store) -> None:
    await store.rhythms.choose("T1", "C1", "mon 09:00", NOW + DAY, "U1", NOW)
    await store.rhythms.choose("T1", "C1", "", None, "U2", NOW + DAY)
    assert await store.rhythms.of("T1") == {"C1": ""}
    assert await store.schedule("C1") is None
    last, first = await store.audited("T1")
    assert (first.actor, first.action, first.before, first.after) == ("U1", "digest of C1", None, "mon 09:00")
    assert (last.actor, last.before, last.after) == ("U2", "mon 09:00", "")

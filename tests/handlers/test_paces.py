"""Every workspace has a pace of its own."""

from __future__ import annotations

from handlers.pace import Pace
from handlers.paces import Paces


def test_a_workspace_that_is_shut_is_busy_and_no_other() -> None:
    paces = Paces(Pace(gap=1.0))
    paces.of("T1/C1").shut(300.0)
    paces.of("T2/C1").done("T2/C1", 0.0)
    assert paces.busy(0.0) == {"T1/", "T2/C1"}
    assert (paces.wait(0.0), paces.edits(0.0)) == (0.0, True)
    assert paces.next_free(2.0) == 298.0
    assert paces.busy(301.0) == frozenset()


def test_where_there_is_one_workspace_its_wait_is_all_there_is() -> None:
    paces = Paces(Pace(posts=1))
    paces.of("C1").start(0.0)
    assert paces.wait(1.0) == 59.0
    assert paces.busy(1.0) == {"/"}


def test_edits_wait_for_a_workspace_that_takes_messages_and_no_edits() -> None:
    paces = Paces()
    for _ in range(50):
        paces.of("T1/C1").start(0.0, edit=True)
    assert not paces.edits(1.0)
    paces.of("T1/C1").shut(300.0)
    assert paces.edits(1.0), "one that takes nothing is asked nothing"

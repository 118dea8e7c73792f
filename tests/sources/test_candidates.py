"""A recruiter's lists of candidates: who changed company between two of them, and nobody who only has the same name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from model.poll import PollState
from sources.connections import Memory, Source, employers, page_of, turnover_of, without
from sources.connections.changes import added, diff, dump, snapshot
from sources.connections.export import Export, Kind, Row
from tests.make import NOW
from tests.sources.test_connections import JANE, OWNER

ADA = Row("Ada Quill", "", None, "Acme", "Engineer", "lyon")


def moves(before: Sequence[Row], after: Sequence[Row]) -> list[str]:
    return [item.title for item in diff(snapshot(before), after, OWNER, NOW, Kind.CANDIDATES)]


def test_a_candidate_who_changed_company_is_told_and_nothing_else_of_a_recruiters_list() -> None:
    assert moves([ADA], [replace(ADA, company="Globex")]) == ["Ada Quill: Acme → Globex"]
    assert moves([ADA], [replace(ADA, company="ACME, Inc.")]) == []
    assert moves([ADA], [replace(ADA, position="Head of Everything")]) == []
    assert moves([ADA], [replace(ADA, company=None)]) == []
    assert moves([replace(ADA, company=None)], [ADA]) == []
    assert moves([ADA], []) == []


def test_two_of_one_name_and_place_are_never_mixed_up() -> None:
    other = replace(ADA, company="Globex")

    assert moves([ADA, other], [other]) == []
    assert moves([ADA], [ADA, other]) == []
    assert moves([ADA], [replace(other, place="paris")]) == []
    kept = added(snapshot([ADA, other]), snapshot([other]), 10)
    assert [item.title for item in diff(kept, [replace(ADA, company="Initech")], OWNER, NOW, Kind.CANDIDATES)] == []


def test_who_is_known_without_an_address_is_told_with_that_doubt() -> None:
    (weak,) = diff(snapshot([ADA]), [replace(ADA, company="Globex")], OWNER, NOW, Kind.CANDIDATES)
    sure = replace(ADA, profile="ada-quill", place="")
    (strong,) = diff(snapshot([sure]), [replace(sure, company="Globex")], OWNER, NOW, Kind.CANDIDATES)

    assert "known again without a profile address" in weak.text
    assert "known again" not in strong.text
    assert (weak.site, weak.source) == ("candidates", f"connections:{OWNER}")


def test_lists_of_two_projects_and_connections_do_not_replace_each_other() -> None:
    source, state = Source(OWNER), PollState(f"connections:{OWNER}")
    bo = replace(ADA, person="Bo Reed", place="berlin")

    def take(rows: tuple[Row, ...], kind: Kind) -> list[str]:
        nonlocal state
        page = page_of(Export(rows, (), kind), state, NOW)
        items = source.parse(page)
        state = replace(state, cursor=source.advance(state, page, items))
        return [item.title for item in items]

    assert take((ADA,), Kind.CANDIDATES) == []
    assert take((JANE,), Kind.CONNECTIONS) == []
    assert take((bo,), Kind.CANDIDATES) == []
    assert take((replace(JANE, company="Globex"),), Kind.CONNECTIONS) == ["Jane Doe: Acme → Globex"]
    assert take((replace(ADA, company="Globex"), replace(bo, company="Initech")), Kind.CANDIDATES) == [
        "Ada Quill: Acme → Globex",
        "Bo Reed: Acme → Initech",
    ]
    assert turnover_of(state, Export((bo,), (), Kind.CANDIDATES)) == (0, 0)
    assert employers(state, {"Ada Quill", "Jane Doe"}) == {"Ada Quill": {"Globex"}, "Jane Doe": {"Globex"}}
    forgotten = replace(state, cursor=without(state.cursor, "Ada Quill"))
    assert employers(forgotten, {"Ada Quill", "Jane Doe"}) == {"Jane Doe": {"Globex"}}


def test_what_an_earlier_release_remembered_is_read() -> None:
    seats = snapshot([JANE])

    assert Memory.read(f"17 {dump(seats)}").of(Kind.CONNECTIONS) == seats
    assert Memory.read(f"17 {dump(seats)}").mark == 17
    assert Memory.read(None) == Memory.read("nonsense") == Memory()

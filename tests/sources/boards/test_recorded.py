"""Recorded answers of real boards, where they are at hand: each is read by its source, or refused with its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.errors import Changed
from model.item import Page
from model.poll import PollState
from sources.boards.memory import unpack
from tests.make import NOW
from tests.sources.boards.test_board import PROVIDERS, board

SHARED = Path(__file__).parents[4] / "shared" / "payloads" / "job_boards"
RECORDED = sorted(SHARED.glob("*.*.*")) if SHARED.exists() else []
OWN = [path for path in RECORDED if path.suffix != ".md" and path.suffixes[0][1:] in PROVIDERS]
pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")


def test_every_provider_has_a_recorded_answer() -> None:
    assert {path.suffixes[0][1:] for path in OWN} == set(PROVIDERS)


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_a_recorded_answer_is_read_by_its_source(path: Path) -> None:
    source = board(path.suffixes[0][1:])
    page = Page("", path.read_bytes(), NOW)

    assert source.parse(page) == []
    memory = unpack(source.advance(PollState(source.id), page, ()) or "")
    assert memory.live
    assert all(post.title for post in memory.live.values())


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.name)
@pytest.mark.parametrize("name", list(PROVIDERS))
def test_an_answer_of_another_provider_is_refused(name: str, path: Path) -> None:
    # These two call their posts and titles the same.
    if path.suffixes[0][1:] == name:
        return
    source = board(name)
    page = Page("", path.read_bytes(), NOW)
    if {name, path.suffixes[0][1:]} <= {"ashby", "greenhouse"}:
        assert source.parse(page) == []
        return
    with pytest.raises(Changed, match=source.provider.name[:5].title()):
        source.parse(page)

"""The catalogue can be read, is as large as it says, and holds nothing twice and nothing that may not be read."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from cli.wiring import load_lexicons
from model.company import Company
from model.errors import ConfigError
from signals.fold import fold
from signals.names import names_of
from signals.spellings import form_of, forms_of
from sources.boards.board import BoardSettings
from sources.catalogue import HERE, LANGUAGES, ListedBoard, ListedFeed, mark, mark_verified, read_packs
from sources.feed import Feed
from sources.fetcher.gate import is_denied
from sources.find import find

PACKS = read_packs()
FEEDS = [feed for pack in PACKS.values() for feed in pack.feeds]
BOARDS = [board for pack in PACKS.values() for board in pack.boards]
TODAY = date(2026, 11, 30)
NAMES = names_of(load_lexicons())

every_feed = pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.name)
every_board = pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.source)


def test_it_is_as_large_as_it_says() -> None:
    assert len(FEEDS) >= 150
    assert len({board.company for board in BOARDS}) >= 100
    assert sum(feed.verified is not None for feed in FEEDS) >= 130
    assert sum(board.verified is not None for board in BOARDS) >= 130


def test_every_language_kind_and_pack_has_something() -> None:
    assert {feed.language for feed in FEEDS} == set(LANGUAGES)
    assert {feed.kind for feed in FEEDS} == {"wire", "technology", "business", "newsroom"}
    assert all(pack.entries and pack.about for pack in PACKS.values())
    for language in LANGUAGES:
        assert {feed.language for feed in PACKS[f"press-{language}"].feeds} == {language}


@every_feed
def test_a_feed_has_an_address_that_may_be_asked(feed: ListedFeed) -> None:
    address = urlsplit(feed.address)
    host = address.hostname or ""

    assert address.scheme == "https"
    assert not is_denied(host)
    assert host != "news.google.com"
    assert feed.source == Feed(feed.address).id
    assert feed.verified is None or feed.verified <= TODAY


@every_board
def test_a_board_is_opened_by_its_source(board: ListedBoard) -> None:
    module = find()[board.provider]
    assert issubclass(module.Settings, BoardSettings)
    company = Company(board.company, board.domain, boards={board.provider: board.board})

    assert [source.id for source in module.open(module.Settings(), [company])] == [board.source]
    assert board.verified is None or board.verified <= TODAY


def test_a_company_has_one_name_one_domain_and_one_board() -> None:
    assert len({fold(board.company) for board in BOARDS}) == len(BOARDS)
    assert len({board.domain for board in BOARDS}) == len(BOARDS)


def test_a_name_that_is_an_ordinary_word_says_what_has_to_stand_near_it() -> None:
    doubtful = [board for board in BOARDS if everyday(board.company)]

    assert {board.company for board in doubtful} >= {"Block", "Box", "Notion", "Ramp"}
    assert [board.company for board in doubtful if not board.must] == []


def everyday(name: str) -> bool:
    return form_of(forms_of([Company(name)], NAMES)[fold(name)]).rule.doubtful


def test_a_wrong_row_is_told_by_file_and_line(tmp_path: Path) -> None:
    copy = shutil.copytree(HERE, tmp_path / "catalogue")
    wires = copy / "packs" / "wires.csv"
    rows = wires.read_text("utf-8").splitlines()
    rows += ["Us,https://www.linkedin.com/news/rss,en,wire,France,,", "Us,us.example/feed,en,wire,France,,"]
    rows += ["Us,https://us.example/a,it,wire,France,,", "Us,https://us.example/b,en,gossip,France,,"]
    rows += ["Us,https://us.example/c,en,wire,France,,yesterday", "Us,https://us.example/d,en,wire,,,"]
    rows += ["Us,https://us.example/e,en,wire,France,,", "We,http://www.us.example/e/,en,wire,France,,"]
    wires.write_text("\n".join(rows), "utf-8-sig")
    (copy / "packs" / "stray.csv").write_text("name,link\nUs,https://us.example/f\n", "utf-8")

    with pytest.raises(ConfigError) as caught:
        read_packs(copy)
    told, first = caught.value.faults, len(rows) - 7
    for place, said in enumerate(
        ("linkedin", "us.example/feed", "'it'", "gossip", "yesterday", "a country or a company")
    ):
        assert [fault for fault in told if f"wires.csv line {first + place}:" in fault and said in fault], said
    assert any("us.example/e: stands twice" in fault for fault in told)
    assert any("stray.csv: has no line in packs.csv" in fault for fault in told)


def test_a_file_with_other_columns_says_which_they_have_to_be(tmp_path: Path) -> None:
    copy = shutil.copytree(HERE, tmp_path / "catalogue")
    (copy / "packs" / "wires.csv").write_text("name,link\nUs,https://us.example/f\n", "utf-8")

    with pytest.raises(ConfigError, match=r"wires\.csv: its columns have to be name, address"):
        read_packs(copy)


def test_what_was_seen_to_answer_is_marked_and_the_rest_of_the_file_stays(tmp_path: Path) -> None:
    copy = shutil.copytree(HERE, tmp_path / "catalogue")
    feed = next(feed for feed in FEEDS if feed.verified is None)
    board = BOARDS[0]

    assert mark_verified(feed.source, TODAY, copy)
    assert mark_verified(board.source, TODAY, copy)
    assert mark_verified("feed:https://nobody.example/feed", TODAY, copy) == []

    marked = read_packs(copy)
    changed = {
        entry.source: entry.verified
        for name, pack in marked.items()
        for entry, before in zip(pack.entries, PACKS[name].entries, strict=True)
        if entry != before
    }
    assert changed == {feed.source: TODAY, board.source: TODAY}


@pytest.mark.parametrize("path", sorted((HERE / "packs").iterdir()), ids=lambda path: path.name)
def test_marking_rewrites_a_file_as_it_stands(path: Path) -> None:
    text = path.read_text("utf-8")
    entry = PACKS[path.stem].entries[0]
    day = entry.verified or TODAY

    assert mark(text, "feed:https://nobody.example/feed", TODAY) == text
    assert mark(mark(text, entry.source, TODAY), entry.source, day) == mark(text, entry.source, day)

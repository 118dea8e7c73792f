"""A company's job boards are opened by being named beside it."""

from __future__ import annotations

from datetime import timedelta

import pytest

import config
from cli.wiring import open_sources
from model.company import Company
from model.errors import ConfigError

ACME = Company("Acme", boards={"ashby": "acme", "workday": "acme.wd5/Careers"})


def test_a_board_needs_no_section() -> None:
    assert sorted(one.id for one in open_sources(config.Settings(), [ACME])) == [
        "ashby:acme",
        "workday:acme.wd5/Careers",
    ]


def test_a_section_says_how_often() -> None:
    settings = config.Settings(sources={"ashby": {"every": "12h"}})
    found = {one.id: one.every for one in open_sources(settings, [ACME])}

    assert found == {"ashby:acme": timedelta(hours=12), "workday:acme.wd5/Careers": timedelta(hours=4)}


def test_a_section_without_a_board_asks_nobody() -> None:
    assert open_sources(config.Settings(sources={"lever": {}}), [Company("Acme")]) == []


def test_a_board_that_nobody_reads_names_those_that_are_read() -> None:
    with pytest.raises(
        ConfigError, match=r"Acme has boards\.jobvite: no such job board is read.*ashby, greenhouse, lever"
    ):
        open_sources(config.Settings(), [Company("Acme", boards={"jobvite": "acme"})])


def test_a_source_of_another_kind_is_no_board() -> None:
    with pytest.raises(ConfigError, match=r"Acme has boards\.feed: no such job board"):
        open_sources(config.Settings(), [Company("Acme", boards={"feed": "acme"})])


def test_a_name_that_is_no_board_is_told_with_the_company() -> None:
    with pytest.raises(ConfigError, match=r"ashby of Acme is .https://jobs\.ashbyhq\.com/acme"):
        open_sources(config.Settings(), [Company("Acme", boards={"ashby": "https://jobs.ashbyhq.com/acme"})])

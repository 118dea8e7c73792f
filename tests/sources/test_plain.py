"""What strangers wrote, made plain in one way for all sources."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sources.plain import moment, shorten, title_of


@pytest.mark.parametrize(
    "written", ["2024-10-01T11:00:00+02:00", " 2024-10-01T09:00:00Z ", "2024-10-01 09:00:00+00:00"]
)
def test_a_moment_with_its_zone_is_one_in_utc(written: str) -> None:
    assert moment(written) == datetime(2024, 10, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize("written", ["2024-10-01T09:00:00", "yesterday", "", None, 7, "0001-01-01T00:00:00+09:00"])
def test_what_is_no_moment_or_names_no_zone_is_none(written: object) -> None:
    assert moment(written) is None


def test_where_a_source_says_in_which_zone_it_writes_it_need_not_say_it_each_time() -> None:
    assert moment("2024-10-01T09:00:00", UTC) == datetime(2024, 10, 1, 9, tzinfo=UTC)


def test_a_text_is_cut_between_two_words_and_a_title_is_its_first_line() -> None:
    assert shorten("one two\n three", 20) == "one two three"
    assert shorten("one two\n three", 9) == "one two …"
    assert title_of("one two\n three", 9) == "one two"

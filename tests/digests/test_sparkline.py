from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.sparkline import change, signed, sparkline


def test_a_history_is_a_row_of_bars() -> None:
    assert sparkline([0, 25, 50, 75, 100]) == "▁▂▄▆█"
    assert sparkline([None, 10]) == "·▁"
    assert sparkline([]) == ""


@given(st.lists(st.none() | st.integers(-50, 150)))
def test_each_number_has_one_bar(history: list[int | None]) -> None:
    assert len(sparkline(history)) == len(history)


@given(st.integers(0, 100), st.integers(0, 100))
def test_a_higher_number_has_no_lower_bar(one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert sparkline([low]) <= sparkline([high])


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [(62, 81, "▲ 19"), (81, 77, "▼ 4"), (5, 5, ""), (None, 5, "new"), (5, None, "")],
)
def test_how_a_number_moved(before: int | None, after: int | None, said: str) -> None:
    assert change(before, after) == said


def test_points_carry_their_sign() -> None:
    assert (signed(24), signed(-8), signed(0)) == ("+24", "−8", "+0")

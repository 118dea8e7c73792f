"""Numbers from 0 to 100 that their reasons sum to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rules.share import apportion, bounded

RAW = st.floats(0, 1e6, allow_nan=False)


def test_the_scale_is_known_by_a_few_points() -> None:
    assert [bounded(raw) for raw in (-5, 0, 45, 90, 135, 450)] == [0, 0, 50, 67, 75, 91]


@given(RAW, RAW)
def test_more_is_never_less_and_never_above_100(a: float, b: float) -> None:
    assert 0 <= bounded(min(a, b)) <= bounded(max(a, b)) <= 100


@given(st.lists(RAW, max_size=30), st.integers(0, 100))
def test_shares_sum_to_the_total_exactly(parts: list[float], total: int) -> None:
    shares = apportion(parts, total)

    assert sum(shares) == (total if sum(parts) > 0 else 0)
    assert all(share >= 0 for share in shares)


def test_the_largest_remainder_wins_the_last_point() -> None:
    assert apportion([1, 1, 1], 10) == [4, 3, 3]
    assert apportion([2, 1], 1) == [1, 0]

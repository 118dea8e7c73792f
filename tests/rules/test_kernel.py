"""How long a reason lasts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.kernel import Date, Exp, Hump, Kernel, parse_kernel

KERNELS: list[Exp | Hump] = [Exp(30), Hump(45, 135), Hump(14, 90), Hump(180, 300, 0.1)]


def test_exp_halves_every_half_life() -> None:
    kernel = parse_kernel("exp(30)")

    assert kernel == Exp(30)
    assert [round(kernel.weight(age), 2) for age in (0, 30, 60)] == [1.0, 0.49, 0.24]


def test_hump_starts_at_its_share_and_is_full_at_its_peak() -> None:
    kernel = parse_kernel("hump(45, 135)")

    assert kernel == Hump(45, 135, 0.6)
    assert [round(kernel.weight(age), 2) for age in (0, 22.5, 45, 90, 134.9)] == [0.6, 0.8, 1.0, 0.5, 0.0]
    assert parse_kernel("hump(180, 300, 0.1)").weight(0) == pytest.approx(0.1)


@pytest.mark.parametrize("kernel", KERNELS)
def test_nothing_counts_before_its_day_or_after_its_end(kernel: Exp | Hump) -> None:
    assert kernel.weight(-0.001) == 0
    assert kernel.weight(kernel.end) == 0
    assert kernel.weight(1e6) == 0


def test_a_date_is_full_on_its_day_and_over_when_it_says() -> None:
    kernel = parse_kernel("date(effective, 60, 30)")

    assert kernel == Date("effective", 0, 60, 30)
    assert [round(kernel.weight(age), 2) for age in (-60, -30, 0, 15, 30)] == [0.0, 0.5, 1.0, 0.5, 0.0]
    assert parse_kernel("date(first_seen+180d, 14, 60)") == Date("first_seen", 180, 14, 60)
    assert parse_kernel("date(first_seen, 14, 60)") == Date("first_seen", 0, 14, 60)


@given(st.floats(-90, 90))
def test_a_date_has_no_cliffs_at_all(age: float) -> None:
    kernel = Date("effective", 0, 60, 30)

    assert abs(kernel.weight(age) - kernel.weight(age + 0.01)) < 0.001
    assert 0 <= kernel.weight(age) <= 1


@given(st.sampled_from(KERNELS), st.floats(0, 400))
def test_there_are_no_cliffs_after_the_first_day(kernel: Kernel, age: float) -> None:
    assert abs(kernel.weight(age) - kernel.weight(age + 0.01)) < 0.001
    assert 0 <= kernel.weight(age) <= 1


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("linear(3)", "write exp(half_life), hump(peak, end)"),
        (30, "write exp(half_life)"),
        ("exp(a)", "other than numbers"),
        ("exp(nan)", "without end"),
        ("exp(0)", "above 0 days"),
        ("exp(1, 2)", "one half-life"),
        ("hump(45)", "a peak above 0 days and a later end"),
        ("hump(45, 45)", "a later end"),
        ("hump(45, 135, 2)", "a share from 0 to 1"),
        ("date(2024-12-01, 60, 30)", "counts from effective or from first_seen+180d"),
        ("date(effective, 60)", "the days before and the days after its day, both above 0"),
        ("date(effective, 0, 30)", "both above 0"),
    ],
)
def test_a_wrong_kernel_is_told_what_to_write(text: object, fault: str) -> None:
    with pytest.raises(ValueError, match=fault.replace("(", r"\(").replace(")", r"\)").replace("+", r"\+")):
        parse_kernel(text)

"""What is reckoned from a long tuple is reckoned once for that tuple, and never for another."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

import pytest

from model.kept import kept_for

Reckoned = tuple[Callable[..., int], list[tuple[int, ...]]]


@pytest.fixture
def summing() -> Reckoned:
    """Add numbers up, with a memory for two, and a list of what was added."""
    added: list[tuple[int, ...]] = []

    @kept_for(2)
    def total(numbers: tuple[int, ...]) -> int:
        added.append(numbers)
        return sum(numbers)

    return total, added


def made(*numbers: int) -> tuple[int, ...]:
    """Make a tuple of its own, equal to others or not."""
    return numbers


def test_one_tuple_is_reckoned_once(summing: Reckoned) -> None:
    total, added = summing
    one = made(1, 2)
    assert [total(one), total(one)] == [3, 3]
    assert added == [(1, 2)]


def test_an_equal_tuple_is_another(summing: Reckoned) -> None:
    total, added = summing
    one, same = made(1, 2), made(1, 2)
    assert [total(one), total(same)] == [3, 3]
    assert len(added) == 2


def test_a_list_is_reckoned_each_time_since_it_may_change(summing: Reckoned) -> None:
    total, _ = summing
    numbers = [1, 2]
    assert total(numbers) == 3
    numbers.append(3)
    assert total(numbers) == 6


def test_the_tuple_that_was_asked_for_longest_ago_is_forgotten(summing: Reckoned) -> None:
    total, added = summing
    first, second, third = made(1), made(2), made(3)
    for numbers in (first, second, first, third, first, second):
        total(numbers)
    assert added == [(1,), (2,), (3,), (2,)]


def test_threads_that_ask_at_once_get_one_answer(summing: Reckoned) -> None:
    total, added = summing
    one = made(1, 2)
    threads = [Thread(target=total, args=(one,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert added == [(1, 2)]

"""The circuit breaker that backoff and `circuit` are together, as a machine: any order of answers and time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from model.errors import Busy, Changed, Gone, Refused
from model.poll import PollState
from sources.backoff import LONGEST, OPENS_AFTER, Circuit, circuit, failed, succeeded
from sources.polling import is_due

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
EVERY = timedelta(minutes=30)
chances = st.floats(0, 1, exclude_max=True)
errors = st.sampled_from([Busy("full"), Changed("other"), Refused("no")])


class Breaker(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.now, self.state, self.waited = NOW, PollState("gdelt:"), timedelta(0)

    @rule(minutes=st.integers(1, 2_000))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @precondition(lambda self: is_due(self.state, self.now))
    @rule(chance=chances)
    def it_answers(self, chance: float) -> None:
        self.state = succeeded(self.state, EVERY, self.now, None, chance)
        self.waited = timedelta(0)

        assert circuit(self.state, self.now) is Circuit.CLOSED

    @precondition(lambda self: is_due(self.state, self.now))
    @rule(chance=chances, error=errors)
    def it_fails(self, chance: float, error: Busy) -> None:
        tried = circuit(self.state, self.now)
        self.state = failed(self.state, error, EVERY, self.now, chance)
        assert self.state.next_due is not None
        wait = self.state.next_due - self.now

        assert wait >= min(1.7 * self.waited, 0.9 * LONGEST)
        if tried is Circuit.HALF_OPEN:
            assert circuit(self.state, self.now) is Circuit.OPEN
        self.waited = wait

    @invariant()
    def three_failures_in_a_row_and_nothing_else_open_it(self) -> None:
        assert (circuit(self.state, self.now) is Circuit.CLOSED) == (self.state.failures < OPENS_AFTER)

    @invariant()
    def it_is_never_asked_while_open_and_may_be_once_its_wait_is_over(self) -> None:
        if circuit(self.state, self.now) is Circuit.OPEN:
            assert not is_due(self.state, self.now)
        if circuit(self.state, self.now) is Circuit.HALF_OPEN:
            assert is_due(self.state, self.now)

    @invariant()
    def no_wait_is_longer_than_a_day(self) -> None:
        assert self.state.next_due is None or self.state.next_due - self.now <= LONGEST


TestBreaker = Breaker.TestCase


def test_what_is_gone_stays_open_for_good() -> None:
    gone = failed(PollState("feed:x"), Gone("x"), EVERY, NOW, 0)

    assert circuit(gone, NOW + timedelta(days=999)) is Circuit.OPEN


@pytest.mark.parametrize("chance", [0.0, 0.5, 0.999])
def test_a_night_of_refusals_costs_four_questions(chance: float) -> None:
    state, asked = PollState("gdelt:"), 0
    for minute in range(12 * 60):
        now = NOW + timedelta(minutes=minute)
        if is_due(state, now):
            state, asked = failed(state, Busy("429"), EVERY, now, chance), asked + 1

    assert asked == 4

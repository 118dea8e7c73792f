"""What is counted for /metrics."""

from __future__ import annotations

from handlers.metrics import Tally
from model.score import Axis
from model.subscription import Cause, Held, InDigest, Now, Update


def test_verdicts_are_counted_by_what_kept_them_from_speaking_at_once() -> None:
    tally = Tally()
    quiet = Held("quiet hours until 7:00", cause=Cause.QUIET)
    tally.decided([quiet, quiet, InDigest("below", Cause.BELOW), Now("", Axis.WINDOW, 1, 80), Update("", True, "")])
    said = tally.text().decode()
    assert 'signals_verdicts_total{cause="quiet",verdict="held"} 2.0' in said
    assert 'signals_verdicts_total{cause="below",verdict="in_digest"} 1.0' in said
    assert 'signals_verdicts_total{cause="",verdict="now"} 1.0' in said
    assert 'signals_verdicts_total{cause="",verdict="update"} 1.0' in said

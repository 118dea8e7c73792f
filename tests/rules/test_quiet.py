"""What happens in every company makes no good time to source: alone it never stands at 50, or not for long."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from model.company import Company
from model.score import Score
from model.signal import Certainty, Kind, Seniority
from model.story import State, Story
from rules.engine import score
from tests.make import DAY, NOW, story
from tests.rules.pack import pack

SIZES = (300, 3_000, 30_000)
TWO = ("a.example", "b.example")
EXCUSED = 60  # days after a company's own cut or exit, for which a number of 50 is no surprise
OVER = 200


def told(kind: Kind, days: float = 0, **fields: object) -> Story:
    said = {"person": None, "role": None, "seniority": None, **fields}
    return story(id=f"{kind}-{days}-{said['person']}", kind=kind, seen=NOW + days * DAY, **said)


def left(name: str, seniority: Seniority, days: float = 0, **fields: object) -> Story:
    return told(Kind.DEPARTURE, days, person=name, seniority=seniority, **fields)


TAKEOVER = told(Kind.ACQUISITION, outlets=TWO, to_company="Giant")
BID = told(Kind.ACQUISITION, -12, to_company="Giant")
RUMOURS = [told(Kind.ACQUISITION, 7 * n, state=State.RUMOURED, certainty=Certainty.RUMOUR) for n in range(3)]
STRIKE = [told(Kind.TURMOIL, 9 * n, seniority=Seniority.GROUP) for n in range(2)]
SUCCESSOR = told(Kind.PROMOTION, person="Ben Ode", role="CEO", seniority=Seniority.C_SUITE)
NEW_CHIEF = told(Kind.HIRE, person="Cleo Park", role="CEO", seniority=Seniority.C_SUITE)
RETIRES = left("Ada Quill", Seniority.C_SUITE, role="CEO", certainty=Certainty.PLANNED)

QUIET = {
    "a takeover": [TAKEOVER],
    "a bid and then a takeover": [BID, TAKEOVER],
    "three rumours of a takeover": RUMOURS,
    "a strike that goes on": STRIKE,
    "a fight over the board": [told(Kind.TURMOIL, outlets=TWO)],
    "an investor's fight and a rumour": [told(Kind.TURMOIL, outlets=TWO), RUMOURS[2]],
    "a dispute over where to work": [told(Kind.CULTURE_CONFLICT, seniority=Seniority.GROUP, outlets=TWO)],
    "a freeze": [told(Kind.HIRING_FREEZE, outlets=TWO)],
    "several leave": [told(Kind.DEPARTURE, seniority=Seniority.GROUP, headcount=5)],
    "an exodus that one outlet sees": [told(Kind.DEPARTURE)],
    "a planned succession": [RETIRES, SUCCESSOR],
    "a new chief from outside": [NEW_CHIEF],
    "a vice president leaves": [left("Dan Rao", Seniority.VP, role="VP of sales", outlets=TWO)],
    "a leader's long break": [told(Kind.LEAVE, person="Dan Rao", seniority=Seniority.C_SUITE)],
}
CHIEF_GOES = left("Ada Quill", Seniority.C_SUITE, role="CEO", outlets=TWO)


def cut(share: float, size: int) -> Story:
    return told(Kind.LAYOFFS, headcount=round(share * size), outlets=TWO, seniority=Seniority.GROUP)


def window(stories: Sequence[Story], size: int, day: int) -> int:
    found = score(Company("OpenAI", employees=size), stories, pack(), NOW + day * DAY)
    return found.window if isinstance(found, Score) else 0


@pytest.mark.parametrize("name", QUIET)
def test_alone_it_never_stands_at_fifty(name: str) -> None:
    highest = {size: max(window(QUIET[name], size, day) for day in range(0, OVER, 3)) for size in SIZES}
    assert {size: top for size, top in highest.items() if top >= 50} == {}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "what",
    ["a chief goes and one from inside follows", "a chief goes and one from outside follows", "two chiefs go"],
)
def test_two_months_after_an_exit_it_is_over(what: str, size: int) -> None:
    stories = {
        "a chief goes and one from inside follows": [CHIEF_GOES, SUCCESSOR],
        "a chief goes and one from outside follows": [CHIEF_GOES, NEW_CHIEF],
        "two chiefs go": [CHIEF_GOES, left("Dan Rao", Seniority.C_SUITE, -14, role="CTO", outlets=TWO)],
    }[what]
    assert window(stories, size, 1) > 50
    assert max(window(stories, size, day) for day in range(EXCUSED + 1, OVER, 3)) < 50


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("share", [0.02, 0.1, 0.2])
def test_two_months_after_a_cut_it_is_over(share: float, size: int) -> None:
    after = [window([cut(share, size)], size, day) for day in range(EXCUSED + 1, OVER, 3)]
    assert max(after) < 50

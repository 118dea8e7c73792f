"""Of a notice that its own register or list has corrected the newest number holds."""

from __future__ import annotations

from typing import Any

from model.signal import Kind, Signal, SourceClass
from rules.facts import facts_of
from signals.notices import LISTED, OFFICIAL
from stories.amended import standing
from tests.make import DAY, NOW, story, unnamed


def notice(people: int | None, key: str, *, days: int = 0, heard: int = 0, **changes: object) -> Signal:
    shape = {
        "headcount": people,
        "item": ("warn:tx", key),
        "pattern": OFFICIAL,
        "source_class": SourceClass.REGISTRY,
        "published": NOW + days * DAY,
        "heard": NOW + heard * DAY,
    }
    return unnamed(Kind.LAYOFFS, **{**shape, **changes})


def told(*evidence: Signal) -> int | None:
    return facts_of(story(evidence=evidence)).headcount


def test_a_register_corrects_itself_downwards_and_upwards() -> None:
    assert told(notice(120, "site.a"), notice(80, "site.b", days=3)) == 80
    assert told(notice(80, "site.a"), notice(120, "site.b", days=3)) == 120


def test_what_was_read_later_of_the_same_day_holds() -> None:
    assert told(notice(120, "site.a"), notice(80, "site.b", heard=1)) == 80
    assert told(notice(120, "site.a"), notice(80, "site.b")) == 120, "nobody knows which is the newer"


def test_no_other_source_site_or_place_corrects_a_number() -> None:
    assert told(notice(120, "site.a"), notice(80, "elsewhere.b", days=3)) == 120
    assert told(notice(120, "site.a"), notice(80, "site.b", days=3, item=("warn:ca", "site.b"))) == 120
    press = notice(200, "x.y", pattern="en.layoffs", source_class=SourceClass.PRESS, heard=-9)
    assert told(press, notice(80, "site.b", days=3)) == 200
    listed: dict[str, Any] = {"pattern": LISTED, "source_class": SourceClass.PRESS}
    assert told(notice(120, "day.place.a", **listed), notice(80, "day.other.b", heard=1, **listed)) == 120
    assert told(notice(120, "day.a", **listed), notice(80, "day.b", heard=1, **listed)) == 120, "no place was kept then"


def test_a_notice_without_a_number_corrects_none() -> None:
    both = (notice(120, "site.a"), notice(None, "site.b", days=3))
    assert list(standing(both)) == list(both)

"""What is worth a direct message to somebody who asked, and when a day comes."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from digests.deeds import days_of, when
from digests.followed import change, draw_followed, draw_reminder, mark_of
from digests.limits import faults
from digests.plain import as_text
from model.handling import Claim, Mark, Reminder, When
from model.score import NotEnough, Score
from model.story import State
from tests.make import DAY, NOW, at, not_enough, points, score, story, subscription

STORY = story(seen=at("2024-09-25 19:30"))
PARIS = ZoneInfo("Europe/Paris")


def standing(number: int) -> Score:
    return score(points=(points(story=STORY.id, stories=(STORY.id,), value=number),))


@pytest.mark.parametrize(
    ("known", "now", "told"),
    [
        (Mark(State.REPORTED, 60), standing(60), None),
        (Mark(State.REPORTED, 60), standing(69), None),
        (Mark(State.REPORTED, 60), standing(70), "the sourcing window is well above what it was, 60 → 70"),
        (Mark(State.REPORTED, 30), standing(60), "the sourcing window has doubled, 30 → 60"),
        (Mark(State.REPORTED, 4), standing(8), "the sourcing window has doubled, 4 → 8"),
        (Mark(State.REPORTED, 60), standing(20), None),
        (Mark(State.REPORTED, None), standing(12), "the sourcing window is well above what it was, 0 → 12"),
        (Mark(State.REPORTED, 60), not_enough(), None),
        (Mark(State.RUMOURED, 60), standing(60), "it was rumoured, now it is reported"),
        (Mark(State.CONFIRMED, 60), not_enough(), "it was confirmed, now it is reported"),
    ],
)
def test_a_change_is_a_new_state_a_doubling_or_a_rise_of_ten(
    known: Mark, now: Score | NotEnough, told: str | None
) -> None:
    assert change(STORY, now, known) == told


def test_a_mark_is_how_the_story_stands() -> None:
    assert mark_of(STORY, standing(60)) == Mark(State.REPORTED, 60)
    assert mark_of(STORY, not_enough()) == Mark(State.REPORTED)


def test_a_direct_message_says_what_changed_and_of_what() -> None:
    drawn = draw_followed(STORY, "it was rumoured, now it is reported", subscription())
    assert faults(drawn) == []
    assert drawn.text.startswith("You follow this: it was rumoured, now it is reported.\n🚪 Mira Murati (CTO) leaves")
    assert "[ I'll take it ]  [ Stop following ]" in as_text(drawn)


def test_a_reminder_says_when_it_was_asked_for() -> None:
    asked = Reminder(STORY.id, "U1", "C1", When.MONDAY, NOW, Mark(State.REPORTED), NOW - 3 * DAY)
    claimed = Claim(STORY.id, "U2", "ben", NOW)
    drawn = draw_reminder(STORY, asked, "", subscription(), claimed)
    assert "You asked on 1 Oct 2024 to be reminded of this." in as_text(drawn)
    assert "[ Release ]  [ Remind me… ]" in as_text(drawn)
    changed = draw_reminder(STORY, asked, "it was reported, now it is denied", subscription())
    assert "to hear when this changes: it was reported, now it is denied." in as_text(changed)


# --- days -------------------------------------------------------------------------------------------------------------


def test_reminders_come_at_nine_where_the_channel_is() -> None:
    days = days_of(STORY, PARIS, NOW)  # Friday 4 October, 14:00 in Paris
    assert {one: day.astimezone(PARIS).strftime("%a %d %b %H:%M") for one, day in days.items()} == {
        When.TOMORROW: "Sat 05 Oct 09:00",
        When.MONDAY: "Mon 07 Oct 09:00",
        When.DAY_45: "Sat 09 Nov 09:00",
    }
    assert all(day.tzinfo is UTC for day in days.values())


def test_on_a_monday_monday_is_the_next_one() -> None:
    assert days_of(STORY, PARIS, at("2024-10-07 05:00"))[When.MONDAY].astimezone(PARIS).day == 14


def test_a_day_that_is_past_cannot_be_chosen() -> None:
    assert When.DAY_45 not in days_of(STORY, PARIS, at("2024-11-09 08:00"))
    assert When.DAY_45 in days_of(STORY, PARIS, at("2024-11-09 07:59"))


def test_nine_oclock_stays_nine_oclock_over_a_change_of_the_clock() -> None:
    days = days_of(STORY, PARIS, at("2024-10-26 20:00"))
    assert days[When.TOMORROW] == at("2024-10-27 08:00")


def test_a_reminder_without_a_day_says_so() -> None:
    assert when(None, PARIS) == "as soon as it changes"
    assert when(at("2024-10-05 07:00"), PARIS) == "on 5 Oct 2024, 09:00"

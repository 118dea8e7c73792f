"""The dates and the sentences of what people do with a story."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from digests.dates import day_and_time
from digests.schedule import moment
from digests.texts import say
from model.handling import When
from model.story import Story

NINE = time(9)
RECHECK = 45
LONGEST_MUTE = timedelta(days=90)


def days_of(story: Story, zone: ZoneInfo, now: datetime) -> Mapping[When, datetime]:
    """Tell when each reminder would come, at nine in the morning; a day that is past is left out, CHANGE has none.

    Day 45 is counted from the first report, as the digest's look again is.
    """
    today = now.astimezone(zone).date()
    told = story.first_seen.astimezone(zone).date()
    days = {
        When.TOMORROW: today + timedelta(days=1),
        When.MONDAY: today + timedelta(days=7 - today.weekday()),
        When.DAY_45: told + timedelta(days=RECHECK),
    }
    at = {when: moment(day, NINE, zone) for when, day in days.items()}
    return {when: due for when, due in at.items() if due is not None and due > now}


def when(due: datetime | None, zone: ZoneInfo) -> str:
    """Say when a reminder comes."""
    return say("remind_at", when=day_and_time(due, zone)) if due else say("remind_on_change")

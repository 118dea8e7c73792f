from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.decide import STAGES, decide
from model.score import Axis, NotEnough, Score
from model.signal import Certainty, Kind, Signal, SourceClass
from model.story import State, Story
from model.subscription import Audience, Cause, Held, InDigest, MessageKind, Now, Quiet, Update, Verdict
from signals.notices import LISTED, OFFICIAL
from tests.digests.invent import scores, stories
from tests.make import NOW, at, not_enough, points, receipt, score, signal, story, subscription, unnamed

SEEN = at("2024-09-25 19:30")
AFTERNOON = at("2024-09-25 20:30")  # 13:30 in Los Angeles


def lifted(told: Story, before: int | None = 21, gained: int = 55) -> tuple[Score | NotEnough | None, Score]:
    own = points(value=gained, story=told.id, stories=(told.id,))
    if before is None:
        return None, score(points=(own,))
    older = points(rule="older", value=before, story="older", stories=("older",))
    return score(points=(older,)), score(points=(older, own))


def verdict(told: Story, now: datetime = AFTERNOON, **changes: Any) -> Verdict:  # noqa: ANN401  any field of Subscription, or one of three more
    before, after = changes.pop("scores", None) or lifted(told)
    receipts = changes.pop("receipts", [])
    alerts = changes.pop("alerts", 0)
    return decide(told, before, after, subscription(**changes), receipts, now, alerts)


MURATI = story(outlets=("reuters.com", "nytimes.com"))


def test_a_story_that_lifts_the_window_over_the_threshold_speaks_now() -> None:
    assert verdict(MURATI) == Now(
        "OpenAI's sourcing window rose from 21 to 76, your threshold is 75", Axis.WINDOW, before=21, after=76
    )


def test_a_first_number_over_the_threshold_speaks_now() -> None:
    assert verdict(MURATI, scores=lifted(MURATI, None, 80)) == Now(
        "OpenAI's sourcing window is 80 at the first count, your threshold is 75", Axis.WINDOW, before=None, after=80
    )


def test_pressure_lifts_as_well_as_window() -> None:
    hire = story(kind=Kind.HIRE, outlets=("ft.com", "wsj.com"))
    own = points(axis=Axis.PRESSURE, value=90, story="other", stories=("other", hire.id))
    told = verdict(hire, scores=(score(points=()), score(points=(own,))))
    assert isinstance(told, Now)
    assert told.axis is Axis.PRESSURE


def test_a_company_that_is_not_watched_is_held() -> None:
    assert verdict(MURATI, companies=frozenset({"Glean"})) == Held(
        "this channel does not watch OpenAI", cause=Cause.COMPANY
    )


def test_a_kind_that_was_not_asked_for_is_held() -> None:
    assert verdict(MURATI, kinds=frozenset({Kind.LAYOFFS})) == Held(
        "this channel did not ask for news of the kind “departure”", cause=Cause.KIND
    )


PRIVATE = story(private=True, owner="U1", source_class=SourceClass.PERSON, outlets=("a.example",))


def test_a_private_person_is_never_told_in_a_channel() -> None:
    assert verdict(PRIVATE) == Held("about a private person: only its owner may see it", cause=Cause.PRIVATE)


def test_a_private_person_is_told_to_the_owner_and_to_nobody_else() -> None:
    assert isinstance(verdict(PRIVATE, channel="U1", audience=Audience.PERSON), Now)
    assert isinstance(verdict(PRIVATE, channel="U2", audience=Audience.PERSON), Held)


def test_old_news_of_a_new_source_is_held() -> None:
    assert verdict(replace(MURATI, silent=True)) == Held(
        "old news: it happened before this source was first read", cause=Cause.OLD
    )


def test_a_denial_of_what_nobody_was_told_is_held() -> None:
    assert verdict(replace(MURATI, state=State.DENIED)) == Held("denied before anybody was told", cause=Cause.DENIED)


def test_a_rumour_waits_for_the_digest() -> None:
    rumour = replace(MURATI, state=State.RUMOURED)
    assert verdict(rumour) == InDigest("only rumoured so far; alerts here start at reported", Cause.STATE)
    assert isinstance(verdict(rumour, instant_from=State.RUMOURED), Now)


def test_a_channel_may_ask_for_confirmed_news_only() -> None:
    reported = replace(MURATI, state=State.REPORTED)
    assert verdict(reported, instant_from=State.CONFIRMED) == InDigest(
        "only reported so far; alerts here start at confirmed", Cause.STATE
    )


@pytest.mark.parametrize(
    ("changes", "lite"),
    [
        ({"kind": Kind.TURMOIL}, True),
        ({"kind": Kind.LAYOFFS}, True),
        ({"kind": Kind.LAYOFFS, "headcount": 500}, False),
        ({"kind": Kind.ACQUISITION, "to_company": "Apple"}, False),
        ({"kind": Kind.DEPARTURE}, False),
    ],
)
def test_a_report_without_person_or_number_waits_for_the_digest(changes: dict[str, Any], lite: bool) -> None:
    told = verdict(story(outlets=("a.example", "b.example"), **changes))
    assert (told == InDigest("the report names nobody, no number and no group", Cause.LITE)) is lite


def test_no_number_no_alert() -> None:
    told = verdict(MURATI, scores=(None, not_enough()))
    assert told == InDigest(
        "not enough evidence for a number yet: Nothing was heard of OpenAI in the last 90 days.", Cause.NO_NUMBER
    )


def test_a_company_already_above_the_threshold_waits_for_the_digest() -> None:
    assert verdict(MURATI, scores=lifted(MURATI, 78, 10)) == InDigest(
        "OpenAI's sourcing window was already above your threshold (78, yours is 75)", Cause.ABOVE
    )


def test_a_company_still_below_the_threshold_waits_for_the_digest() -> None:
    assert verdict(MURATI, scores=lifted(MURATI, 21, 30)) == InDigest(
        "OpenAI's sourcing window is 51, your threshold is 75", Cause.BELOW
    )


def test_a_story_without_points_of_its_own_waits_for_the_digest() -> None:
    other = score(points=(points(value=80, story="other", stories=("other",)),))
    assert verdict(MURATI, scores=(score(points=()), other)) == InDigest(
        "it adds nothing to the numbers of OpenAI", Cause.NOTHING
    )


def test_news_older_than_a_day_waits_for_the_digest() -> None:
    assert isinstance(verdict(MURATI, SEEN + timedelta(hours=23)), Now)
    assert verdict(MURATI, SEEN + timedelta(hours=26)) == InDigest(
        "older than a day: too late to interrupt anybody", Cause.STALE
    )


def test_an_old_rumour_that_is_reported_today_is_news_of_today() -> None:
    rumour = signal(site="a.example", certainty=Certainty.RUMOUR, published=SEEN - timedelta(days=9))
    report = signal(site="b.example", published=SEEN)
    assert isinstance(verdict(story(evidence=(rumour, report), state=State.REPORTED)), Now)


def test_a_repetition_of_old_news_is_not_news() -> None:
    first = signal(site="a.example", published=SEEN - timedelta(days=3))
    second = signal(site="b.example", published=SEEN - timedelta(days=2))
    third = signal(site="c.example", published=SEEN)
    told = story(evidence=(first, second, third), state=State.CONFIRMED)
    assert verdict(told) == InDigest("older than a day: too late to interrupt anybody", Cause.STALE)


def test_a_young_story_waits_for_other_outlets() -> None:
    assert verdict(MURATI, SEEN + timedelta(minutes=5)) == Held(
        "waiting until 12:50 for other outlets and the filing", SEEN + timedelta(minutes=20), Cause.WAIT
    )


NIGHT = Quiet(time(20), time(7))


def test_quiet_hours_hold_until_they_end() -> None:
    evening = story(seen=at("2024-09-26 04:00"), outlets=("a.example", "b.example"))
    for hour in ("2024-09-26 05:00", "2024-09-26 13:59"):
        told = verdict(evening, at(hour), quiet=NIGHT)
        assert isinstance(told, Held)
        assert told.until == at("2024-09-26 14:00")
    assert isinstance(verdict(evening, at("2024-09-26 14:00"), quiet=NIGHT), Now)


def test_quiet_hours_within_a_day() -> None:
    lunch = Quiet(time(13), time(14))
    assert verdict(MURATI, quiet=lunch) == Held("quiet hours until 14:00", at("2024-09-25 21:00"), Cause.QUIET)
    assert isinstance(verdict(MURATI, at("2024-09-25 21:00"), quiet=lunch), Now)


def test_the_fourth_alert_of_a_day_waits_for_the_digest() -> None:
    assert isinstance(verdict(MURATI, alerts=2), Now)
    assert verdict(MURATI, alerts=3) == InDigest("3 alerts today already", Cause.CAP)


def test_a_channel_that_wants_no_alerts_gets_none() -> None:
    assert isinstance(verdict(MURATI, cap=0), InDigest)


# --- told already -----------------------------------------------------------------------------------------------------

REPORTED = story(outlets=("reuters.com",))
TOLD = receipt(story=REPORTED.id, at=at("2024-09-25 20:00"))


def test_a_story_is_told_once() -> None:
    assert verdict(REPORTED, receipts=[TOLD]) == Held("told already (13:00)", cause=Cause.TOLD)
    assert verdict(REPORTED, at("2024-09-27 20:00"), receipts=[TOLD]) == Held(
        "told already (25 Sep 2024, 13:00)", cause=Cause.TOLD
    )


def test_receipts_of_other_channels_and_stories_count_for_nothing() -> None:
    others = [replace(TOLD, channel="C9"), replace(TOLD, story="other"), replace(TOLD, story=None)]
    assert isinstance(verdict(REPORTED, receipts=others), Now)


@pytest.mark.parametrize(
    ("before", "after", "broadcast"),
    [
        (State.REPORTED, State.CONFIRMED, True),
        (State.REPORTED, State.DENIED, True),
        (State.RUMOURED, State.REPORTED, False),
    ],
)
def test_a_new_state_edits_the_message_and_the_channel_hears_what_matters(
    before: State, after: State, broadcast: bool
) -> None:
    told = verdict(replace(REPORTED, state=after), receipts=[replace(TOLD, state=before)])
    assert told == Update(
        f"it was {before} when told, now it is {after}",
        broadcast=broadcast,
        log=f"13:30 · now {after}, reported by 1 outlet",
        told=76,
    )


def test_the_channel_does_not_hear_of_a_confirmation_at_night() -> None:
    told = verdict(replace(REPORTED, state=State.CONFIRMED), receipts=[TOLD], quiet=Quiet(time(13), time(15)))
    assert told == Held("quiet hours until 15:00", at("2024-09-25 22:00"), Cause.QUIET)


def test_the_channel_hears_again_when_the_number_has_doubled() -> None:
    told = verdict(REPORTED, receipts=[replace(TOLD, score=38)], scores=lifted(REPORTED, 21, 55))
    assert isinstance(told, Update)
    assert told.broadcast
    assert told.log == "13:30 · sourcing window doubled: 38 → 76"
    later = replace(TOLD, score=76, kind=MessageKind.THREAD, at=AFTERNOON)
    assert isinstance(verdict(REPORTED, receipts=[TOLD, later]), Held)


def test_a_further_outlet_goes_to_the_thread_alone() -> None:
    more = story(id=REPORTED.id, outlets=("reuters.com", "lemonde.fr"), state=State.REPORTED)
    told = verdict(more, at("2024-09-25 21:30"), receipts=[TOLD])
    assert told == Update("reported by lemonde.fr as well", broadcast=False, log="14:30 · also in lemonde.fr", told=76)


def notice(jobs: int, days: float, site: str = "austin") -> Signal:
    """Make an official notice of a lay-off at a site, so many days after the first."""
    return signal(
        kind=Kind.LAYOFFS, person=None, headcount=jobs, source_class=SourceClass.REGISTRY, site="labor.example",
        item=("warn:https://labor.example/warn.csv", f"{site}.{jobs}"), published=SEEN + timedelta(days=days),
        pattern=OFFICIAL,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("later", "line"),
    [
        (notice(131, 2), "the notice was amended: 84 → 131 people"),
        (notice(60, 2), "the notice was amended: 84 → 60 people"),
        (notice(84, 2), None),
        (notice(131, 2, site="dublin"), None),
        (notice(131, 0.001), None),
    ],
)
def test_an_amended_notice_goes_to_the_thread_of_the_first_once(later: Signal, line: str | None) -> None:
    first = story(kind=Kind.LAYOFFS, person=None, state=State.CONFIRMED, outlets=("labor.example",))
    known = replace(first, evidence=(notice(84, 0),))
    amended = replace(known, evidence=(notice(84, 0), later))
    told = receipt(story=known.id, state=State.CONFIRMED, at=SEEN + timedelta(hours=1))
    found = verdict(amended, SEEN + timedelta(days=3), receipts=[told])
    assert (found.log.partition(" · ")[2] if isinstance(found, Update) else None) == line
    again = replace(told, at=SEEN + timedelta(days=3))
    assert isinstance(verdict(amended, SEEN + timedelta(days=3, hours=2), receipts=[told, again]), Held)


def test_a_row_of_a_list_that_is_corrected_goes_to_the_thread_though_its_day_stays() -> None:
    listed = replace(
        notice(120, 0), pattern=LISTED, source_class=SourceClass.PRESS, item=("layoffs:", "day.austin.120")
    )
    rows = (
        replace(listed, heard=SEEN),
        replace(listed, headcount=80, item=("layoffs:", "day.austin.80"), heard=SEEN + timedelta(days=3)),
    )
    amended = replace(story(kind=Kind.LAYOFFS, person=None, state=State.REPORTED), evidence=rows)
    told = receipt(story=amended.id, state=State.REPORTED, at=SEEN + timedelta(hours=1))
    found = verdict(amended, SEEN + timedelta(days=3, hours=1), receipts=[told])
    assert isinstance(found, Update)
    assert found.log.endswith("the notice was amended: 120 → 80 people")


def listed(jobs: int, city: str, heard: float) -> Signal:
    """Make the row of a list of lay-offs, heard of so many days after the first."""
    row = notice(jobs, 0)
    known = ("layoffs:", f"day.{city}.{jobs}")
    by_list = replace(row, pattern=LISTED, source_class=SourceClass.PRESS, item=known)
    return replace(by_list, heard=SEEN + timedelta(days=heard))


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ((listed(120, "austin", 0), listed(80, "austin", 3), listed(30, "aaa", 3)), "120 → 80"),
        ((listed(120, "austin", 0), listed(80, "austin", 3), listed(30, "zzz", 3)), "120 → 80"),
        ((listed(120, "austin", 0), listed(30, "zzz", 3)), None),
    ],
)
def test_another_row_that_comes_with_a_correction_hides_it_not(rows: tuple[Signal, ...], line: str | None) -> None:
    amended = replace(story(kind=Kind.LAYOFFS, person=None, state=State.REPORTED), evidence=rows)
    told = receipt(story=amended.id, state=State.REPORTED, at=SEEN + timedelta(hours=1))
    found = verdict(amended, SEEN + timedelta(days=3, hours=1), receipts=[told])
    said = found.log if isinstance(found, Update) and "amended" in found.log else None
    assert (
        (said is None) if line is None else said is not None and said.endswith(f"the notice was amended: {line} people")
    )


def test_further_outlets_are_gathered_for_an_hour() -> None:
    more = story(id=REPORTED.id, outlets=("reuters.com", "lemonde.fr"), state=State.REPORTED)
    told = verdict(more, at("2024-09-25 20:40"), receipts=[TOLD])
    assert told == Held(
        "told already (13:00); further outlets go to its thread after 14:00", at("2024-09-25 21:00"), Cause.TOLD
    )


def test_an_edit_remembers_the_number_that_was_told_first() -> None:
    edited = replace(TOLD, kind=MessageKind.UPDATE, score=90, at=AFTERNOON)
    told = verdict(replace(REPORTED, state=State.CONFIRMED), receipts=[edited, TOLD])
    assert isinstance(told, Update)
    assert told.told == TOLD.score == 76


def test_a_note_that_tells_no_event_never_speaks_at_once() -> None:
    note = story(kind=Kind.INBOUND_NOTE, person=None, headcount=3, source_class=SourceClass.NOTE)
    assert verdict(note) == InDigest("a note that tells of no event we know: it alerts nobody", Cause.NOTE)


# --- laws -------------------------------------------------------------------------------------------------------------


@given(stories(), scores(), scores(), st.integers(0, 5), st.integers(0, 200))
def test_every_verdict_has_a_reason_that_can_be_read(
    told: Story, before: Score, after: Score, alerts: int, hours: int
) -> None:
    now = NOW + timedelta(hours=hours)
    given_ = decide(told, before, after, subscription(quiet=NIGHT), [], now, alerts)
    assert given_.reason.strip()
    assert "{" not in given_.reason.replace(told.company, "")
    assert isinstance(given_, Now | Update) or given_.cause is not None
    if isinstance(given_, Held) and given_.until is not None:
        assert given_.until > now
    if isinstance(given_, Now):
        assert given_.after >= 75 > (given_.before or 0)
        assert alerts < 3


def test_every_stage_lets_the_plain_case_pass() -> None:
    assert len({stage.__name__ for stage in STAGES}) == len(STAGES)
    assert isinstance(verdict(MURATI), Now)


def test_the_builder_of_unnamed_news_names_nobody() -> None:
    assert unnamed(Kind.LAYOFFS).person is None

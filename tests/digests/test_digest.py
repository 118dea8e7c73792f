from __future__ import annotations

from datetime import timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from digests.digest import LEAST_OWN, MOST_ACT_NOW, MOST_REST, MOST_WORTH, Counts, Digest, Entry, Late, compose
from digests.draw import draw_digest
from digests.plain import as_text
from model.score import Axis, NotEnough, Score
from model.signal import Kind, SourceClass
from model.story import State, Story
from model.subscription import Audience, Held, InDigest, Update, Verdict
from tests.digests.invent import chances
from tests.digests.test_draw import digest_of
from tests.make import NOW, points, score, story, subscription

SINCE = NOW - timedelta(days=1)
NOTHING = Counts(0, 0)


def gain(told: Story, value: int, axis: Axis = Axis.WINDOW) -> Score:
    return score(company=told.company, points=(points(axis=axis, value=value, story=told.id, stories=(told.id,)),))


def digest(
    *told: Story,
    scores: dict[str, Score | NotEnough] | None = None,
    verdict: Verdict | None = None,
    counts: Counts = NOTHING,
    late: tuple[Late, ...] = (),
) -> Digest:
    entries = [Entry(one, verdict or InDigest("x")) for one in told]
    return compose(subscription(), entries, scores or {}, {}, counts, late, SINCE, NOW)


MURATI = story(outlets=("reuters.com", "nytimes.com"))
GLEAN = story(company="Glean", kind=Kind.HIRING_SURGE, headcount=40)


def test_what_lifts_a_company_over_the_threshold_is_to_act_on() -> None:
    made = digest(MURATI, scores={"OpenAI": gain(MURATI, 80)})
    assert [row.story for row in made.act_now] == [MURATI]
    assert made.worth == ()


def test_a_rumour_is_not_to_act_on() -> None:
    rumour = story(state=State.RUMOURED)
    assert digest(rumour, scores={"OpenAI": gain(rumour, 80)}).act_now == ()


def test_a_note_that_tells_no_event_is_not_to_act_on() -> None:
    note = story(kind=Kind.INBOUND_NOTE, person=None, source_class=SourceClass.NOTE)
    made = digest(note, scores={"OpenAI": gain(note, 80)})
    assert made.act_now == ()
    assert [row.story for group in made.worth for row in group.rows] == [note]


def test_only_what_there_is_is_counted() -> None:
    [quiet] = draw_digest(digest(MURATI, counts=Counts(6, 3)))
    assert "1 worth a look; 6 articles read, 3 about stories you already have" in as_text(quiet)
    [first] = draw_digest(digest(MURATI, scores={"OpenAI": gain(MURATI, 80)}, counts=Counts(1, 0)))
    assert "\n  1 strong; 1 article read\n" in as_text(first)


def test_a_weaker_story_is_worth_a_look() -> None:
    made = digest(MURATI, scores={"OpenAI": gain(MURATI, 40)})
    assert [(group.company, group.window) for group in made.worth] == [("OpenAI", 40)]


def test_a_company_stands_once_under_act_now() -> None:
    second = story(person="Bob McGrew", role="CRO")
    both = score(points=(points(value=50, story=MURATI.id), points(value=30, story=second.id, stories=(second.id,))))
    made = digest(MURATI, second, scores={"OpenAI": both})
    assert [row.story for row in made.act_now] == [MURATI]
    assert [row.story for group in made.worth for row in group.rows] == [second]


def test_small_news_of_a_company_that_stands_high_is_no_reason_to_act_now() -> None:
    other = points(value=70, story="an older one", stories=("an older one",))
    small = score(points=(other, points(value=LEAST_OWN - 1, story=MURATI.id)))
    enough = score(points=(other, points(value=LEAST_OWN, story=MURATI.id)))
    assert digest(MURATI, scores={"OpenAI": small}).act_now == ()
    assert [row.story for row in digest(MURATI, scores={"OpenAI": enough}).act_now] == [MURATI]


def test_rivals_that_hire_have_their_own_place() -> None:
    made = digest(GLEAN, scores={"Glean": gain(GLEAN, 30, Axis.PRESSURE)})
    assert [row.story for row in made.rivals] == [GLEAN]


def test_what_was_denied_stands_under_changed() -> None:
    denied = story(state=State.DENIED)
    made = digest(denied, scores={"OpenAI": gain(denied, 90)})
    assert [row.story for row in made.changed] == [denied]
    assert made.denied == 1
    assert made.act_now == ()


def test_what_the_channel_heard_again_stands_under_changed() -> None:
    made = digest(MURATI, verdict=Update("now confirmed", broadcast=True, log=""))
    assert [row.story for row in made.changed] == [MURATI]


def test_what_was_told_otherwise_stands_under_changed_and_says_how() -> None:
    sure = Entry(MURATI, InDigest("x"), was=State.RUMOURED)
    made = compose(subscription(), [sure], {"OpenAI": gain(MURATI, 80)}, {}, NOTHING, [], SINCE, NOW)
    assert ([row.story for row in made.changed], made.act_now, made.corrected) == ([MURATI], (), 1)
    [drawn] = draw_digest(made)
    assert "1 corrected" in as_text(drawn)
    assert "(was rumoured, now confirmed)" in as_text(drawn)


def test_what_was_told_as_it_stands_is_no_change() -> None:
    same = Entry(MURATI, InDigest("x"), was=MURATI.state)
    assert compose(subscription(), [same], {}, {}, NOTHING, [], SINCE, NOW).changed == ()


def test_held_and_private_stories_never_enter() -> None:
    private = story(private=True, owner="U1", source_class=SourceClass.PERSON)
    assert digest(MURATI, verdict=Held("x")).empty
    assert digest(private).empty


def test_who_moved_between_two_companies_stands_once_in_their_owners_digest() -> None:
    row = {"private": True, "owner": "U1", "source_class": SourceClass.PERSON, "person": "Ada Byron"}
    line = {**row, "outlets": ("connections",), "from_company": "OpenAI", "to_company": "Glean"}
    left, joined = story(**line), story(**line, company="Glean", kind=Kind.HIRE)
    assert left.evidence[0].item == joined.evidence[0].item

    def shown(*told: Story) -> list[str]:
        mine = subscription(channel="U1", audience=Audience.PERSON)
        made = compose(mine, [Entry(one, InDigest("x")) for one in told], {}, {}, NOTHING, (), SINCE, NOW)
        return [text for text in as_text(*draw_digest(made)).splitlines() if "Ada Byron" in text]

    assert len(shown(left, joined)) == 1
    assert "Ada Byron (CTO) leaves OpenAI for Glean" in shown(left, joined)[0]
    assert "Glean hires Ada Byron (CTO) from OpenAI" in shown(joined)[0], "where nobody asked for departures"


def test_no_news_is_one_line() -> None:
    drawn = draw_digest(digest(counts=Counts(64, 0)))
    assert [as_text(message).strip() for message in drawn] == [
        "Nothing new about your companies since 3 Oct 2024. 64 articles read, all sources working."
    ]


def test_nothing_strong_is_said_in_a_line() -> None:
    drawn = draw_digest(digest(MURATI))
    assert "Nothing strong since 3 Oct 2024." in as_text(drawn[0])


def test_a_late_source_is_named() -> None:
    drawn = draw_digest(digest(MURATI, late=(Late("sec_8k:", NOW - timedelta(hours=6)),)))
    assert "Late: sec_8k: (since 3 Oct 2024, 23:00)" in as_text(drawn[0])


def test_what_finds_no_room_goes_to_the_thread_by_company() -> None:
    many = [story(company=f"Company {n % 5}", person=f"Person {n}") for n in range(30)]
    first, *thread = draw_digest(digest(*many))
    assert "in the thread: 23 stories" in as_text(first)
    assert thread
    shown = "".join(as_text(message) for message in (first, *thread))
    assert all(f"Person {n} " in shown for n in range(30))


@settings(max_examples=15)
@given(chances(), st.integers(0, 150))
def test_each_story_has_at_most_one_place_and_none_is_lost_silently(chance: Random, many: int) -> None:
    made = digest_of(chance, many)
    groups = [row for group in (*made.worth, *made.rest) for row in group.rows]
    placed = [row.story.id for row in (*made.act_now, *groups, *made.rivals, *made.changed)]
    assert len(placed) == len(set(placed))
    assert len(made.act_now) <= MOST_ACT_NOW
    assert sum(len(group.rows) for group in made.worth) <= MOST_WORTH
    assert sum(len(group.rows) for group in made.rest) <= MOST_REST


@given(chances())
def test_the_order_in_which_stories_come_does_not_matter(chance: Random) -> None:
    told = [story(company=f"C{n % 3}", person=f"P{n}", outlets=(f"{n}.example",)) for n in range(9)]
    scores: dict[str, Score | NotEnough] = {f"C{n}": gain(told[n], 20 + n) for n in range(3)}
    mixed = list(told)
    chance.shuffle(mixed)
    assert digest(*mixed, scores=scores) == digest(*told, scores=scores)

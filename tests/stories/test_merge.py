"""Signals become stories: who joins whom, what ids live on."""

from __future__ import annotations

from collections.abc import Sequence

from model.signal import Certainty, Kind, Seniority, Signal, SourceClass
from model.story import State, Story
from stories.merge import merge
from tests.make import DAY, HOUR, amount, at, signal, unnamed

SEEN = at("2024-09-25 19:30")


def told(site: str, *, days: float = 0, **changes: object) -> Signal:
    return signal(**{"site": site, "published": SEEN + days * DAY, "title": f"Murati leaves, says {site}", **changes})


def filing(days: float = 1, **changes: object) -> Signal:
    return told("sec.gov", days=days, person=None, role=None, source_class=SourceClass.FILING, title="8-K", **changes)


def stories(signals: Sequence[Signal], known: Sequence[Story] = ()) -> tuple[Story, ...]:
    return merge(signals, known).changed


def test_one_event_told_by_three_is_one_story() -> None:
    news = [told("a.com"), told("b.com", days=1, person="Murati"), told("c.fr", days=2, lang="fr", title="Départ")]

    (story,) = stories(news)

    assert story.people == ("Mira Murati",)
    assert story.state is State.CONFIRMED
    assert story.outlets == ("a.com", "b.com", "c.fr")
    assert (story.first_seen, story.last_seen) == (SEEN, SEEN + 2 * DAY)
    assert [s.site for s in story.evidence] == ["a.com", "b.com", "c.fr"]


def test_one_headline_that_names_three_is_three_stories() -> None:
    news = [told("a.com", person=name, item=("feed:a", "1")) for name in ("Mira Murati", "Bob McGrew", "Barret Zoph")]

    found = stories(news)

    assert sorted(story.people for story in found) == [("Barret Zoph",), ("Bob McGrew",), ("Mira Murati",)]
    assert len({story.id for story in found}) == 3


def test_a_group_report_joins_no_named_leaver() -> None:
    group = told("b.com", person=None, role=None, seniority=Seniority.GROUP, headcount=3, title="Murati leaves, says a")

    assert len(stories([told("a.com"), group])) == 2


def test_a_vague_headline_ties_no_two_people_together() -> None:
    vague = told("c.com", person=None, role=None, seniority=None, title="Leader leaves, says c")
    news = [
        told("a.com", title="Leader leaves, says a"),
        told("b.com", person="Bob McGrew", title="Leader leaves, says b"),
    ]

    assert sorted(s.people for s in stories([*news, vague])) == [(), ("Bob McGrew",), ("Mira Murati",)]


def test_a_vague_headline_joins_the_holder_of_the_office_it_names() -> None:
    vague = told("c.com", person=None, role="chief technology officer")
    other = told("b.com", person="Bob McGrew", role="chief research officer")

    found = {s.people: s.outlets for s in stories([told("a.com"), other, vague])}

    assert found == {("Mira Murati",): ("a.com", "c.com"), ("Bob McGrew",): ("b.com",)}


def test_a_surname_that_two_bear_joins_neither() -> None:
    news = [told("a.com", person="Anna Smith"), told("b.com", person="Adam Smith"), told("c.com", person="Smith")]

    assert len(stories(news)) == 3


def test_a_filing_confirms_the_one_story_of_its_week() -> None:
    (story,) = stories([told("a.com"), filing()])

    assert story.state is State.CONFIRMED
    assert story.source_classes == {SourceClass.PRESS, SourceClass.FILING}


def test_a_filing_stands_alone_beside_two_stories_and_beside_none() -> None:
    assert len(stories([told("a.com"), told("b.com", person="Bob McGrew"), filing()])) == 3
    assert len(stories([told("a.com"), filing(days=9)])) == 2


def test_two_filings_of_different_sums_never_share_a_story() -> None:
    vague = unnamed(Kind.FUNDING, site="a.com", published=SEEN, title="Money for the lab")
    filings = [
        unnamed(Kind.FUNDING, site=f"{n}.gov", published=SEEN, amount=amount(n), source_class=SourceClass.FILING)
        for n in (1e8, 6e9)
    ]

    assert sorted(len(story.evidence) for story in stories([vague, *filings])) == [1, 2]


def test_the_filing_may_come_first() -> None:
    (first,) = stories([filing(days=0)])

    (story,) = stories([told("a.com", days=1)], [first])

    assert story.id == first.id
    assert story.people == ("Mira Murati",)


def test_cuts_told_without_a_number_join_the_fullest_story() -> None:
    cuts = [unnamed(Kind.LAYOFFS, site=f"{n}.com", headcount=1500, published=SEEN + n * HOUR) for n in range(3)]
    site = unnamed(Kind.LAYOFFS, site="x.com", headcount=80, published=SEEN)
    vague = unnamed(Kind.LAYOFFS, site="y.com", published=SEEN + DAY)

    sizes = sorted(len(story.evidence) for story in stories([*cuts, site, vague]))

    assert sizes == [1, 4]


def test_background_joins_a_story_and_opens_none() -> None:
    background = told("b.com", days=3, certainty=Certainty.BACKGROUND)

    (story,) = stories([told("a.com"), background])

    assert story.state is State.REPORTED
    assert story.last_seen == SEEN
    assert len(story.evidence) == 2
    assert stories([background]) == ()


def test_private_and_public_signals_never_meet() -> None:
    news = [told("a.com"), told("x", private=True, owner="U1"), told("y", private=True, owner="U2")]

    found = stories(news)

    assert sorted((story.private, len(story.evidence)) for story in found) == [(False, 1), (True, 1), (True, 1)]
    assert len({story.id for story in found}) == 3


def test_the_id_stays_when_news_comes() -> None:
    (opened,) = stories([told("a.com")])

    (grown,) = stories([told("b.com", days=-1)], [opened])

    assert grown.id == opened.id
    assert len(opened.id) == 12


def test_the_same_news_gives_the_same_id_anywhere() -> None:
    assert stories([told("a.com")])[0].id == "e69ebf80eca2"


def test_when_two_stories_turn_out_one_the_older_id_survives() -> None:
    (old,) = stories([told("a.com")])
    (young,) = stories([told("b.com", days=40)])

    merged = merge([told("c.com", days=20)], [young, old])

    assert [story.id for story in merged.changed] == [old.id]
    assert merged.absorbed == {young.id: old.id}
    assert merged.changed[0].outlets == ("a.com", "c.com", "b.com")


def test_news_told_again_changes_nothing() -> None:
    news = [told("a.com"), told("b.com", person="Bob McGrew"), filing()]
    known = stories(news)

    again = merge(news, known)

    assert again.changed == ()
    assert again.absorbed == {}


def test_one_item_speaks_once_in_a_story() -> None:
    item = ("feed:a", "1")
    news = [told("a.com", item=item), told("a.com", item=item, person=None, confidence=1.0)]

    (story,) = stories(news)

    assert [s.person for s in story.evidence] == ["Mira Murati"]


def test_a_story_is_silent_while_all_its_items_are_old() -> None:
    first, second, third = told("a.com"), told("b.com", days=1), told("c.com", days=2)
    (opened,) = merge([first], [], frozenset({first.item})).changed
    (still,) = merge([second], [opened], frozenset({second.item})).changed
    (speaks,) = merge([third], [still]).changed

    assert (opened.silent, still.silent, speaks.silent) == (True, True, False)


def test_the_own_domain_of_the_company_confirms() -> None:
    (story,) = merge([told("newsroom.openai.com")], [], domains={"OpenAI": "openai.com"}).changed

    assert story.state is State.CONFIRMED


def test_hired_from_inside_or_promoted_is_one_appointment() -> None:
    news = [told("a.com", kind=Kind.HIRE), told("b.com", kind=Kind.PROMOTION), told("c.com", kind=Kind.PROMOTION)]

    (story,) = stories(news)

    assert story.kind is Kind.PROMOTION


def test_a_move_is_a_departure_here_and_a_hire_there() -> None:
    news = [
        told("a.com", to_company="Anthropic"),
        told("a.com", kind=Kind.HIRE, company="Anthropic", from_company="OpenAI", to_company="Anthropic"),
    ]

    assert sorted((s.company, s.kind) for s in stories(news)) == [
        ("Anthropic", Kind.HIRE),
        ("OpenAI", Kind.DEPARTURE),
    ]


def test_a_filing_that_turns_out_ambiguous_leaves_the_story_it_opened_with_its_own_id() -> None:
    known = stories([filing(days=0), told("a.com", days=1)])

    merged = merge([told("b.com", days=2, person="Bob McGrew")], known)

    assert known[0].id in {story.id for story in merged.changed}
    assert len({story.id for story in merged.changed}) == 3

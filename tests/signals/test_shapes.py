"""Filings, changed profiles and notes: what each kind of item can and cannot say."""

from __future__ import annotations

import pytest

from model.item import Article, BoardChange, Filing, Note, Notice, Post, ProfileChange
from model.signal import Certainty, Kind, Seniority, Signal, SourceClass
from tests.signals.lexicons import item, reader


def filing(*topics: str, filer: str = "NORTHWIND CORP", cik: int = 1234567) -> list[Signal]:
    shape = Filing("8-K", "0001234567-26-000001", filer, cik, topics)
    text = "\n".join(f"Item {topic}: Departure of Directors or Certain Officers" for topic in topics)
    return reader().read(item(f"8-K - {filer}", text, None, shape))


def change(before: str | None, after: str | None, role_before: str | None, role_after: str | None) -> list[Signal]:
    shape = ProfileChange("U1", "Lena Vogel", "in/lena", before, after, role_before, role_after)
    return reader().read(item("Lena Vogel changed jobs", "", None, shape))


def note(text: str, company: str = "Northwind") -> Signal:
    (signal,) = reader().read(item("note", text, "en", Note("U1", company)))
    return signal


def test_item_5_02_is_a_weak_unclassified_change_without_a_person() -> None:
    (signal,) = filing("5.02", "9.01")
    assert (signal.kind, signal.seniority, signal.person, signal.role) == (
        Kind.DEPARTURE,
        Seniority.C_SUITE,
        None,
        None,
    )
    assert signal.confidence <= 0.4
    assert signal.pattern == "sec.5_02"
    assert signal.source_class is SourceClass.FILING
    assert signal.quote.startswith("Item 5.02")


def test_item_2_05_is_a_layoff() -> None:
    (signal,) = filing("2.05")
    assert (signal.kind, signal.certainty) == (Kind.LAYOFFS, Certainty.REPORTED)


def test_a_filing_belongs_to_its_key_else_to_its_name_else_to_nobody() -> None:
    assert filing("5.02", filer="SOMETHING ELSE")[0].company == "Northwind"
    assert filing("5.02", filer="Contoso, Inc.", cik=7)[0].company == "Contoso"
    assert filing("5.02", filer="Unknown Holdings", cik=8) == []
    shape = Filing("8-K", "1", "Unknown Holdings", 8, ("5.02",))
    assert not reader().mentions(item("8-K", shape=shape))


def test_a_move_between_watched_companies_is_a_departure_and_a_hire() -> None:
    left, joined = change("Northwind, Inc.", "Contoso", "VP Research", "Head of Research")
    assert (left.kind, left.company, left.to_company, left.seniority) == (
        Kind.DEPARTURE,
        "Northwind",
        "Contoso",
        Seniority.VP,
    )
    assert (joined.kind, joined.company, joined.from_company) == (Kind.HIRE, "Contoso", "Northwind")
    assert all(one.private and one.owner == "U1" and one.person == "Lena Vogel" for one in (left, joined))
    assert all(one.source_class is SourceClass.PERSON for one in (left, joined))


def test_another_title_at_the_same_company_is_a_promotion() -> None:
    (signal,) = change("Northwind", "NORTHWIND", "Engineer", "Director of Engineering")
    assert (signal.kind, signal.seniority) == (Kind.PROMOTION, Seniority.DIRECTOR)


def test_an_emptied_company_is_a_doubtful_departure() -> None:
    (signal,) = change("Northwind", None, "Engineer", None)
    assert signal.kind is Kind.DEPARTURE
    assert signal.confidence <= 0.4


def test_moves_between_unwatched_companies_say_nothing() -> None:
    assert change("Acme", "Initech", "Engineer", "Engineer") == []
    assert change("Northwind", "Northwind", "Engineer", "Engineer") == []


def test_a_note_that_people_look_around_is_open_to_work() -> None:
    signal = note("Three engineers at Northwind turned on Open to Work and ask how to join Contoso")
    assert (signal.kind, signal.company, signal.to_company) == (Kind.OPEN_TO_WORK, "Northwind", "Contoso")
    assert not signal.private
    assert signal.seniority is Seniority.GROUP


PUBLISHED = [Article(), Post("Jane Doe", "@jane@social.example"), Post("Jane Doe", "jane.example", vouched=True)]


@pytest.mark.parametrize("shape", PUBLISHED, ids=lambda shape: type(shape).__name__)
@pytest.mark.parametrize(
    "words",
    [
        "Jane Doe of Northwind is looking for a new job",
        "Jane Doe, an engineer at Northwind, is open to work.",
        "I work at Northwind and I am open to work. #opentowork",
        "Northwind's Jane Doe is open to work, and Ben Roe of Northwind is looking for a new job.",
    ],
)
def test_that_somebody_by_name_looks_around_is_news_for_nobody(words: str, shape: Article | Post) -> None:
    kinds = {signal.kind for signal in reader().read(item(words, words, "en", shape))}
    assert Kind.OPEN_TO_WORK not in kinds


@pytest.mark.parametrize("shape", PUBLISHED, ids=lambda shape: type(shape).__name__)
def test_that_many_look_around_is_news(shape: Article | Post) -> None:
    words = "Several Northwind engineers are open to work"
    (signal,) = reader().read(item(words, words, "en", shape))
    assert (signal.kind, signal.person, signal.seniority) == (Kind.OPEN_TO_WORK, None, Seniority.GROUP)


def test_friends_who_ask_for_a_way_to_a_rival_are_open_to_work() -> None:
    signal = note("Several friends at Northwind asked me how they could get into Contoso.")
    assert (signal.kind, signal.company, signal.to_company) == (Kind.OPEN_TO_WORK, "Northwind", "Contoso")


def test_a_note_that_names_a_person_is_private_to_its_author() -> None:
    signal = note("Laura Stein at Northwind is looking for a new job")
    assert signal.person == "Laura Stein"
    assert signal.private
    assert signal.owner == "U1"


def test_any_other_note_is_inbound() -> None:
    signal = note("Heard the cafeteria is empty lately")
    assert (signal.kind, signal.company) == (Kind.INBOUND_NOTE, "Northwind")
    assert signal.source_class is SourceClass.NOTE


def test_a_board_and_a_notice_mention_their_company_alone() -> None:
    assert reader().mentions(item("jobs", shape=BoardChange("Northwind", 3, 1, 40)))
    assert not reader().mentions(item("jobs", shape=BoardChange("Acme", 3, 1, 40)))
    assert reader().mentions(item("notice", shape=Notice("Northwind", 80, None)))
    assert not reader().mentions(item("notice", shape=Notice("Acme", 80, None)))

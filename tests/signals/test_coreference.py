"""Who "he" and "the company" are, when a text leaves little doubt, and who they are not."""

from __future__ import annotations

import pytest

from model.signal import Certainty, Kind, Signal
from tests.signals.lexicons import item, reader


def told(title: str, text: str, lang: str = "en") -> set[tuple[Kind, str, str | None]]:
    return {(one.kind, one.company, one.person) for one in news(title, text, lang)}


def news(title: str, text: str, lang: str = "en") -> list[Signal]:
    return [one for one in reader().read(item(title, text, lang)) if one.certainty is not Certainty.BACKGROUND]


@pytest.mark.parametrize(
    "text",
    [
        "Ada Keller is the finance chief of Northwind. She has left the company.",
        "Ada Keller is the finance chief of Northwind. In a memo on Monday, she resigned.",
        "Northwind's finance chief Ada Keller told Paul Moreau on Monday that she was leaving the company.",
        "Ada Keller is the finance chief of Northwind. Keller is leaving the fledgling startup.",
        "Ada Keller is the finance chief of Northwind. Her departure was announced on Monday.",
    ],
)
def test_a_pronoun_and_the_company_are_those_last_spoken_of(text: str) -> None:
    assert told("A week of change", text) == {(Kind.DEPARTURE, "Northwind", "Ada Keller")}


@pytest.mark.parametrize(
    "text",
    [
        "Ada Keller est la directrice financière de Northwind. Elle a quitté la société.",
        "Ada Keller est la directrice financière de Northwind. Mardi, elle a démissionné.",
        "Ada Keller est la directrice financière de Northwind. Son départ a été annoncé lundi.",
    ],
)
def test_french_pronouns_are_read_alike(text: str) -> None:
    assert told("Une semaine agitée", text, "fr") == {(Kind.DEPARTURE, "Northwind", "Ada Keller")}


def test_it_is_the_company_that_the_sentence_is_about() -> None:
    text = "Northwind has struck back: it hired Contoso's former design head Ada Keller on Friday."
    assert told("A fight for talent", text) == {(Kind.HIRE, "Northwind", "Ada Keller")}


@pytest.mark.parametrize(
    "text",
    [
        "Northwind makes robots. Fabrikam Motors, the company behind the bus, lays off 40 people.",
        "Northwind makes robots. The startup Fabrikam is shutting down.",
        "A former Northwind engineer likes the company. It rained. He left the room.",
    ],
)
def test_the_company_of_somebody_else_is_not_ours(text: str) -> None:
    assert told("A week of change", text) == set()


def test_the_people_of_a_company_leave_theirs_whichever_the_sentence_names() -> None:
    text = "Ada Keller, the finance chief of Northwind, spoke first. Contoso was mentioned. Keller has resigned."
    assert told("A long evening", text) == {(Kind.DEPARTURE, "Northwind", "Ada Keller")}


@pytest.mark.parametrize(
    "when", ["in October", "last October", "in May 2024", "on October 3, 2025", "in January 2025", "last year"]
)
def test_what_is_dated_long_before_the_article_is_background(when: str) -> None:
    text = f"Northwind makes robots. The finance chief Ada Keller left Northwind {when}."
    assert news("A look at Northwind", text) == []


@pytest.mark.parametrize("when", ["in February", "on March 1", "in May", "on Monday", "effective in April"])
def test_what_is_dated_now_or_soon_is_news(when: str) -> None:
    text = f"Northwind makes robots. The finance chief Ada Keller leaves Northwind {when}."
    assert told("A look at Northwind", text) == {(Kind.DEPARTURE, "Northwind", "Ada Keller")}


@pytest.mark.parametrize(
    "text",
    [
        "Two researchers quit Northwind on Friday: Ada Keller and Paul Moreau.",
        "Two researchers quit Northwind on Friday, Ada Keller and Paul Moreau, people at the firm said.",
        "The first to leave Northwind were two researchers – Ada Keller and Paul Moreau – and then it was quiet.",
        "Northwind lost the researcher Ada Keller, who led vision, and Paul Moreau.",
    ],
)
def test_a_list_behind_an_event_names_its_people(text: str) -> None:
    people = {person for kind, _, person in told("A week of change", text) if kind is Kind.DEPARTURE}
    assert people == {"Ada Keller", "Paul Moreau"}


def test_a_group_is_no_event_of_its_own_once_its_people_are_named() -> None:
    text = "Ada Keller, the finance chief, resigned. Paul Moreau, the design head, is leaving Northwind too."
    assert told("Northwind loses two executives", text) == {
        (Kind.DEPARTURE, "Northwind", "Ada Keller"),
        (Kind.DEPARTURE, "Northwind", "Paul Moreau"),
    }


def test_a_crowd_stays_an_event_beside_the_people_named() -> None:
    text = "Dozens of employees left Northwind. Ada Keller, the finance chief, resigned. Paul Moreau quit Northwind."
    assert (Kind.DEPARTURE, "Northwind", None) in told("Northwind in trouble", text)


def test_who_is_once_called_a_founder_is_one() -> None:
    text = "Ada Keller, a co-founder of Northwind, spoke. The research chief Ada Keller is leaving Northwind."
    (departure,) = news("A look at Northwind", text)
    assert departure.seniority == "founder"

"""Whole items, read as a recruiter would read them: tests/cases/lexicon/*.toml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from model.signal import Certainty, Signal
from tests.signals.lexicons import LANGUAGES, cases, item, reader


def as_table(signal: Signal) -> dict[str, object]:
    return {
        "kind": signal.kind.value,
        "company": signal.company,
        "person": signal.person,
        "role": signal.role,
        "seniority": signal.seniority.value if signal.seniority else None,
        "from": signal.from_company,
        "to": signal.to_company,
        "amount": signal.amount.value if signal.amount else None,
        "currency": signal.amount.currency if signal.amount else None,
        "headcount": signal.headcount,
        "certainty": signal.certainty.value,
    }


def fits(wanted: Mapping[str, object], found: Mapping[str, object]) -> bool:
    # An event that names no person wants none.
    return all(found[key] == value for key, value in {"person": None, **wanted}.items())


def amiss(case: Mapping[str, Any], signals: Iterable[Signal]) -> str:
    """Tell what a case wanted and what was told, "" when that is the same."""
    told = list(map(as_table, signals))
    missing = [wanted for wanted in case["events"] if not any(fits(wanted, one) for one in told)]
    if not missing and len(told) == len(case["events"]):
        return ""
    return f"{case['title']}: missing {missing} of {len(case['events'])}, told {told}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_item_tells_its_events_and_no_others(language: str) -> None:
    wrong = []
    for case in cases(language):
        signals = reader().read(item(case["title"], case.get("text", ""), language))
        wrong.append(amiss(case, (signal for signal in signals if signal.certainty is not Certainty.BACKGROUND)))
    assert list(filter(None, wrong)) == []


def test_a_signal_carries_its_item_and_the_words_it_rests_on() -> None:
    news = item("Northwind CTO Ada Keller leaves after six years")
    (signal,) = reader().read(news)
    assert signal.quote in news.title
    assert signal.pattern == "en.departure.leaves"
    assert signal.item == (news.source, news.key)
    assert (signal.url, signal.site, signal.title, signal.lang) == (news.url, news.site, news.title, news.lang)
    assert signal.published == news.published
    assert 0 < signal.confidence <= 1


def test_one_event_told_in_title_and_text_is_one_signal() -> None:
    text = "Northwind's chief technology officer Ada Keller is leaving the company. Keller leaves Northwind in May."
    (signal,) = reader().read(item("Northwind CTO leaves", text))
    assert signal.person == "Ada Keller"


def test_a_text_without_a_language_is_read_by_its_small_words() -> None:
    (signal,) = reader().read(item("La directrice technique de Northwind démissionne de ses fonctions", lang=None))
    assert signal.pattern.startswith("fr.")


def test_an_article_says_what_it_is_about_even_when_nothing_happened() -> None:
    reading = reader().understand(item("Northwind opens an office in Lyon, like rival Contoso"))
    assert reading.signals == ()
    assert reading.about == ("Northwind",)

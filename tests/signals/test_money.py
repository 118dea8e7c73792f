"""Sums as texts write them, which of them an event is about, and what shows that money is not raised."""

from __future__ import annotations

import pytest

from model.signal import Amount, Kind, Signal
from tests.signals.lexicons import item, reader


def told(title: str, kind: Kind = Kind.FUNDING) -> list[Signal]:
    return [signal for signal in reader().read(item(title, "", "en")) if signal.kind is kind]


@pytest.mark.parametrize(
    ("written", "value", "currency"),
    [
        ("$500M+", 5e8, "USD"),
        ("$30 billion-plus", 3e10, "USD"),
        ("$2-billion", 2e9, "USD"),
        ("a 3-billion-dollar sum", 3e9, "USD"),
        ("$300-400 million", 3e8, "USD"),
        ("$14-$16bn", 1.4e10, "USD"),
        ("A$5m", 5e6, "AUD"),
        ("US$5m", 5e6, "USD"),
        ("Rs 500 crore", 5e9, "INR"),
        ("₹20 lakh", 2e6, "INR"),
        ("100 million yuan", 1e8, "CNY"),
        ("20m Swiss francs", 2e7, "CHF"),
        ("eight million dollars", 8e6, "USD"),
    ],
)
def test_sums_are_read_in_every_way_of_writing_them(written: str, value: float, currency: str) -> None:
    (signal,) = told(f"Northwind raises {written} in funding")
    assert signal.amount == Amount(value, currency)


@pytest.mark.parametrize(
    ("title", "value"),
    [
        ("Northwind valued at $2 billion in funding round", None),
        ("Northwind in talks to raise funds at $100bn valuation", None),
        ("Northwind hits $4 billion valuation with new round", None),
        ("Northwind raises $50 million at a $1 billion valuation", 5e7),
        ("Northwind's valuation jumps to $11B after raising massive $1B round", 1e9),
        ("Northwind raises funding, crosses $1 billion in sales", None),
    ],
)
def test_a_valuation_is_not_what_is_raised(title: str, value: float | None) -> None:
    (signal,) = told(title)
    assert (signal.amount.value if signal.amount else None) == value


def test_what_a_round_is_for_spoils_nothing() -> None:
    assert told("Northwind raises $170 million series A to build data centers")
    assert told("Northwind scores $20M to help lawyers draft contracts")
    assert told("Northwind, the data center startup, bags $20M")
    assert not told("Northwind scores $20M contract")
    assert not told("Northwind gets $20M data center order")
    assert not told("Northwind raises $3 billion in bond sale")
    assert not told("Northwind raises $10M for flood victims")


def test_sums_that_no_company_raises_are_none() -> None:
    assert not told("Northwind launches with $99 from Contoso")
    assert not told("Northwind hits $3 trillion valuation")
    assert told("Northwind in talks to raise $40 billion at $1 trillion valuation")


def test_who_works_at_a_company_raises_nothing_for_it() -> None:
    assert not told("Northwind engineers raise $5 million")
    assert not told("Fabrikam, the Northwind of India, opens an office and raises $5 million")


def test_a_clause_is_left_where_the_match_ends_with_its_first_word() -> None:
    (signal,) = told("Contoso to invest in Northwind as it eyes offering")
    assert signal.company == "Northwind"


def test_a_country_that_is_left_is_no_shutdown() -> None:
    assert not told("Northwind shuts down in Spain", Kind.SHUTDOWN)
    assert told("Northwind shuts down in 2027", Kind.SHUTDOWN)
    assert told("Northwind shuts down weeks after its sale", Kind.SHUTDOWN)

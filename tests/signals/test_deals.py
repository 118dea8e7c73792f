"""Purchases and listings: who buys and sells, for how much, and each told once."""

from __future__ import annotations

import pytest

from model.signal import Certainty, Kind, Signal
from tests.signals.lexicons import item, reader


def told(title: str, *kinds: Kind) -> list[Signal]:
    return [signal for signal in reader().read(item(title)) if signal.kind in kinds]


def bought(title: str) -> Signal:
    (signal,) = told(title, Kind.ACQUISITION)
    return signal


@pytest.mark.parametrize(
    "title",
    [
        "Contoso and Northwind agree to merge",
        "Contoso, Northwind in merger talks",
        "Contoso to merge with Northwind",
        "Contoso-Northwind merger wins approval",
        "Contoso agrees $83bn takeover of Northwind",
    ],
)
def test_a_merger_is_told_once_of_the_one_that_is_named_as_the_other(title: str) -> None:
    signal = bought(title)
    assert (signal.company, signal.to_company) == ("Northwind", "Contoso")


@pytest.mark.parametrize(
    ("title", "seller", "buyer"),
    [
        ("Contoso tries to sell Northwind again", "Contoso", None),
        ("Contoso to sell Northwind to Ada Keller for $3 billion", "Contoso", "Ada Keller"),
        ("Ada Keller lays out funding for Northwind takeover", None, "Ada Keller"),
        ("Contoso's Northwind deal likely to be approved by regulators", None, "Contoso"),
        ("Judge dismisses Ada Keller's bid to buy Northwind", None, "Ada Keller"),
    ],
)
def test_who_sells_and_who_buys(title: str, seller: str | None, buyer: str | None) -> None:
    signal = bought(title)
    assert (signal.company, signal.from_company, signal.to_company) == ("Northwind", seller, buyer)


def test_a_unit_that_is_sold_is_told_of_its_owner() -> None:
    assert bought("Northwind to sell its drone business to Contoso").company == "Northwind"


@pytest.mark.parametrize(
    ("title", "value"),
    [
        ("Contoso buys Northwind for $2 billion, a year after a $300 million round", 2e9),
        ("Contoso offers $60 a share for Northwind", None),
        ("Contoso offers $60 a share for Northwind, valuing it at $5 billion", 5e9),
    ],
)
def test_the_price_is_the_first_sum_that_buys_a_company(title: str, value: float | None) -> None:
    amount = bought(title).amount
    assert (amount.value if amount else None) == value


def test_what_costs_little_is_no_company() -> None:
    assert told("Northwind sells for $99", Kind.ACQUISITION) == []
    assert bought("Northwind sells for $99 million").company == "Northwind"


def test_the_price_of_a_company_is_no_round() -> None:
    assert told("Contoso raises bid for Northwind to $30 a share", Kind.FUNDING) == []
    assert told("Contoso to buy majority stake in Northwind", Kind.FUNDING) == []


def test_a_list_tells_the_same_of_each() -> None:
    listed = told("Harbour, Contoso and Northwind prepare to launch landmark IPOs", Kind.IPO_OR_LIQUIDITY)
    assert {signal.company for signal in listed} >= {"Contoso", "Northwind"}
    merged = told("Fabrikam said to consider merger with Northwind or Contoso", Kind.ACQUISITION)
    assert {signal.company for signal in merged} == {"Contoso", "Northwind"}


def test_a_rival_of_the_company_that_lists_its_shares_is_somebody_else() -> None:
    assert told("Northwind rival Fabrikam files for IPO", Kind.IPO_OR_LIQUIDITY) == []


def test_a_deal_that_only_dates_something_else_is_background() -> None:
    assert bought("Advertisers leave after Ada Keller's Northwind takeover").certainty is Certainty.BACKGROUND


@pytest.mark.parametrize(
    "title",
    ["Watchdog won't challenge Contoso's Northwind deal", "Court refuses to block Contoso's acquisition of Northwind"],
)
def test_what_nobody_forbids_is_planned(title: str) -> None:
    assert bought(title).certainty is Certainty.PLANNED


@pytest.mark.parametrize("title", ["Contoso drops its bid for Northwind", "Contoso scraps takeover of Northwind"])
def test_what_is_given_up_is_nothing(title: str) -> None:
    assert told(title, Kind.ACQUISITION) == []


@pytest.mark.parametrize(
    ("title", "companies"),
    [
        ("Northwind unit Fabrikam files for IPO", []),
        ("Northwind's spin-off Contoso files for IPO", ["Contoso"]),
        ("Northwind unit files for IPO", ["Northwind"]),
    ],
)
def test_what_sprang_from_a_house_is_not_the_house(title: str, companies: list[str]) -> None:
    assert [signal.company for signal in told(title, Kind.IPO_OR_LIQUIDITY)] == companies

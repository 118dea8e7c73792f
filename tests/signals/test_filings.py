"""Lawyers' English: who leaves, who comes, who moves up, and everything that only sounds like it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.item import Filing, Item
from model.signal import Kind, Seniority, Signal, SourceClass
from signals.officers import changes
from signals.reader import Reader
from tests.make import company

FILED = datetime(2024, 10, 4, tzinfo=UTC)
FILER = "Northwind Corp."

TELLING = {
    "On October 1, 2024, Ada Q. Keller, Chief Financial Officer of the Company, informed the Board of her decision to "
    "resign from her position, effective October 31, 2024.": [
        ("departure", "Ada Q. Keller", "Chief Financial Officer")
    ],
    "On October 1, 2024, the Board of Directors of Northwind Corp. appointed Ben Okafor as the Company’s Chief "
    "Financial Officer, effective November 1, 2024.": [("hire", "Ben Okafor", "Chief Financial Officer")],
    "Northwind Corp. and Carla Ruiz, the Company’s Chief Operating Officer, mutually agreed that Ms. Ruiz will step "
    "down as Chief Operating Officer and leave the Company.": [("departure", "Carla Ruiz", "Chief Operating Officer")],
    "Effective October 2, 2024, Dmitri Volkov was promoted to Senior Vice President, Research and Development of the "
    "Company.": [("promotion", "Dmitri Volkov", "Senior Vice President, Research and Development")],
    "The Board appointed Eva Lindqvist as Chief Executive Officer and Femi Adeyemi as President. Ms. Lindqvist joined "
    "the Company in 2015.": [
        ("promotion", "Eva Lindqvist", "Chief Executive Officer"),
        ("hire", "Femi Adeyemi", "President"),
    ],
    "The employment of Gus Hart, Chief Legal Officer, was terminated without cause on October 1, 2024.": [
        ("departure", "Gus Hart", "Chief Legal Officer")
    ],
    "On October 1, 2024, Hana Sato notified the Board that she will not stand for re-election.": [
        ("departure", "Hana Sato", "board director")
    ],
    "On October 1, 2024, Jo Park resigned as Chief Operating Officer and was appointed Chief Executive Officer of the "
    "Company.": [("promotion", "Jo Park", "Chief Executive Officer")],
    "The Board elected Kim Noor to the Board as an independent director.": [("hire", "Kim Noor", "board director")],
    "Lena Holt, age 45, will join the Company as Chief People Officer on November 4, 2024, succeeding Max Roth, who is "
    "retiring.": [("departure", "Max Roth", None), ("hire", "Lena Holt", "Chief People Officer")],
    "Nils Berg and Olga Petrenko, Co-Heads of Sales, have been elected Co-Presidents of the Company.": [
        ("promotion", "Nils Berg", "Co-President"),
        ("promotion", "Olga Petrenko", "Co-President"),
    ],
    "On September 30, 2024, Robert J. van der Berg informed the Board of Northwind Corp. of his intention to retire as "
    "President and Chief Executive Officer. The Board appointed Mia Chen, 48, currently the Company’s Chief Operating "
    "Officer, to succeed Mr. van der Berg as President and Chief Executive Officer, effective January 1, 2025.": [
        ("departure", "Robert J. van der Berg", "President and Chief Executive Officer"),
        ("promotion", "Mia Chen", "President and Chief Executive Officer"),
    ],
    "(c) On October 1, 2024, the Company announced the appointment of Priya Raman as Chief Technology Officer.": [
        ("hire", "Priya Raman", "Chief Technology Officer")
    ],
    "The Board increased its size to nine and appointed Luis Ortega to fill the vacancy.": [
        ("hire", "Luis Ortega", "board director")
    ],
    "Tom Lee is our Treasurer.\nThe Company and Mr. Lee agreed that Mr. Lee’s employment with the Company "
    "ended on September 30, 2024.": [("departure", "Tom Lee", None)],
    "Effective as of October 1, 2024, Anna Bell ceased to serve as the Company’s Chief Marketing Officer.": [
        ("departure", "Anna Bell", "Chief Marketing Officer")
    ],
    "The Company’s Chief Financial Officer, Peter Hall, will depart the Company on November 15, 2024.": [
        ("departure", "Peter Hall", "Chief Financial Officer")
    ],
    "On October 1, 2024, the Board promoted Kate Moss from Vice President, Finance to Chief Financial Officer.": [
        ("promotion", "Kate Moss", "Chief Financial Officer")
    ],
    "Carl Young has been named interim Chief Executive Officer while the Board looks for a successor.": [
        ("hire", "Carl Young", "Chief Executive Officer")
    ],
    "On October 1, 2024, Alan Reed assumed the additional role of interim Chief Financial Officer.": [
        ("hire", "Alan Reed", "Chief Financial Officer")
    ],
    "On October 1, 2024, Sarah O’Neill, Chief Accounting Officer of Northwind Corp., gave notice of her resignation.": [
        ("departure", "Sarah O’Neill", "Chief Accounting Officer")
    ],
    "On October 1, 2024, the Chief Scientific Officer of the Company resigned.": [("departure", None, None)],
}

SILENT = [
    "On October 1, 2024, the Compensation Committee adopted the Variable Compensation Plan for Fiscal Year 2025.",
    "On October 1, 2024, the Board approved a bonus for Ivo Marin, Chief Technology Officer, due unless he resigns.",
    "As previously reported on Form 8-K, Ada Keller resigned as Chief Financial Officer on September 1, 2024.",
    "This Amendment No. 1 supplements the report that Ben Okafor was appointed Chief Financial Officer.",
    "If Mr. Okafor resigns for good reason, he will receive twelve months of salary.",
    "Prior to joining the Company, Ms. Ruiz was appointed Chief Accounting Officer of Southsea Inc.",
    "In connection with her appointment, Ms. Raman will receive a base salary of $500,000.",
    "On September 29, 2024, Mary Wu, a member of the Board of Directors, passed away.",
    "On October 2, 2024, Daniel Frost, our Chief Financial Officer, was placed on administrative leave.",
    "In March 2019, Dmitri Volkov was appointed Chief Accounting Officer of the Company.",
    "There is no arrangement or understanding between Mr. Okafor and any person pursuant to which he was appointed.",
    "Ms. Keller’s decision to resign was not the result of any disagreement with the Company.",
    "Departure of Directors or Certain Officers; Election of Directors; Appointment of Certain Officers.",
]


def told(text: str) -> list[tuple[str, str | None, str | None]]:
    return [(change.kind.value, change.person, change.role) for change in changes(text, FILER, FILED)]


@pytest.mark.parametrize("text", TELLING, ids=lambda text: text[:40])
def test_a_sentence_tells(text: str) -> None:
    assert told(text) == TELLING[text]


@pytest.mark.parametrize("text", SILENT, ids=lambda text: text[:40])
def test_a_sentence_tells_nothing(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize("text", TELLING, ids=lambda text: text[:40])
def test_every_quote_stands_in_the_text_and_holds_the_name(text: str) -> None:
    for change in changes(text, FILER, FILED):
        assert change.quote in text
        assert change.person is None or change.person.split()[-1] in change.quote


def test_a_last_name_means_whoever_was_named_in_full() -> None:
    text = "Ada Keller is our Treasurer.\nOn October 1, 2024, Ms. Keller resigned as Treasurer."

    assert told(text) == [("departure", "Ada Keller", "Treasurer")]


def read(items: tuple[str, ...], text: str, form: str = "8-K") -> list[Signal]:
    shape = Filing(form, "0000000007-24-000001", "OpenAI", 7, items)
    return Reader([company()], []).read(Item("sec_8k:", "1", "", "t", text, "en", "sec.gov", FILED, FILED, shape))


def test_layoffs_come_with_their_number_and_sentence() -> None:
    sentence = "The plan will reduce the workforce by approximately 1,250 full-time employees."
    (signal,) = read(("2.05",), f"Item 2.05: Costs Associated\nOn October 1 the Board met. {sentence}")

    assert (signal.kind, signal.headcount, signal.quote) == (Kind.LAYOFFS, 1250, sentence)
    assert (signal.seniority, signal.source_class) == (Seniority.GROUP, SourceClass.FILING)


def test_closing_a_site_without_a_word_of_people_is_no_lay_off() -> None:
    assert read(("2.05",), "Item 2.05: Costs\nThe Company will write off a leased warehouse.") == []


def test_a_petition_is_a_shutdown_with_its_sentence() -> None:
    sentence = "On October 1, 2024, the Company filed voluntary petitions under Chapter 11."
    (signal,) = read(("1.03",), f"Item 1.03: Bankruptcy or Receivership\n{sentence}")

    assert (signal.kind, signal.quote) == (Kind.SHUTDOWN, sentence)


def test_an_amendment_tells_nothing() -> None:
    assert read(("5.02", "2.05", "1.03"), "Item 5.02: Departure", "8-K/A") == []


def test_without_its_text_a_filing_is_an_unclassified_change() -> None:
    (signal,) = read(("5.02",), "Item 5.02: Departure of Directors")

    assert (signal.person, signal.confidence, signal.quote) == (None, 0.3, "Item 5.02: Departure of Directors")


@given(st.text(alphabet=st.sampled_from("AaBb .,&()’\n12") | st.characters(), max_size=300))
def test_arbitrary_text_is_read_without_a_fault(text: str) -> None:
    for change in changes(text + " John Doe resigned as CFO. " + text, FILER, FILED):
        assert change.quote

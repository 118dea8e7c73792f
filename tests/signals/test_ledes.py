"""Who the unnamed person of a title is: whom the text's first sentence speaks of, and whom it only mentions."""

from __future__ import annotations

import pytest

from model.signal import Kind
from tests.signals.lexicons import item, reader

_LEAVES = "Northwind's Kenya boss quits"
_COMES = "Northwind appoints Contoso veteran as finance chief"


def persons(title: str, text: str, kind: Kind) -> list[str | None]:
    return [one.person for one in reader().read(item(title, text, "en")) if one.kind is kind]


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        (_LEAVES, 'Ada Keller says the role "was not what I had hoped for".', Kind.DEPARTURE),
        (_LEAVES, "Ada Keller, who joined in 2019, clashed with the board, people familiar said.", Kind.DEPARTURE),
        (_LEAVES, "Ada Keller had led the unit since 2019; Jan Peeters will succeed her.", Kind.DEPARTURE),
        (_LEAVES, "After ten years and three chiefs, Ada Keller handed in her badge.", Kind.DEPARTURE),
        (_LEAVES, "The software maker said on Monday that Ada Keller would go in May.", Kind.DEPARTURE),
        (_COMES, "Ada Keller will report to the chief executive.", Kind.HIRE),
        (_COMES, "Ada Keller spent two decades at Contoso.", Kind.HIRE),
    ],
)
def test_the_only_person_of_the_first_sentence_is_meant(title: str, text: str, kind: Kind) -> None:
    assert persons(title, text, kind) == ["Ada Keller"]


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        (_LEAVES, "Jan Peeters, an analyst at Contoso, called it a blow.", Kind.DEPARTURE),
        (_LEAVES, "Jan Peeters said the company would struggle without a leader.", Kind.DEPARTURE),
        (_LEAVES, "Jan Peeters will take over as interim head.", Kind.DEPARTURE),
        (_LEAVES, "Contoso's Jan Peeters had hired her in 2019.", Kind.DEPARTURE),
        (_LEAVES, "Ada Keller and Jan Peeters had built the unit.", Kind.DEPARTURE),
        ("Northwind finance chief to leave", "Chief executive Jan Peeters thanked her.", Kind.DEPARTURE),
        (_COMES, "Jan Peeters, the previous holder, resigned in May.", Kind.HIRE),
    ],
)
def test_nobody_is_meant_who_only_speaks_or_comes_before_or_after(title: str, text: str, kind: Kind) -> None:
    assert persons(title, text, kind) == [None]


@pytest.mark.parametrize(
    "name",
    [
        "Ray “Duke” Colbert",
        "Étienne d'Harcourt-Mbaye",
        "Saoirse Ní Bhriain",
        "Cindy Rose",
        "Zipporah N'Diaye-Whitfield",
        "Balaji K",
    ],
)
def test_a_name_is_read_in_full(name: str) -> None:
    assert persons(f"{name} leaves Northwind after ten years", "", Kind.DEPARTURE) == [name]


@pytest.mark.parametrize(
    ("title", "role", "level"),
    [
        ("Northwind's Kenya boss quits", "Kenya boss", "vp"),
        ("Northwind boss quits", "boss", "c_suite"),
        ("Northwind names Ada Keller as chief AI safety officer", "chief AI safety officer", "c_suite"),
        ("Ada Keller joins Northwind as its finance chief", "finance chief", "c_suite"),
        ("Northwind head of battery cells in Berlin resigns", "head of battery cells in Berlin", "vp"),
    ],
)
def test_an_office_has_its_field_and_its_rank(title: str, role: str, level: str) -> None:
    assert [(one.role, one.seniority) for one in reader().read(item(title, "", "en"))] == [(role, level)]


def test_a_number_in_words_is_a_head_count() -> None:
    assert [one.headcount for one in reader().read(item("Three Northwind engineers quit", "", "en"))] == [3]

"""Where people come from and who was there before, as the first sentence of a text says it."""

from __future__ import annotations

import pytest

from model.signal import Kind
from tests.signals.lexicons import item, reader

_Told = set[tuple[Kind, str, str | None]]


def told(title: str, text: str, lang: str) -> _Told:
    return {(one.kind, one.company, one.person) for one in reader().read(item(title, text, lang))}


@pytest.mark.parametrize(
    ("lang", "title", "text"),
    [
        ("fr", "Northwind remanie son état-major", "Jan Peeters s'en va, remplacé par Ada Keller, venue de Contoso."),
        ("fr", "Northwind a un nouveau patron", "Jan Peeters s'en va. Lui succède Ada Keller, venue de Contoso."),
        ("de", "Northwind: Finanzchef hört auf", "Jan Peeters übergibt an Ada Keller, die von Contoso kommt."),
    ],
)
def test_who_comes_from_elsewhere_is_hired(lang: str, title: str, text: str) -> None:
    found = told(title, text, lang)
    assert (Kind.HIRE, "Northwind", "Ada Keller") in found
    assert not any(kind is Kind.PROMOTION or company == "Contoso" for kind, company, _ in found)


@pytest.mark.parametrize(
    ("lang", "title", "text"),
    [
        ("fr", "Northwind : Ada Keller nommée directrice générale", "L'actuelle directrice des ventes arrive en mai."),
        ("de", "Ada Keller neue Chefin von Northwind", "Die bisherige Finanzvorständin rückt auf."),
        (
            "es",
            "Northwind nombra directora general a Ada Keller",
            "La hasta ahora directora de ventas empieza en mayo.",
        ),
    ],
)
def test_who_was_there_before_rises(lang: str, title: str, text: str) -> None:
    assert told(title, text, lang) == {(Kind.PROMOTION, "Northwind", "Ada Keller")}


@pytest.mark.parametrize(
    ("lang", "title", "text"),
    [
        ("de", "Ada Keller wird Finanzchefin von Northwind", "Die bisherige Chefin von Musterfirma beginnt im Mai."),
        ("de", "Ada Keller wird Finanzchefin von Northwind", "Die bisherige Musterfirma-Chefin beginnt im Mai."),
        ("es", "Northwind nombra directora general a Ada Keller", "Hasta ahora era la directora de Ejemplar."),
    ],
)
def test_who_held_an_office_elsewhere_does_not(lang: str, title: str, text: str) -> None:
    assert told(title, text, lang) == {(Kind.HIRE, "Northwind", "Ada Keller")}


@pytest.mark.parametrize(
    ("lang", "title", "text", "kind"),
    [
        ("fr", "Northwind perd son chef du design", "Jan Peeters passe la main à Ada Keller.", Kind.DEPARTURE),
        (
            "de",
            "Northwind holt Contoso-Managerin als Finanzchefin",
            "Jana Peeters folgt im Mai auf Ada Keller.",
            Kind.HIRE,
        ),
        (
            "de",
            "Northwind: Personalvorstand geht",
            "Jan Peeters übergibt zum Jahresende an Ada Keller.",
            Kind.DEPARTURE,
        ),
        ("es", "Northwind pierde a su jefe de diseño", "Jan Peeters cede el testigo a Ada Keller.", Kind.DEPARTURE),
    ],
)
def test_of_two_people_the_one_who_hands_over_or_follows_is_meant(lang: str, title: str, text: str, kind: Kind) -> None:
    assert {"Jan Peeters", "Jana Peeters"} & {who for one, _, who in told(title, text, lang) if one is kind and who}


@pytest.mark.parametrize(
    ("lang", "title", "text"),
    [
        ("fr", "Northwind perd son chef du design", "Jan Peeters et Ada Keller avaient fondé le service."),
        ("de", "Northwind: Personalvorstand geht", "Jan Peeters hatte Ada Keller kritisiert."),
    ],
)
def test_of_two_people_nobody_is_meant_where_it_is_not_said(lang: str, title: str, text: str) -> None:
    assert told(title, text, lang) == {(Kind.DEPARTURE, "Northwind", None)}


def test_a_house_of_before_is_not_what_the_house_stands_for() -> None:
    title, text = (
        "Northwind recrute Ada Keller",
        "Ada Keller, ex-numéro trois de Contoso, devient directrice de l'entreprise.",
    )
    assert {one.company for one in reader().read(item(title, text, "fr"))} == {"Northwind"}


def test_what_follows_an_appointment_is_told_of_the_house_that_appoints() -> None:
    found = told("Northwind nombra directora general a Ada Keller", "La ejecutiva sustituye a Jan Peeters.", "es")
    assert (Kind.DEPARTURE, "Northwind", "Jan Peeters") in found


def test_two_spanish_names_joined_by_y_are_two_people() -> None:
    found = told("Northwind pierde a Pablo Moreno y Ada Keller", "", "es")
    assert found == {(Kind.DEPARTURE, "Northwind", "Pablo Moreno"), (Kind.DEPARTURE, "Northwind", "Ada Keller")}


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("fr", "Fabrikam et Contoso investissent 20 millions d'euros dans la start-up lyonnaise Northwind"),
        ("es", "Contoso invierte 20 millones de euros en la startup de software hotelero Northwind"),
    ],
)
def test_a_firm_whose_name_follows_its_adjective_is_not_the_one_before(lang: str, title: str) -> None:
    assert {(one.kind, one.company) for one in reader().read(item(title, "", lang))} == {(Kind.FUNDING, "Northwind")}


@pytest.mark.parametrize(
    ("lang", "title", "role"),
    [
        ("fr", "Northwind perd son directeur créatif", "directeur créatif"),
        ("es", "Northwind pierde a su directora editorial", "directora editorial"),
    ],
)
def test_an_adjective_says_of_what_kind_an_office_is(lang: str, title: str, role: str) -> None:
    assert [one.role for one in reader().read(item(title, "", lang))] == [role]


@pytest.mark.parametrize(
    ("lang", "title", "value"),
    [
        ("de", "Northwind sammelt 20 Millionen ein", 20e6),
        ("de", "20-Millionen-Runde für Northwind", 20e6),
        ("de", "Northwind sammelt zwanzig Millionen Euro ein", 20e6),
        ("es", "Northwind levanta cinco millones de euros", 5e6),
        ("es", "Northwind, en plena expansión: 250 millones de Contoso", 250e6),
    ],
)
def test_sums_are_read_as_each_language_writes_them(lang: str, title: str, value: float) -> None:
    found = [one for one in reader().read(item(title, "", lang)) if one.kind is Kind.FUNDING]
    assert [one.amount.value for one in found if one.amount] == [value]


@pytest.mark.parametrize("title", ["Northwind zählt 20 Millionen Nutzer", "Northwind sammelt 20 Millionen Dosen ein"])
def test_what_is_counted_is_no_money(title: str) -> None:
    assert reader().read(item(title, "", "de")) == []


def test_a_german_number_in_words_counts_people() -> None:
    found = reader().read(item("Northwind entlässt fünfzig Mitarbeiter", "", "de"))
    assert [(one.kind, one.headcount) for one in found] == [(Kind.LAYOFFS, 50)]


@pytest.mark.parametrize(
    "title",
    ["Northwind trennt sich von Sattel-Linie", "Northwind schnappt sich Ulmer Gerüst", "Northwind holt Kölner Dom"],
)
def test_german_nouns_are_nobody(title: str) -> None:
    assert not any(one.person for one in reader().read(item(title, "", "de")))


def test_who_owns_the_house_is_not_the_house() -> None:
    text = "Ada Keller abandona la app, propiedad de Contoso."
    assert {one.company for one in reader().read(item("Northwind pierde a su fundadora", text, "es"))} == {"Northwind"}


@pytest.mark.parametrize(
    ("lang", "title", "text"),
    [
        (
            "de",
            "Northwind ordnet Spitze neu",
            "Der bisherige Contoso-Manager Jan Peeters löst Ada Keller als Finanzchefin ab.",
        ),
        (
            "fr",
            "Northwind remanie sa direction",
            "L'actuel directeur financier de Contoso, Jan Peeters, remplace Ada Keller à la direction générale.",
        ),
    ],
)
def test_who_was_elsewhere_until_now_comes_to_the_house_of_the_title(lang: str, title: str, text: str) -> None:
    found = told(title, text, lang)
    assert (Kind.HIRE, "Northwind", "Jan Peeters") in found
    assert {company for _, company, _ in found} == {"Northwind"}


def test_an_office_held_elsewhere_until_now_is_where_somebody_comes_from() -> None:
    text = "Ada Keller übergibt das Zepter an Jan Peeters, bislang Chef von Musterfirma."
    found = told("Die Chefin von Northwind hört auf", text, "de")
    assert (Kind.DEPARTURE, "Northwind", "Ada Keller") in found
    assert not any(kind is Kind.PROMOTION for kind, _, _ in found)

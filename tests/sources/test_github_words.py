"""The free text of a GitHub profile: whom it names as employer, now and before, and whether somebody looks around."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.github.words import TABLE, Employers, employers, looks_around, same


@pytest.mark.parametrize(
    ("written", "present", "former"),
    [
        (None, (), ()),
        ("@github", ("github",), ()),
        ("GitHub, Inc.", ("GitHub",), ()),
        ("ex-OpenAI", (), ("OpenAI",)),
        ("@acme-labs @other", ("acme-labs", "other"), ()),
        ("@acme-labs, @other", ("acme-labs", "other"), ()),
        ("prev. Umbra", (), ("Umbra",)),
        ("@acme (prev. @umbra, Lantern)", ("acme",), ("umbra", "Lantern")),
        ("ex-@umbra, Acme", ("Acme",), ("umbra",)),
        ("Formerly: Umbra", (), ("Umbra",)),
        ("Engineer at Acme", ("Acme",), ()),
        ("CTO @ Acme", ("Acme",), ()),
        ("Engineer @acme", ("acme",), ()),
        ("https://www.acme.example/team", ("acme",), ()),
        ("Johnson & Johnson", ("Johnson & Johnson",), ()),
        ("ada@acme.example", (), ()),
        ("Freelance", (), ()),
        ("N/A", (), ()),
        ("Looking for a new job", (), ()),
        ("🦆", (), ()),
        ("Expedia", ("Expedia",), ()),
    ],
)
def test_the_company_of_a_profile_is_taken_apart(
    written: str | None, present: tuple[str, ...], former: tuple[str, ...]
) -> None:
    assert employers(written) == Employers(present, former)


@given(st.text(max_size=80))
def test_no_company_is_too_odd(written: str) -> None:
    found = employers(written)
    assert all(one.strip() for one in (*found.present, *found.former))
    assert looks_around(written) in {True, False}


@given(st.text(min_size=1, max_size=30))
def test_a_company_is_the_same_as_itself(name: str) -> None:
    assert same(name, name)
    assert same(name, f"@{name}")


@pytest.mark.parametrize("number", range(len(TABLE["looking"])))
def test_each_way_to_say_that_somebody_looks_around_has_its_cases(number: int) -> None:
    one = TABLE["looking"][number]
    assert [text for text in one["matches"] if not looks_around(text)] == []
    assert [text for text in one["misses"] if looks_around(text)] == []

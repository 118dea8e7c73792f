"""Several answers in one page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import Changed
from sources.answers import join, split

BODIES = st.lists(st.binary(max_size=60), min_size=1, max_size=5)


@given(BODIES)
def test_what_is_joined_comes_apart_as_it_was(bodies: list[bytes]) -> None:
    assert split(join(bodies)) == bodies


def test_one_answer_stays_as_it_is() -> None:
    assert join([b"<feed/>"]) == b"<feed/>"


@given(st.lists(st.binary(min_size=1, max_size=60), min_size=2, max_size=5), st.data())
def test_a_page_cut_anywhere_behind_its_mark_is_seen_to_be_cut(bodies: list[bytes], data: st.DataObject) -> None:
    page = join(bodies)
    cut = page[: data.draw(st.integers(len(b"%answers"), len(page) - 1))]

    with pytest.raises(Changed):
        split(cut)


@given(st.binary(max_size=80))
def test_no_length_line_does_anything_but_raise_changed(head: bytes) -> None:
    try:
        split(b"%answers" + head)
    except Changed:
        return

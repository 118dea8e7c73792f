"""The pages of docs/ that are made from the code."""

from __future__ import annotations

import pytest

from tools.write_docs import PAGES, ROOT


@pytest.mark.parametrize("name", PAGES)
def test_a_page_made_from_the_code_is_up_to_date(name: str) -> None:
    written = (ROOT / "docs" / name).read_text("utf-8")

    assert written == PAGES[name](), "run .venv/bin/python tools/write_docs.py"

"""Whose a job board is, as far as it says so itself, and whether that is the company one looks for. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sources.boards.posting import listed, under, words
from sources.newsroom.guesses import slugs

# Where each provider's answer names the company; what stands in no row says nobody's name.
_IN_TABLE = {"workable": "name", "teamtailor": "title"}
# Asked for separately, where the list of posts does not say it.
ASKED = {"greenhouse": "/v1/boards/{board}"}
_LEAST = 4  # letters that tell a company's name from the beginning of another's
_IN_ROW = {
    "greenhouse": ("jobs", ("company_name",)),
    "smartrecruiters": ("content", ("company", "name")),
    "recruitee": ("offers", ("company_name",)),
}


def owner_of(provider: str, body: bytes) -> str:
    """Return the company that a board names, "" where the provider's answers name none."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    if provider in _IN_TABLE:
        return words(under(answer, _IN_TABLE[provider]))
    if provider not in _IN_ROW:
        return ""
    key, path = _IN_ROW[provider]
    named = (words(under(row, *path)) for row in listed(under(answer, key)))
    return next(filter(None, named), "") or words(under(answer, "name"))


def is_theirs(owner: str, names: Sequence[str], domain: str = "") -> bool | None:
    """Tell whether the name on a board is the company's, None where one only begins as the other does."""
    told = {slug.replace("-", "") for slug in slugs(owner)}
    known = {slug.replace("-", "") for name in names for slug in slugs(name, domain)}
    pairs = [sorted((a, b), key=len) for a in told for b in known]
    if any(short == long for short, long in pairs):
        return True
    return None if any(len(short) >= _LEAST and long.startswith(short) for short, long in pairs) else False

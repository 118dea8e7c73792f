"""The line of every key of a TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest

from rules.places import line_of, places
from tests.rules.pack import PACK

TEXT = '''# rules of our own
[[rules]]
id = "a.b"     # with a ] and a "quote
kinds = [
    "departure",  # and a [
    "hire",
]
title = """
id = "no key"
[[rules]]
"""
then = { kinds = ["layoffs"], within = "9d" }

[[rules]]
"id" = 'c.d'
[rules.then]
kinds = ["hire"]

[rules."departure.founder"]
strength = 70
sub.key = """a\\"""b"""
last = 1
'''


def test_keys_are_found_whatever_hides_them() -> None:
    assert {path: line for path, line in places(TEXT).items() if len(path) > 2} == {
        ("rules", 0, "id"): 3,
        ("rules", 0, "kinds"): 4,
        ("rules", 0, "title"): 8,
        ("rules", 0, "then"): 12,
        ("rules", 1, "id"): 15,
        ("rules", 1, "then"): 16,
        ("rules", 1, "then", "kinds"): 17,
        ("rules", 1, "departure.founder"): 19,
        ("rules", 1, "departure.founder", "strength"): 20,
        ("rules", 1, "departure.founder", "sub", "key"): 21,
        ("rules", 1, "departure.founder", "last"): 22,
    }


@pytest.mark.parametrize(
    ("path", "line"),
    [(("rules", 0, "then", "within"), 12), (("rules", 0, "strength"), 2), (("rules", 9), None), ((), None)],
)
def test_what_has_no_line_has_that_of_what_is_around_it(path: tuple[str | int, ...], line: int | None) -> None:
    assert line_of(places(TEXT), path) == line


def keys(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*path, key)
            yield from keys(inner, (*path, key)) if isinstance(inner, list) else ()
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from keys(inner, (*path, number))


@pytest.mark.parametrize("file", sorted(PACK.glob("*.toml")), ids=lambda file: file.name)
def test_every_key_of_the_pack_stands_where_it_is_said_to(file: object) -> None:
    text = (PACK / str(file)).read_text("utf-8")
    lines, found = text.splitlines(), places(text)

    for path in keys(tomllib.loads(text)):
        if isinstance(path[-1], str) and len(path) > 1:
            assert lines[found[path] - 1].startswith(path[-1]), path

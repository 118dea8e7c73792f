"""Takes keys and people out of a page by a written list (tools/scrub.toml), and looks whether any are left. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LIST = Path(__file__).with_suffix(".toml")
INSTEAD = "SCRUBBED"
_LEAST_SURNAME = 4


@dataclass(frozen=True, slots=True)
class Pattern:
    """What looks like something that goes, and what takes its place."""

    name: str
    regex: re.Pattern[str]
    instead: str


@dataclass(frozen=True, slots=True)
class Scrubber:
    """The written list. `people` maps each name, as a pattern, to who takes its place."""

    patterns: tuple[Pattern, ...]
    values: tuple[re.Pattern[str], ...]
    people: tuple[tuple[re.Pattern[str], str], ...]

    def scrub(self, text: str) -> str:
        """Return the text without keys and people; the same one gets the same stand-in throughout."""
        for one in self.patterns:
            text = one.regex.sub(_counting(one.instead), text)
        for value in self.values:
            text = value.sub(lambda found: found["before"] + INSTEAD, text)
        for name, instead in self.people:
            text = name.sub(lambda found, instead=instead: _like(found[0], instead), text)  # type: ignore[misc]  # bound at once
        return text

    def left(self, text: str) -> list[str]:
        """Tell what still stands in a scrubbed text, by its kind and never by its words; nothing when it is clean."""
        found = [one.name for one in self.patterns if any(not _stands_in(one, m[0]) for m in one.regex.finditer(text))]
        found += ["value of a key" for v in self.values if any(m["value"] != INSTEAD for m in v.finditer(text))]
        found += ["name of a person" for name, _ in self.people if name.search(text)]
        return list(dict.fromkeys(found))


def open_scrubber(people: Iterable[str] = (), table: Mapping[str, object] | None = None) -> Scrubber:
    """Read the list; `people` come on top of those that it names."""
    told = table if table is not None else tomllib.loads(LIST.read_text("utf-8"))
    rows: Sequence[Mapping[str, str]] = told["patterns"]  # type: ignore[assignment]  # our own file, held by its test
    keys: Sequence[str] = told["keys"]  # type: ignore[assignment]  # as above
    queried: Sequence[str] = told["keys_in_addresses"]  # type: ignore[assignment]  # as above
    headers: Sequence[str] = told["headers"]  # type: ignore[assignment]  # as above
    invented: Sequence[str] = told["invented"]  # type: ignore[assignment]  # as above
    named = [*told["people"], *people]  # type: ignore[misc]  # as above
    return Scrubber(
        tuple(Pattern(row["name"], re.compile(row["regex"]), row["instead"]) for row in rows),
        tuple(_values(keys, queried, headers)),
        tuple(_people([name for name in dict.fromkeys(named) if name.strip()], invented)),
    )


def _values(keys: Sequence[str], queried: Sequence[str], headers: Sequence[str]) -> list[re.Pattern[str]]:
    key, asked = _any(keys), _any([*keys, *queried])
    header = "|".join(map(re.escape, headers))
    bare = r"[^&\"'\s<>\\%;]"
    value = rf"(?P<value>{bare}+(?:%(?!26)[0-9A-F]{{2}}{bare}*)*)"
    query = rf"(?P<before>(?:[?&;]|%3F|%26|\\u0026)(?:{asked})(?:=|%3D)){value}"
    table = rf"(?P<before>[\"'](?:{key})[\"']\s*[:=]\s*[\"'])(?P<value>(?:[^\"'\\]|\\.)+)"
    field = rf"(?P<before>name=[\"'](?:{key})[\"'][^>]{{0,80}}?value=[\"'])(?P<value>[^\"']+)"
    line = rf"(?P<before>(?:^|\n)(?:{header}):[ \t]*)(?P<value>[^\r\n]+)"
    inside = rf"(?P<before>(?:\\n|[\"'>])(?:{header}):[ \t]*)(?P<value>[^\r\n\\\"'<]+)"  # of a text in JSON or HTML
    return [re.compile(one, re.IGNORECASE) for one in (query, table, field, line, inside)]


def _any(names: Sequence[str]) -> str:
    return "|".join(re.escape(name).replace("_", "[_-]?") for name in sorted(names, key=len, reverse=True))


def _people(named: Sequence[str], invented: Sequence[str]) -> Iterable[tuple[re.Pattern[str], str]]:
    stands = {name: invented[number % len(invented)] for number, name in enumerate(named)}
    for name, instead in stands.items():
        words = r"(?:[\s._+\u00a0-]|%20|&nbsp;)+".join(map(re.escape, name.split()))
        yield re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE), instead
        family = name.split()[-1]
        if len(name.split()) > 1 and len(family) >= _LEAST_SURNAME:
            yield re.compile(rf"(?<![^\W_]){re.escape(family)}(?![^\W_])", re.IGNORECASE), instead.split()[-1]


def _counting(instead: str) -> Callable[[re.Match[str]], str]:
    seen: dict[str, int] = {}
    return lambda found: instead.replace("{n}", str(seen.setdefault(found[0].casefold(), len(seen) + 1)))


def _stands_in(pattern: Pattern, text: str) -> bool:
    return re.fullmatch(re.escape(pattern.instead).replace(r"\{n\}", r"\d+"), text) is not None


def _like(found: str, instead: str) -> str:
    """Write the stand-in as the name stood: in small letters, and joined by what joined it."""
    joint = re.search(r"%20|&nbsp;|[\s._+\u00a0-]+", found)
    words = instead if joint is None else instead.replace(" ", joint[0])
    return words.lower() if found.islower() else words

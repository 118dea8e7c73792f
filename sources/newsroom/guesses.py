"""What a company's boards may be called, from its name and its domain. Pure."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from pathlib import Path

PLACES = tomllib.loads((Path(__file__).parent / "places.toml").read_text("utf-8"))
FEEDS: tuple[str, ...] = tuple(PLACES["feeds"])
GUESSES: dict[str, tuple[str, ...]] = {name: tuple(one) for name, one in PLACES["guesses"].items()}

MOST_SLUGS = 3
_NO_NAME = re.compile(r"[\d.]+(?::\d+)?\Z|\[|localhost")
_WORD = re.compile(r"[a-z0-9]+")
_LEGAL = frozenset(PLACES["legal"])


def slugs(name: str, domain: str = "") -> tuple[str, ...]:
    """Return what a company may be called in addresses, the likeliest first: "acme", "acmerobotics"."""
    flat = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    words = _WORD.findall(flat.replace("'", ""))
    while len(words) > 1 and words[-1] in _LEGAL:
        words.pop()
    label = "" if _NO_NAME.search(domain) else domain.removeprefix("www.").partition(".")[0].casefold()
    found = [label, "".join(words), "-".join(words), label.replace("-", "")]
    return tuple(dict.fromkeys(slug for slug in found if len(slug) > 1))[:MOST_SLUGS]


def all_slugs(names: Sequence[str], domain: str = "") -> tuple[str, ...]:
    """Return what a company of several names may be called in addresses, those of its first name and domain first."""
    return tuple(dict.fromkeys(slug for name in names for slug in slugs(name, domain)))[: MOST_SLUGS + 1]


def boards(provider: str, named: Sequence[str], domain: str = "") -> tuple[str, ...]:
    """Return what a provider's board of such a company may be called; what needs a domain goes without one."""
    patterns = [one for one in GUESSES.get(provider, ()) if domain or "{domain}" not in one]
    found = (one.format(slug=slug, domain=domain.removeprefix("www.")) for one in patterns for slug in named)
    return tuple(dict.fromkeys(found))

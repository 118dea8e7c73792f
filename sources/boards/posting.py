"""One post on a job board, and how a board's words become one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache

from model.errors import Changed
from sources import plain

LONGEST = 200
MOST_CITIES = 10

_APART = re.compile(r"\s*(?:[;|/•·]| or | oder | ou )\s*")
_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_WHERE_FROM = re.compile(
    r"remote|remoto|t[ée]l[ée]travail|home ?office|teletrabajo|distanc|anywhere|worldwide|work from home|"
    r"^\d+ (?:locations|standorte|sites)|multiple|various",
    re.IGNORECASE,
)
_AROUND = re.compile(r"^(?:hybrid\w*|on-?site|in[- ]office)\s*[-–:,]\s*|\s+(?:office|hq|headquarters)$", re.IGNORECASE)
_WIDER = """
africa, americas, apac, argentina, asia, australia, austria, belgium, brazil, canada, chile, china, colombia, denmark,
deutschland, emea, england, espana, españa, europe, europa, eu, finland, flexible, france, frankreich, germany,
great britain, greece, hungary, india, indonesia, ireland, israel, italia, italy, japan, latam, mexico, netherlands,
new zealand, north america, norway, on-site, onsite, philippines, poland, portugal, romania, scotland, south korea,
spain, suisse, sweden, schweiz, switzerland, turkey, u.s., uae, uk, ukraine, united kingdom, united states,
united states of america, us, usa, vietnam
"""
_NO_CITIES = frozenset(name.strip() for name in _WIDER.split(","))


@dataclass(frozen=True, slots=True)
class Posting:
    """One open post. `id` is the board's own and stays; `cities` are where it is, without those that are remote.

    `url` may be a path behind the address of the board.
    """

    id: str
    title: str
    department: str = ""
    cities: tuple[str, ...] = ()
    url: str = ""
    published: datetime | None = None


def read_json(body: bytes, name: str) -> object:
    """Read one answer. Raises Changed for HTML, half an answer and nothing at all, whatever status it came with."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Changed(f"{name} did not answer in JSON, or not to the end.") from error


def rows_of(body: bytes, name: str, key: str | None) -> list[object]:
    """Return the list of posts of an answer, which is the answer itself or stands under `key`."""
    answer = read_json(body, name)
    rows = answer.get(key) if isinstance(answer, dict) and key else answer
    if not isinstance(rows, list):
        raise Changed(f"{name} gave no list of posts.")
    return rows


def postings(rows: Iterable[object], name: str, one: Callable[[dict[str, object]], Posting | None]) -> list[Posting]:
    """Read each row with `one`, which says None for a post that is not shown. Raises Changed for another shape.

    Every row has to have an identity and a title: a post left out would seem to be closed.
    """
    found: list[Posting] = []
    for row in rows:
        if not isinstance(row, dict):
            raise Changed(f"A post of {name} is no table.")
        post = one(row)
        if post is None:
            continue
        if not post.id or not post.title:
            raise Changed(f"A post of {name} has no identity or no title.")
        found.append(post)
    return found


def merged(posts: Iterable[Posting]) -> dict[str, Posting]:
    """Make one post of all that share an identity, in all their cities, whatever the order; sorted by identity."""
    found: dict[str, Posting] = {}
    for post in sorted(posts, key=lambda post: (post.id, post.title, post.department, post.url, post.cities)):
        first = found.get(post.id)
        both = tuple(sorted({*first.cities, *post.cities}))[:MOST_CITIES] if first else ()
        found[post.id] = replace(first, cities=both) if first else post
    return found


def words(value: object) -> str:
    """Return a text on one line, at most LONGEST characters; "" for what is neither a text nor a number."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    text = value[: 8 * LONGEST] if isinstance(value, str) else str(value)
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(text.split())[:LONGEST].strip()


def under(value: object, *keys: str) -> object:
    """Follow keys into tables within tables; None where one is missing."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def listed(value: object) -> list[object]:
    """Return a list, or an empty one for anything else."""
    return value if isinstance(value, list) else []


def cities(places: Iterable[object]) -> tuple[str, ...]:
    """Return the cities that places name, sorted, each once: "San Francisco, CA | Remote (US)" is San Francisco."""
    found = {city for place in places for city in _cities(words(place))}
    return tuple(sorted(found))[:MOST_CITIES]


# A board names the same few places over and over.
@lru_cache(maxsize=4096)
def _cities(place: str) -> tuple[str, ...]:
    return tuple(city for part in _APART.split(place) if (city := _city(part)))


def _city(place: str) -> str:
    if _WHERE_FROM.search(place):
        return ""
    name = _AROUND.sub("", _BRACKETS.sub("", place)).partition(",")[0].strip(" -–")
    return "" if name.casefold() in _NO_CITIES else _AROUND.sub("", name)


def web(value: object) -> str:
    """Return a web address, "" for anything else."""
    text = words(value)
    return text if text.startswith(("https://", "http://")) and " " not in text else ""


def moment(value: object) -> datetime | None:
    """Read ISO 8601, its variants with "UTC", and milliseconds since 1970; None for "Posted 3 Days Ago"."""
    try:
        if isinstance(value, int) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return plain.moment(value.strip().removesuffix("UTC"), UTC) if isinstance(value, str) else None

"""Ask Wikidata what a company is called, where its site is, and under which keys exchanges and the SEC know it.

CC0, at query.wikidata.org. Who leads a company (P169) is not asked: it lags behind the news. A query that takes too
long there ends with status 200, half a JSON and a Java trace: an answer counts only when it is JSON to its end.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from model.errors import Changed
from sources.contract import Http
from sources.directories.entry import Entry
from sources.directories.settings import WikidataSettings
from sources.plain import clean

LICENCE = "CC0"
ACCEPT = "application/sparql-results+json"
MOST_ROWS = 1_000
ENTITY = re.compile(r"https?://www\.wikidata\.org/entity/(Q\d{1,12})")
DOMAIN = re.compile(r"(?:[a-z0-9_-]+\.)+[a-z0-9-]+")
LANGUAGES = ("en", "mul", "fr", "de", "es")  # "mul" is what is the same in all languages

# Each fact is a row of its own: joined, the names of one company would be multiplied by each other. Q43229 is an
# organisation: a product or a person may have the same site.
_QUERY = """\
SELECT ?item ?what ?value ?until WHERE {{
  {{ SELECT DISTINCT ?item WHERE {{ {sought} ?item wdt:P31/wdt:P279* wd:Q43229 . }} LIMIT 20 }}
  {{ ?item rdfs:label ?value . BIND("label" AS ?what) FILTER(LANG(?value) IN ({languages})) }}
  UNION {{ ?item skos:altLabel ?value . BIND("alias" AS ?what) FILTER(LANG(?value) IN ({languages})) }}
  UNION {{ ?item p:P1448 ?named . ?named ps:P1448 ?value . BIND("name" AS ?what)
    OPTIONAL {{ ?named pq:P582 ?until }} }}
  UNION {{ ?item wdt:P856 ?value . BIND("site" AS ?what) }}
  UNION {{ ?item p:P414/pq:P249 ?value . BIND("ticker" AS ?what) }}
  UNION {{ ?item wdt:P5531 ?value . BIND("cik" AS ?what) }}
}} LIMIT {most}
"""


async def ask(http: Http, settings: WikidataSettings, names: Sequence[str], domain: str) -> list[Entry]:
    """Ask once, by the site where it is known, else by exact names. Raises SourceError; an odd answer is Changed."""
    query = query_of(names, domain)
    got = await http.get(
        f"{settings.base_url}?{urlencode({'query': query, 'format': 'json'})}",
        accept=ACCEPT,
        allow_private=settings.allow_private,
    )
    return read_answer(got.body if got else b"")


def query_of(names: Sequence[str], domain: str) -> str:
    """Write the question. What a person typed stands in it as a quoted text, never as part of the query."""
    languages = ", ".join(f'"{one}"' for one in LANGUAGES)
    domain = domain.casefold().removeprefix("www.")
    if DOMAIN.fullmatch(domain):
        begins = ("https://", "https://www.", "http://", "http://www.")
        sites = " ".join(f"<{begin}{domain}{end}>" for begin in begins for end in ("", "/"))
        sought = f"VALUES ?site {{ {sites} }} ?item wdt:P856 ?site ."
    else:
        # What SPARQL would read as an end or an escape is no part of a name; clean leaves no line end.
        plain = dict.fromkeys(re.sub(r'["\\]', "", clean(name)) for name in names)
        texts = " ".join(f'"{name}"@{lang}' for name in plain for lang in LANGUAGES)
        sought = f"VALUES ?called {{ {texts} }} ?item rdfs:label|skos:altLabel ?called ."
    return _QUERY.format(sought=sought, languages=languages, most=MOST_ROWS)


def read_answer(body: bytes) -> list[Entry]:
    """Read an answer to its end, one entry for each item; raises Changed for one that is cut short or is none."""
    try:
        told = json.loads(body)
        rows = [_row(one) for one in told["results"]["bindings"]]
    except (ValueError, RecursionError):
        raise Changed("Wikidata broke off its answer, as it does when it takes too long: try again later.") from None
    except (KeyError, TypeError, AttributeError):
        raise Changed("Wikidata answered something else than was asked.") from None
    facts: dict[str, _Facts] = {}
    for item, what, value, until in rows:
        facts.setdefault(item, _Facts()).add(what, value, until)
    return [one.entry(item) for item, one in facts.items() if one.labels or one.names]


def _row(binding: Mapping[str, Mapping[str, Any]]) -> tuple[str, str, str, str]:
    """Give a row's item, what is told of it, the value, and until when. Raises KeyError where one is missing."""
    cells = {key: str(cell["value"]) for key, cell in binding.items()}
    entity = ENTITY.fullmatch(cells["item"])
    if entity is None:
        raise KeyError("item")
    return entity[1], cells["what"], clean(cells["value"]), cells.get("until", "")


@dataclass(slots=True)
class _Facts:
    """What the rows say of one item, in their order and each once."""

    labels: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    former: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)
    tickers: list[str] = field(default_factory=list)
    ciks: list[str] = field(default_factory=list)

    def add(self, what: str, value: str, until: str) -> None:
        ended = {"name": self.former} if until else {"name": self.names}
        kinds = {"label": self.labels, "alias": self.aliases, "site": self.sites, "ticker": self.tickers}
        into = {**kinds, **ended, "cik": self.ciks}.get(what)
        if into is not None and value and value not in into:
            into.append(value)

    def entry(self, item: str) -> Entry:
        called = _once([*self.labels, *self.names])
        cik = next((int(one) for one in self.ciks if one.isascii() and one.isdigit() and int(one)), None)
        return Entry(
            name=called[0],
            page=f"https://www.wikidata.org/wiki/{item}",
            site=next(iter(self.sites), ""),
            aliases=tuple(_once([*called[1:], *self.aliases])),
            former=tuple(name for name in self.former if name not in called),
            tickers=tuple(self.tickers),
            cik=cik,
        )


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))

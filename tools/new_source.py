"""Make a new source that works: its module, a recorded page, and its entry for the contract test.

    ./run.sh new source warn_texas

What it makes reads a JSON list of news from one address. Change it to what your source gives; the contract test says
whether it still keeps its promises (sources/contract.py).
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tools import write_docs  # noqa: E402 - the checkout has to be on the path first

MODULE = '''"""{words}: what it reads, and for whom, in this one line.

The first line goes to docs/sources.md.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from model.company import Company
from model.errors import Changed
from model.item import Item, Page
from model.poll import PollState
from sources.contract import Http
from sources.contract import Source as AnySource
from sources.settings import Duration

EVERY = timedelta(hours=1)
TERMS = "https://{site}/terms: why we may read it, and at what rate."


class Settings(BaseModel):
    """[sources.{name}]."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    every: Duration = EVERY
    base_url: str = "https://{site}"
    allow_private: bool = False


def open(settings: Settings, companies: Sequence[Company]) -> list[AnySource]:
    """One source for each address that is polled on its own."""
    return [Source(settings)]


@dataclass(frozen=True, slots=True)
class Source:
    """The list of news."""

    settings: Settings

    # The list always holds something; True lets a poll that finds nothing count as a fault.
    never_empty: ClassVar[bool] = True

    @property
    def id(self) -> str:
        """The source's name, a colon, and what is asked of it."""
        return "{name}:"

    @property
    def every(self) -> timedelta:
        """How long between two polls."""
        return self.settings.every

    async def fetch(self, http: Http, state: PollState, now: datetime) -> Page | None:
        """Talk, without opinions; None when nothing changed."""
        got = await http.get(
            f"{{self.settings.base_url.rstrip('/')}}/news.json",
            etag=state.etag,
            last_modified=state.last_modified,
            accept="application/json",
            allow_private=self.settings.allow_private,
        )
        if got is None:
            return None
        return Page(got.url, got.body, now, got.headers, got.etag, got.last_modified, got.permanent, got.fresh_for)

    def parse(self, page: Page) -> list[Item]:
        """Read, without a socket; raises Changed and nothing else."""
        try:
            rows = json.loads(page.body)
            items = [self._item(row, page.fetched) for row in rows]
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
            raise Changed("{words} gave no list of news.") from error
        if not items:
            raise Changed("{words} gave an empty list.")
        return list({{item.key: item for item in items}}.values())

    def advance(self, state: PollState, page: Page, items: Sequence[Item]) -> str | None:
        """The cursor to remember once these items are stored; this source needs none."""
        return None

    def _item(self, row: dict[str, str], fetched: datetime) -> Item:
        return Item(
            source=self.id,
            key=str(row["id"]),
            url=str(row["url"]),
            title=str(row["title"]),
            text="",
            lang="en",
            site="{site}",
            published=min(datetime.fromisoformat(row["at"]).astimezone(UTC), fetched),
            fetched=fetched,
        )
'''

ENTRY = """# How the contract test opens this source; {{server}} is the address of a local server.
fetched = 2024-10-04T12:00:00Z

[settings]
base_url = "{{server}}"
allow_private = true

[[companies]]
name = "Acme"
"""

PAGE = """[
  {{"id": "1", "title": "Acme opens an office in Lyon", "url": "https://{site}/1", "at": "2024-10-03T09:00:00+02:00"}},
  {{"id": "2", "title": "Acme's head of design leaves", "url": "https://{site}/2", "at": "2024-10-02T16:30:00Z"}}
]
"""

FILES: Mapping[str, str] = {
    "sources/{name}.py": MODULE,
    "tests/fixtures/{name}/source.toml": ENTRY,
    "tests/fixtures/{name}/pages/news.json": PAGE,
}

NEXT = """
It works as it is. Next:
  1. change sources/{name}.py to what your source gives;
     put one of its answers, with invented people in it, in place of news.json
  2. .venv/bin/pytest tests/sources/test_contract.py -k {name}
     writes the golden on its first run and fails: read it, then run again
  3. .venv/bin/python tools/write_docs.py
"""


def make(name: str) -> list[str]:
    """Write the files of a new source; return their paths. Raises ValueError with what to do instead."""
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name):
        raise ValueError(f"{name!r} is no name for a source: use lower-case words joined by underscores, warn_texas")
    if (ROOT / f"sources/{name}.py").exists() or (ROOT / "sources" / name).exists():
        raise ValueError(f"sources/{name} exists already: choose another name")
    facts = {"name": name, "words": name.replace("_", " ").capitalize(), "site": f"{name.replace('_', '-')}.example"}
    made = []
    for path, text in FILES.items():
        file = ROOT / path.format(**facts)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.format(**facts), "utf-8")
        made.append(str(file.relative_to(ROOT)))
    return made


def main() -> None:
    """Make the source named on the command line and say what was made and what comes next."""
    if len(sys.argv) != 2:
        sys.exit("Say its name: ./run.sh new source warn_texas")
    try:
        made = make(sys.argv[1])
    except ValueError as error:
        sys.exit(str(error))
    for path in made:
        print(f"made  {path}")
    importlib.invalidate_caches()
    write_docs.main()
    print(NEXT.format(name=sys.argv[1]))


if __name__ == "__main__":
    main()

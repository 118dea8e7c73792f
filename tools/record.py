"""Record one real page of a source as a fixture of the contract test, without keys and people.

    .venv/bin/python -m tools.record SOURCE [--config config.toml] [--as NAME] [--person "Jana Muster"] ...

The source is opened as config.toml says and asked once, by the one way to the outside. tools/scrub.toml says what goes;
what cannot be taken out stops the recording, and nothing is written. The page goes to tests/fixtures/SOURCE/pages, its
golden beside it: read both, and put words of your own in place of what people wrote, before you commit them.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import config
from cli.poll import pick
from cli.wiring import open_fetcher, open_sources, utc_now
from model.errors import Changed, ConfigError, SignalsError
from model.item import Page
from model.poll import PollState
from sources import answers
from sources.contract import OfAPerson, Source
from sources.find import SourceModule, find
from tests.sources.recorded import FIXTURES, plain, recorded
from tools.scrub import Scrubber, open_scrubber

PLACE = "http://server.example"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be recorded: a source's name or id, what the page is called, and where fixtures are."""

    source: str
    called: str = ""
    people: tuple[str, ...] = ()
    into: Path = FIXTURES


async def record(settings: config.Settings, wish: Wish, now: datetime) -> list[Path]:
    """Ask the source, scrub, and write page and golden; return what was written. Raises SignalsError."""
    source = pick(open_sources(settings, config.companies(settings)), [wish.source])[0]
    async with open_fetcher(settings) as http:
        page = await source.fetch(http, PollState(source.id), now)
    if page is None:
        raise Changed("It says that nothing changed since a version that we never named.")
    name = source.id.partition(":")[0]
    about = source.people(page) if isinstance(source, OfAPerson) else ()
    body = scrubbed(page.body, open_scrubber([*wish.people, *about, *ours(settings)]))
    return write(name, source, find()[name], Page(page.url, body, now), settings, wish)


def ours(settings: config.Settings) -> list[str]:
    """Name who is looking, as far as config.toml says it: nobody needs to read that in a fixture."""
    told = (settings.us.name, settings.us.domain, *settings.us.aliases, settings.contact)
    return [name for name in told if name.strip()]


def scrubbed(body: bytes, scrubber: Scrubber) -> bytes:
    """Scrub a page, answer by answer. Raises Changed when it is no text, and ConfigError when something is left."""
    try:
        bodies = [scrubber.scrub(one.decode()) for one in answers.split(body)]
    except UnicodeDecodeError:
        raise Changed("The page is no text in UTF-8, and what cannot be read cannot be scrubbed.") from None
    left = list(dict.fromkeys(kind for one in bodies for kind in scrubber.left(one)))
    if left:
        raise ConfigError([f"tools/scrub.toml: a {kind} is left after scrubbing: extend the list" for kind in left])
    return answers.join([one.encode() for one in bodies])


def write(
    name: str, source: Source, module: SourceModule, page: Page, settings: config.Settings, wish: Wish
) -> list[Path]:
    """Write the page and what the contract test will read in it, and source.toml where there is none yet."""
    folder = wish.into / name
    entry = folder / "source.toml"
    called = wish.called or f"recorded-{page.fetched:%Y-%m-%d}{ending(page.body)}"
    path = folder / "pages" / called
    if path.exists():
        raise ConfigError([f"{path} is there already: choose another name with --as"])
    text = entry.read_text("utf-8") if entry.exists() else entry_of(module, source, page.fetched, settings)
    told = recorded(name, text)
    try:
        opened = told.open(module, PLACE)
    except (IndexError, ValueError):
        raise ConfigError([f"{entry}: write this file first, which says how the contract test opens {name}"]) from None
    items = plain(opened.parse(Page(called, page.body, told.fetched)))
    golden = json.dumps(items, indent=2, ensure_ascii=False, default=str) + "\n"
    files = {entry: text.encode(), path: page.body, folder / "goldens" / f"{called}.json": golden.encode()}
    for file, written in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(written)
    return list(files)


def entry_of(module: SourceModule, source: Source, now: datetime, settings: config.Settings) -> str:
    """Write how the contract test opens the source: at its own server, for the one company it was asked about."""
    fields = module.Settings.model_fields
    lines = [f"fetched = {now:%Y-%m-%dT%H:%M:%SZ}", "", "[settings]"]
    wanted = {"base_url": '"{server}"', "urls": '["{server}/feed"]', "accept_terms": "true", "allow_private": "true"}
    lines += [f"{key} = {value}" for key, value in wanted.items() if key in fields]
    companies = config.companies(settings)
    asked = getattr(source, "company", None)
    company = next((one for one in companies if one.name == asked), companies[0] if companies else None)
    if company is not None:
        lines += ["", "[[companies]]", f"name = {json.dumps(company.name, ensure_ascii=False)}"]
        boards = ", ".join(f"{name} = {json.dumps(board)}" for name, board in company.boards.items())
        lines += [f"boards = {{ {boards} }}"] if boards else []
    head = "# How the contract test opens this source; {server} is the address of a local server."
    return "\n".join([head, *lines]) + "\n"


def ending(body: bytes) -> str:
    """Tell how a page's name ends, by how the page begins."""
    return {b"{": ".json", b"[": ".json", b"<": ".xml"}.get(body.lstrip()[:1], ".txt")


def main(words: Sequence[str] | None = None) -> None:
    """Record what the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("source", help='its name, or its id where there are several: "feed:https://example.com/rss"')
    parser.add_argument("--config", type=Path, default=Path("config.toml"))
    parser.add_argument("--as", dest="called", default="", help="what to call the page")
    parser.add_argument("--person", action="append", default=[], help="somebody who stands in it; may be repeated")
    parser.add_argument("--into", type=Path, default=FIXTURES, help="the folder of fixtures")
    said = parser.parse_args(words)
    wish = Wish(said.source, said.called, tuple(said.person), said.into)
    try:
        made = asyncio.run(record(config.load(said.config), wish, utc_now().replace(microsecond=0)))
    except SignalsError as error:
        sys.exit(error.sentence)
    for path in made:
        print(f"wrote  {path}")
    print("Read them, and put words of your own in place of what people wrote, before you commit them.")


if __name__ == "__main__":
    main()

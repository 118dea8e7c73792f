"""`bot.py sources find COMPANY`: where a company tells its news itself, and its names, to be pasted or added."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import Any, cast
from urllib.parse import urlsplit

from pydantic import ValidationError
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

import config
from cli.intake import shown
from cli.people import COMMAND_LINE
from cli.wiring import open_fetcher, open_kit, open_store, utc_now
from digests.escape import clean
from handlers.asker import Asker
from handlers.files import NotReadable
from model.company import Company
from model.errors import ConfigError, SourceError
from signals.companies import Companies
from sources.boards.board import BoardSettings, Provider
from sources.contract import Http
from sources.directories.entry import Suggestion, suggest
from sources.directories.wikidata import LICENCE
from sources.directories.wikidata import ask as ask_wikidata
from sources.feed import Settings as FeedSettings
from sources.find import find
from sources.newsroom.seek import FoundFeed, Seeker

LONGEST = 100


async def find_sources(
    settings: config.Settings, company: str, domain: str, most: int, *, add: bool
) -> list[dict[str, Any]]:
    """Look for a company's feeds and job boards; with `add`, store the feeds as those of the "Add a feed…" window.

    A row is of a `kind`: feed, board, wikidata, unanswered, or done with the number of questions. Raises ConfigError.
    """
    sought, home = _who(config.companies(settings), company, domain)
    names = (sought.name, *sought.aliases)
    private = FeedSettings.model_validate(settings.sources.get("feed", {})).allow_private
    if add:  # whatever keeps us from storing is said before anybody is asked
        await (await open_store(settings.database, 0.0)).close()
    with _progress(most) as tell:
        async with open_fetcher(settings) as http:
            seeker = Seeker(http, names, home, providers(settings), most, private, tell)
            feeds = await seeker.feeds(utc_now())
            boards = await seeker.boards()
            known = await _ask_wikidata(settings, http, seeker, sought)
    added = await _add(settings, feeds) if add and feeds else {}
    rows = [{"kind": "feed", **asdict(feed), **added.get(feed.url, {})} for feed in feeds]
    rows += [{"kind": "board", **asdict(board)} for board in boards]
    rows += [{"kind": "wikidata", "licence": LICENCE, "told": list(shown(one)), **one.plain()} for one in known]
    rows += [{"kind": "unanswered", "trouble": one} for one in dict.fromkeys(seeker.unanswered)]
    return [*rows, {"kind": "done", "asked": seeker.asked, "all": seeker.asked < most, "home": home}]


async def _ask_wikidata(
    settings: config.Settings, http: Http, seeker: Seeker, company: Company
) -> Sequence[Suggestion]:
    """Ask Wikidata, if it may be asked and questions are left; that it does not answer is no reason to stop."""
    if not settings.wikidata.ask or seeker.asked >= seeker.most:
        return []
    seeker.asked += 1
    seeker.tell(seeker.asked, "Wikidata")
    try:
        entries = await ask_wikidata(http, settings.wikidata, (company.name, *company.aliases), seeker.domain)
    except SourceError as error:
        seeker.unanswered.append(error.detail)
        return []
    names = Companies([*config.companies(settings), company])
    return [one for entry in entries if (one := suggest(company, entry, names)) is not None]


def lines(rows: Sequence[Mapping[str, Any]], *, added: bool) -> list[str]:
    """Tell a person what was found, and what to paste into config.toml."""
    feeds, boards = ([row for row in rows if row["kind"] == kind] for kind in ("feed", "board"))
    told = [_feed_line(row) for row in feeds] + [_board_line(row) for row in boards]
    if not feeds:
        told.append("No feed was found." if rows[-1]["home"] else "Without --domain no site was looked at for feeds.")
    told += [] if boards else ["No job board was found."]
    told += [line for row in rows if row["kind"] == "wikidata" for line in _known_lines(row)]
    told += [f"Not answered: {row['trouble']}" for row in rows if row["kind"] == "unanswered"]
    if not rows[-1]["all"]:
        told.append(f"Stopped after {rows[-1]['asked']} questions: --most allows more.")
    ours = {row["provider"]: row["board"] for row in reversed(boards) if row["theirs"]}
    if ours or (feeds and not added):
        told += ["", "For config.toml:"]
    if feeds and not added:
        told += ["[sources.feed]", "urls = [", *(f'  "{row["url"]}",' for row in feeds), "]", "(or again with --add)"]
    if ours:
        named = ", ".join(f'{name} = "{board}"' for name, board in ours.items())
        told += ["beside the company's name:", f"boards = {{ {named} }}"]
    return told


def _known_lines(row: Mapping[str, Any]) -> list[str]:
    """Say what Wikidata knows, with its tickers, for which config.toml has no place."""
    first, *more = row["told"]
    tickers = ", ".join(row["entry"]["tickers"])
    return [f"Wikidata ({row['licence']}): {first}{f'; traded as {tickers}' if tickers else ''}", *more]


def _feed_line(row: Mapping[str, Any]) -> str:
    said = f"; {row['told']}" if row.get("told") else ""
    return f"feed   {row['url']}  {row['entries']} entries, {row['at']:%Y-%m-%d}: {clean(row['newest'], LONGEST)}{said}"


def _board_line(row: Mapping[str, Any]) -> str:
    owner = f"it names “{clean(row['owner'], LONGEST)}”" if row["owner"] else "it names no company"
    sure = {True: owner, False: f"ANOTHER COMPANY? {owner}", None: f"LOOK FIRST: {owner}"}[row["theirs"]]
    sure = "its site links to it" if row["linked"] else sure
    posts = ", ".join(clean(title, LONGEST) for title in row["examples"])
    return f'board  {row["provider"]} = "{row["board"]}"  {row["url"]}  {sure}; {row["posts"]} posts: {posts}'


def providers(settings: config.Settings) -> dict[str, tuple[Provider, BoardSettings]]:
    """List the job boards that can be read, with their settings in config.toml. Raises ConfigError."""
    found: dict[str, tuple[Provider, BoardSettings]] = {}
    for name, module in find().items():
        provider = getattr(module, "PROVIDER", None)
        if not isinstance(provider, Provider):
            continue
        try:
            told = module.Settings.model_validate(settings.sources.get(name, {}))
        except ValidationError as error:
            raise ConfigError([f"sources.{name}.{fault}" for fault in config.describe(error)]) from None
        found[name] = provider, cast(BoardSettings, told)
    return found


def _who(companies: Sequence[Company], company: str, domain: str) -> tuple[Company, str]:
    """Return the company as it is watched, or as it was typed, and where its site is, "" when nobody knows."""
    asked = company.casefold()
    watched = next((c for c in companies if asked in map(str.casefold, (c.name, *c.aliases))), None)
    domain = domain.strip() or (watched.domain if watched else "") or ""
    home = domain if "://" in domain else f"https://{domain}" if domain else ""
    if not company.strip() or (home and not urlsplit(home).hostname):
        raise ConfigError(['say whom and where: bot.py sources find "Acme" --domain acme.com'])
    sought = watched or Company(company)
    return replace(sought, domain=sought.domain or urlsplit(home).hostname), home.rstrip("/")


async def _add(settings: config.Settings, feeds: Sequence[FoundFeed]) -> dict[str, dict[str, str]]:
    told = {}
    async with open_kit(settings) as kit:
        for feed in feeds:
            try:
                said = await kit.books.feeds.add(Asker("", "", COMMAND_LINE), feed.url, utc_now())
            except NotReadable as error:
                said = str(error)
            told[feed.url] = {"told": said}
    return told


@contextmanager
def _progress(most: int) -> Iterator[Callable[[int, str], None]]:
    """Show how many questions were asked while a person watches."""
    watched = sys.stderr.isatty()
    columns = (SpinnerColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(file=sys.stderr), transient=True, disable=not watched) as bar:
        task = bar.add_task("Looking ...")
        yield lambda asked, where: bar.update(task, description=f"Question {asked} of at most {most}: {where}")

"""Opens what the commands need, from settings to the steps: files of words and rules, the store, the sources."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

from pydantic import ValidationError
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_delay, wait_exponential

import config
from books import StoreBooks, wishes
from books.editor import Play
from cli.collector import calm_collector
from cli.heap import keep_heap_small
from cli.rule_files import changes_in, read_rule_files, rule_changes
from cli.rulebook import PACK, Rulebook
from digests.tongues import Tongues
from digests.us import Us
from handlers.actions import pressable
from handlers.asker import Asker
from handlers.books import Books
from handlers.imports import Files
from learning.change import companies_with, rules_with, subscriptions_with
from model.address import HOME, workspace_of
from model.company import Company
from model.errors import ConfigError, StoreError
from model.feedback import Change
from model.hook import HOOKS
from model.subscription import Subscription
from pipeline import Pipeline, Watch
from rules.language import NO_CHANGES, Rules, parse_rules
from signals.reader import Reader
from signals.vocabulary import Lexicon, parse_lexicon
from sources import feed
from sources.articles.extract import MISSING, is_installed
from sources.articles.opening import Articles
from sources.boards.board import BoardSettings
from sources.connections import NAME as CONNECTIONS
from sources.contract import Http, Source
from sources.fetcher import Fetcher
from sources.find import find
from sources.github import NAME as GITHUB
from sources.hooks.inbound import Inbound
from sources.linkedin_mail import NAME as MAIL
from sparing import still_here
from store.memory import MemoryStore
from store.store import Store
from stories.house import Houses

LEXICONS = config.HERE / "signals" / "lexicon"


def utc_now() -> datetime:
    """Tell the time, in UTC."""
    return datetime.now(UTC)


@cache
def load_lexicons(folder: Path = LEXICONS) -> tuple[Lexicon, ...]:
    """Read the vocabulary of every language, once: a comparing replay needs it twice."""
    return tuple(parse_lexicon(table, name) for name, table in config.read_tables(folder))


def load_rules(*folders_or_files: Path, settings: config.Settings | None = None) -> Rules:
    """Read the rules of the pack as `settings` change them, or those of the files and folders given as they are.

    Raises ConfigError with every fault.
    """
    changes = rule_changes(settings) if settings and not folders_or_files else NO_CHANGES
    return parse_rules(read_rule_files(*(folders_or_files or (PACK,))), changes)


def other_rules(path: Path) -> Rules:
    """Read the rules that another file or folder holds in place of the pack, or the pack as such a file changes it.

    A file with `[[rules]]` stands for the whole pack; one with tables such as `[rules."departure.founder"]`, as
    config.toml has them, changes it. Raises ConfigError with every fault.
    """
    if path.is_file() and isinstance(config.read_toml(path).get("rules"), dict):
        return parse_rules(read_rule_files(PACK), changes_in(path))
    return load_rules(path)


def open_sources(settings: config.Settings, companies: Sequence[Company]) -> list[Source]:
    """Open the sources that have a section in config.toml, and the job boards that companies name without one.

    Raises ConfigError with the faults of all sections.
    """
    modules = find()
    readable = [name for name, module in modules.items() if issubclass(module.Settings, BoardSettings)]
    named = dict.fromkeys(name for company in companies for name in company.boards)
    faults = [
        f"companies: {company.name} has boards.{name}: no such job board is read; there are: {', '.join(readable)}"
        for company in companies
        for name in company.boards
        if name not in readable
    ]
    opened: list[Source] = []
    boards: dict[str, dict[str, object]] = {name: {} for name in named if name in readable}
    for name, section in (boards | settings.sources).items():
        module = modules.get(name)
        if module is None:
            faults.append(f"sources.{name}: there is no such source; there are: {', '.join(modules)}")
            continue
        try:
            opened += module.open(module.Settings.model_validate(section), companies)
        except ValidationError as error:
            # A fault of the whole section has no path of its own.
            faults += [f"sources.{name}.{fault}".replace(".: ", ": ", 1) for fault in config.describe(error)]
        except ConfigError as error:
            faults += error.faults
    if faults:
        raise ConfigError(faults)
    return opened


@dataclass(slots=True)
class Kit:
    """Everything that works together in one process. `sources` and the pipeline's watch follow what people watch.

    `changes` were learned from feedback and are in force, above config.toml and the pack.
    """

    settings: config.Settings
    store: Store
    pipeline: Pipeline
    sources: list[Source]
    rulebook: Rulebook
    books_over: Callable[[Pipeline], StoreBooks]
    changes: tuple[Change, ...] = ()
    files: Files | None = None
    play: Play | None = None
    books: StoreBooks = field(init=False)
    _books: dict[str, StoreBooks] = field(default_factory=dict)

    def hold(self, all_: Watch, each: Mapping[str, Watch]) -> None:
        """Put these watches in force: that of all workspaces together, and where there are several that of each."""
        whole = self.pipeline
        whole.watch = all_
        parts = self.pipeline.tenants
        for gone in parts.keys() - each.keys():
            del parts[gone], self._books[gone]
        for workspace, watch in each.items():
            if workspace not in parts:
                parts[workspace] = Pipeline(
                    whole.store, whole.http, watch, whole.chance, workspace, whole.tongues, whole.verbs, whole=whole
                )
                self._books[workspace] = self.books_over(parts[workspace])
            parts[workspace].watch = watch
        self.books = self._books.get(HOME, self.books)

    def reach(self, files: Files | None, play: Play) -> None:
        """Let people hand in files and try rules: Slack is reached."""
        self.files, self.play = files, play
        for books in (self.books, *self._books.values()):
            books.files, books.play = files, play

    async def renew(self) -> None:
        """Put together anew what is watched: somebody came, or went."""
        await self.books.renew()

    def at(self, asker: Asker) -> tuple[Books, Asker]:
        """Find the books of the asker's workspace; those of one that was never seen are made at once."""
        if asker.workspace not in self._books:
            known, reader = config.companies(self.settings), self.pipeline.tenants[HOME].watch.reader
            watch = Watch(known, (), reader, self.rulebook.rules, Us(), asker.workspace)
            parts = {workspace: part.watch for workspace, part in self.pipeline.tenants.items()}
            self.hold(self.pipeline.watch, {**parts, asker.workspace: watch})
        return self._books[asker.workspace], asker

    async def look_at_rules(self, now: datetime) -> None:
        """Put other rules in force when their files have changed and are right, or when a change was learned."""
        if self.rulebook.look(now) or self.changes != await learned(self.store):
            await self.books.renew()

    async def look_at_sources(self) -> None:
        """Ask feeds and watch companies that another process (`bot.py sources add`) has stored meanwhile."""
        feeds = {f"feed:{one.url}" for one in await self.store.feeds.of(HOME)}
        companies, _ = await _wished(self.settings, self.store, HOME)
        watched = {company.name: company.boards for company in self.pipeline.watch.companies}
        if not feeds <= {source.id for source in self.sources} or any(
            watched.get(company.name) != company.boards for company in companies
        ):
            await self.books.renew()


@asynccontextmanager
async def open_kit(
    settings: config.Settings,
    http: Http | None = None,
    *,
    rules: Rules | None = None,
    now: Callable[[], datetime] = utc_now,
    patience: float = 0.0,
    read_only: bool = False,
) -> AsyncIterator[Kit]:
    """Open the store and wire the steps; `http` is the way to the outside, None for commands that do not poll.

    `patience` is how many seconds to wait for a database server that starts after us. Commands that only look use
    `read_only`: they work beside the bot that has the database open.
    """
    keep_heap_small()
    rulebook = Rulebook.fixed(rules) if rules else Rulebook.open(settings, now())
    async with await open_store(settings.database, patience, read_only=read_only) as store:
        whole, each, changes = await _watches(settings, store, rulebook)
        spoken, verbs = await _tongues(settings, store, each), pressable()
        pipeline = Pipeline(store, http or _Nothing(), whole, random.random, tongues=spoken, verbs=verbs)
        pipeline.articles = open_articles(settings, http)
        renewing = asyncio.Lock()

        async def renew() -> None:
            async with renewing:  # two changes at once: the later one is the one that stays
                whole, each, kit.changes = await _watches(settings, store, rulebook, pipeline.watch)
                kit.sources = await _sources(settings, store, whole.companies)
                kit.hold(whole, each)

        def books_over(part: Pipeline) -> StoreBooks:
            books = StoreBooks(part, renew, partial(config.own, settings), now, rulebook, lambda: kit.sources)
            books.public_url, books.files, books.play = settings.slack.public_url, kit.files, kit.play
            return books

        sources = await _sources(settings, store, whole.companies)
        kit = Kit(settings, store, pipeline, sources, rulebook, books_over, changes)
        kit.books = books_over(pipeline)
        kit.hold(whole, each)
        with calm_collector():
            yield kit


async def _tongues(settings: config.Settings, store: Store, places: Iterable[str]) -> Tongues:
    """Know which languages people chose, in every workspace."""
    chosen = {person: one for place in (HOME, *places) for person, one in (await store.tongues.of(place)).items()}
    return Tongues(settings.language, chosen)


async def _sources(settings: config.Settings, store: Store, companies: Sequence[Company]) -> list[Source]:
    """Open the sources of config.toml and the feeds that were added by command, which never lie in our own network."""
    opened = open_sources(settings, companies)
    if config.several(settings):
        opened = still_here(opened, await store.installs.workspaces())
    known = {source.id for source in opened}
    every = feed.Settings.model_validate(settings.sources.get("feed", {})).every
    added = [feed.Feed(one.url, every) for one in await store.feeds.of(HOME)]
    opened = [one.with_inbox(store.hooks) if isinstance(one, Inbound) else one for one in opened]
    return [*opened, *(one for one in added if one.id not in known)]


async def stored_sources(settings: config.Settings, store: Store) -> tuple[list[Source], Sequence[Company]]:
    """Open what is asked by config.toml and by what was added, without the rest of the kit; list whom it watches."""
    companies, _ = await _wished(settings, store, HOME)
    return await _sources(settings, store, companies), companies


def open_memory(settings: config.Settings, rules: Rules, *subscriptions: Subscription) -> Pipeline:
    """Wire the steps over such a memory, for these subscriptions and the file's companies."""
    companies = config.companies(settings)
    reader = Reader(companies, load_lexicons())
    return in_memory(Watch(companies, subscriptions, reader, rules, _us(settings, companies)))


def in_memory(watch: Watch) -> Pipeline:
    """Wire the steps over a memory that ends with the process."""
    return Pipeline(MemoryStore(), _Nothing(), watch, random.random)


async def open_store(url: str, patience: float, *, read_only: bool = False) -> Store:
    """Open the store; a server that does not answer yet is asked again for `patience` seconds, a file never is."""
    server = url.startswith("postgresql")
    attempts = AsyncRetrying(
        retry=retry_if_exception_type(StoreError),
        stop=stop_after_delay(patience if server else 0.0),
        wait=wait_exponential(multiplier=0.2, max=2.0),
        reraise=True,
    )
    return await attempts(Store.open, url, read_only=read_only)


Watches = tuple[Watch, Mapping[str, Watch], tuple[Change, ...]]


async def _watches(settings: config.Settings, store: Store, rulebook: Rulebook, before: Watch | None = None) -> Watches:
    """Put together what is watched: config.toml, what channels said, and above them what was learned.

    The second is what each workspace watches, nothing where there is one. Names of companies that a workspace learned
    would change what others read: elsewhere than in the bot token's workspace they are left out. News are read once, by
    what all of them say of a company (where they differ, by the first one's word, the bot token's workspace before the
    others); each is shown its own words alone. A reader is made anew only for other companies than `before`.
    """
    places = sorted({HOME, *await store.installs.workspaces()}) if config.several(settings) else [HOME]
    several = config.several(settings)
    learnt = {place: await learned(store, place if several else None) for place in places}
    wished = {place: await _wished(settings, store, place) for place in places}
    everything = {c.name: c for place in reversed(places) for c in wished[place][0]}
    companies = companies_with(everything.values(), learnt[HOME])
    same = before is not None and before.companies == companies
    reader = before.reader if before and same else await asyncio.to_thread(Reader, companies, load_lexicons())
    us = _us(settings, companies)
    known = {company.name: company for company in companies}
    each = {}
    for place in places:
        each[place] = Watch(
            tuple(known[c.name] for c in wished[HOME][0]) if place == HOME else wished[place][0],
            subscriptions_with(wished[place][1], await _thresholds(store, place, several=several)),
            reader,
            rules_with(rulebook.rules, learnt[place]),
            us if place == HOME else Us(),
            place,
        )
    for watch in each.values():  # whoever asks first would wait for it
        await asyncio.to_thread(Houses, watch.companies)
    changes = await learned(store)
    if not several:
        return replace(each[HOME], place=None), {}, changes
    heard = tuple(one for watch in each.values() for one in watch.subscriptions)
    return replace(each[HOME], companies=companies, subscriptions=heard, place=None), each, changes


async def learned(store: Store, place: str | None = None) -> tuple[Change, ...]:
    """List the changes that were learned (in one workspace, unless it is None) and are in force, oldest first."""
    return tuple(override.change for override in await store.lessons.overrides(place) if override.in_force)


async def _thresholds(store: Store, place: str, *, several: bool) -> list[Change]:
    """List the learned changes of channels, without thresholds that their people have chosen otherwise since."""
    chosen = await store.choices.of(place)
    ours = {channel: at for channel, (one, at) in chosen.items() if one.threshold is not None}
    return [
        one.change
        for one in await store.lessons.overrides(place if several else None)
        if one.in_force and (one.change.name not in ours or one.at >= ours[one.change.name])
    ]


async def _wished(
    settings: config.Settings, store: Store, place: str
) -> tuple[tuple[Company, ...], tuple[Subscription, ...]]:
    companies, subscriptions = wishes(
        config.companies(settings),
        [one for one in config.subscriptions(settings) if one.workspace == place],
        await store.watches(place),
        partial(config.defaults, settings),
        {channel: chosen for channel, (chosen, _) in (await store.choices.of(place)).items()},
    )
    sections = settings.sources
    people = sections.get(MAIL, {}).get("people")
    forwarding = map(str, people.values()) if isinstance(people, dict) else ()
    # Who sees what a vendor or a profile tells of people hears of it like who imported their own connections.
    named = {str(sections.get(name, {}).get("owner", "")) for name in (CONNECTIONS, GITHUB, *HOOKS)}
    stored = (state.source.partition(":")[2] for state in await store.states_of(CONNECTIONS))
    owners = sorted({owner for owner in (*named, *forwarding, *stored) if owner and workspace_of(owner) == place})
    return companies, (*subscriptions, *(config.person(settings, owner) for owner in owners))


def _us(settings: config.Settings, companies: Sequence[Company]) -> Us:
    """Make our own company; where it is watched too, all that the watched one is called is ours."""
    if not settings.us.name.strip():
        return Us()
    us = Us.of((settings.us.name, *settings.us.aliases), settings.us.domain)
    watched = ((company.name, *company.aliases, company.domain or "") for company in companies)
    return us.with_names(name for names in watched if any(map(us.owns, names)) for name in names)


def open_fetcher(settings: config.Settings) -> Fetcher:
    """Make the way to the outside, with the contact that every site is told."""
    return Fetcher(settings.contact)


def open_articles(settings: config.Settings, http: Http | None) -> Articles:
    """Open articles of the sites that config.toml lists, none while it lists none. Raises ConfigError."""
    told = settings.articles
    if http and told.sites and not is_installed():
        raise ConfigError([MISSING])
    return Articles(http, frozenset(told.sites), told.most, told.allow_private)


class _Nothing:
    """The way to the outside of commands that do not poll."""

    async def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        accept: str = "*/*",
        allow_private: bool = False,
        largest: int = 0,
        question: bytes | None = None,
        authorization: str | None = None,
        listen: float | None = None,
    ) -> None:
        """Refuse: a command that asks here was wired without a fetcher."""
        raise ConfigError([f"{url} was asked for by a command that does not poll"])

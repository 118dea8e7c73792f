"""What people ask by command: over the same store and steps, each change told in a sentence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from books import StoreBooks, StoreOutbox, wishes
from books.homes import by_day
from digests.schedule import parse_rhythm
from handlers.books import Asker
from handlers.clients import make_client
from handlers.settings import SlackSettings
from model.chosen import Chosen
from model.company import Company
from model.message import Drawn, Message
from model.score import NotEnough, Score
from model.story import State
from model.subscription import Audience, MessageKind, Receipt, Rhythm, Subscription, Weekday
from store.advance import Step
from store.watches import Watch as Wish
from tests.make import DAY, NOW, story
from tests.pipeline.desk import CTO_LEAVES, HOUR, NORTHWIND, OPENAI, Desk, channel, kinds, watch

NINE = Rhythm(frozenset(Weekday), time(9))
HERE = Asker("T1", "C0123456789", "U1")
ELSEWHERE = replace(HERE, channel="C9999999999")


def by_default(place: str) -> Subscription:
    return channel(channel=place, digest=NINE)


@dataclass(slots=True)
class Counter:
    """The books of a desk whose config.toml names `companies` and `channels`; `now` is what its clock shows."""

    desk: Desk
    companies: tuple[Company, ...] = (NORTHWIND,)
    channels: tuple[Subscription, ...] = (channel(companies=frozenset({"Northwind"}), digest=NINE),)
    now: datetime = NOW

    async def renew(self) -> None:
        """Build the watch anew from config.toml and what was said."""
        said = await self.desk.store.watches("")
        companies, subscriptions = wishes(self.companies, self.channels, said, by_default)
        self.desk.pipeline.watch = replace(watch(companies=companies), subscriptions=subscriptions)

    async def open(self) -> StoreBooks:
        await self.renew()
        return StoreBooks(self.desk.pipeline, self.renew, by_default, lambda: self.now)


@pytest.fixture
async def books(desk: Desk) -> StoreBooks:
    """The books of a bot whose one channel watches Northwind."""
    return await Counter(desk).open()


# --- watch and unwatch ------------------------------------------------------------------------------------------------


async def test_watching_a_company_is_told_and_remembered(books: StoreBooks) -> None:
    assert await books.watch(HERE, OPENAI) == "This channel now watches OpenAI."
    assert [one.name for one in await books.watched(HERE)] == ["Northwind", "OpenAI"]


async def test_a_company_without_a_domain_is_told_how_to_be_found_more_surely(books: StoreBooks) -> None:
    said = await books.watch(HERE, Company("OpenAI"))
    surer = "Its domain would make me surer: /signals OpenAI, then “Edit company…”."
    assert said == f"This channel now watches OpenAI. {surer}"


@pytest.mark.parametrize(("reports", "told"), [(1, "1 earlier report about"), (2, "2 earlier reports about")])
async def test_watching_a_company_tells_what_was_found_of_it(
    desk: Desk, books: StoreBooks, reports: int, told: str
) -> None:
    for number in range(reports):
        await desk.print(CTO_LEAVES, site=f"paper{number}.example", at=NOW - HOUR)
    assert f"I found {told} it." in await books.watch(HERE, OPENAI)


async def test_what_is_watched_already_is_not_watched_again(books: StoreBooks) -> None:
    assert await books.watch(HERE, NORTHWIND) == "This channel watches Northwind already."


async def test_no_longer_watching_is_told_and_remembered(books: StoreBooks) -> None:
    assert await books.unwatch(HERE, NORTHWIND) == "This channel no longer watches Northwind."
    assert await books.watched(HERE) == ()


async def test_what_is_not_watched_cannot_be_left(books: StoreBooks) -> None:
    assert await books.unwatch(HERE, OPENAI) == "This channel does not watch OpenAI."


async def test_what_one_channel_watches_no_other_hears_of(books: StoreBooks) -> None:
    await books.watch(ELSEWHERE, OPENAI)
    assert [one.name for one in await books.watched(HERE)] == ["Northwind"]
    assert [one.name for one in await books.watched(ELSEWHERE)] == ["OpenAI"]


async def test_who_watched_what_when_is_on_record(desk: Desk, books: StoreBooks) -> None:
    await books.watch(HERE, OPENAI)
    (line,) = await desk.store.audited("")
    assert (line.actor, line.at, line.action) == ("U1", NOW, "watch OpenAI in C0123456789")


async def test_a_company_watched_by_command_speaks(desk: Desk, books: StoreBooks) -> None:
    await books.watch(HERE, OPENAI)
    await desk.print(CTO_LEAVES)
    assert kinds(await desk.post()) == [MessageKind.ALERT]


# --- subscriptions and digests ----------------------------------------------------------------------------------------


async def test_a_channel_that_never_asked_hears_the_defaults(books: StoreBooks) -> None:
    assert await books.subscription(ELSEWHERE) == by_default(ELSEWHERE.channel)
    assert await books.watched(ELSEWHERE) == ()


async def test_a_person_is_no_channel(desk: Desk) -> None:
    books = await Counter(desk, channels=(channel(audience=Audience.PERSON),)).open()
    assert await books.watched(HERE) == ()


async def test_the_first_watched_company_plans_a_channels_digest(books: StoreBooks) -> None:
    assert await books.next_digest(ELSEWHERE, NOW) is None
    await books.watch(ELSEWHERE, OPENAI)
    assert await books.next_digest(ELSEWHERE, NOW) == NOW.replace(hour=9) + DAY


async def test_a_channel_that_watches_nothing_any_more_has_no_next_digest(books: StoreBooks) -> None:
    await books.pipeline.plan_digests(NOW)
    await books.unwatch(HERE, NORTHWIND)
    assert await books.next_digest(HERE, NOW) is None


async def test_a_digest_now_is_sent_and_tells_when_the_next_one_comes(desk: Desk, books: StoreBooks) -> None:
    await books.pipeline.plan_digests(NOW)
    said = await books.digest_now(HERE, NOW)
    assert said == "The digest is on its way. The next one comes by itself: 5 Oct 2024, 09:00."
    assert kinds(await desk.post()) == [MessageKind.DIGEST]


async def test_a_digest_now_in_a_channel_without_a_rhythm_promises_none(desk: Desk) -> None:
    books = await Counter(desk, channels=(channel(),)).open()
    assert await books.digest_now(HERE, NOW) == "The digest is on its way."


async def test_a_channel_that_watches_nothing_is_told_how_to_begin(desk: Desk, books: StoreBooks) -> None:
    said = await books.digest_now(ELSEWHERE, NOW)
    assert said == "This channel watches nothing yet: /signals watch OpenAI, for example."
    assert await desk.post() == []


# --- how a company stands ---------------------------------------------------------------------------------------------


async def test_a_company_stands_as_it_does_now_and_did_a_week_ago(desk: Desk) -> None:
    books = await Counter(desk, companies=(OPENAI, NORTHWIND)).open()
    await desk.print(CTO_LEAVES, at=NOW - DAY)
    standing = await books.standing(OPENAI, HERE, NOW)
    assert isinstance(standing.score, Score)
    assert standing.score.window > 0
    assert isinstance(standing.before, NotEnough)
    assert [one.people for one in standing.stories] == [("Mira Murati",)]
    assert (len(standing.history), standing.history[0]) == (91, None)
    assert standing.history[-1]


async def test_a_companys_standing_shows_nothing_private(desk: Desk, books: StoreBooks) -> None:
    private = story(private=True, owner="U0OWNER", person="Jo Doe", seen=NOW - HOUR)
    await desk.store.advance(Step(at=NOW, stories=[private]))
    standing = await books.standing(OPENAI, HERE, NOW)
    assert isinstance(standing.score, NotEnough)
    assert standing.stories == []


def test_a_days_number_is_the_last_one_until_then() -> None:
    kept = [(NOW - 5 * DAY, 55), (NOW - 3 * DAY, None), (NOW - HOUR, 55)]
    assert by_day(kept, NOW)[-7:] == [None, 55, 55, None, None, None, 55]


# --- wishes -----------------------------------------------------------------------------------------------------------

NAMES = ("OpenAI", "Northwind", "Contoso")
PLACES = ("C1", "C2", "C3")
configured_companies = st.lists(st.sampled_from(NAMES), unique=True)
configured_channels = st.dictionaries(st.sampled_from(PLACES), st.frozensets(st.sampled_from(NAMES)))
said_by_command = st.dictionaries(st.tuples(st.sampled_from(PLACES), st.sampled_from(NAMES)), st.booleans())


@given(configured_companies, configured_channels, said_by_command)
def test_a_channel_hears_of_what_it_was_told_to_and_else_of_what_config_says(
    names: list[str], lists: dict[str, frozenset[str]], said: dict[tuple[str, str], bool]
) -> None:
    companies, subscriptions = wishes(
        [Company(name) for name in names],
        [channel(channel=place, companies=heard) for place, heard in lists.items()],
        [Wish(place, Company(name), on) for (place, name), on in sorted(said.items())],
        by_default,
    )
    known = {one.name for one in companies}
    assert known == {*names, *(name for (_, name), on in said.items() if on)}
    hearing = {one.channel: one.companies or frozenset(known) for one in subscriptions}
    for place in PLACES:
        spoke = any(where == place for where, _ in said)
        config = (lists[place] or (frozenset(names) if spoke else known)) if place in lists else frozenset[str]()
        wanted = {name for name in NAMES if said.get((place, name), name in config)}
        assert hearing.get(place, frozenset()) == wanted


@given(configured_companies, configured_channels)
def test_where_nothing_was_said_config_stands_as_it_is(names: list[str], lists: dict[str, frozenset[str]]) -> None:
    companies = tuple(Company(name) for name in names)
    channels = tuple(channel(channel=place, companies=heard) for place, heard in lists.items())
    assert wishes(companies, channels, [], by_default) == (companies, channels)


def test_a_company_of_config_keeps_what_config_says_of_it() -> None:
    companies, _ = wishes([OPENAI], [], [Wish("C1", Company("OpenAI"), True)], by_default)
    assert companies == (OPENAI,)


def test_a_channel_that_left_its_only_company_does_not_hear_of_all() -> None:
    _, subscriptions = wishes([OPENAI], [channel(channel="C1")], [Wish("C1", OPENAI, False)], by_default)
    assert subscriptions == ()


# --- outbox and client ------------------------------------------------------------------------------------------------


async def test_a_receipt_remembers_what_the_message_said_of_its_story(desk: Desk) -> None:
    told = story()
    drawn = Drawn("alert", ())
    alert = Message("C1", MessageKind.ALERT, told.id, told.id, drawn, state=State.RUMOURED, score=61)
    await desk.store.advance(Step(at=NOW, stories=[told], messages=[alert]))
    outbox = StoreOutbox(desk.store)
    posting = await outbox.claim(NOW, 60, (), True)
    assert posting is not None
    later = NOW + timedelta(seconds=3)
    await outbox.settle_sent(posting, "1.000001", later)
    receipts = await desk.store.receipts("C1", [told.id])
    assert receipts == [Receipt("C1", "1.000001", MessageKind.ALERT, told.id, State.RUMOURED, 61, later)]


async def test_the_client_never_retries_by_itself() -> None:
    async with aiohttp.ClientSession() as session:
        assert make_client(SlackSettings("xoxb-test"), session, "xoxb-test").retry_handlers == []


def test_what_was_chosen_goes_before_what_is_configured() -> None:
    daily, mondays = parse_rhythm("daily 09:00"), parse_rhythm("mon 08:30")
    channels = [channel(channel="C1", digest=daily), channel(channel="C2", digest=daily), channel(channel="C3")]
    chosen = {"C1": Chosen(digest="", threshold=61), "C3": Chosen(digest="mon 08:30")}
    _, subscriptions = wishes([OPENAI], channels, [], by_default, chosen)
    assert [one.digest for one in subscriptions] == [None, daily, mondays]
    assert [one.threshold for one in subscriptions] == [61, 20, 20]

"""What a vendor sent is read once, whatever happens in between; of people only its owner hears; a limit is a limit."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web

from digests.audience import concerns
from digests.cost import Cost, told_cost
from digests.us import Us
from model.errors import Changed, Refused
from model.hook import HOOKS, Limits, Taken
from model.poll import PollState
from model.signal import Certainty, Kind, Signal
from model.story import State
from model.subscription import Audience
from sources import coresignal, crustdata, hook, people_data_labs
from sources.fetcher import Fetcher
from sources.fetcher import Limits as FetchLimits
from sources.find import find
from sources.hooks.inbound import Inbound
from sources.hooks.settings import HookSettings
from store.store import Store
from tests.make import DAY, NOW
from tests.pipeline.desk import HOUR, MINUTE, NORTHWIND, OPENAI, Desk, channel, reader
from tests.sources.server import serve

OWNER = "U0OWNER"
US = Us.of(["Contoso"])
PLAIN = {"secret": "A_HOOKS_SECRET", "owner": OWNER}


def opened(store: Store, module: object = hook, **settings: object) -> Inbound:
    """Open a vendor's source over the store."""
    [source] = module.open(module.Settings(**PLAIN, **settings), [OPENAI, NORTHWIND])  # type: ignore[attr-defined]  # any of four modules
    assert isinstance(source, Inbound)
    return source.with_inbox(store.hooks)


async def send(store: Store, body: object, source: str = "hook", event: str = "e1") -> None:
    """Let a call in."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    assert await store.hooks.take(source, event, raw, Limits(), NOW) is Taken.NEW


def told(text: str, **fields: object) -> dict[str, object]:
    """Write an object as a tool sends it."""
    return {"text": text, "happened_at": NOW.isoformat(), **fields}


LAYOFFS = told("OpenAI lays off 300 employees", url="https://wire.example/1")


async def items_of(store: Store) -> list[str]:
    """List the titles of all that is stored."""
    return [item.title async for items in store.items_since(NOW - 400 * DAY) for item in items]


async def waiting(store: Store, source: str = "hook") -> int:
    """Count what nobody has read."""
    return len(await store.hooks.waiting(source, 100))


async def test_what_was_sent_becomes_items_and_loses_its_raw_words(desk: Desk) -> None:
    source = opened(desk.store)
    await send(desk.store, LAYOFFS)
    [polled] = await desk.hear(source)  # type: ignore[arg-type]  # a Paper is a source as any other
    assert await items_of(desk.store) == [LAYOFFS["text"]]
    assert polled is not None
    await desk.poll(source, now=NOW + MINUTE)  # type: ignore[arg-type]  # as above
    assert await waiting(desk.store) == 0
    assert await desk.poll(source, now=NOW + 2 * MINUTE)  # type: ignore[arg-type]  # as above


async def test_a_death_between_receipt_and_reading_loses_nothing(desk: Desk) -> None:
    source = opened(desk.store)
    await send(desk.store, LAYOFFS)
    desk.start()
    state = PollState(source.id)
    page = await source.fetch(desk.pipeline.http, state, NOW)  # read, and dead before it was kept
    assert page is not None
    assert await items_of(desk.store) == []
    desk.start()
    await desk.poll(source)  # type: ignore[arg-type]  # as above
    assert await items_of(desk.store) == [LAYOFFS["text"]]
    assert await waiting(desk.store) == 1, "kept, and dead before its words were blanked"
    desk.start()
    await send(desk.store, told("Northwind freezes hiring"), event="e2")
    [polled] = await desk.poll(source, now=NOW + HOUR)  # type: ignore[arg-type]  # as above
    assert (polled.items, polled.new) == (1, 1), "what was kept is not read again"
    await desk.pipeline.read(NOW + HOUR)
    assert len(await items_of(desk.store)) == 2


async def test_what_cannot_be_read_is_put_aside_and_holds_up_nothing(desk: Desk) -> None:
    source = opened(desk.store)
    for number, body in enumerate([b'{"nonsense": 1}', b'{"text": ""}', b'"x"', json.dumps(LAYOFFS).encode()]):
        await send(desk.store, body, event=str(number))
    [polled] = await desk.poll(source)  # type: ignore[arg-type]  # as above
    assert (polled.items, polled.trouble) == (1, None)
    spent = await desk.store.hooks.spent("hook", NOW)
    assert (spent.aside, spent.failures) == (3, 3)
    assert "unreadable: 3" in told_cost(Cost(spent, Limits()))
    await desk.store.purge(NOW + 8 * DAY)
    assert (await desk.store.hooks.spent("hook", NOW)).aside == 0


async def test_more_than_one_poll_reads_is_read_by_the_next(desk: Desk) -> None:
    source = opened(desk.store)
    for number in range(70):
        await send(desk.store, told(f"OpenAI lays off {number + 20} employees"), event=str(number))
    for minutes in range(3):
        await desk.poll(source, now=NOW + minutes * MINUTE)  # type: ignore[arg-type]  # as above
        assert len(await items_of(desk.store)) == (50, 70, 70)[minutes]
    assert await waiting(desk.store) == 0


# --- who hears of it ---------------------------------------------------------------------------------------------


def read(source: Inbound, body: object) -> list[Signal]:
    """Read a body to its signals."""
    items = source.vendor.read(body, source.settings, NOW)
    return [signal for item in items for signal in reader("OpenAI", "Northwind").read(item)]


async def test_news_of_nobody_is_hearsay_that_confirms_nothing(desk: Desk) -> None:
    [signal] = read(opened(desk.store), LAYOFFS)
    assert (signal.kind, signal.certainty, signal.private) == (Kind.LAYOFFS, Certainty.RUMOUR, False)
    await desk.print("OpenAI lays off 300 employees", site="press.example")
    await send(desk.store, LAYOFFS)
    await desk.hear(opened(desk.store))  # type: ignore[arg-type]  # as above
    [story] = await desk.store.open_stories(["OpenAI"], NOW - DAY)
    assert (story.state, len(story.evidence)) == (State.REPORTED, 2)


async def test_what_was_published_is_as_good_as_any_outlet(desk: Desk) -> None:
    text = "OpenAI CTO Mira Murati leaves the company"
    [signal] = read(opened(desk.store, published=True), told(text, url="https://wire.example/1"))
    assert (signal.person, signal.private, signal.certainty) == ("Mira Murati", False, Certainty.REPORTED)
    [unpublished] = read(opened(desk.store), told(text))
    assert (unpublished.private, unpublished.owner) == (True, OWNER)


@pytest.mark.parametrize("published", [False, True])
@pytest.mark.parametrize(
    "fields",
    [
        {"text": "OpenAI lays off 300 employees", "person": "Odo Pell"},
        {"text": "OpenAI lays off 300 employees", "kind": "open_to_work"},
        {"text": "Odo Pell, an engineer at OpenAI, is open to work"},
        {"text": "Odo Pell is open to work", "company": "OpenAI", "person": "Odo Pell", "kind": "open_to_work"},
    ],
)
async def test_what_is_about_a_person_is_its_owners_alone(
    desk: Desk, fields: dict[str, object], published: bool
) -> None:
    signals = read(opened(desk.store, published=published), fields)
    assert [(signal.private, signal.owner) for signal in signals] == [(True, OWNER)]


async def test_a_vendors_open_to_work_reaches_its_owner_and_no_channel(desk: Desk) -> None:
    record = {"name": "Odo Pell", "current_employers": [{"employer_name": "OpenAI", "employee_title": "Engineer"}]}
    changes = [{"field": "open_to_work", "old_value": False, "new_value": True}]
    change = {"metadata": {"watch_id": 1, "detected_at": "2024-10-03"}, "changes": changes, "record": record}
    await send(desk.store, change, "crustdata")
    await desk.hear(opened(desk.store, crustdata))  # type: ignore[arg-type]  # as above
    [story] = await desk.store.open_stories(["OpenAI"], NOW - 9 * DAY)
    assert (story.kind, story.private, story.people) == (Kind.OPEN_TO_WORK, True, ("Odo Pell",))
    owner = channel(channel=OWNER, audience=Audience.PERSON)
    assert concerns(story, owner, US)
    assert not concerns(story, owner, Us()), "while our own company is not known, nobody hears of it (P1)"
    assert not concerns(story, owner, Us.of(["OpenAI"])), "our own people are nobody's business (P1)"
    assert not concerns(story, channel(), US)
    assert not concerns(story, replace(owner, channel="U0OTHER"), US)
    assert await desk.store.stories_of("OpenAI", NOW - 9 * DAY) == []
    counts = await desk.store.counts(NOW - 9 * DAY)
    assert (counts.items, counts.signals, counts.stories) == (0, 0, 0), "a total tells that there is something (P2)"
    assert await desk.post() == []


async def test_whoever_is_forgotten_does_not_come_back_by_a_vendor(desk: Desk) -> None:
    record = {"name": "Odo Pell", "current_employers": [{"employer_name": "OpenAI", "employee_title": "Engineer"}]}
    change = {"metadata": {"watch_id": 1}, "changes": [{"field": "open_to_work", "new_value": True}], "record": record}
    await send(desk.store, change, "crustdata")
    [entry] = await desk.store.access("Odo Pell")
    assert (entry["what"], entry["source"]) == ("delivery", "crustdata:")
    await desk.store.forget("Odo Pell", NOW)
    assert await desk.store.access("Odo Pell") == []
    assert await waiting(desk.store, "crustdata") == 0
    await send(desk.store, change, "crustdata", event="e2")
    await desk.hear(opened(desk.store, crustdata))  # type: ignore[arg-type]  # as above
    assert await items_of(desk.store) == []


# --- what it costs -----------------------------------------------------------------------------------------------

RECORD = Path(__file__).parents[1] / "fixtures" / "coresignal" / "pages" / "moved.json"


def notification(*ids: int, status: str = "changed") -> list[dict[str, object]]:
    """Write what Coresignal sends."""
    return [{"member_id": id, "status": status} for id in ids]


class Records:
    """A server of records; `missing` are those that are gone, `refusing` a status that it answers to all."""

    def __init__(self, *missing: str, refusing: int = 0) -> None:
        self.missing, self.refusing = missing, refusing
        self.asked: list[tuple[str, str | None]] = []

    def answer(self, request: web.Request) -> web.Response:
        id = request.path.rpartition("/")[2]
        self.asked.append((id, request.headers.get("apikey")))
        if self.refusing:
            return web.Response(status=self.refusing)
        if id in self.missing:
            return web.Response(status=404)
        about = {"full_name": f"Person {id}", "professional_network_url": f"https://people.example/{id}"}
        record = json.loads(RECORD.read_bytes()) | about
        return web.json_response(record)


async def collect(desk: Desk, records: Records, times: int = 1, **settings: object) -> tuple[Inbound, Sequence[object]]:
    """Let the source ask for records so many times, a minute apart."""
    async with serve(records.answer) as server, Fetcher("a@b.example", limits=FetchLimits(spacing=0)) as http:
        own = {"key": "k3y", "url": f"{server.address}/collect/{{id}}", "allow_private": True, **settings}
        source = opened(desk.store, coresignal, **own)
        desk.pipeline.http = http
        polled = [one for n in range(times) for one in await desk.poll(source, now=NOW + n * MINUTE)]  # type: ignore[arg-type]  # as above
    return source, polled


async def test_records_of_bare_ids_are_fetched_with_the_key_once_each(desk: Desk) -> None:
    await send(desk.store, notification(1, 2, 1), "coresignal")
    await send(desk.store, notification(2, 3) + notification(9, status="deleted"), "coresignal", event="e2")
    records = Records("3")
    await collect(desk, records, times=3)
    assert records.asked == [("1", "k3y"), ("2", "k3y"), ("3", "k3y")]
    assert sorted(title.partition(":")[0] for title in await items_of(desk.store)) == ["Person 1", "Person 2"]
    spent = await desk.store.hooks.spent("coresignal", NOW)
    assert (spent.credits, spent.failures) == (3, 0)


async def test_a_days_limit_is_never_passed_and_the_rest_is_asked_for_the_day_after(desk: Desk) -> None:
    await send(desk.store, notification(*range(1, 8)), "coresignal")
    records = Records()
    source, polled = await collect(desk, records, times=4, day_limit=3)
    assert len(records.asked) == 3
    assert "spent 3 of 3 credits today (UTC). 4 records wait. Raise day_limit" in str(polled[-1].trouble)  # type: ignore[attr-defined]  # a Polled
    records.asked.clear()
    desk.start()
    async with serve(records.answer) as server, Fetcher("a@b.example", limits=FetchLimits(spacing=0)) as http:
        desk.pipeline.http = http
        own = {"key": "k", "url": f"{server.address}/{{id}}", "allow_private": True, "day_limit": 3}
        source = opened(desk.store, coresignal, **own)
        for minutes in range(3):
            await desk.poll(source, now=NOW + DAY + minutes * MINUTE)  # type: ignore[arg-type]  # as above
    assert [id for id, _ in records.asked] == ["4", "5", "6"]


async def test_twenty_records_are_kept_before_the_next_are_asked_for(desk: Desk) -> None:
    await send(desk.store, notification(*range(1, 46)), "coresignal")
    records = Records()
    await collect(desk, records, times=3, day_limit=None)
    assert len(records.asked) == 45
    assert len(await items_of(desk.store)) == 45


async def test_a_server_of_records_that_refuses_is_a_trouble_and_costs_nobody_their_turn(desk: Desk) -> None:
    await send(desk.store, notification(1, 2), "coresignal")
    _, [polled] = await collect(desk, Records(refusing=429))
    assert polled.trouble  # type: ignore[attr-defined]  # a Polled
    records = Records()
    desk.start()
    await collect(desk, records)
    assert [id for id, _ in records.asked] == ["1", "2"]


async def test_without_a_key_it_says_which_variable_is_missing(desk: Desk) -> None:
    await send(desk.store, notification(1), "coresignal")
    source = opened(desk.store, coresignal)
    with pytest.raises(Refused, match="set SIGNALS_SOURCES__CORESIGNAL__KEY"):
        await source.fetch(desk.pipeline.http, PollState(source.id), NOW)


async def test_over_its_limit_a_vendor_that_pushes_is_in_trouble_until_the_day_is_over(desk: Desk) -> None:
    limits = Limits(5, 10, None)
    source = opened(desk.store, crustdata, day_limit=10)
    test = json.loads((RECORD.parents[2] / "crustdata" / "pages" / "test.json").read_bytes())
    body = json.dumps(test).encode()
    assert [await desk.store.hooks.take("crustdata", str(n), body, limits, NOW) for n in range(3)] == [
        Taken.NEW, Taken.NEW, Taken.OVER,
    ]  # fmt: skip
    [first] = await desk.poll(source)  # type: ignore[arg-type]  # as above
    [second] = await desk.poll(source, now=NOW + MINUTE)  # type: ignore[arg-type]  # as above
    assert (first.trouble, "10 of 10 credits today (UTC). Its calls are refused" in str(second.trouble)) == (None, True)
    again = (await desk.store.poll_states([source.id]))[source.id].next_due
    assert again is not None
    assert again <= NOW + 2 * HOUR, "who raises the limit does not wait for the next day"
    [third] = await desk.poll(source, now=NOW + DAY)  # type: ignore[arg-type]  # as above
    assert third.trouble is None


@pytest.mark.parametrize(("module", "body"), [(people_data_labs, ["p1", "p2"]), (coresignal, notification(1))])
def test_a_body_of_ids_alone_is_no_item(module: object, body: object) -> None:
    [source] = module.open(module.Settings(**PLAIN), [])  # type: ignore[attr-defined]  # as above
    assert source.vendor.read(body, source.settings, NOW) == []
    assert len(source.vendor.ids(body)) == len(body)  # type: ignore[arg-type]  # a list


# --- settings ----------------------------------------------------------------------------------------------------


def test_every_hook_is_known_where_private_items_are_counted_out() -> None:
    hooks = {name for name, module in find([]).items() if issubclass(module.Settings, HookSettings)}
    assert hooks == set(HOOKS)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"secret": "s3cret-of-theirs"}, "secret"),
        ({"secret": "SIGNALS_HOOK_SECRET"}, "call the variable HOOK_SECRET"),
        ({"owner": "lea"}, "owner"),
        ({"signature": {"signs": "{timestamp}"}}, "hold {body} once"),
        ({"signature": {"timestamp": "", "signs": "{timestamp}.{body}"}}, "timestamp is missing"),
        ({"signature": {"timestamp": "X-At", "signs": "{body}"}}, "timestamp is not signed"),
        ({"signature": {"id": "X-Id"}}, "id is not signed"),
        ({"signature": {"encoding": "rot13"}}, "hex"),
        ({"rate": 0}, "rate"),
    ],
)
def test_settings_that_prove_nothing_are_refused(settings: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        hook.Settings(**{**PLAIN, **settings})


def test_no_vendor_is_read_by_a_body_of_another() -> None:
    for module in (crustdata, coresignal, people_data_labs, hook):
        [source] = module.open(module.Settings(**PLAIN), [])
        with pytest.raises(Changed):
            source.vendor.read({"hello": "world"}, source.settings, NOW)

"""GDELT: nothing is left out, nothing that is an error counts as no news, and a night of refusals costs little."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import web
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from model.company import Company
from model.errors import Busy, Changed, Refused, SourceError
from model.item import Item, Page
from model.poll import PollState
from sources import gdelt
from sources.contract import Fetched
from sources.fetcher import Fetcher
from sources.fetcher.limits import Limits
from sources.gdelt import Settings, Source
from sources.gdelt.answer import tidy, trouble
from sources.gdelt.query import LONGEST, Named, either, plan, spoken
from sources.polling import poll_one
from tests.make import NOW
from tests.sources.server import serve

SHARED = Path(__file__).parents[3] / "shared" / "payloads" / "gdelt"
CONTACT = "https://talent.example/bot"
SLOW_DOWN = "Please limit requests to one every 5 seconds or write to us."
MOST = 250


@dataclass
class Gdelt:
    """GDELT as it answers: 250 at most, the latest first, no pages; and a plain sentence where it does not like to."""

    seen: dict[str, list[datetime]] = field(default_factory=dict)
    sentences: list[tuple[int, str]] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)

    def say(self, query: str, start: str, end: str) -> tuple[int, str]:
        self.queries.append(query)
        if self.sentences:
            status, sentence = self.sentences.pop(0)
            if sentence:
                return status, sentence
        if len(query) > 250:
            return 200, "Your query was too short or too long."
        if re.search(r"\(\w+\)", query) or (" OR " in query and "(" not in query):
            return 200, "Parentheses may only be used around OR'd statements."
        since, until = (datetime.strptime(at, "%Y%m%d%H%M%S").replace(tzinfo=UTC) for at in (start, end))
        found = [
            (at, name, number)
            for name, moments in self.seen.items()
            if name in query
            for number, at in enumerate(moments)
            if since <= at <= until
        ]
        rows = [
            {
                "url": f"https://press.example/{name.replace(' ', '-')}/{number}",
                "title": f"{name} story {number}",
                "seendate": f"{at:%Y%m%dT%H%M%SZ}",
                "domain": "press.example",
                "language": "English",
            }
            for at, name, number in sorted(found, reverse=True)[:MOST]
        ]
        return 200, json.dumps({"articles": rows} if rows else {})

    def answer(self, request: web.Request) -> web.Response:
        asked = request.query
        assert (asked["mode"], asked["format"], asked["maxrecords"]) == ("artlist", "json", "250")
        status, text = self.say(asked["query"], asked["startdatetime"], asked["enddatetime"])
        return web.Response(status=status, text=text)


def watch(address: str, *companies: Company, **more: object) -> Source:
    told = Settings.model_validate({"base_url": address, "allow_private": True, **more})
    (source,) = gdelt.open(told, companies or (Company("OpenAI"),))
    assert isinstance(source, Source)
    return source


async def poll(source: Source, state: PollState, now: datetime = NOW) -> tuple[Sequence[Item], PollState]:
    async with Fetcher(CONTACT) as http:
        outcome = await poll_one(source, http, state, now, 0.0)
    return outcome.items or (), outcome.after


NEW = PollState("gdelt:")


async def test_names_are_a_bracketed_group_and_a_single_word_stands_alone() -> None:
    one, several = Gdelt(), Gdelt()
    async with serve(one.answer) as server:
        _, after = await poll(watch(server.address), NEW)
        assert after.trouble is None
    async with serve(several.answer) as server:
        companies = Company("OpenAI", aliases=("Open AI",)), Company('Acme "X" (Robotics)')
        _, after = await poll(watch(server.address, *companies, words=["layoffs", "steps down"]), NEW)
        assert after.trouble is None

    assert one.queries == ["OpenAI"]
    assert several.queries == ['("Acme X Robotics" OR OpenAI OR "Open AI") (layoffs OR "steps down")']


async def test_a_name_that_is_an_ordinary_word_is_asked_with_a_word_that_must_stand_beside_it() -> None:
    press = Gdelt()
    async with serve(press.answer) as server:
        await poll(watch(server.address, Company("Ramp", must=("fintech", "spend")), Company("OpenAI")), NEW)

    assert sorted(press.queries) == ["OpenAI", "Ramp (fintech OR spend)"]


async def test_a_full_answer_is_asked_again_in_halves_until_nothing_is_left_out() -> None:
    start = NOW - timedelta(hours=40)
    press = Gdelt({"OpenAI": [start + timedelta(minutes=2 * n) for n in range(1100)]})
    async with serve(press.answer) as server:
        items, after = await poll(watch(server.address), NEW)

    assert len({item.url for item in items}) == 1100
    assert json.loads(after.cursor or "") == {"OpenAI": f"{NOW:%Y%m%dT%H%M%SZ}"}


async def test_at_a_quarter_of_an_hour_companies_are_asked_apart() -> None:
    at = NOW - timedelta(minutes=1)
    press = Gdelt({"OpenAI": [at] * 200, "Anthropic": [at] * 200})
    async with serve(press.answer) as server:
        items, after = await poll(watch(server.address, Company("OpenAI"), Company("Anthropic")), NEW)

    assert len(items) == 400
    assert set(json.loads(after.cursor or "")) == {"OpenAI", "Anthropic"}


class Straight:
    """The way to such a GDELT without a socket, for thousands of questions."""

    def __init__(self, press: Gdelt) -> None:
        self.press = press

    async def get(self, url: str, **_: object) -> Fetched:
        asked = parse_qs(urlsplit(url).query)
        status, text = self.press.say(asked["query"][0], asked["startdatetime"][0], asked["enddatetime"][0])
        if status == 429:
            raise Busy(text)
        return Fetched(url, text.encode())


@given(
    st.lists(st.integers(0, 47 * 60), max_size=1500),
    st.lists(st.sampled_from(["", "", SLOW_DOWN]), max_size=40),
)
@settings(max_examples=60, deadline=None)
async def test_whatever_it_refuses_and_however_much_there_is_all_is_found_in_the_end(
    minutes: list[int], refusals: list[str]
) -> None:
    seen = [NOW - timedelta(minutes=one) for one in minutes]
    press = Gdelt({"OpenAI": seen, "Anthropic": seen[::3]}, [(429, one) for one in refusals])
    source = watch("http://gdelt.example", Company("OpenAI"), Company("Anthropic"))
    state, found, at = NEW, set[str](), NOW
    for _ in range(60):
        outcome = await poll_one(source, Straight(press), state, at, 0.0)
        state, at = outcome.after, at + timedelta(minutes=1)
        found |= {item.url for item in outcome.items or ()}
        if not press.sentences and not state.failures and outcome.items is not None and not outcome.items:
            break

    assert len(found) == len(seen) + len(seen[::3])


@pytest.mark.parametrize(
    ("status", "sentence", "error"),
    [
        (429, SLOW_DOWN, Busy),
        (200, SLOW_DOWN, Busy),
        (200, "Your query was too short or too long.", Busy),
        (200, "<html><body>Bad gateway", Changed),
        (200, '{"articles": [{"url": "https://press', Changed),
        (200, "One or more of your keywords were too short, too long or too common: (openai)", Refused),
    ],
)
async def test_what_is_no_list_is_never_nothing_new(status: int, sentence: str, error: type[SourceError]) -> None:
    press = Gdelt(sentences=[(status, sentence)])
    before = PollState("gdelt:", cursor='{"OpenAI": "20241001T000000Z"}')
    async with serve(press.answer) as server:
        items, after = await poll(watch(server.address), before)

    assert items == ()
    assert after.failures == 1
    assert after.cursor == before.cursor
    assert (after.trouble or "").endswith((error.__doc__ or "").strip())


async def test_an_empty_body_is_a_failure_and_an_empty_table_an_honest_answer() -> None:
    async with serve(lambda _: web.Response(body=b"")) as server:
        _, after = await poll(watch(server.address), NEW)
        assert (after.failures, after.cursor) == (1, None)
    async with serve(lambda _: web.Response(body=b"{}")) as server:
        items, after = await poll(watch(server.address), after)
        assert (items, after.failures) == ((), 0)
        assert after.cursor is not None


async def test_while_it_refuses_a_poll_costs_one_question_whatever_there_is_to_ask() -> None:
    press = Gdelt(sentences=[(429, SLOW_DOWN)])
    companies = [Company(f"Company with a long name number {number}") for number in range(40)]
    async with serve(press.answer) as server:
        _, after = await poll(watch(server.address, *companies), NEW)

    assert len(press.queries) == 1
    assert after.failures == 1


async def test_what_was_answered_before_a_refusal_is_kept_and_the_rest_asked_first_the_next_time() -> None:
    companies = [Company(f"Company with a long name number {number}") for number in range(20)]
    press = Gdelt({"number 0": [NOW], "number 19": [NOW]}, [(200, ""), (200, SLOW_DOWN)])
    async with serve(press.answer) as server:
        source = watch(server.address, *companies)
        items, after = await poll(source, NEW)
        later, end = await poll(source, after, NOW + timedelta(minutes=31))

    assert ([item.title for item in items], after.failures) == (["number 0 story 0"], 0)
    assert "number 0" not in press.queries[2]
    assert "number 19 story 0" in {item.title for item in later}
    assert set(json.loads(end.cursor or "")) == {company.name for company in companies}


async def test_a_word_that_it_refuses_keeps_no_other_company_from_being_asked_for() -> None:
    press = Gdelt({"Ramp": [NOW]}, [(200, "One or more of your keywords were too short: (of the)")])
    async with serve(press.answer) as server:
        source = watch(server.address, Company("Of The", must=("and",)), Company("Ramp", must=("fintech",)))
        items, after = await poll(source, NEW)

    assert [item.title for item in items] == ["Ramp story 0"]
    assert set(json.loads(after.cursor or "")) == {"Ramp"}


@pytest.mark.parametrize("told", [{"words": ["HR"]}, {"names": {"Ernst & Young": ["EY"]}}, {"words": ["- ."]}])
def test_words_that_it_refuses_are_refused_in_config_toml(told: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="too short: GDELT refuses words of fewer than three letters"):
        Settings.model_validate(told)


def test_a_company_without_a_name_that_is_long_enough_is_left_out_unless_it_is_given_one() -> None:
    assert gdelt.open(Settings(), [Company("EY")]) == []
    assert len(gdelt.open(Settings(names={"EY": ("Ernst & Young",)}), [Company("EY")])) == 1
    assert gdelt.open(Settings(names={"Meta": ()}), [Company("Meta")]) == []


names = st.text(st.characters(codec="utf-8"), max_size=40)


@given(st.lists(names, max_size=30))
def test_no_question_is_too_long_or_badly_written(companies: list[str]) -> None:
    named = [Named(name, words) for name in dict.fromkeys(companies) if (words := spoken([name]))]
    asks = plan(named, {one.company: NOW for one in named}, NOW)

    assert sorted(one.company for ask in asks for one in ask.named) == sorted(one.company for one in named)
    for ask in asks:
        query = ask.query()
        assert len(query) <= LONGEST
        assert query.count('"') % 2 == 0
        assert query.startswith("(") == (" OR " in re.sub(r'"[^"]*"', "", query))


def test_of_many_aliases_those_are_asked_for_that_one_question_holds() -> None:
    source = watch("http://gdelt.example", Company("Acme", aliases=tuple(f"Acme subsidiary {n}" for n in range(30))))

    assert 5 < len(source.named[0].words) < 30
    assert source.questions == 1


def test_a_phrase_is_quoted_and_a_word_is_not() -> None:
    assert either(["OpenAI"]) == "OpenAI"
    assert either(["Open AI", "OpenAI", "Open AI"]) == '("Open AI" OR OpenAI)'
    assert spoken(["AT&T", "Booking.com", "X", "SAP"]) == ("AT&T", "Booking.com", "SAP")


@pytest.mark.parametrize(
    ("loose", "read"),
    [
        ("Acme ' s chief , who left", "Acme's chief, who left"),
        ("Acme Lost ; found", "Acme Lost; found"),
        ("Acme : chief leaves", "Acme : chief leaves"),
        ("The workers ' strike", "The workers ' strike"),
    ],
)
def test_a_title_that_was_taken_apart_is_put_together(loose: str, read: str) -> None:
    assert tidy(loose) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"Acme \d up", r"Acme \d up"),
        (r"Acme \\ Globex", r"Acme \ Globex"),
        (r"Acme \u00e9tend", "Acme étend"),
        (r"Acme \umlaut", r"Acme \umlaut"),
        ("Acme\ngrows", "Acme grows"),
        ("Acme\tgrows", "Acme grows"),
    ],
)
def test_titles_that_break_its_json_do_not_hold_up_a_window_for_ever(written: str, read: str) -> None:
    row = f'{{"url": "https://press.example/1", "title": "{written}", "seendate": "20241004T110000Z"}}'
    body = f'{{"articles": [{row}]}}'.encode()
    source = watch("http://gdelt.example")

    assert [item.title for item in source.parse(Page("x", body, NOW))] == [read]
    for end in range(len(body)):
        with pytest.raises(Changed):
            source.parse(Page("x", body[:end], NOW))


def test_the_host_is_asked_once_in_five_seconds() -> None:
    assert Limits().slower["api.gdeltproject.org"] == 5.0


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_the_recorded_answers_are_read() -> None:
    source = watch("http://gdelt.example", Company("Vizhinjam"))
    page = Page("x", (SHARED / "artlist.vizhinjam_2024.json").read_bytes(), NOW)

    assert f"{source.parse(page)[0].published:%Y-%m-%dT%H:%M}" == "2024-06-15T17:00"
    assert isinstance(trouble((SHARED / "429.rate_limited.txt").read_bytes()), Busy)
    assert isinstance(trouble((SHARED / "200.keyword_error.txt").read_bytes()), Refused)
    assert isinstance(trouble((SHARED / "200.empty_body.txt").read_bytes()), Busy)
    assert source.parse(Page("x", (SHARED / "200.no_results.json").read_bytes(), NOW)) == []

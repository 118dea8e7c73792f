"""Somebody opens the App Home: a signed event, and Slack shows the real companies and numbers of a real store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from digests.draw_said import COMMANDS
from digests.limits import view_faults
from digests.plain import as_text
from handlers.asker import Asker
from handlers.commands import commands
from handlers.home import typed_by, word_of
from model.company import Company
from model.errors import StoreError
from model.feedback import DigestOpinion
from model.message import Drawn
from model.poll import PollState
from model.score import Score
from store.advance import Step
from store.store import Store
from tests.fake_slack import FakeSlack, fake_slack
from tests.handlers.pressing import CHANNEL, Room, member, pressing
from tests.handlers.running import hearing
from tests.handlers.test_socket_mode import listening_by_socket
from tests.make import DAY, NOW, score
from tests.pipeline.desk import Desk
from tests.signed import home_opened, inside, send_event
from tests.waiting import until, until_so


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await Store.open(f"sqlite:///{tmp_path}/signals.db") as opened:
        yield opened


@pytest.fixture
async def room(store: Store) -> AsyncIterator[Room]:
    async with pressing(Desk(store)) as running:
        yield running


@dataclass
class Wrong:
    """Rules of which a file is wrong."""

    faults: tuple[str, ...] = ("rules/own.toml:3: strenght is no key of a rule",)
    wrong_since: datetime | None = NOW


async def shown(slack: FakeSlack, user: str = "U0LEA") -> str:
    """Wait for the Home that is published to somebody."""
    view: Any = await slack.shown()
    [(method, body)] = slack.views
    slack.views.clear()
    assert (method, body["user_id"], view["type"]) == ("views.publish", user, "home")
    assert view_faults(view) == []
    return as_text(Drawn("…", tuple(view["blocks"])))


async def until_seen(room: Room, user: str) -> None:
    """Wait until it is known that somebody did something in the channel."""

    async def is_known() -> bool:
        return CHANNEL in await room.desk.store.presences.channels("T1", user, NOW - DAY)

    await until_so(is_known)


@pytest.mark.slow
async def test_a_home_shows_the_companies_and_numbers_of_the_store(room: Room) -> None:
    await room.told()
    await room.desk.store.set_schedule(CHANNEL, NOW + DAY)
    latest = (await room.desk.store.standings.latest_scores(["OpenAI"]))["OpenAI"]
    assert isinstance(latest, Score)
    assert await send_event(room.base, home_opened()) == 200
    lines = (await shown(room.slack)).splitlines()
    first, second = (line for line in lines if "sourcing window" in line or "No numbers" in line)
    assert first.startswith(f"  • OpenAI · sourcing window {latest.window} new · rival pressure {latest.pressure}  ·")
    assert second == "  • Northwind · No numbers yet"
    assert "Today for you" not in lines


async def test_a_home_shows_what_is_ones_own_and_nobody_elses(room: Room) -> None:
    story = await room.told()
    await room.press("claim", story)
    await room.said()
    await send_event(room.base, home_opened())
    assert "Mira Murati (CTO) leaves OpenAI · yours" in await shown(room.slack)
    await send_event(room.base, home_opened("U0BEN", id="Ev2"))
    assert "Mira Murati" not in await shown(room.slack, "U0BEN")


async def test_a_channel_is_shown_to_who_was_seen_in_it_and_to_nobody_else(room: Room) -> None:
    await room.ask("list")
    await until_seen(room, "U0LEA")
    await send_event(room.base, home_opened())
    lines = (await shown(room.slack)).splitlines()
    assert any(line.startswith(f"#{CHANNEL} · alerts from 20 points") for line in lines)
    assert "[ Settings… ]" in lines
    await send_event(room.base, home_opened("U0BEN", id="Ev2"))
    others = await shown(room.slack, "U0BEN")
    assert CHANNEL not in others
    assert "Begin with /signals list in one of them." in others
    room.pass_by(days=91)
    await send_event(room.base, home_opened(id="Ev3"))
    assert CHANNEL not in await shown(room.slack), "who did nothing there for so long may have left"


async def test_who_presses_in_a_channel_was_seen_there_and_who_presses_at_home_was_not(room: Room) -> None:
    await room.press("follow", await room.told(), "ben")
    await room.said("ben")
    await until_seen(room, "U0BEN")
    home = {"type": "home", "private_metadata": ""}
    await room.send({**inside(home, "settings", value=CHANNEL, trigger=room.slack.trigger()), "user": member("eve")})
    await room.opened()
    assert await room.desk.store.presences.channels("T1", "U0EVE", NOW - DAY) == set()


async def test_a_channels_settings_open_from_the_home(room: Room) -> None:
    home = {"type": "home", "private_metadata": ""}
    await room.send({**inside(home, "settings", value=CHANNEL, trigger=room.slack.trigger()), "user": member("lea")})
    view = await room.opened()
    assert view["callback_id"] == "settings"
    assert CHANNEL in view["private_metadata"]


async def test_a_home_names_only_what_its_reader_may_type(room: Room) -> None:
    room.slack.members = {"U0ADA": {"is_admin": True}, "U0LEA": {"is_admin": False}, "U0GUS": {"is_restricted": True}}
    told = {}
    for number, user in enumerate(room.slack.members):
        await send_event(room.base, home_opened(user, id=f"Ev{number}"))
        told[user] = await shown(room.slack, user)
        assert "[ Help ]" in told[user]
        assert "Privacy: " in told[user]
    assert "/signals watch" in told["U0LEA"]
    assert "/signals watch" not in told["U0GUS"]
    assert "/signals why" in told["U0GUS"]
    assert ["[ Import Connections.csv… ]" in told[user] for user in room.slack.members] == [True, True, False]


async def test_while_slack_does_not_say_who_somebody_is_they_are_shown_what_guests_may_do(room: Room) -> None:
    room.slack.members = {}
    await send_event(room.base, home_opened())
    assert "/signals watch" not in await shown(room.slack)


async def test_help_opens_with_what_its_reader_may_type_and_their_companies(room: Room) -> None:
    room.slack.members = {"U0LEA": {"is_admin": False}}
    home = {"type": "home", "private_metadata": ""}
    await room.send({**inside(home, "help", trigger=room.slack.trigger()), "user": member("lea")})
    view = await room.opened()
    drawn = as_text(Drawn("…", tuple(view["blocks"])))
    assert "/signals Northwind" in drawn or "/signals OpenAI" in drawn
    assert "/signals note" in drawn
    assert "/signals forget" not in drawn


def test_each_line_of_the_help_tells_of_a_command_that_is_there() -> None:
    assert {word_of(line) for line in COMMANDS} <= commands().keys()
    assert set(typed_by(Asker("T1", "", "U1", admin=True))) == set(COMMANDS)


async def test_what_nobody_has_taken_waits_in_ones_own_channels_and_the_alerts_are_judged(room: Room) -> None:
    story = await room.told()
    await room.ask("list")
    await until_seen(room, "U0LEA")
    await send_event(room.base, home_opened())
    before = await shown(room.slack)
    assert "Waiting for somebody" in before
    assert "1 alert in the last 30 days · half of them within" in before
    await send_event(room.base, home_opened("U0BEN", id="Ev2"))
    others = await shown(room.slack, "U0BEN")
    assert "Waiting for somebody" not in others
    assert "in the last 30 days" not in others
    await room.press("useful", story)
    await room.said()
    await room.press("claim", story)
    await room.said()
    asker = Asker("T1", CHANNEL, "U0LEA")
    assert room.books is not None
    await room.books.channel.judge_digest(asker, DigestOpinion.MISSED, "Bob McGrew left", room.now)
    await send_event(room.base, home_opened(id="Ev3"))
    after = await shown(room.slack)
    assert "1 story said to be missing" in after
    assert "Waiting for somebody" not in after
    assert "100 % of what was judged was useful (1 opinion)" in after


async def test_a_mute_of_a_channel_shows_its_end(room: Room) -> None:
    await room.ask("mute openai 7d")
    await until_seen(room, "U0LEA")
    await send_event(room.base, home_opened())
    assert "1 mute, the last until 11 Oct 2024" in await shown(room.slack)


async def test_while_a_rule_file_is_wrong_the_home_says_so_first(store: Store) -> None:
    async with pressing(Desk(store), Wrong()) as room:
        await send_event(room.base, home_opened())
        first = (await shown(room.slack)).splitlines()[0]
    assert "A rule file is wrong since" in first
    assert "rules/own.toml:3: strenght is no key of a rule" in first


async def test_a_source_that_is_late_is_named(room: Room) -> None:
    await room.desk.store.save_polls([PollState("feed:https://late.example/rss", down_since=NOW - DAY)])
    await send_event(room.base, home_opened())
    assert "late.example" in await shown(room.slack)


async def test_of_many_companies_only_those_that_are_shown_are_scored_anew(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [Company(f"Company {n:04}") for n in range(300)]
    scores = [score(company=one.name, window=n % 100, at=NOW - 8 * DAY) for n, one in enumerate(others)]
    await room.desk.store.advance(Step(at=NOW, scores=scores))
    await room.desk.store.advance(Step(at=NOW, scores=[score(company="Company 0005", window=99, at=NOW - DAY)]))
    known = room.desk.pipeline.watch
    room.desk.pipeline.watch = replace(known, companies=(*known.companies, *others))
    asked: list[str] = []
    really = Store.stories_of

    async def counted(self: Store, company: str, since: datetime, owner: str | None = None) -> Any:  # noqa: ANN401  theirs
        asked.append(company)
        return await really(self, company, since, owner)

    monkeypatch.setattr(Store, "stories_of", counted)
    await send_event(room.base, home_opened())
    assert "282 more" in await shown(room.slack)
    assert (len(asked), asked[0]) == (20, "Company 0005")


async def test_the_tab_of_messages_and_what_is_nobodys_publish_nothing() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        for number, event in enumerate([home_opened(tab="messages"), home_opened(""), home_opened("<!channel>")]):
            assert await send_event(bot.base, {**event, "event_id": f"E{number}"}) == 200
        await send_event(bot.base, home_opened())
        await shown(slack)
        assert bot.books.asked == ["home U0LEA"]


async def test_without_a_database_the_home_says_so() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        bot.books.broken = StoreError("the disk is gone")
        await send_event(bot.base, home_opened())
        assert (await shown(slack)).startswith("My database does not answer just now.")
        assert b'signals_events_total{event="app_home_opened",result="no_database"} 1.0' in bot.tally.text()


async def test_an_event_that_comes_twice_is_answered_once() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        assert [await send_event(bot.base, home_opened()) for _ in range(2)] == [200, 200]
        await until(lambda: bool(slack.views))
        assert bot.books.asked == ["home U0LEA"]


async def test_in_socket_mode_the_home_comes_as_well() -> None:
    async with fake_slack() as slack, listening_by_socket(slack) as line:
        await slack.connected()
        line.books.notice = "A rule file is wrong."
        ack = await slack.push(home_opened(), envelope="e1", type="events_api")
        assert ack["envelope_id"] == "e1"
        assert (await shown(slack)).splitlines()[0].endswith("A rule file is wrong.")


async def test_an_admin_is_shown_every_channel_and_others_those_they_were_seen_in(room: Room) -> None:
    room.slack.members = {"U0ADA": {"is_admin": True}, "U0LEA": {"is_admin": False}}
    await send_event(room.base, home_opened("U0LEA"))
    assert f"#{CHANNEL}" not in await shown(room.slack)
    await send_event(room.base, home_opened("U0ADA", id="Ev2"))
    view = await room.slack.shown()
    assert f"#{CHANNEL}" in await shown(room.slack, "U0ADA")
    option = {"value": "fr", "text": {"type": "plain_text", "text": "fr"}}
    body = inside(view, "language", trigger=room.slack.trigger(), type="static_select", selected_option=option)
    await room.send({**body, "user": member("ada")})
    assert f"#{CHANNEL}" in await shown(room.slack, "U0ADA"), "also where it is drawn anew"

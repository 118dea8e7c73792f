"""Socket Mode: commands arrive down the line, and a line that is gone or only seems alive is opened anew."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import pytest
from slack_bolt.app.async_app import AsyncApp

from handlers.app import open_slack
from handlers.health import Health
from handlers.lifeline import Patience
from handlers.metrics import Tally
from handlers.settings import SlackSettings
from handlers.socket_mode import LineLost, SocketLine
from tests.fake_slack import FakeSlack, fake_slack
from tests.handlers.running import settings_for
from tests.handlers.shelf import ShelfBooks
from tests.signed import slash_form
from tests.waiting import WITHIN, until

FAST = Patience(rebuild=0.6, give_up=30.0, hello=0.4, ping=0.1, window=0.2, opens=2, linger=0.2)
# Nothing is renewed only because the machine is busy.
CALM = Patience(rebuild=WITHIN, give_up=9 * WITHIN, hello=WITHIN, ping=WITHIN, window=0.2, opens=2, linger=WITHIN)


@dataclass
class Line:
    """A line at work."""

    app: AsyncApp
    books: ShelfBooks
    health: Health
    stop: asyncio.Event
    task: asyncio.Task[None]

    @asynccontextmanager
    async def busy_with(self, question: Coroutine[None, None, int]) -> AsyncIterator[asyncio.Task[int]]:
        """Ask, wait until the command is here, and keep it from its acknowledgement while the block runs."""
        came, held = asyncio.Event(), asyncio.Event()

        async def hold(next_: Callable[[], Awaitable[None]]) -> None:
            came.set()
            await held.wait()
            await next_()

        self.app.use(hold)
        asked = asyncio.create_task(question)
        await until(lambda: came.is_set() or asked.done())
        yield asked
        held.set()


@asynccontextmanager
async def listening_by_socket(
    slack: FakeSlack, patience: Patience = FAST, settings: SlackSettings | None = None
) -> AsyncIterator[Line]:
    books, health, stop = ShelfBooks(), Health(), asyncio.Event()
    known = settings or settings_for(slack)
    async with open_slack(known, books, Tally()) as connected:
        line = SocketLine(connected.app, known.app_token, health=health, patience=patience)
        task = asyncio.create_task(line.run(stop))
        try:
            yield Line(connected.app, books, health, stop, task)
        finally:
            stop.set()
            await asyncio.gather(task, return_exceptions=True)


async def _asks(slack: FakeSlack, name: str, *, oldest: bool = False) -> int:
    """Send a command down a line; it is acknowledged and answered. Return the number of the line that says so."""
    form = slash_form("OpenAI", response_url=slack.response_url(name))
    ack = await slack.push(form, envelope=name, oldest=oldest)
    assert ack["envelope_id"] == name
    assert "OpenAI" in (await slack.replied(name))["text"]
    return int(ack["line"])


async def test_a_command_down_the_line_is_acknowledged_and_answered_once() -> None:
    async with fake_slack() as slack, listening_by_socket(slack) as line:
        await slack.connected()
        await _asks(slack, "e1")
        frame = slash_form("OpenAI", response_url=slack.response_url("e1"))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await slack.push(frame, envelope="e1")
        assert line.books.asked.count("standing OpenAI C0CHANNEL") == 1


async def test_a_dropped_line_is_opened_again() -> None:
    async with fake_slack() as slack, listening_by_socket(slack):
        await slack.connected()
        await slack.drop_lines()
        await slack.connected(opens=2)
        await _asks(slack, "e2")


async def test_a_line_that_slack_renews_is_replaced_before_it_is_closed() -> None:
    """What still comes down the old one is acknowledged there."""
    async with fake_slack() as slack, listening_by_socket(slack, CALM):
        await slack.connected()
        await slack.ask_to_leave()
        assert await _asks(slack, "e3") == 1
        await slack.connected(opens=2, lines=2)
        assert await _asks(slack, "e4") == 2
        assert await _asks(slack, "e5", oldest=True) == 1


async def test_a_line_that_was_replaced_is_closed() -> None:
    async with fake_slack() as slack, listening_by_socket(slack, replace(CALM, linger=0.05)):
        await slack.connected()
        await slack.ask_to_leave()
        await slack.connected(opens=2)
        await until(lambda: slack.lines == 1)
        assert await _asks(slack, "e6") == 2


async def test_a_line_is_not_closed_before_what_came_down_it_is_acknowledged() -> None:
    async with fake_slack() as slack, listening_by_socket(slack, replace(CALM, linger=0.0)) as line:
        await slack.connected()
        async with line.busy_with(_asks(slack, "e7")) as asked:
            await slack.ask_to_leave()
            await slack.connected(opens=2)
            await asyncio.sleep(0.1)
        assert await asked == 1
        await until(lambda: slack.lines == 1)


async def test_the_bot_does_not_end_before_what_came_is_acknowledged() -> None:
    async with fake_slack() as slack, listening_by_socket(slack, CALM) as line:
        await slack.connected()
        async with line.busy_with(_asks(slack, "e8")) as asked:
            line.stop.set()
            await asyncio.sleep(0.1)
        assert await asked == 1
        await asyncio.wait_for(line.task, WITHIN)
        assert slack.lines == 0


@pytest.mark.parametrize("opens", [1, 2])
async def test_what_came_down_a_line_that_broke_is_acknowledged_down_the_next(opens: int) -> None:
    """Whether that one stands already or has yet to be opened."""
    async with fake_slack() as slack, listening_by_socket(slack, CALM) as line:
        await slack.connected()
        async with line.busy_with(_asks(slack, "e9")) as asked:
            await slack.drop_lines()
            await slack.connected(opens=opens, lines=opens - 1)
        assert await asked == 2


async def test_a_line_without_a_greeting_is_not_believed() -> None:
    async with fake_slack(greets=False) as slack, listening_by_socket(slack):
        await slack.connected(opens=3)


@pytest.mark.slow
async def test_refusals_are_spaced_out_and_told_once(caplog: pytest.LogCaptureFixture) -> None:
    async with fake_slack() as slack:
        slack.fail(*["internal_error"] * 3)
        async with listening_by_socket(slack, Patience(hello=1.0, ping=0.1, window=0.2, opens=9)) as line:
            await slack.connected(opens=4)
            waits = [later - earlier for earlier, later in zip(slack.opens, slack.opens[1:], strict=False)]
            assert all(wait >= least for wait, least in zip(waits, (0.1, 0.2, 0.4), strict=True))
            await until(lambda: not line.health.troubled())
    assert caplog.text.count("no line to Slack: internal_error") == 1


@pytest.mark.slow
async def test_ten_minutes_of_silence_end_the_process_for_its_supervisor() -> None:
    async with fake_slack() as slack:
        wrong = SlackSettings(slack.token, app_token="xapp-wrong", api_url=slack.api_url)
        async with listening_by_socket(slack, Patience(give_up=0.5, window=0.2, ping=0.1), wrong) as line:
            with pytest.raises(LineLost, match="supervisor"):
                await asyncio.wait_for(line.task, WITHIN)
            assert line.health.troubled() == {"socket": "invalid_auth"}
        assert len(slack.opens) <= 5


def _socket_tasks() -> int:
    """Count what the SDK's clients left running: a receiver, a monitor and a processor for each that lives."""
    return sum("SocketModeClient" in repr(task.get_coro()) for task in asyncio.all_tasks())


@pytest.mark.slow
async def test_nothing_is_left_behind_after_many_renewals() -> None:
    async with fake_slack() as slack:
        patience = Patience(hello=1.0, ping=1.0, window=0.01, opens=9, linger=0.05)
        async with listening_by_socket(slack, patience):
            for opens in range(1, 12):
                await slack.connected(opens=opens)
                await slack.ask_to_leave()
            await slack.connected(opens=12)
            await until(lambda: slack.lines == 1)
            await until(lambda: _socket_tasks() <= 3)
        assert _socket_tasks() == 0
        await until(lambda: slack.lines == 0)


def test_socket_mode_without_its_token_says_which_setting_is_missing() -> None:
    async def start() -> None:
        settings = SlackSettings("xoxb-1")
        async with open_slack(settings, ShelfBooks(), Tally()) as connected:
            SocketLine(connected.app, settings.app_token, health=Health())

    with pytest.raises(ValueError, match="SIGNALS_SLACK__APP_TOKEN"):
        asyncio.run(start())

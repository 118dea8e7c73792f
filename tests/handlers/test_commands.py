"""A recruiter types, Slack signs, the bot answers in the channel to that person alone."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from digests.limits import faults
from digests.plain import as_text
from handlers.reply import is_slacks
from handlers.settings import SlackSettings
from model.errors import SignalsError, StoreError
from model.message import Drawn
from tests.fake_slack import FakeSlack, fake_slack
from tests.handlers.running import Bot, hearing
from tests.signed import send_slash
from tests.waiting import WITHIN


async def ask(bot: Bot, slack: FakeSlack, text: str, name: str = "1") -> str:
    """Type `/signals text`; return the answer as plain text."""
    status, body = await send_slash(bot.base, text, response_url=slack.response_url(name))
    assert (status, body) == (200, "")
    reply = await slack.replied(name)
    assert reply["response_type"] == "ephemeral"
    return as_text(drawn(reply))


def drawn(reply: dict[str, Any]) -> Drawn:
    made = Drawn(reply["text"], tuple(reply["blocks"]))
    assert faults(made) == []
    return made


@pytest.mark.parametrize(
    ("typed", "answers"),
    [
        ("", "Everything you can ask"),
        ("help", "/signals OpenAI"),
        ("OpenAI", "Mira Murati (CTO) left"),
        ("openai.com", "55"),
        ("why OpenAI", "+55"),
        ("why “Open AI”", "OpenAI: why these numbers"),
        ("Anthropic", "Anthropic"),
        ("list", "What this channel watches"),
        ("watch Anthropic", "This channel hears of Anthropic from now on."),
        ("watch", "Say which company"),
        ("watch Opnai", "Did you mean OpenAI?"),
        ("unwatch OpenAI", "This channel hears no more of OpenAI."),
        ("unwatch", "Say which company"),
        ("unwatch Zebra", "No company called “Zebra” is watched here."),
        ("digest now", "The digest is on its way."),
        ("digest", "The digest is on its way."),
        ("digest weekly", "weekly mon 9:00"),
        ("Zebra Works", "No company called “Zebra Works” is watched here."),
        ("Opneai", "Did you mean OpenAI?"),
        ("why", "Say which company"),
        ("why Zebra", "No company called “Zebra” is watched here."),
        ("wach OpenAI", "Did you mean /signals watch OpenAI?"),
        ("lsit", "Did you mean /signals list?"),
        ("x" * 2001, "Ask for one company at a time"),
    ],
)
async def test_every_command_gets_its_answer(typed: str, answers: str) -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        assert answers in await ask(bot, slack, typed)
        assert len(slack.replies["1"]) == 1


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ('watch "Opnai"', "watch Opnai None"),
        ("watch Acme Robotics acme.example", "watch Acme Robotics acme.example"),
        ("watch acme.example", "watch acme.example acme.example"),
        ("unwatch openai.com", "unwatch OpenAI"),
        ("OpenAI", "standing OpenAI C0CHANNEL"),
    ],
)
async def test_the_books_are_asked_for_the_company_that_was_meant(typed: str, question: str) -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        await ask(bot, slack, typed)
        assert question in bot.books.asked


@pytest.mark.parametrize(
    ("error", "answer"),
    [
        (StoreError("no such host."), "My database does not answer just now. Nothing is lost: ask again in a minute."),
        (SignalsError("Only admins may do that."), "Only admins may do that."),
        (RuntimeError("secret detail"), "Something is broken on my side."),
    ],
)
async def test_whatever_breaks_the_asker_gets_one_sentence_and_the_log_one_line(
    error: Exception, answer: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("WARNING")
    async with fake_slack() as slack, hearing(slack) as bot:
        bot.books.broken = error
        said = await ask(bot, slack, "list")
        assert answer in said
        assert "secret detail" not in said
        assert len(caplog.records) == (0 if type(error) is SignalsError else 1)


@pytest.mark.slow
async def test_a_command_is_acknowledged_at_once_even_while_slack_is_slow_to_take_the_answer() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        slack.reply_status.extend([500, 200])
        slack.replies_held = asyncio.Event()
        async with asyncio.timeout(WITHIN):
            status, _ = await send_slash(bot.base, "OpenAI", response_url=slack.response_url())
        assert (status, slack.replies) == (200, {})
        slack.replies_held.set()
        await slack.replied()
        # What somebody may press is asked for the answer, which is begun after the acknowledgement.
        asked = {method for method, _, _ in slack.calls} - {"users.info"}
        assert asked <= {"auth.test"}, "no call stands before the acknowledgement"


async def test_fifty_commands_at_once_are_all_answered() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        names = [f"{number}" for number in range(50)]
        sends = [send_slash(bot.base, f"Zebra {name}", response_url=slack.response_url(name)) for name in names]
        assert {status for status, _ in await asyncio.gather(*sends)} == {200}
        for name in names:
            assert f"Zebra {name}" in (await slack.replied(name))["text"]


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data",
        "https://hooks.slack.com.evil.example/commands/1",
        "https://hooks.slack.com@evil.example/commands/1",
        "http://hooks.slack.com/commands/1",
        "https://hooks.slack.com:8443/commands/1",
        "https://HOOKS.slack.com\\@evil.example/",
        "https://evil.example/https://hooks.slack.com/",
        "file:///etc/passwd",
        "",
    ],
)
async def test_an_answer_goes_to_slack_and_nowhere_else(url: str, caplog: pytest.LogCaptureFixture) -> None:
    settings = SlackSettings("x", "y", api_url="https://slack.com/api/")
    assert not is_slacks(url, settings)
    async with fake_slack() as slack, hearing(slack) as bot:
        status, _ = await send_slash(bot.base, "help", response_url=url)
        assert status == 200
        await bot.connected.desk.close()
        assert not slack.replies
        assert "refused" in caplog.text
        assert not url or url not in caplog.text


@pytest.mark.parametrize(
    "url", ["https://hooks.slack.com/commands/T/1/x", "https://hooks.slack-gov.com/commands/T/1/x"]
)
def test_both_of_slacks_hook_hosts_are_known(url: str) -> None:
    assert is_slacks(url, SlackSettings("x"))


async def test_a_redirect_of_a_response_url_is_not_followed() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        slack.reply_status.append(302)
        await send_slash(bot.base, "help", response_url=slack.response_url())
        await bot.connected.desk.close()
        assert not slack.replies["1"]
        assert not slack.replies.get("stolen")


async def test_an_answer_whose_address_is_used_up_comes_as_a_message() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        slack.reply_status.append(404)
        await send_slash(bot.base, "Zebra", response_url=slack.response_url())
        await slack.posted(1)
        assert slack.posts[0]["channel"] == "U0USER"
        assert "Zebra" in slack.posts[0]["text"]


async def test_a_settings_repr_and_the_metrics_name_no_secret_and_no_company() -> None:
    async with fake_slack() as slack, hearing(slack) as bot:
        await ask(bot, slack, "OpenAI")
        text = bot.tally.text().decode()
        assert 'signals_commands_total{result="answered",word="lookup"} 1.0' in text
        assert "OpenAI" not in text
        assert slack.token not in repr(SlackSettings(slack.token, "sssssecret", "xapp-1"))

"""Shortcuts and mentions, sent as Slack sends them, signed, to the bot over a real store."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from digests.plain import as_text
from handlers.events.app_mention import asked_in
from handlers.events.link_shared import leads_to
from handlers.shortcuts import shortcuts
from model.message import Drawn
from store.store import Store
from tests.handlers.pressing import CHANNEL, Room, member, pressing
from tests.handlers.test_looking_back import keep_a_move
from tests.make import DAY
from tests.pipeline.desk import Desk
from tests.signed import link_shared, mentioned, send_event, shortcut
from tests.waiting import WITHIN, until

SAYS = "I hear that OpenAI CTO Mira Murati leaves the company &amp; <https://openai.com|openai.com>"

NO_SUCH = "No company of that name is watched here."


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with await Store.open(f"sqlite:///{tmp_path}/signals.db") as store, pressing(Desk(store)) as running:
        yield running


async def choose(room: Room, name: str, text: str = "") -> dict[str, Any]:
    """Choose a shortcut; return the window that opens."""
    message = {"ts": "1727300000.000001", "text": text} if text else {}
    await room.send(shortcut(name, message, trigger=room.slack.trigger(), user=member("lea")))
    return await room.opened()


def field(view: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [block["element"] for block in view["blocks"] if block.get("block_id") == name]
    return dict(found)


async def test_a_message_becomes_a_note_with_the_way_back_to_it(room: Room) -> None:
    view = await choose(room, "add_signal", SAYS)
    assert field(view, "company")["initial_option"]["value"] == "OpenAI", "the reader finds it"
    words = field(view, "words")["initial_value"]
    assert words == "I hear that OpenAI CTO Mira Murati leaves the company & openai.com"
    chosen = {"selected_option": field(view, "company")["initial_option"]}
    values = {"company": chosen, "words": {"value": "Designers at OpenAI are open to work."}, "other": {"value": None}}
    assert await room.submit(view, values=values) == {"response_action": "clear"}
    assert await room.whispered() == "Noted about OpenAI."
    (story,) = await room.desk.store.stories_of("OpenAI", room.now - DAY)
    assert story.evidence[0].url == f"https://acme.slack.com/archives/{CHANNEL}/p1727300000000001"
    assert [line.action for line in await room.desk.store.audited("T1")] == ["note on OpenAI"]


async def test_a_note_that_names_a_person_stays_its_authors(room: Room) -> None:
    view = await choose(room, "add_signal", SAYS)
    values = {"other": {"value": "openai.com"}, "words": {"value": "Jane Roe of OpenAI is open to work."}}
    await room.submit(view, values=values)
    assert "nobody but you will see it" in await room.whispered()
    assert await room.desk.store.stories_of("OpenAI", room.now - DAY) == []
    assert await room.desk.store.stories_of("OpenAI", room.now - DAY, "U0LEA") != []


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"words": {"value": "x"}}, {"other": "Choose a company or type its name."}),
        ({"other": {"value": "Opnai"}, "words": {"value": "x"}}, {"other": f"{NO_SUCH} Did you mean OpenAI?"}),
        ({"other": {"value": "OpenAI"}, "words": {"value": " "}}, {"words": "Write down what you heard."}),
    ],
)
async def test_what_is_missing_is_said_under_its_field(
    room: Room, values: dict[str, dict[str, str]], wrong: dict[str, str]
) -> None:
    view = await choose(room, "add_signal", "nothing of interest")
    assert "initial_option" not in field(view, "company")
    assert await room.submit(view, values=values) == {"response_action": "errors", "errors": wrong}
    assert await room.desk.store.audited("T1") == []


async def test_a_company_is_looked_up_in_a_window(room: Room) -> None:
    await room.told()
    view = await choose(room, "look_up")
    assert [one["value"] for one in field(view, "company")["options"]] == ["OpenAI", "Northwind"]
    ack = await room.submit(view, values={"company": {"selected_option": {"value": "OpenAI"}}})
    assert ack["response_action"] == "update"
    assert "Mira Murati (CTO) leaves OpenAI" in as_text(Drawn("", tuple(ack["view"]["blocks"])))
    again = await room.submit(await choose(room, "look_up"), values={"other": {"value": "Zebra"}})
    assert again == {"response_action": "errors", "errors": {"other": NO_SUCH}}


async def test_a_shortcut_that_nobody_knows_is_answered_with_a_sentence(room: Room) -> None:
    await room.send(shortcut("explode", {}, trigger=room.slack.trigger(), user=member("lea")))
    async with asyncio.timeout(WITHIN):
        while not room.slack.posts:  # noqa: ASYNC110  (the bot writes it by and by)
            await asyncio.sleep(0.005)
    assert "I do not know that button any more" in room.slack.posts[0]["text"]
    assert room.slack.posts[0]["channel"] == "U0LEA"


def test_every_shortcut_is_found_by_its_module() -> None:
    assert shortcuts().keys() == {"add_signal", "look_up"}


# --- mentions ---------------------------------------------------------------------------------------------------------


async def heard(room: Room, posts: int = 1) -> list[str]:
    """Wait until so many messages stand in the channel."""
    async with asyncio.timeout(WITHIN):
        while len(room.slack.posts) < posts:
            await asyncio.sleep(0.005)
            await room.post()
    return [as_text(Drawn(post["text"], tuple(post["blocks"]))) for post in room.slack.posts]


async def test_a_mention_is_answered_in_its_thread_as_the_channel_may_see_it(room: Room) -> None:
    await keep_a_move(room)
    assert await send_event(room.base, mentioned("U0BEN", "<@UBOT> openai?")) == 200
    (said,) = await heard(room)
    (post,) = room.slack.posts
    assert (post["channel"], post["thread_ts"]) == (CHANNEL, "1727300001.000001")
    assert post.get("reply_broadcast") is None
    assert "OpenAI" in said
    assert "Sam Secret" not in said, "Ben's own, and the channel listens"


async def test_a_mention_in_a_thread_is_answered_in_that_thread(room: Room) -> None:
    await send_event(room.base, mentioned(text="hey <@UBOT> OpenAI", thread_ts="1727300000.5"))
    await heard(room)
    assert room.slack.posts[0]["thread_ts"] == "1727300000.5"


@pytest.mark.parametrize(
    ("text", "said"), [("<@UBOT> Opnai", "Did you mean OpenAI?"), ("<@UBOT>", "write its name after mine")]
)
async def test_what_is_not_known_is_answered_with_what_is_near(room: Room, text: str, said: str) -> None:
    await send_event(room.base, mentioned(text=text))
    assert said in (await heard(room))[0]


async def test_an_event_that_slack_sends_four_times_is_answered_once(room: Room) -> None:
    event = mentioned()
    answers = await asyncio.gather(*(send_event(room.base, {**event, "event_time": n}) for n in range(4)))
    assert answers == [200] * 4
    await heard(room)
    assert await send_event(room.base, {**event, "event_id": "Ev9"}) == 200  # as after a restart, which remembers no id
    assert await send_event(room.base, mentioned(id="Ev2")) == 200
    assert len(await heard(room, 2)) == 2
    assert len(await room.desk.store.audited("T1")) == 2


@pytest.mark.parametrize("more", [{"bot_id": "B0BOT"}, {"subtype": "bot_message"}, {"user": ""}])
async def test_robots_and_the_bot_itself_are_not_answered(room: Room, more: dict[str, str]) -> None:
    await send_event(room.base, mentioned(id="Ev1", **more))
    await send_event(room.base, mentioned(id="Ev2"))
    await heard(room)
    assert [post["thread_ts"] for post in room.slack.posts] == ["1727300001.000002"]


@pytest.mark.parametrize(
    ("text", "name"),
    [("<@U1> openai?", "openai"), ("<@U1|bot>: Open AI!", "Open AI"), ("  ", ""), ("<@U1> A &amp; B", "A & B")],
)
def test_the_name_is_what_is_left_of_a_mention(text: str, name: str) -> None:
    assert asked_in(text) == name


# --- links ------------------------------------------------------------------------------------------------------------

OURS = "https://signals.example/at"


async def unfurled(room: Room, links: int) -> list[dict[str, Any]]:
    """Wait until so many messages had their links shown."""
    await until(lambda: len(room.slack.unfurls) >= links)
    return room.slack.unfurls


async def test_a_link_of_ours_is_shown_as_the_channel_may_see_it(room: Room) -> None:
    await keep_a_move(room)
    await send_event(room.base, link_shared(f"{OURS}/c/OpenAI", f"{OURS}/s/m1"))
    (shown,) = await unfurled(room, 1)
    assert (shown["channel"], shown["ts"]) == (CHANNEL, "1727300002.1")
    texts = {url: as_text(Drawn("", tuple(one["blocks"]))) for url, one in shown["unfurls"].items()}
    assert "Latest" in texts[f"{OURS}/c/OpenAI"]
    assert "Mira Murati (CTO) leaves OpenAI for Northwind" in texts[f"{OURS}/s/m1"]
    assert all("[" not in text and "Sam Secret" not in text for text in texts.values())


async def test_a_link_is_shown_once_in_half_an_hour_and_three_not_at_all(room: Room) -> None:
    await keep_a_move(room)
    await send_event(room.base, link_shared(f"{OURS}/c/OpenAI", f"{OURS}/c/Northwind", f"{OURS}/s/m1", id="Ev1"))
    for number, place in enumerate((CHANNEL, CHANNEL, "C0OTHER"), 2):
        await send_event(room.base, link_shared(f"{OURS}/c/OpenAI", id=f"Ev{number}", channel=place))
    assert [one["channel"] for one in await unfurled(room, 2)] == [CHANNEL, "C0OTHER"]
    await room.ask("help")
    assert len(room.slack.unfurls) == 2


async def test_what_is_private_or_not_ours_stays_a_link(room: Room) -> None:
    await keep_a_move(room)
    others = (f"{OURS}/s/p1", "https://evil.example/c/OpenAI", f"{OURS}/c/Zebra", f"{OURS}/x/OpenAI", "https://[")
    for number, url in enumerate(others, 1):
        await send_event(room.base, link_shared(url, id=f"Ev{number}", user="U0BEN"))
    await send_event(room.base, link_shared(f"{OURS}/s/m1", id="Ev9"))
    assert [list(one["unfurls"]) for one in await unfurled(room, 1)] == [[f"{OURS}/s/m1"]]


@pytest.mark.parametrize(
    ("url", "found"),
    [
        (f"{OURS}/c/Open%20AI", ("c", "Open AI")),
        (f"{OURS}/s/abc?x=1", ("s", "abc")),
        ("https://signals.example.evil/at/c/OpenAI", ("", "")),
        ("http://signals.example/at/c/OpenAI", ("", "")),
        (f"{OURS}/c/", ("", "")),
        (f"{OURS}/c/a/b", ("", "")),
    ],
)
def test_only_addresses_of_ours_lead_anywhere(url: str, found: tuple[str, str]) -> None:
    assert leads_to(url, OURS) == found
    assert leads_to(url, "") == ("", "")

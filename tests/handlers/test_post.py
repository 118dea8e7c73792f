"""Every message reaches Slack or is given up with a reason; twice only when nobody could know."""

from __future__ import annotations

import asyncio
from collections import Counter
from io import StringIO
from itertools import pairwise
from random import Random

import pytest

from handlers.console import ConsoleCourier
from handlers.courier import Outcome, Sent, content_hash
from handlers.health import Health
from handlers.metrics import Tally
from handlers.pace import Pace
from handlers.post import Poster
from model.message import Drawn
from model.subscription import MessageKind
from tests.fake_slack import Fault, fake_slack
from tests.handlers.running import posting
from tests.handlers.shelf import Row, ShelfOutbox, message
from tests.make import NOW, at
from tests.waiting import until


async def test_a_message_is_posted_plain_and_with_our_mark_on_it() -> None:
    async with fake_slack() as slack, posting(slack) as office:
        office.outbox.put(message("Murati leaves"), NOW)
        await office.until_settled()
        [post] = slack.posts
        assert post["text"] == "Murati leaves"
        assert (post["parse"], post["unfurl_links"], post["unfurl_media"]) == ("none", False, False)
        assert not post["link_names"]
        mark = {"outbox_id": "1", "content_hash": content_hash(message("Murati leaves").drawn)}
        assert post["metadata"] == {"event_type": "signal_digest", "event_payload": mark}
        assert office.outbox.rows[1].ts == post["ts"]
        assert b'signals_posts_total{kind="alert",result="sent"} 1.0' in office.tally.text()


async def test_later_news_edits_the_alert_and_goes_to_its_thread() -> None:
    async with fake_slack() as slack, posting(slack) as office:
        for kind in (MessageKind.ALERT, MessageKind.UPDATE, MessageKind.THREAD):
            office.outbox.put(message(kind.value, kind=kind, broadcast=kind is MessageKind.THREAD), NOW)
        await office.until_settled()
        alert, reply = slack.posts
        assert [edit["ts"] for edit in slack.edits] == [alert["ts"]]
        assert (reply["thread_ts"], reply["reply_broadcast"]) == (alert["ts"], True)
        assert office.outbox.states() == ["sent"] * 3


async def test_an_edit_of_an_alert_that_never_came_out_is_given_up_and_blocks_nobody() -> None:
    async with fake_slack() as slack, posting(slack) as office:
        office.outbox.put(message("edit", kind=MessageKind.UPDATE), NOW)
        office.outbox.put(message("digest", kind=MessageKind.DIGEST), NOW)
        await office.until_settled()
        assert office.outbox.states() == ["dead", "sent"]
        assert "never posted" in str(office.outbox.rows[1].trouble)


@pytest.mark.parametrize(
    "fault", [500, 503, "reset", "html", "empty", 429, "ratelimited", "internal_error", "brand_new"]
)
async def test_a_message_comes_through_once_in_the_end(fault: Fault) -> None:
    async with fake_slack(retry_after="3") as slack, posting(slack, speed=60) as office:
        slack.fail(fault, fault)
        office.outbox.put(message("x"), office.time.now())
        office.poster.wake()
        await office.until_settled()
        assert (slack.texts(), office.outbox.states(), office.outbox.rows[1].attempt) == (["x"], ["sent"], 3)


async def test_each_attempt_is_one_request_so_a_broken_connection_doubles_once_at_most() -> None:
    async with fake_slack() as slack, posting(slack, speed=60) as office:
        slack.fail("drop")
        office.outbox.put(message("x"), office.time.now())
        await office.until_settled()
        assert slack.texts() == ["x", "x"], "stored, answer lost, posted again: twice is better than never"
        assert office.outbox.rows[1].attempt == 2


async def test_retry_after_is_obeyed_in_full_and_no_longer() -> None:
    async with fake_slack(retry_after="30") as slack, posting(slack, speed=0) as office:
        slack.fail(429)
        id = office.outbox.put(message("x"), NOW)
        await until(lambda: office.outbox.rows[id].trouble is not None)
        office.time.skip(30)
        await asyncio.sleep(0.05)  # the poster looks into its outbox five times
        assert (len(slack.calls), office.outbox.states()) == (1, ["pending"])
        office.time.skip(0.02)  # what spreads the waits is 0.01
        await office.until_settled()
        assert (len(slack.calls), office.outbox.states()) == (2, ["sent"])


async def test_a_limited_channel_does_not_hold_up_another() -> None:
    async with fake_slack(retry_after="60") as slack, posting(slack) as office:
        slack.sick["C1"] = 429
        office.outbox.put(message("sick"), NOW)
        for number in range(30):
            office.outbox.put(message(f"well {number}", channel=f"D{number}"), NOW)
        await until(lambda: office.outbox.states() == ["pending"] + ["sent"] * 30)


@pytest.mark.parametrize("code", ["is_archived", "channel_not_found", "not_in_channel"])
async def test_a_closed_channel_is_paused_and_keeps_its_messages(code: str) -> None:
    async with fake_slack() as slack, posting(slack) as office:
        slack.fail(code)
        office.outbox.put(message("one"), NOW)
        office.outbox.put(message("two"), NOW)
        office.outbox.put(message("elsewhere", channel="C2"), NOW)
        await slack.posted(1)
        assert slack.texts() == ["elsewhere"]
        await until(lambda: office.outbox.paused == {"C1": code})
        assert office.outbox.states()[:2] == ["pending", "pending"]


async def test_a_revoked_token_stops_everything_and_health_says_so() -> None:
    async with fake_slack(token="xoxb-another") as slack, posting(slack) as office:
        slack.token = "xoxb-revoked"  # noqa: S105  not a token
        for number in range(5):
            office.outbox.put(message("x", channel=f"C{number}"), NOW)
        await until(lambda: bool(office.health.troubled()))
        await asyncio.sleep(0.1)
        assert office.health.troubled() == {"slack": "invalid_auth"}
        assert len(slack.calls) <= 8, "only what was under way together"
        assert office.outbox.states() == ["pending"] * 5


async def test_a_stale_alert_is_not_posted_and_waits_for_the_digest() -> None:
    async with fake_slack() as slack, posting(slack) as office:
        office.outbox.put(message("old", expires=3600), at("2024-10-02"))
        office.outbox.put(message("new", expires=3600), NOW)
        await office.until_settled()
        assert office.outbox.states() == ["expired", "sent"]
        assert slack.texts() == ["new"]


async def test_a_message_is_given_up_after_a_day_and_not_before() -> None:
    async with fake_slack() as slack, posting(slack, speed=1000) as office:
        slack.sick["C1"] = 500
        office.outbox.put(message("x", kind=MessageKind.DIGEST), office.time.now())
        await until(lambda: office.outbox.rows[1].attempt > 3)
        assert office.outbox.open() == 1
        office.time.skip(24 * 3600)
        await office.until_settled()
        assert office.outbox.states() == ["dead"]


def _long(blocks: int, words: str = "w" * 300) -> Drawn:
    made = tuple({"type": "section", "text": {"type": "plain_text", "text": f"{n} {words}"}} for n in range(blocks))
    return Drawn("a long digest", made)


async def test_an_overlong_digest_is_cut_and_its_rest_goes_to_the_thread() -> None:
    async with fake_slack() as slack, posting(slack) as office:
        whole = _long(120)
        office.outbox.put(message("d", kind=MessageKind.DIGEST, drawn=whole), NOW)
        await office.until_settled()
        first, *rest = slack.posts
        assert rest
        assert all(part["thread_ts"] == first["ts"] for part in rest)
        assert [block for part in slack.posts for block in part["blocks"]] == list(whole.blocks)


async def test_a_piece_that_slack_refuses_for_a_moment_is_tried_again() -> None:
    async with fake_slack(retry_after="0") as slack, posting(slack) as office:
        slack.fail(None, 429, 500)
        office.outbox.put(message("d", kind=MessageKind.DIGEST, drawn=_long(120)), NOW)
        await office.until_settled()
        assert sum(len(post["blocks"]) for post in slack.posts) == 120


async def test_what_cannot_be_cut_is_posted_as_bare_text() -> None:
    async with fake_slack() as slack, posting(slack) as office:
        office.outbox.put(message("d", drawn=_long(1, "w" * 3500)), NOW)
        await office.until_settled()
        [post] = slack.posts
        assert (post["text"], post["blocks"], post.get("metadata")) == ("a long digest", [], None)


async def test_slack_refusing_blocks_that_look_right_gets_the_bare_text() -> None:
    async with fake_slack() as slack, posting(slack) as office:
        slack.fail("invalid_blocks")
        office.outbox.put(message("x"), NOW)
        await office.until_settled()
        assert [post["blocks"] for post in slack.posts] == [[]]


async def test_slack_refusing_even_the_bare_text_ends_it() -> None:
    async with fake_slack() as slack, posting(slack) as office:
        slack.fail("msg_blocks_too_long", "msg_blocks_too_long", "msg_too_long")
        office.outbox.put(message("x"), NOW)
        await office.until_settled()
        assert office.outbox.states() == ["dead"]
        assert len(slack.calls) == 3


async def test_an_edit_that_slack_no_longer_allows_ends_it() -> None:
    async with fake_slack() as slack, posting(slack) as office:
        office.outbox.put(message("x"), NOW)
        await office.until_settled()
        slack.fail("edit_window_closed")
        office.outbox.put(message("y", kind=MessageKind.UPDATE), NOW)
        await office.until_settled()
        assert office.outbox.states() == ["sent", "dead"]


async def test_what_a_dead_process_left_claimed_is_posted_again() -> None:
    async with fake_slack() as slack:
        outbox = ShelfOutbox()
        outbox.put(message("x"), at("2024-10-04"))
        await outbox.claim(at("2024-10-04"), 60, (), True)
        async with posting(slack) as office:
            office.outbox.rows.update(outbox.rows)
            office.time.skip(20)
            await office.until_settled()
            assert slack.texts() == ["x"]
            assert b'signals_posts_total{kind="alert",result="in_doubt"} 1.0' in office.tally.text()


async def test_a_graceful_stop_lets_the_post_under_way_end() -> None:
    async with fake_slack(slowness=0.1) as slack:
        async with posting(slack) as office:
            slack.fail("slow")
            office.outbox.put(message("x"), NOW)
            office.outbox.put(message("y"), NOW)
            await until(lambda: len(slack.calls) == 1)
        assert office.outbox.states() == ["sent", "pending"]


async def test_posts_in_one_channel_keep_their_distance_and_their_order() -> None:
    async with fake_slack() as slack, posting(slack, gap=0.05) as office:
        for number in range(3):
            office.outbox.put(message(f"{number}"), NOW)
        await office.until_settled()
        assert slack.texts() == ["0", "1", "2"]
        moments = [post["at"] for post in slack.posts]
        assert all(later - earlier >= 0.05 for earlier, later in pairwise(moments))


async def test_a_lost_database_stops_posting_and_a_found_one_resumes(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    async with fake_slack() as slack, posting(slack) as office:
        office.outbox.down = True
        office.outbox.put(message("x"), NOW)
        await until(lambda: "fails" in caplog.text)
        await asyncio.sleep(0.1)
        assert not slack.calls
        office.outbox.down = False
        office.poster.wake()
        await office.until_settled()
        assert caplog.text.count("the outbox fails") == 1
        assert caplog.text.count("the outbox answers again") == 1


async def test_a_message_is_in_doubt_when_its_receipt_cannot_be_written() -> None:
    async with fake_slack(slowness=0.05) as slack, posting(slack) as office:
        slack.fail("slow")
        office.outbox.put(message("x"), NOW)
        await until(lambda: len(slack.calls) == 1)
        office.outbox.down = True
        await slack.posted(1)
        await asyncio.sleep(0.1)
        assert office.outbox.states() == ["posting"]
        office.outbox.down = False
        office.time.skip(61)
        office.poster.wake()
        await office.until_settled()
        assert slack.texts() == ["x", "x"]


async def test_draining_posts_what_is_due_and_returns() -> None:
    async with fake_slack() as slack:
        async with posting(slack) as office:
            office.stop.set()
        office.outbox.put(message("x"), NOW)
        office.outbox.put(message("y", channel="C2"), NOW)
        courier = ConsoleCourier(lambda: NOW, StringIO())
        poster = Poster(office.outbox, courier, health=Health(), tally=Tally(), pace=Pace(gap=0.0))
        await poster.drain()
        assert office.outbox.states() == ["sent", "sent"]


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_of_a_thousand_messages_none_is_lost_and_only_broken_answers_double(seed: int) -> None:
    chance = Random(seed)  # noqa: S311  (a seed that can be run again)
    async with fake_slack(retry_after="1") as slack, posting(slack, speed=50) as office:
        faults = chance.choices([None, 429, 500, "reset", "drop"], [80, 5, 5, 5, 5], k=1000)
        slack.fail(*faults)
        for number in range(1000):
            office.outbox.put(message(f"{number}", channel=f"C{number % 200}"), office.time.now())
        office.poster.wake()
        await office.until_settled()
        assert set(office.outbox.states()) == {"sent"}
        told = Counter(slack.texts())
        assert set(told) == {f"{number}" for number in range(1000)}
        assert sum(told.values()) - 1000 == slack.dropped


class Tumbler:
    """A courier that breaks."""

    async def deliver(self, posting: Row) -> Outcome:
        raise RuntimeError("tumbled")


async def test_a_courier_that_breaks_leaves_the_message_in_doubt(caplog: pytest.LogCaptureFixture) -> None:
    async with fake_slack() as slack, posting(slack, courier=Tumbler()) as office:  # type: ignore[arg-type]  # it breaks the contract
        office.outbox.put(message("x"), NOW)
        await until(lambda: "in doubt" in caplog.text)
        assert office.outbox.states() == ["posting"]


async def test_console_mode_prints_and_settles(capsys: pytest.CaptureFixture[str]) -> None:
    async with fake_slack() as slack:
        courier = ConsoleCourier(lambda: NOW)
        async with posting(slack, courier=courier) as office:
            office.outbox.put(message("Murati leaves"), NOW)
            await office.until_settled()
        assert not slack.calls
    out = capsys.readouterr().out
    assert "2024-10-04 12:00 UTC · C1 · alert" in out
    assert "Murati leaves" in out
    assert isinstance(await courier.deliver(Row(7, message("x"), NOW)), Sent)

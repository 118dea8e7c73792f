"""From a click to a change: opinions over the same store and steps, taken up while the bot runs."""

from __future__ import annotations

from pathlib import Path

import pytest

import config
from books import StoreBooks
from cli.wiring import open_kit
from model.feedback import Change, Opinion, Part, Proposal
from store.advance import Step
from tests.make import NOW, story
from tests.pipeline.desk import CTO_LEAVES, HOUR, OPENAI, Desk, channel
from tests.pipeline.test_books import Counter

pytestmark = pytest.mark.slow

RULE = "departure.c_suite"
CHANNEL = channel().channel
LATER = NOW + HOUR


@pytest.fixture
async def books(desk: Desk) -> StoreBooks:
    """The books of a bot whose one channel was told that OpenAI's CTO leaves."""
    opened = await Counter(desk, (OPENAI,), (channel(),)).open()
    await desk.print(CTO_LEAVES)
    await desk.post()
    return opened


async def told(books: StoreBooks) -> str:
    """Give the id of the story that was told."""
    [only] = await books.pipeline.store.stories_of("OpenAI", NOW - HOUR)
    return only.id


async def test_an_opinion_remembers_what_spoke_for_the_story(books: StoreBooks) -> None:
    given = await books.judge(await told(books), Opinion.TOO_WEAK, "U1", LATER, text="known for weeks")
    assert given is not None
    _, said = given
    [receipt] = await books.pipeline.store.receipts(CHANNEL, [said.story])
    assert (said.company, said.channel, said.told, said.text) == ("OpenAI", CHANNEL, receipt.score, "known for weeks")
    assert RULE in said.rules
    assert said.sources == ("feed:https://news.example/rss",)
    assert await books.pipeline.store.lessons.feedback() == [said]


async def test_a_private_story_is_judged_by_its_owner_alone(books: StoreBooks) -> None:
    private = story(id="private", person="Paula Privé", private=True, owner="U1")
    await books.pipeline.store.advance(Step(stories=[private], at=NOW))
    assert await books.judge("private", Opinion.OLD, "U2", LATER) is None
    assert await books.judge("nothing", Opinion.OLD, "U2", LATER) is None
    given = await books.judge("private", Opinion.OLD, "U1", LATER)
    assert given is not None
    assert (given[1].rules, given[1].channel) == ((), "")


async def test_opinions_lead_to_a_proposal_that_is_applied_once(books: StoreBooks) -> None:
    for by in ("U1", "U2", "U3"):
        await books.judge(await told(books), Opinion.TOO_WEAK, by, LATER)
    [proposal] = await books.proposals(LATER)
    assert (proposal.change.part, proposal.change.name) == (Part.THRESHOLD, CHANNEL)
    assert await books.apply(proposal.id, "U9", LATER) == proposal
    assert await books.apply(proposal.id, "U9", LATER) is None
    [override] = await books.pipeline.store.lessons.overrides()
    assert (override.by, override.at, override.reason) == ("U9", LATER, proposal.reason)
    assert await books.proposals(LATER) == []
    assert await books.undo(proposal.id, "U9", LATER) == override
    assert await books.proposals(LATER) == [proposal]
    assert await books.undo(proposal.id, "U9", LATER) is None


CONFIG = """
database = "{url}"
[[companies]]
name = "OpenAI"
[[channels]]
id = "C0HIRING"
threshold = 60
"""
CHANGES = (
    Change(Part.STRENGTH, RULE, 41, 82),
    Change(Part.OFF, "departure.founder", None, 90),
    Change(Part.NEVER, "OpenAI", "hotels"),
    Change(Part.ALIAS, "OpenAI", "Clopen"),
    Change(Part.THRESHOLD, "C0HIRING", 70, 60),
    Change(Part.STRENGTH, "a.rule.of.yesterday", 1, 2),
)


async def test_a_running_bot_takes_up_what_was_applied_and_lets_go_of_what_was_undone(url: str, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(CONFIG.format(url=url), "utf-8")
    async with open_kit(config.load(tmp_path / "config.toml"), now=lambda: NOW) as kit:
        before = kit.pipeline.watch
        for number, change in enumerate(CHANGES):
            await kit.store.lessons.apply("", Proposal(f"p{number}", change, "", (), 3, 2), "", "U9", NOW)

        await kit.look_at_rules(NOW)

        watch = kit.pipeline.watch
        strengths = {rule.id: rule.strength for rule in watch.rules.rules}
        assert (strengths[RULE], "departure.founder" in strengths) == (41, False)
        assert (watch.companies[0].never, watch.companies[0].aliases) == (("hotels",), ("Clopen",))
        assert watch.subscriptions[0].threshold == 70

        for number, _ in enumerate(CHANGES):
            await kit.store.lessons.undo("", f"p{number}", "U9", NOW)
        await kit.look_at_rules(NOW)

        after = kit.pipeline.watch
        assert (after.companies, after.subscriptions) == (before.companies, before.subscriptions)
        assert (after.rules, after.us) == (before.rules, before.us)

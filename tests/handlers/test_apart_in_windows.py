"""What is drawn for everybody, added or changed by one of several workspaces, and what the others see of it (E4)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from books import StoreBooks
from books.imports import Read, take_in
from digests.plain import as_text
from handlers.actions import Aloud, actions
from handlers.asker import Asker
from handlers.commands import Public, commands
from handlers.events import Unfurl, events
from handlers.modals import modals
from handlers.press import Form, Press
from handlers.words import Asked
from model.feed import AddedFeed
from model.imported import Export
from model.message import Drawn
from model.poll import PollState
from sources.connections.export import Export as File
from sources.feed import Feed
from sources.hacker_news import Settings, Source
from tests.handlers.test_apart import ACME, HOME, NEWS, ZETA, Stage, _shown, stage
from tests.make import NOW

pytestmark = pytest.mark.slow  # several workspaces or a server for each: ./run.sh check leaves them out

RULE = "departure.c_suite"


@pytest.fixture
async def it(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as running:
        await running.pass_by(5, NEWS[0])
        yield running


async def ask(it: Stage, team: str, text: str, user: str = "U0LEA") -> str:
    who = {"team_id": team, "channel_id": "C0ONE", "user_id": user, "user_name": user.lower()}
    drawn = await it.connected.desk.answer({**who, "text": text})
    return "" if drawn is None else as_text(drawn)


def someone(team: str) -> Asker:
    return Asker(team, "C0ONE", "U0LEA", "lea")


async def happened(it: Stage, team: str, name: str, **said: Any) -> Any:  # noqa: ANN401  what an event draws
    books, ours = it.connected.surface.at(someone(team))
    return await events()[name].happened(said, ours, books, it.now)


async def test_a_mention_and_a_link_show_what_the_workspace_itself_heard(it: Stage) -> None:
    for team, words in ((ACME, "amber"), (ZETA, "zinc"), (HOME, "iron")):
        await ask(it, team, f"note OpenAI {words} engineers look around")
    for team, own in ((ACME, "amber"), (ZETA, "zinc"), (HOME, "iron")):
        told = await happened(it, team, "app_mention", ts="1.2", text="<@UBOT> openai?")
        assert isinstance(told, Aloud)
        books, ours = it.connected.surface.at(someone(team))
        assert told.message.channel == ours.channel
        said = as_text(told.message.drawn)
        assert own in said
        assert [word for word in ("amber", "zinc", "iron") if word in said] == [own]
        assert isinstance(books, StoreBooks)
        books.public_url = "https://signals.example"
        links = [{"url": "https://signals.example/c/OpenAI"}]
        shown = await happened(it, team, "link_shared", message_ts="1.3", links=links)
        assert isinstance(shown, Unfurl)
        (drawn,) = shown.shown.values()
        assert [word for word in ("amber", "zinc", "iron") if word in as_text(drawn)] == [own]


async def test_a_link_to_a_story_shows_it_where_it_was_told_alone(it: Stage) -> None:
    for team, words in ((ACME, "amber"), (HOME, "iron")):
        await ask(it, team, f"note OpenAI {words} engineers look around")
    stories = await it.kit.store.stories_of("OpenAI", it.now - timedelta(days=9), f"{ACME}/")
    stories += await it.kit.store.stories_of("OpenAI", it.now - timedelta(days=9))
    for team, own in ((ACME, "amber"), (HOME, "iron")):
        books, _ = it.connected.surface.at(someone(team))
        assert isinstance(books, StoreBooks)
        books.public_url = "https://signals.example"
        said = ""
        for one in stories:
            links = [{"url": f"https://signals.example/s/{one.id}"}]
            shown = await happened(it, team, "link_shared", message_ts="1.3", links=links)
            said += "".join(as_text(drawn) for drawn in shown.shown.values()) if shown else ""
        assert [word for word in ("amber", "iron") if word in said] == [own]


async def test_a_rule_that_one_workspace_changes_stays_as_it_was_elsewhere(it: Stage) -> None:
    def strength(team: str) -> int:
        books, _ = it.kit.at(it.connected.surface.at(someone(team))[1])
        assert isinstance(books, StoreBooks)
        rules = books.pipeline.watch.rules.rules
        return next(int(rule.strength) for rule in rules if rule.id == RULE)

    before = strength(HOME)
    books, lea = it.connected.surface.at(someone(ACME))
    await books.editor.apply(lea, RULE, {"strength": 7}, it.now)
    assert (strength(ACME), strength(ZETA), strength(HOME)) == (7, before, before)
    (change,) = await books.editor.changes()
    for team in (ZETA, HOME):
        others, max_ = it.connected.surface.at(someone(team))
        assert await others.editor.changes() == []
        await others.editor.undo(max_, change.id, it.now)
        await others.editor.undo(max_, f"{ACME}/{change.id}", it.now)
    assert strength(ACME) == 7
    await books.editor.undo(lea, change.id, it.now)
    assert strength(ACME) == before


async def test_what_a_workspace_says_of_a_company_is_shown_to_no_other(it: Stage) -> None:
    async def window(team: str, company: str) -> str:
        books, ours = it.connected.surface.at(someone(team))
        return _shown(await actions()["edit_company"].act(Press("edit_company", ours, value=company), books, it.now))

    async def fill(team: str, about: dict[str, str], **typed: str) -> None:
        books, ours = it.connected.surface.at(someone(team))
        values = {name: {"value": value} for name, value in typed.items()}
        await modals()["watch"].submit(Form("watch", ours, about, "V1", values), books, it.now)

    teams = (ACME, ZETA, HOME)
    for team in teams:
        await fill(team, {}, name="Umbra", domain=f"{team}.example".lower(), aliases=f"Umbra {team}", never=f"no{team}")
        await fill(team, {"company": "OpenAI"}, aliases=f"alias of {team}", rivals=f"rival of {team}")
    for company in ("Umbra", "OpenAI"):
        for team in teams:
            said = (await window(team, company)).casefold()
            assert [one for one in teams if one.casefold() in said] == [team], company
    books, _ = it.connected.surface.at(someone("T0NEVERSEEN"))
    (known,) = [one for one in await books.companies(someone("T0NEVERSEEN")) if one.name == "OpenAI"]
    assert (known.domain, known.aliases, known.rivals) == ("openai.com", (), ())
    assert "alias of T0TEAM" in it.kit.pipeline.watch.company("OpenAI").aliases, "news are read by it all the same"


async def test_the_button_to_add_a_feed_stands_where_it_works(it: Stage) -> None:
    assert "Add a feed…" in await drawn_sources(it, HOME)
    assert "Add a feed…" not in await drawn_sources(it, ACME)


async def drawn_sources(it: Stage, team: str) -> str:
    """Draw the sources as an admin would see them: whoever may not add a feed is not offered the button anyway."""
    books, ours = it.connected.surface.at(someone(team))
    answered = await commands()["sources"].answer(Asked("sources", ""), ours, books, it.now)
    assert isinstance(answered, Public)
    return as_text(answered.drawn)


async def test_a_feed_is_added_by_the_workspace_that_runs_the_bot_alone(it: Stage) -> None:
    url = "https://wire.example/rss"
    opened = await actions()["add_feed"].act(
        Press("add_feed", someone(ACME)), it.connected.surface.at(someone(ACME))[0], it.now
    )
    assert isinstance(opened, Drawn)
    assert "Only whoever runs this bot" in opened.text
    books, ours = it.connected.surface.at(someone(ACME))
    form = Form("feed_save", ours, {"url": url}, "V1", {})
    assert "Only whoever runs this bot" in str(await modals()["feed_save"].submit(form, books, it.now))
    assert await it.kit.store.feeds.of("") == await it.kit.store.feeds.of(ACME) == []


async def test_nobody_learns_from_the_sources_what_others_watch_or_have_added(it: Stage) -> None:
    await it.kit.store.feeds.add("", AddedFeed("https://wire.example/rss", "U0LEA", NOW), "wire.example/rss")
    await ask(it, ZETA, 'watch "Initech"')
    await ask(it, ACME, 'watch "Hooli"')
    await ask(it, ACME, "watch OpenAI")
    named = [Source(Settings(), name) for name in ("Initech", "Hooli", "OpenAI")]
    it.kit.sources = [*named, Feed("https://all.example/rss"), Feed("https://wire.example/rss")]
    down = [PollState(one.id, down_since=NOW - timedelta(hours=3)) for one in it.kit.sources]
    await it.kit.store.save_polls(down)
    books, ours = it.connected.surface.at(someone(ACME))
    home = await books.home(ours, it.now)
    sample = await books.channel.sample(ours, it.now)
    assert sample is not None
    await ask(it, ACME, "digest now")
    posting = await it.kit.store.claim(it.now, 60)
    assert posting is not None
    for told in (await ask(it, ACME, "sources"), str(home.late), as_text(sample), _shown(posting.message)):
        assert "all.example" in told
        assert "hacker_news:Hooli" in told
        assert "Initech" not in told
        assert "wire.example" not in told
    told = await ask(it, HOME, "sources")
    assert "wire.example" in told
    assert "Initech" not in told


async def test_the_log_of_a_workspace_names_its_own_people_and_channels_as_slack_does(it: Stage) -> None:
    books, lea = it.connected.surface.at(someone(ACME))
    await ask(it, ACME, "mute OpenAI 7d")
    page = await books.records.audit(lea, "", "", None, None, 9)
    assert [(one.actor, one.action) for one in page.done[:1]] == [("U0LEA", "mute company OpenAI in C0ONE")]
    for actor, found in (("U0LEA", 1), ("u0lea", 1), ("U0MAX", 0)):
        assert len((await books.records.audit(lea, "", actor, None, None, 9)).done) == found


async def test_an_import_leaves_its_line_in_the_log_of_its_workspace(it: Stage) -> None:
    books, lea = it.connected.surface.at(someone(ACME))
    assert isinstance(books, StoreBooks)
    counts = Export(rows=3, new=3, moved=0, gone=0, unreadable=(), first=True, told=False)
    read = Read(File((), ()), (), PollState(f"connections:{lea.user}"), counts)
    await take_in(books.pipeline, read, lea.user, it.now)
    first, *_ = (await books.records.audit(lea, "", "", None, None, 9)).done
    assert (first.actor, first.action, first.after) == (
        "U0LEA", "import connections:U0LEA", "3 rows: 3 new, 0 moved, 0 gone",
    )  # fmt: skip
    others, max_ = it.connected.surface.at(someone(ZETA))
    assert "import" not in str((await others.records.audit(max_, "", "", None, None, 9)).done)


async def test_the_home_counts_the_opinions_of_its_own_workspace(tmp_path: Path) -> None:
    async with stage(tmp_path) as it:
        books, ours = it.connected.surface.at(someone(ACME))
        await ask(it, ACME, "watch OpenAI")
        wishes = (await books.channel.wishes(ours)).subscription
        await books.channel.settle(ours, replace(wishes, threshold=20, story_wait=0, quiet=None), it.now)
        await it.pass_by(5, None)  # what stands in a source when it is first read is told to nobody
        await it.pass_by(5, NEWS[0])
        (story,) = await it.kit.store.stories_of("OpenAI", NOW - timedelta(days=9))
        for team, judged in ((HOME, 0), (ACME, 1)):
            others, theirs = it.connected.surface.at(someone(team))
            await actions()["useful"].act(Press("useful", theirs, story=story.id), others, it.now)
            await books.seen(ours, it.now)
            quality = (await books.home(ours, it.now)).quality
            assert quality is not None
            assert (quality.alerts, quality.judged) == (1, judged)

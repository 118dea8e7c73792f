"""Two workspaces and the bot token's in one database: what one is told is the same without the others (E4)."""

from __future__ import annotations

import json
import random
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from books import StoreOutbox
from cli.tenancy import several
from cli.wiring import Kit, open_kit
from handlers.actions import actions
from handlers.app import Slack, open_slack
from handlers.asker import Asker
from handlers.clock import Clock
from handlers.events import events
from handlers.guarded import guarded
from handlers.metrics import Tally
from handlers.modals import modals
from handlers.press import Form, Press
from handlers.settings import SlackSettings
from model.address import workspace_of
from model.feedback import Change, Part, Proposal
from model.install import Install
from model.message import Drawn, Message
from store.advance import Step
from tests.fake_slack import fake_slack
from tests.handlers.several import KEY, settings_of
from tests.make import NOW, signal, story
from tests.pipeline.desk import Paper

pytestmark = pytest.mark.slow  # several workspaces or a server for each: ./run.sh check leaves them out

ACME, ZETA, HOME = "T0ACME", "T0ZETA", "T0TEAM"
USERS, CHANNELS = ("U0LEA", "U0MAX"), ("C0ONE", "C0TWO")
NEWS = (
    "OpenAI CTO Mira Murati leaves the company",
    "OpenAI chief scientist leaves to join Anthropic",
    "Anthropic raises $4 billion",
    "OpenAI lays off 200 people",
    "Anthropic hires former OpenAI researcher John Schulman",
    "OpenAI denies that Mira Murati leaves",
    "Initech CEO Bill Lumbergh steps down",
)


@dataclass
class Stage:
    """One bot with its workspaces, of which only some act; `heard` is all that ACME was shown."""

    kit: Kit
    connected: Slack
    now: datetime = NOW
    paper: Paper = field(default_factory=Paper)
    heard: list[str] = field(default_factory=list)

    async def act(self, team: str, chance: random.Random) -> str:
        """Let somebody of a workspace do something; return what they are shown."""
        user, channel = chance.choice(USERS), chance.choice(CHANNELS)
        if chance.random() < 0.7:
            form = {"team_id": team, "channel_id": channel, "user_id": user, "user_name": user.lower()}
            return _shown(await self.connected.desk.answer({**form, "text": _command(team, chance)}))
        return await self._pressed(Asker(team, channel, user, user.lower()), chance)

    async def _pressed(self, asker: Asker, chance: random.Random) -> str:
        books, ours = self.connected.surface.at(asker)
        told = await self.kit.store.stories_of(chance.choice(("OpenAI", "Anthropic")), NOW - timedelta(days=400))
        public = sorted(one.id for one in told if all(s.owner is None for s in one.evidence))
        verb = chance.choice(
            ("claim", "release", "follow", "unfollow", "why", "useful", "home", "home", "note", "assign", "described")
        )
        story = chance.choice(public) if public else "0123456789ab"
        if verb == "home":
            event = events()["app_home_opened"]
            return _shown((await guarded(event.happened({"tab": "home"}, ours, books, self.now), "home"))[0])
        if verb == "described":
            return await self._described(ours, chance)
        if verb in ("note", "assign"):
            typed: dict[str, dict[str, Any]] = {
                "note": {"words": {"value": f"{asker.workspace} heard {chance.randrange(99)}"}},
                "assign": {"to": {"selected_user": chance.choice(USERS)}},
            }
            form = Form(verb, ours, {"story": story, "opened": self.now.isoformat()}, "V1", typed[verb])
            return str((await guarded(modals()[verb].submit(form, books, self.now), verb))[0])
        press = Press(verb, ours, story=story)
        return _shown((await guarded(actions()[verb].act(press, books, self.now), verb))[0])

    async def _described(self, ours: Asker, chance: random.Random) -> str:
        """Say of a company that others watch too how it is known here, and look at what is known of it."""
        books, team = self.connected.surface.at(ours)[0], ours.workspace
        company = chance.choice(("Umbra", "OpenAI", "Anthropic"))
        about = {} if company == "Umbra" else {"company": company}
        typed = {"name": "Umbra", "domain": f"{team}.example", "aliases": f"Umbra {team}", "rivals": f"Rival {team}"}
        values = {name: {"value": value} for name, value in typed.items()}
        submitting = modals()["watch"].submit(Form("watch", ours, about, "V1", values), books, self.now)
        said = _shown((await guarded(submitting, "watch"))[0])
        opening = actions()["edit_company"].act(Press("edit_company", ours, value=company), books, self.now)
        return said + _shown((await guarded(opening, "edit"))[0])

    async def pass_by(self, minutes: int, title: str | None) -> None:
        """Let time pass and news come; keep what ACME is written."""
        self.now += timedelta(minutes=minutes)
        if title:
            self.paper.news = [*self.paper.news[-5:], (title, self.now)]
        async for _ in self.kit.pipeline.poll([self.paper], self.now, force=True):
            await self.kit.pipeline.read(self.now)
        await self.kit.pipeline.decide_again(self.now)
        await self.kit.pipeline.send_digests(self.now)
        await self.kit.pipeline.remind(self.now)
        while posting := await self.kit.store.claim(self.now, 60):
            message = posting.message
            if workspace_of(message.channel) == ACME:
                self.heard.append(f"{message.channel} {message.kind} {_shown(message)}")
            await StoreOutbox(self.kit.store).settle_sent(posting, f"{posting.id}", self.now)


def _command(team: str, chance: random.Random) -> str:
    own = {ACME: "Hooli hooli.com", ZETA: "Initech initech.com", HOME: "Globex globex.com"}[team]
    name = chance.choice(("OpenAI", "Anthropic", own.split()[0], "Initech"))
    note = chance.choice(
        ("two engineers are looking around", f"{team} knows that Jane Roe wants to leave", "all is calm")
    )
    return chance.choice(
        (
            f"watch {chance.choice(('OpenAI', 'Anthropic', own))}", f"unwatch {name}", f"why {name}", name, "list",
            f"compare OpenAI {name}", f"flow {name}", "search leaves since:90d", f"search {team}", f"mute {name} 7d",
            "mute departure 2w", f"unmute {name}", "mutes", f"note {name} {note}", f"people {name}", "sources", "rules",
            "rules test", "digest now", "digest daily 9:00", "digest off", "help", "initec",
        )
    )  # fmt: skip


def _shown(what: object) -> str:
    if isinstance(what, Message):
        what = what.drawn
    if isinstance(what, Drawn):
        return json.dumps([what.text, list(what.blocks)], sort_keys=True, default=dict)
    return json.dumps(what, sort_keys=True, default=dict) if isinstance(what, Mapping) else str(what)


@asynccontextmanager
async def stage(folder: Path) -> AsyncIterator[Stage]:
    stages: list[Stage] = []
    clock = Clock(now=lambda: stages[0].now if stages else NOW)
    tokens = {f"xoxb-{team}": team for team in (ACME, ZETA)}
    async with (
        fake_slack(others=tokens) as there,
        open_kit(settings := settings_of(folder, there.api_url), now=clock.now) as kit,
    ):
        ready = await several(settings, kit)
        assert ready is not None
        for team in (ACME, ZETA):
            await kit.store.installs.save(Install("", team, "A0APP", f"xoxb-{team}", NOW))
        await kit.renew()
        slack = SlackSettings(there.token, "secret", api_url=there.api_url, client_id="1.2", client_secret=KEY)
        async with open_slack(slack, kit.books, Tally(), clock, ready) as connected:
            connected.clients.home = HOME
            stages.append(Stage(kit, connected))
            await kit.pipeline.plan_digests(NOW)
            yield stages[0]


async def _others_own(kit: Kit) -> None:
    """Give the others what no command gives: somebody's imported connection, and a rule that they learned is off."""
    for team, user in ((ZETA, f"{ZETA}/U0LEA"), ("", "U0LEA")):
        seen = signal(person="Jane Roe", private=True, owner=user, item=(f"connections:{user}", "k"))
        await kit.store.advance(Step(at=NOW, stories=[story(id=f"of {user}", evidence=(seen,))]))
        off = Proposal("p1", Change(Part.OFF, "departure.founder", None), "It is wrong.", (), 3, 2)
        books, _ = kit.at(Asker(team, "", ""))
        assert books is not None
        await kit.store.lessons.apply(team, replace(off, id=f"{team}/p1" if team else "p1"), "why", user, NOW)
    await kit.renew()


async def _play(folder: Path, seed: int, *, alone: bool, rounds: int) -> tuple[list[str], int]:
    async with stage(folder) as it:
        if not alone:
            await _others_own(it.kit)
        ours, theirs, world = (random.Random(f"{seed} {who}") for who in ("acme", "others", "world"))  # noqa: S311  a play
        for _ in range(rounds):
            await it.pass_by(world.randrange(5, 400), world.choice((None, *NEWS)))
            for _ in range(world.randrange(1, 6)):
                if not alone:
                    for _ in range(theirs.randrange(3)):
                        await it.act(theirs.choice((ZETA, HOME)), theirs)
                it.heard.append(await it.act(ACME, ours))
        return it.heard, len(await it.kit.store.audited(ZETA, 100_000))


@pytest.mark.parametrize(("seed", "rounds"), [(1, 12), pytest.param(2, 300, marks=pytest.mark.slow)])
async def test_what_a_workspace_is_told_is_the_same_without_the_others(tmp_path: Path, seed: int, rounds: int) -> None:
    for name in ("alone", "among"):
        (tmp_path / name).mkdir()
    apart, none = await _play(tmp_path / "alone", seed, alone=True, rounds=rounds)
    among, deeds = await _play(tmp_path / "among", seed, alone=False, rounds=rounds)
    for number, (one, other) in enumerate(zip(apart, among, strict=False)):
        assert one == other, number
    assert len(apart) == len(among) > 2 * rounds
    assert not [said for said in among if ZETA in said or HOME in said or "Globex" in said]
    assert none == 1
    assert deeds > rounds / 4, "the others were busy"


async def test_a_note_is_told_searched_and_scored_in_its_own_workspace_and_in_no_other(tmp_path: Path) -> None:
    async with stage(tmp_path) as it:

        async def ask(team: str, text: str) -> str:
            who = {"team_id": team, "channel_id": "C0ONE", "user_id": "U0LEA", "user_name": "lea"}
            return _shown(await it.connected.desk.answer({**who, "text": text}))

        await it.pass_by(5, NEWS[0])
        before = {team: await ask(team, "why OpenAI") for team in (ACME, ZETA, HOME)}
        for team, words in ((ZETA, "zinc engineers look around"), (HOME, "iron engineers look around")):
            await ask(team, f"note OpenAI {words}")
        assert await ask(ACME, "why OpenAI") == before[ACME]
        for team, own, other in ((ZETA, "zinc", "iron"), (HOME, "iron", "zinc")):
            assert await ask(team, "why OpenAI") != before[team], "its own score counts it"
            assert own in await ask(team, "search engineers")
            assert other not in await ask(team, "search engineers")
        assert "zinc" not in await ask(ACME, "search engineers")
        assert "iron" not in await ask(ACME, "search engineers")
        await ask(ZETA, "watch OpenAI")
        await ask(ACME, "watch OpenAI")
        await ask(ZETA, "digest now")
        await ask(ACME, "digest now")
        told: dict[str, list[str]] = {}
        while posting := await it.kit.store.claim(it.now, 60):
            told.setdefault(workspace_of(posting.message.channel), []).append(_shown(posting.message))
            await StoreOutbox(it.kit.store).settle_sent(posting, f"{posting.id}", it.now)
        assert "zinc" not in str(told[ACME])
        assert "iron" not in str(told)

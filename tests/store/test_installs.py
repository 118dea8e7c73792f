"""Installs of the app: tokens that nobody reads without the key, sign-ins used once, an end that is one (B13-B16)."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest
from sqlalchemy import func, select

from model.chosen import Chosen
from model.company import Company
from model.errors import ConfigError
from model.feed import AddedFeed
from model.feedback import DigestOpinion, Feedback, Opinion
from model.handling import Claim, Follow, Mark, Mute, Reminder, Scope, When
from model.install import Install
from model.item import Note, OwnProfile
from model.language import Language
from model.message import Drawn, Message
from model.poll import Harvest, PollState
from model.signal import Kind
from model.story import State
from model.subscription import InDigest, MessageKind
from store.advance import Step
from store.store import Store
from store.tables import metadata
from store.tenants import ADDRESSED, NAMED
from store.vault import Vault, new_key
from store.verdicts import Decided
from tests.make import DAY, NOW, item, score, signal, story

KEY = new_key()
GITHUB, MAIL = "github:users/3f", "linkedin_mail:"  # sources of the house, that tell members of any workspace
LATER = NOW + DAY
ACME = Install("", "TACME", "A1", "xoxb-acme", NOW, "xoxe-1-acme", NOW + DAY / 2, installer="U1")
ORG = Install("E1", "", "A1", "xoxb-org", NOW, org=True, installer="W1")


@pytest.fixture
async def unlocked(store: Store) -> Store:
    await store.installs.unlock(Vault([KEY]))
    return store


async def test_an_install_is_found_by_its_workspace_and_by_no_other(unlocked: Store) -> None:
    await unlocked.installs.save(ACME)
    assert await unlocked.installs.find("", "TACME") == ACME
    assert await unlocked.installs.find("", "TZETA") is None
    assert await unlocked.installs.find("E1", "TZETA") is None


async def test_an_organisations_install_speaks_in_all_its_workspaces_but_those_with_their_own(unlocked: Store) -> None:
    own = replace(ACME, enterprise="E1")
    await unlocked.installs.save(ORG)
    await unlocked.installs.save(own)
    assert await unlocked.installs.find("E1", "TACME") == own
    assert await unlocked.installs.find("E1", "TZETA") == ORG
    assert await unlocked.installs.find("E1", "") == ORG
    assert await unlocked.installs.find("", "TZETA") is None, "nobody said whose it is"
    await unlocked.installs.belongs("TZETA", "E1")
    assert await unlocked.installs.find("", "TZETA") == ORG
    assert await unlocked.installs.workspaces() == {"TACME", "TZETA"}


async def test_the_file_holds_no_token(tmp_path: Path) -> None:
    async with await Store.open(f"sqlite:///{tmp_path}/signals.db") as store:
        await store.installs.unlock(Vault([KEY]))
        await store.installs.save(ACME)
        await store.installs.issue("a-state", LATER, NOW)
        await store.backup(tmp_path / "copy.db")
    held = await asyncio.to_thread(lambda: b"".join(file.read_bytes() for file in tmp_path.iterdir()))
    assert b"TACME" in held
    assert not [secret for secret in (b"xoxb", b"xoxe", b"acme", b"a-state") if secret in held]


async def test_another_key_opens_nothing_and_says_what_to_do(unlocked: Store) -> None:
    await unlocked.installs.save(ACME)
    with pytest.raises(ConfigError, match="does not open the tokens that are stored"):
        await unlocked.installs.unlock(Vault([new_key()]))
    with pytest.raises(ConfigError, match="is needed"):
        Vault([])
    with pytest.raises(ConfigError, match="is no key"):
        Vault(["secret"])


def test_what_was_hidden_for_one_row_does_not_open_in_another() -> None:
    vault = Vault([KEY])
    hidden = vault.hide("token  TACME A1", "xoxb-acme")
    assert vault.show("token  TACME A1", hidden) == "xoxb-acme"
    with pytest.raises(ConfigError):
        vault.show("token  TZETA A1", hidden)


async def test_after_encrypting_anew_the_old_key_may_go(unlocked: Store) -> None:
    await unlocked.installs.save(ACME)
    new = new_key()
    await unlocked.installs.unlock(Vault([new, KEY]))
    assert await unlocked.installs.reencrypt(Vault([new, KEY]), NOW) == 1
    await unlocked.installs.unlock(Vault([new]))
    assert await unlocked.installs.find("", "TACME") == ACME
    with pytest.raises(ConfigError):
        await unlocked.installs.unlock(Vault([KEY]))


async def test_a_state_is_used_once_within_its_time(unlocked: Store) -> None:
    soon = NOW + timedelta(minutes=10)
    for state in ("one", "two"):
        await unlocked.installs.issue(state, soon, NOW)
    used = await asyncio.gather(*(unlocked.installs.consume("one", NOW) for _ in range(5)))
    assert sorted(used) == [False] * 4 + [True]
    assert not await unlocked.installs.consume("two", soon), "too late"
    assert not await unlocked.installs.consume("three", NOW), "not ours"


async def test_one_of_many_renews_a_token_and_only_when_it_is_due(unlocked: Store) -> None:
    await unlocked.installs.save(ACME, rotate=LATER)
    again = LATER + timedelta(minutes=5)
    assert await unlocked.installs.begin_rotation(NOW, again) is None
    taken = await asyncio.gather(*(unlocked.installs.begin_rotation(LATER, again) for _ in range(5)))
    assert [one for one in taken if one] == [ACME]
    renewed = replace(ACME, token="xoxb-new", refresh="xoxe-1-new", expires=LATER + DAY / 2)
    assert await unlocked.installs.rotated(ACME, renewed, LATER + DAY / 2)
    assert await unlocked.installs.find("", "TACME") == renewed


async def test_tokens_renewed_for_an_install_that_went_meanwhile_are_not_kept(unlocked: Store) -> None:
    await unlocked.installs.save(ACME, rotate=NOW)
    assert await unlocked.installs.begin_rotation(NOW, LATER) == ACME
    await unlocked.installs.wipe("", "TACME", NOW, NOW, LATER)
    assert not await unlocked.installs.rotated(ACME, replace(ACME, token="xoxb-new"), LATER)
    assert await unlocked.installs.find("", "TACME") is None


# --- the end of an install


async def _fill(store: Store, workspace: str) -> None:
    """Let a workspace have one of everything that can be its own."""
    place, user = f"{workspace}/C1", f"{workspace}/U1"
    heard = signal(private=True, owner=user, item=(f"connections:{user}", "k"))
    own, public = story(id=f"own of {workspace}", evidence=(heard,)), story()
    note = item(source=heard.item[0], key="k")
    await store.keep([Harvest(PollState(note.source), (note,), frozenset(), frozenset())])
    looks = signal(private=True, owner=user, kind=Kind.OPEN_TO_WORK, item=(GITHUB, workspace))
    looking = story(id=f"looking by {workspace}", evidence=(looks,), private=True)
    shapes = {
        GITHUB: OwnProfile("Ada Fontaine", workspace, employers=("OpenAI",), looking=True, owner=user),
        MAIL: Note(user, "OpenAI", personal=True),
    }
    for source, shape in shapes.items():
        shared = item(source=source, key=workspace, title=f"Of {workspace}", shape=shape)
        await store.keep([Harvest(PollState(source), (shared,), frozenset(), frozenset())])
    alert = Message(place, MessageKind.ALERT, "k", public.id, Drawn("An alert", ()), state=State.REPORTED)
    verdict = Decided(place, public.id, InDigest("It is news."), NOW)
    stands = score(at=NOW)
    step = Step(
        at=NOW, stories=[public, own, looking], messages=[alert], verdicts=[verdict], scores=[stands], place=workspace
    )
    await store.advance(step)
    await store.watch(workspace, place, Company("OpenAI"), user, NOW)
    await store.choices.choose(workspace, place, Chosen(threshold=60), NOW + DAY, user, NOW)
    await store.mutes.mute(workspace, Mute(0, place, Scope.COMPANY, "OpenAI", NOW + DAY, user, "Lea", NOW))
    await store.deeds.claim(workspace, Claim(public.id, user, "Lea", NOW))
    await store.deeds.follow(workspace, Follow(public.id, user, place, Mark(State.REPORTED, None), NOW))
    await store.lessons.give(Feedback(public.id, "OpenAI", Opinion.USEFUL, user, NOW, place, "", (), (), None))
    await store.deeds.remind(workspace, Reminder(public.id, user, place, When.CHANGE, None, Mark(State.REPORTED), NOW))
    await store.pause_channel(place, "is_archived")
    await store.feeds.add(workspace, AddedFeed(f"https://{workspace}.example/rss", user, NOW), "feed")
    await store.tongues.choose(workspace, user, Language.FRENCH, NOW)
    await store.presences.seen(workspace, user, place, NOW)
    await store.digests.judge(workspace, place, DigestOpinion.USEFUL, "", user, NOW)


async def _rows(store: Store, workspace: str) -> dict[str, int]:
    """Count the rows in which a workspace stands anywhere, but for the log's last words about it."""
    found: dict[str, int] = {}
    async with store._database.read() as connection:
        for table in metadata.sorted_tables:
            rows = await connection.execute(select(table))
            found[table.name] = sum(workspace in " ".join(map(str, row)) for row in rows)
    return {name: number for name, number in found.items() if number}


async def test_what_a_workspace_had_is_erased_in_its_time_and_nobody_elses(unlocked: Store) -> None:
    for team in ("TACME", "TZETA"):
        await unlocked.installs.save(replace(ACME, team=team))
        await _fill(unlocked, team)
    others = await _rows(unlocked, "TZETA")
    full = await _rows(unlocked, "TACME")
    assert {table.name for table in NAMED} <= set(full)
    assert {column.table.name for column in ADDRESSED} - set(full) == {"receipts", "overrides"}
    assert await unlocked.installs.wipe("", "TACME", NOW, NOW, LATER) == {"TACME"}
    assert (await unlocked.outbox_counts())["pending"] == 1, "what waits for the other workspace"
    assert await unlocked.installs.purge(LATER - timedelta(seconds=1)) == []
    assert await unlocked.installs.purge(LATER) == ["TACME"]
    assert await _rows(unlocked, "TACME") == {"audit": 1}
    [line] = await unlocked.audited("TACME")
    assert (line.action, line.before, line.after) == ("purge", None, None)
    assert await _rows(unlocked, "TZETA") == others
    assert await unlocked.poll_states([GITHUB, MAIL]), "the sources stay"
    again = item(source=MAIL, key="TACME", title="Of TACME", shape=Note("TACME/U1", "OpenAI", personal=True))
    given = await unlocked.keep([Harvest(PollState(MAIL), (again,), frozenset({"TACME"}), frozenset())])
    assert given == {MAIL: 0}, "read once more, a mailbox tells nothing anew"
    assert await _rows(unlocked, "TACME") == {"audit": 1}
    await unlocked.installs.save(replace(ACME, at=LATER))
    assert await _rows(unlocked, "TACME") == {"audit": 2, "installs": 1}, "installing again brings nothing back"


async def test_who_installs_again_in_time_finds_everything_but_what_was_about_to_be_said(unlocked: Store) -> None:
    await unlocked.installs.save(ACME)
    await _fill(unlocked, "TACME")
    await unlocked.installs.wipe("", "TACME", NOW, NOW, LATER)
    await unlocked.installs.save(replace(ACME, at=NOW + DAY / 2))
    assert await unlocked.installs.purge(LATER) == []
    assert [one.company.name for one in await unlocked.watches("TACME")] == ["OpenAI"]
    assert await unlocked.claim(LATER, 60) is None


@pytest.mark.parametrize("order", sorted(set(permutations(["uninstalled", "revoked", "uninstalled", "install"]))))
async def test_in_any_order_what_is_told_of_an_old_install_ends_no_new_one(
    store: Store, order: tuple[str, ...]
) -> None:
    await store.installs.unlock(Vault([KEY]))
    await store.installs.save(ACME)
    anew = replace(ACME, token="xoxb-new", at=NOW + timedelta(minutes=1))
    went = NOW + timedelta(seconds=30)
    for event in order:
        if event == "install":
            await store.installs.save(anew)
        else:
            await store.installs.wipe("", "TACME", went, LATER, LATER + DAY)
    assert await store.installs.find("", "TACME") == anew
    assert await store.installs.purge(LATER + 2 * DAY) == []


async def test_told_many_times_at_once_it_ends_once(unlocked: Store) -> None:
    await unlocked.installs.save(ORG)
    await unlocked.installs.belongs("TZETA", "E1")
    ended = await asyncio.gather(*(unlocked.installs.wipe("E1", "", NOW, NOW, LATER) for _ in range(8)))
    assert [places for places in ended if places] == [{"TZETA"}]
    assert [line.action for line in await unlocked.audited("E1")] == ["uninstall", "install"]


async def test_the_end_of_an_organisations_install_leaves_workspaces_that_have_their_own(unlocked: Store) -> None:
    await unlocked.installs.save(ORG)
    await unlocked.installs.save(replace(ACME, enterprise="E1"))
    for team in ("TACME", "TZETA"):
        await unlocked.installs.belongs(team, "E1")
        await _fill(unlocked, team)
    assert await unlocked.installs.wipe("E1", "", NOW, NOW, LATER) == {"TZETA"}
    assert await unlocked.installs.purge(LATER) == ["TZETA"]
    assert [one.channel for one in await unlocked.watches("TACME")] == ["TACME/C1"]


async def test_every_table_is_somebodys(unlocked: Store) -> None:
    common = {
        "polls",
        "items",
        "stories",
        "signals",
        "scores",
        "salts",
        "suppressed",
        "folded",
        "oauth_states",
        "sides",
        "deliveries",  # of hooks, whose owners are members of the bot token's workspace (the pattern of `owner`)
        "spending",  # of the same hooks
    }
    async with unlocked._database.read() as connection:
        assert await connection.scalar(select(func.count()).select_from(metadata.tables["installs"])) == 0
    owned = {table.name for table in NAMED} | {column.table.name for column in ADDRESSED}
    assert set(metadata.tables) == common | owned | {"installs", "org_teams"}

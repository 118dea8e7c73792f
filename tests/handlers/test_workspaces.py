"""Several workspaces over signed HTTP: they sign in, are answered and written to as themselves, and go (B13-B16)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from cli.serve import missing_secrets
from cli.tenancy import misplaced_home, several, token_work
from cli.wiring import open_kit, utc_now
from handlers.asker import Asker
from handlers.clock import Clock
from handlers.scopes import OPTIONAL, SCOPES
from model.errors import ConfigError, StoreError
from model.install import Install
from store.vault import Vault, new_key
from tests.handlers.several import KEY, Town, browser, settings_of, town
from tests.signed import home_opened, press_body, send_event, send_payload, send_slash
from tests.waiting import until

pytestmark = pytest.mark.slow  # several workspaces or a server for each: ./run.sh check leaves them out

ACME, ZETA = "T0ACME", "T0ZETA"


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as opened:
        yield opened


def _access(team: str | None, enterprise: str | None = None, *, is_: str = "xoxb-new") -> dict[str, Any]:
    return {
        "ok": True,
        "app_id": "A0APP",
        "access_token": is_,
        "token_type": "bot",
        "scope": ",".join([*SCOPES, *OPTIONAL]),
        "bot_user_id": "UBOT",
        "team": {"id": team, "name": "Acme & <Sons>"} if team else None,
        "enterprise": {"id": enterprise, "name": "Acme Group"} if enterprise else None,
        "is_enterprise_install": team is None,
        "authed_user": {"id": "U0INSTALLER"},
    }


async def _began(running: Town) -> tuple[str, str]:
    """Begin a sign-in; return the state and the cookie."""
    async with browser() as it, it.get(f"{running.base}/slack/install", allow_redirects=False) as page:
        assert page.status == 302
        address = urlsplit(page.headers["Location"])
        asked = parse_qs(address.query)
        assert (address.path, asked["client_id"], asked["scope"]) == (
            "/oauth/v2/authorize",
            ["1.2"],
            [",".join([*SCOPES, *OPTIONAL])],
        )
        morsel = next(iter(page.cookies.values()))
        assert morsel["httponly"]
        assert morsel["secure"]
        assert morsel["max-age"] == "600"
        return asked["state"][0], f"{morsel.key}={morsel.value}"


async def _back(running: Town, state: str, cookie: str, code: str = "c1") -> tuple[int, str]:
    headers = {"Cookie": cookie} if cookie else {}
    address = f"{running.base}/slack/oauth_redirect?code={code}&state={state}"
    async with browser() as it, it.get(address, headers=headers) as page:
        return page.status, await page.text()


async def test_a_workspace_signs_in_and_is_answered(running: Town) -> None:
    state, cookie = await _began(running)
    running.slack.codes["c1"] = _access(ACME)
    running.slack.others["xoxb-new"] = ACME
    status, page = await _back(running, state, cookie)
    assert status == 200
    assert "installed in Acme &amp; &lt;Sons&gt;." in page
    found = await running.kit.store.installs.find("", ACME)
    assert found is not None
    assert (found.token, found.installer, found.bot, found.org) == ("xoxb-new", "U0INSTALLER", "B0BOT", False)
    assert "OpenAI" in str(await running.ask("OpenAI", ACME))


@pytest.mark.parametrize("how", ["replayed", "foreign", "without a cookie", "of another browser", "too late"])
async def test_a_state_is_good_once_for_its_browser_and_its_time(running: Town, how: str) -> None:
    state, cookie = await _began(running)
    _, other = await _began(running)
    if how == "replayed":
        running.slack.codes["c1"] = _access(ZETA)
        running.slack.others["xoxb-new"] = ZETA
        assert (await _back(running, state, cookie))[0] == 200
    elif how == "foreign":
        state, cookie = "made-up", "slack-app-oauth-state=made-up"
    elif how == "without a cookie":
        cookie = ""
    elif how == "of another browser":
        cookie = other
    else:
        assert await running.kit.store.installs.consume(state, utc_now())
    running.slack.codes["c1"] = _access(ACME)
    status, page = await _back(running, state, cookie)
    assert status in (400, 401)
    assert "The app was not installed" in page
    assert await running.kit.store.installs.find("", ACME) is None


async def test_who_says_no_or_comes_with_a_code_of_nobody_installs_nothing(running: Town) -> None:
    state, cookie = await _began(running)
    assert (await _back(running, state, cookie, "made-up"))[0] == 401
    async with browser() as it, it.get(f"{running.base}/slack/oauth_redirect?error=access_denied") as page:
        assert "The app was not installed" in await page.text()
    assert await running.kit.store.installs.live() == []


async def test_an_organisation_signs_in_for_all_its_workspaces(running: Town) -> None:
    state, cookie = await _began(running)
    running.slack.codes["c1"] = _access(None, "E0GROUP", is_="xoxb-org")
    running.slack.others["xoxb-org"] = "the organisation"
    assert (await _back(running, state, cookie))[0] == 200
    running.number += 1
    told = {"team_id": ZETA, "enterprise_id": "E0GROUP", "is_enterprise_install": "true"}
    where = running.slack.response_url("org")

    assert await send_slash(running.base, "watch OpenAI", response_url=where, session=None, **told) == (200, "")
    assert "watches OpenAI" in str(await running.slack.replied("org"))
    assert [one.channel for one in await running.kit.store.watches(ZETA)] == [f"{ZETA}/C0CHANNEL"]
    await running.say(f"{ZETA}/C0CHANNEL")
    assert [(post["channel"], post["team_id"], post["by"]) for post in running.slack.posts] == [
        ("C0CHANNEL", ZETA, "the organisation")
    ]


async def test_each_workspace_is_written_to_by_its_own_token(running: Town) -> None:
    for team in (ACME, ZETA):
        await running.install(team)
    await running.say("C1", f"{ACME}/C1", f"{ZETA}/C1")
    assert sorted((post["channel"], post.get("by", "own")) for post in running.slack.posts) == [
        ("C1", ACME),
        ("C1", ZETA),
        ("C1", "own"),
    ]


async def test_a_workspace_that_refuses_us_holds_up_no_other(running: Town) -> None:
    await running.install(ACME)
    await running.install(ZETA)
    del running.slack.others[f"xoxb-{ACME}"]
    await running.say(f"{ACME}/C1", f"{ACME}/C2", f"{ZETA}/C1", "C1")
    assert sorted(post.get("by", "own") for post in running.slack.posts) == [ZETA, "own"]
    assert running.health.troubled()[f"slack {ACME}"] == "invalid_auth"
    tried = [method for method, _, _ in running.slack.calls].count("chat.postMessage")
    assert tried <= 4, "a workspace that refused is left alone"


async def test_nobody_of_an_unknown_workspace_is_served(running: Town) -> None:
    assert "not installed here" in str(await running.ask("OpenAI", "T0NOBODY"))


# --- uninstalled


@pytest.mark.parametrize("order", list(permutations(["app_uninstalled", "tokens_revoked"])))
async def test_uninstalled_in_either_order_and_twice_it_says_nothing_more(
    running: Town, order: tuple[str, ...]
) -> None:
    await running.install(ACME)
    await running.install(ZETA)
    assert "watches" in str(await running.ask("watch Hooli hooli.com", ACME))
    assert ACME in running.kit.pipeline.tenants
    sent = await asyncio.gather(*(running.event(name, ACME, id=f"Ev{n}") for n, name in enumerate(order * 2)))
    assert set(sent) == {200}
    await until(lambda: ACME not in running.kit.pipeline.tenants, 5.0)
    assert await running.kit.store.installs.find("", ACME) is None
    await running.say(f"{ACME}/C1", f"{ZETA}/C1")
    assert [post["by"] for post in running.slack.posts] == [ZETA]
    assert [one.company.name for one in await running.kit.store.watches(ACME)] == ["Hooli"], "for thirty days"


async def test_an_organisation_that_takes_it_out_takes_it_out_of_its_workspaces(running: Town) -> None:
    installs = running.kit.store.installs
    await installs.save(Install("E0GROUP", "", "A0APP", "xoxb-org", running.clock.now(), org=True))
    for team in (ACME, ZETA):
        await installs.belongs(team, "E0GROUP")
    await running.install(ZETA)
    assert {ACME, ZETA} <= running.kit.pipeline.tenants.keys()
    assert await running.event("app_uninstalled", "", id="Ev1", enterprise="E0GROUP") == 200
    await until(lambda: ACME not in running.kit.pipeline.tenants, 5.0)
    assert ZETA in running.kit.pipeline.tenants, "it has an install of its own"
    await running.say(f"{ACME}/C1", f"{ZETA}/C1")
    assert [post["by"] for post in running.slack.posts] == [ZETA]


async def test_an_event_of_an_install_before_this_one_ends_nothing(running: Town) -> None:
    await running.install(ACME)
    late = {"type": "event_callback", "api_app_id": "A0APP", "event_id": "Ev1", "team_id": ACME}
    before = int(utc_now().timestamp()) - 60
    assert await send_event(running.base, {**late, "event": {"type": "app_uninstalled"}, "event_time": before}) == 200
    assert await running.kit.store.installs.find("", ACME) is not None


async def test_a_press_in_a_workspace_of_an_organisation_opens_its_modal_there(running: Town) -> None:
    org = Install("E0GROUP", "", "A0APP", "xoxb-org", running.clock.now(), org=True)
    await running.kit.store.installs.save(org)
    running.slack.others["xoxb-org"] = "the organisation"
    body = press_body(
        "mute", "0123456789ab", response_url=running.slack.response_url("p"), trigger=running.slack.trigger()
    )
    user = {"id": "U0LEA", "name": "lea", "team_id": ZETA}
    whole = {**body, "team": None, "user": user, "enterprise": {"id": "E0GROUP"}, "is_enterprise_install": True}
    assert (await send_payload(running.base, whole))[0] == 200
    assert "no longer stored" in str(await running.slack.replied("p"))
    assert await running.kit.store.installs.workspaces() == {ZETA}
    event = {**home_opened(), "team_id": ZETA, "authorizations": [{"enterprise_id": "E0GROUP", "team_id": None}]}
    assert await send_event(running.base, event) == 200
    await running.slack.shown()
    method, said = running.slack.views[-1]
    assert (method, said["team_id"], said["by"]) == ("views.publish", ZETA, "the organisation")


async def test_an_end_that_could_not_be_stored_is_sent_again(running: Town) -> None:
    await running.install(ACME)
    installs, failures = running.kit.store.installs, [StoreError("the disk is full.")]

    class Ailing:
        def __getattr__(self, name: str) -> Any:  # noqa: ANN401  whatever the other has
            return getattr(installs, name)

        async def wipe(self, *what: Any) -> Any:  # noqa: ANN401  as the other takes it
            if failures:
                raise failures.pop()
            return await installs.wipe(*what)

    running.connected.clients.installs = Ailing()
    assert await running.event("app_uninstalled", ACME, id="Ev1") >= 500
    assert await installs.find("", ACME) is not None
    assert await running.event("app_uninstalled", ACME, id="Ev1") == 200
    assert await installs.find("", ACME) is None


async def test_a_guest_moves_no_workspace_into_the_organisation_that_they_visit(running: Town) -> None:
    org = Install("E0GROUP", "", "A0APP", "xoxb-org", running.clock.now(), org=True)
    await running.kit.store.installs.save(org)
    await running.kit.store.installs.save(replace(org, enterprise="E0OTHER", token="xoxb-other"))
    await running.kit.store.installs.belongs(ZETA, "E0OTHER")
    body = press_body("mute", "0123456789ab", response_url=running.slack.response_url("p"))
    guest = {"id": "U0LEA", "name": "lea", "team_id": ZETA}
    whole = {**body, "team": None, "user": guest, "enterprise": {"id": "E0GROUP"}, "is_enterprise_install": True}
    assert (await send_payload(running.base, whole))[0] == 200
    await running.slack.replied("p")
    found = await running.kit.store.installs.find("", ZETA)
    assert found is not None
    assert found.enterprise == "E0OTHER"


async def test_who_comes_from_nowhere_is_not_taken_for_one_of_the_own_workspace(running: Town) -> None:
    await running.ask("watch OpenAI", "T0TEAM", "C0SECRET")
    await running.kit.store.installs.save(Install("E0GROUP", "", "A0APP", "xoxb-org", running.clock.now(), org=True))
    books, asker = running.connected.surface.at(Asker("", "C0SECRET", "U0LEA"))
    assert await books.watched(asker) == ()
    own, asker = running.connected.surface.at(Asker("T0TEAM", "C0SECRET", "U0LEA"))
    assert [one.name for one in await own.watched(asker)] == ["OpenAI"]


async def test_a_users_token_that_is_revoked_ends_nothing(running: Town) -> None:
    await running.install(ACME)
    assert await running.event("tokens_revoked", ACME, id="Ev1", tokens={"oauth": ["U1"], "bot": []}) == 200
    assert await running.kit.store.installs.find("", ACME) is not None


async def test_what_they_had_goes_after_thirty_days(tmp_path: Path) -> None:
    ahead = timedelta()
    async with town(tmp_path, clock=Clock(now=lambda: utc_now() + ahead)) as running:
        await running.install(ACME)
        await running.ask("watch Hooli hooli.com", ACME)
        await running.event("app_uninstalled", ACME, id="Ev1")
        ahead = timedelta(days=29)
        await running.tokens.look()
        assert await running.kit.store.watches(ACME) != []
        ahead = timedelta(days=30, minutes=1)
        await running.tokens.look()
        assert await running.kit.store.watches(ACME) == []
        await running.install(ACME)
        assert "Hooli" not in str(await running.ask("list", ACME))


# --- the key


async def test_without_the_key_it_does_not_start(tmp_path: Path) -> None:
    async with town(tmp_path) as running:
        await running.install(ACME)
        api = running.slack.api_url
    without = settings_of(tmp_path, api, key="")
    assert [fault for fault in missing_secrets(without) if "SIGNALS_SLACK__TOKEN_KEY" in fault]
    wrong = settings_of(tmp_path, api, key=new_key())
    async with open_kit(wrong) as kit:
        with pytest.raises(ConfigError, match="does not open the tokens that are stored"):
            await several(wrong, kit)
    right = settings_of(tmp_path, api, key=f"{new_key()},{KEY}")
    async with open_kit(right) as kit:
        assert await several(right, kit) is not None
        await kit.store.installs.unlock(Vault([KEY]))


async def test_the_key_is_changed_by_command(tmp_path: Path) -> None:
    async with town(tmp_path) as running:
        await running.install(ACME)
        api = running.slack.api_url
    made = await token_work("new-key", lambda: settings_of(tmp_path, api))
    name, _, new = made.partition("=")
    assert name == "SIGNALS_SLACK__TOKEN_KEY"
    told = await token_work("reencrypt", lambda: settings_of(tmp_path, api, key=f"{new},{KEY}"))
    assert told.startswith("The tokens of 1 install are encrypted")
    changed = settings_of(tmp_path, api, key=new)
    async with open_kit(changed) as kit:
        assert await several(changed, kit) is not None
    with pytest.raises(ConfigError, match="there is `tokens new-key`"):
        await token_work("lose", lambda: changed)


def test_channels_are_in_a_workspace_and_the_own_one_is_not_named(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, "http://127.0.0.1:1/api/")
    misplaced_home(settings, "T0TEAM")
    with pytest.raises(ConfigError, match="C0HOME: there is no SIGNALS_SLACK__BOT_TOKEN"):
        misplaced_home(settings, "")
    [channel] = settings.channels
    named = settings.model_copy(update={"channels": (channel.model_copy(update={"workspace": "T0TEAM"}),)})
    with pytest.raises(ConfigError, match="leave `workspace` out"):
        misplaced_home(named, "T0TEAM")

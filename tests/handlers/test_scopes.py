"""What `check` says of the scopes that Slack granted."""

from __future__ import annotations

import pytest

from handlers.scopes import OPTIONAL, SCOPES, Found, ask_slack
from tests.fake_slack import fake_slack
from tests.handlers.running import settings_for

ALL = ",".join([*SCOPES, *OPTIONAL])


@pytest.mark.parametrize("granted", ["", ALL])
async def test_where_all_is_granted_or_nothing_is_said_of_it_nothing_is_told(granted: str) -> None:
    async with fake_slack() as slack:
        slack.granted = granted
        assert await ask_slack(settings_for(slack)) == Found()


async def test_a_scope_that_may_be_left_out_is_a_hint_with_what_it_costs() -> None:
    async with fake_slack() as slack:
        slack.granted = ALL.replace(",files:write", "").replace("users:read,", "")
        found = await ask_slack(settings_for(slack))
    assert found.faults == ()
    files, users = found.hints
    assert files.startswith("slack: the optional scope files:write is not granted, all else works; it is to send an")
    assert users.endswith(
        "the optional scope users:read is not granted, all else works; it is to know the workspace's admins and guests"
    )


async def test_a_scope_that_is_needed_is_a_fault() -> None:
    async with fake_slack() as slack:
        slack.granted = ALL.replace("chat:write,", "")
        found = await ask_slack(settings_for(slack))
    (fault,) = found.faults
    assert fault.startswith("slack: the scope chat:write is missing")
    assert found.hints == ()

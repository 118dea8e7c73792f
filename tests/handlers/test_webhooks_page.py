"""docs/webhooks.md is true: its example is run as it stands, its settings and answers are those of the code."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from model.hook import HOOKS, Hook
from sources.find import find
from sources.hook import Sent
from sources.hooks.settings import Signature
from store.store import Store
from tests.calling import SECRET, call, doors, said, signed
from tests.store.conftest import made, postgres, postgres_empty, store, url

__all__ = ["made", "postgres", "postgres_empty", "store", "url"]

PAGE = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text("utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL)


async def shell(script: str, **variables: str) -> str:
    """Run a block of the page."""
    process = await asyncio.create_subprocess_exec(
        "/bin/sh", "-eu", "-c", script, env={**os.environ, **variables}, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    assert process.returncode == 0
    return out.decode().strip()


@pytest.mark.skipif(not (shutil.which("openssl") and shutil.which("curl")), reason="needs openssl and curl")
async def test_the_example_is_let_in(store: Store) -> None:
    [script] = [block for kind, block in BLOCKS if kind == "sh" and "curl" in block]
    async with doors(store.hooks, Hook("hook", (SECRET,)), now=datetime.now(UTC)) as base:
        assert await shell(script, BASE=base, HOOK_SECRET=SECRET) == "200"
        assert await shell(script, BASE=base, HOOK_SECRET="another") == "401"
    [delivery] = await store.hooks.waiting("hook", 9)
    assert b"OpenAI lays off 300 employees" in delivery.body


def test_the_settings_it_shows_are_the_defaults() -> None:
    tables = [tomllib.loads(block) for kind, block in BLOCKS if kind == "toml"]
    shown = [table["sources"]["crustdata"]["signature"] for table in tables if "signature" in str(table)]
    assert shown == [Signature().model_dump()]
    for table in tables:
        for name, section in table["sources"].items():
            find([])[name].Settings(**{"secret": "A_SECRET", "owner": "U0LEA", **section})


def schemes() -> list[Signature]:
    """Read the rows of the table of vendors as settings."""
    rows = [line for line in PAGE.splitlines() if line.startswith("|") and "`signs = " in line]
    return [Signature(**tomllib.loads("\n".join(re.findall(r"`(\w+ = [^`]+)`", row)))) for row in rows]


@pytest.mark.parametrize("signature", schemes(), ids=lambda signature: signature.header)
async def test_each_scheme_it_shows_is_let_in(store: Store, signature: Signature) -> None:
    hook = Hook("hook", (SECRET,), signature.scheme())
    async with doors(store.hooks, hook) as base:
        assert (await call(base, said(), signed(said(), hook, id="m1"), "hook"))[0] == 200
        assert (await call(base, said(), {}, "hook"))[0] == 401


def test_it_names_every_hook_and_every_field() -> None:
    assert [name for name in HOOKS if f"**{name}**" not in PAGE] == []
    assert [name for name in Sent.model_fields if f"| `{name}` |" not in PAGE] == []

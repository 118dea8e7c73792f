"""Several workspaces in one process: the key of their tokens, tokens that are renewed, and the end of an install."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

import config
from cli.wiring import Kit, utc_now
from digests.dates import day_and_time
from digests.draw import draw_said
from digests.texts import say
from handlers.app import Several, Slack
from handlers.clock import Clock
from handlers.health import Health
from handlers.rotation import Rotation
from model.address import address
from model.errors import ConfigError
from model.install import Install
from model.message import Message
from model.subscription import MessageKind
from store.store import Store
from store.vault import Vault, new_key


def vault_of(settings: config.Settings) -> Vault:
    """Make what opens the tokens, of the key in the environment. Raises ConfigError for none, or for what is none."""
    return Vault(config.token_keys(settings))


async def several(settings: config.Settings, kit: Kit) -> Several | None:
    """Unlock what other workspaces need; None where the bot token's is the only one.

    Raises ConfigError when the key does not open what is stored.
    """
    if not config.several(settings):
        return None
    await kit.store.installs.unlock(vault_of(settings))
    return Several(kit.store.installs, kit.at, kit.renew)


class Tokens:
    """What is done at each tick: renew tokens that end soon, and erase what was left by those who went."""

    def __init__(self, kit: Kit, connected: Slack, health: Health, clock: Clock | None = None) -> None:
        self._kit = kit
        self._clock = clock or Clock()
        self._rotation = Rotation(kit.store.installs, connected.clients, health, self._tell, self._clock)

    async def look(self) -> None:
        """Do it."""
        await self._rotation.rotate()
        if await self._kit.store.installs.purge(self._clock.now()):
            await self._kit.renew()

    async def end(self) -> None:
        """Wait for a renewal under way."""
        await self._rotation.end()

    async def _tell(self, install: Install) -> None:
        """Ask whoever installed the app to do it again, while we can still speak."""
        now = self._clock.now()
        ends = day_and_time(install.expires or now, ZoneInfo(self._kit.settings.timezone))
        drawn = draw_said(say("reinstall", when=ends))
        to = address(install.place, install.installer)
        told = [Message(to, MessageKind.DIRECT, f"reinstall/{install.at.isoformat()}", None, drawn)]
        await self._kit.store.deeds.did(install.place, "slack", now, "token cannot be renewed", told if to else [])


async def token_work(action: str, load: Callable[[], config.Settings]) -> str:
    """Make a key, or hide every stored token with the first one; returns what to print."""
    if action == "new-key":
        return f"SIGNALS_SLACK__TOKEN_KEY={new_key()}"
    if action != "reencrypt":
        raise ConfigError([f"tokens {action}: there is `tokens new-key` and `tokens reencrypt`"])
    settings = load()
    vault = vault_of(settings)
    async with await Store.open(settings.database) as store:
        await store.installs.unlock(vault)
        done = await store.installs.reencrypt(vault, utc_now())
    return f"The tokens of {done} install{'' if done == 1 else 's'} are encrypted with the first key; drop the others."


def misplaced_home(settings: config.Settings, home: str) -> None:
    """Refuse channels that are in no workspace, and those that name the bot token's: there an address is a plain id."""
    nowhere = [channel.id for channel in settings.channels if not channel.workspace]
    if config.several(settings) and not home and nowhere:
        why = f"channels: {', '.join(nowhere)}: there is no SIGNALS_SLACK__BOT_TOKEN in whose workspace they could be"
        raise ConfigError([f"{why}: set it, or say `workspace` there"])
    named = [channel.id for channel in settings.channels if home and channel.workspace == home]
    if named:
        why = f"channels: {', '.join(named)}: {home} is the workspace of SIGNALS_SLACK__BOT_TOKEN"
        raise ConfigError([f"{why}: leave `workspace` out there"])

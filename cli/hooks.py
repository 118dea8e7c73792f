"""Webhooks from config.toml to the door that vendors knock at, and what each of them costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import config
from digests.cost import Cost
from handlers.hooks import HookDoor
from handlers.metrics import Tally
from model.errors import ConfigError
from model.hook import Hook, Limits
from sources.contract import Source
from sources.hooks.inbound import Inbound
from store.store import Store


def hooks_of(
    settings: config.Settings, sources: Iterable[Source], secrets: Mapping[str, str] | None = None
) -> list[Hook]:
    """List the webhooks that are configured. Raises ConfigError when the environment does not hold a secret.

    `secrets` stand for the environment where it is not to be read.
    """
    known = config.environment(settings) if secrets is None else secrets
    hooks, faults = [], []
    for source in sources:
        if not isinstance(source, Inbound):
            continue
        name, own = source.vendor.name, source.settings
        told = tuple(secret for part in known.get(own.secret, "").split(",") if (secret := part.strip()))
        if not told:
            faults.append(
                f"sources.{name}.secret: set {own.secret} in the environment or in .env to the vendor's secret"
            )
        if any(len(secret) < config.SHORTEST_SECRET for secret in told):
            faults.append(
                f"sources.{name}.secret: {own.secret} is too short to be one: `openssl rand -hex 32` makes one"
            )
        # Of a vendor that sends bare ids the records cost, not the calls.
        limits = own.limits if source.asking is None else Limits()
        hooks.append(Hook(name, told, own.signature.scheme(), own.rate, limits))
    if faults:
        raise ConfigError(faults)
    return hooks


def door_of(settings: config.Settings, sources: Iterable[Source], store: Store, tally: Tally) -> HookDoor | None:
    """Make the door of all webhooks; None where there is none. Raises ConfigError."""
    hooks = hooks_of(settings, sources)
    return HookDoor(hooks, store.hooks, tally) if hooks else None


async def cost_of(source: Source, store: Store, now: datetime) -> Cost | None:
    """Tell what a source costs; None for one that costs nothing."""
    if not isinstance(source, Inbound):
        return None
    return Cost(await store.hooks.spent(source.vendor.name, now), source.settings.limits)

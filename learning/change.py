"""What an applied change does: a layer above config.toml and the pack, so that taking it off restores what was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from digests.texts import say
from model.company import Company
from model.feedback import Change, Part
from model.subscription import Subscription
from rules.edit import edited, read_edit
from rules.language import Rule, Rules


def companies_with(companies: Iterable[Company], changes: Sequence[Change]) -> tuple[Company, ...]:
    """Give companies the aliases and `never` words of the changes."""
    return tuple(_company(company, [c for c in changes if c.name == company.name]) for company in companies)


def rules_with(rules: Rules, changes: Sequence[Change]) -> Rules:
    """Give rules the strengths of the changes, the last one counts, and leave out those that are off."""
    off = {change.name for change in changes if change.part is Part.OFF}
    strengths = {change.name: change.value for change in changes if change.part is Part.STRENGTH}
    kept = [_rule(rule, strengths.get(rule.id)) for rule in rules.rules if rule.id not in off]
    for change in changes:
        if change.part is Part.EDIT:
            kept = [one for rule in kept if (one := _edited(rule, change)) is not None]
    return Rules(tuple(kept))


def subscriptions_with(subscriptions: Iterable[Subscription], changes: Sequence[Change]) -> tuple[Subscription, ...]:
    """Give channels the thresholds of the changes; the last one counts."""
    thresholds = {change.name: change.value for change in changes if change.part is Part.THRESHOLD}
    return tuple(_subscription(one, thresholds.get(one.channel)) for one in subscriptions)


def told(change: Change) -> str:
    """Say in a few words what a change changes."""
    slots = {"name": change.name, "value": change.value, "before": change.before}
    match change.part:
        case Part.ALIAS:
            return say("learn_alias", **slots)
        case Part.NEVER:
            return say("learn_never", **slots)
        case Part.STRENGTH:
            return say("learn_strength", **slots)
        case Part.OFF:
            return say("learn_off", **slots)
        case Part.THRESHOLD:
            return say("learn_threshold", **slots)
        case Part.EDIT:
            edit = read_edit(str(change.value))
            if edit.get("off"):
                return say("learn_off", **slots)
            keys = ", ".join(f"{key} = {value}" for key, value in edit.items())
            return say("learn_edit", name=change.name, keys=keys)


def _company(company: Company, changes: Sequence[Change]) -> Company:
    aliases = [str(change.value) for change in changes if change.part is Part.ALIAS]
    never = [str(change.value) for change in changes if change.part is Part.NEVER]
    if not aliases and not never:
        return company
    return replace(
        company,
        aliases=tuple(dict.fromkeys([*company.aliases, *aliases])),
        never=tuple(dict.fromkeys([*company.never, *never])),
    )


def _rule(rule: Rule, strength: str | int | None) -> Rule:
    return rule if strength is None else rule.model_copy(update={"strength": int(strength)})


def _edited(rule: Rule, change: Change) -> Rule | None:
    """Give a rule the keys of an edit, None for a rule that it takes out; one that no longer fits changes nothing."""
    if change.name != rule.id:
        return rule
    found = edited(rule, read_edit(str(change.value)))
    return rule if isinstance(found, Mapping) else found


def _subscription(subscription: Subscription, threshold: str | int | None) -> Subscription:
    return subscription if threshold is None else replace(subscription, threshold=int(threshold))

"""`bot.py feedback` and `learn`: what recruiters say of stories, what it proposes, and what an admin made of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import config
from cli.effects import Effect, Effects, shown
from cli.replay import HEADLINE
from cli.wiring import open_kit, utc_now
from digests.escape import clean
from digests.sentence import lead
from digests.texts import count, say
from learning.change import told
from learning.propose import BACK, PEOPLE, VERDICTS
from model.errors import ConfigError
from model.feedback import Change, Opinion, Override, Proposal

Row = dict[str, Any]
LONGEST = 100  # of a headline
EXAMPLES = 3  # alerts that are named


async def give_feedback(
    settings: config.Settings, story: str, opinion: str, by: str, channel: str, text: str
) -> tuple[Row, str]:
    """Take down somebody's opinion of a story; returns the row for programs and the sentence for people."""
    spoken = opinion.casefold().replace("-", "_").replace(" ", "_")
    if spoken not in list(Opinion):
        there = ", ".join(one.value.replace("_", "-") for one in Opinion)
        raise ConfigError([f"{opinion}: is no opinion; there are: {there}"])
    async with open_kit(settings) as kit:
        given = await kit.books.judge(story, Opinion(spoken), by, utc_now(), channel, text)
    if given is None:
        raise ConfigError([f"{story}: there is no such story: `export` lists the stories with their ids"])
    found, said = given
    slots = {"title": clean(lead(found).title, LONGEST), "opinion": f"“{say(f'opinion_{spoken}')}”", "by": by}
    row = {"story": said.story, "company": said.company, "opinion": said.opinion.value, "by": by, "at": said.at}
    return {**row, "channel": said.channel, "rules": said.rules, "sources": said.sources}, say("learn_noted", **slots)


async def list_lessons(settings: config.Settings) -> list[Row]:
    """List what is proposed, each with what it would have changed, and then what was ever applied."""
    now = utc_now()
    async with open_kit(settings, read_only=True) as kit:
        proposed = await kit.books.proposals(now)
        effects = await Effects.open(kit, now) if proposed else None
        rows = [_proposed(one, await effects.of(one.change)) for one in proposed if effects]
        return rows + [_applied(one) for one in reversed(await kit.store.lessons.overrides())]


async def apply_lesson(settings: config.Settings, proposal: str, by: str, why: str) -> Row:
    """Put a proposal in force because an admin says so."""
    async with open_kit(settings) as kit:
        done = await kit.books.apply(proposal, by, utc_now(), why)
        if done is None:
            there = ", ".join(one.id for one in await kit.books.proposals(utc_now())) or "none"
            raise ConfigError([f"{_named(proposal, 'apply')}; these are open: {there}"])
    return {"told": say("learn_applied", change=told(done.change), id=done.id), "id": done.id, "applied": True}


async def undo_lesson(settings: config.Settings, proposal: str, by: str) -> Row:
    """Take what was applied out of force."""
    async with open_kit(settings) as kit:
        undone = await kit.books.undo(proposal, by, utc_now())
        if undone is None:
            there = ", ".join(one.id for one in await kit.store.lessons.overrides() if one.in_force) or "none"
            raise ConfigError([f"{_named(proposal, 'undo')}; these are in force: {there}"])
    return {"told": say("learn_undone", change=told(undone.change)), "id": undone.id, "applied": False}


def _named(proposal: str, action: str) -> str:
    if not proposal:
        return f"learn {action}: name one by its id"
    return f"{proposal}: no such proposal is {'open' if action == 'apply' else 'in force'}"


def lines(rows: list[Row]) -> Iterator[str]:
    """Lay the lessons out for a person: what is proposed, then what is and was in force."""
    if not any(row["state"] == "proposed" for row in rows):
        yield say("learn_nothing", opinions=count("opinions", VERDICTS), people=count("people", PEOPLE))
    for row in rows:
        yield f"{row['id']}  {row['change']}"
        yield f"    {row['reason']}"
        if row["state"] == "proposed":
            effect = row["effect"]
            counts = {key: len(effect[key]) for key in ("lost", "gained")} | {"rescored": len(effect["rescored"])}
            yield f"    {say('learn_effect', days=BACK.days, **_counted(counts))}"
            for what in ("lost", "gained"):
                for one in effect[what][:EXAMPLES]:
                    title = clean(one[HEADLINE], LONGEST)
                    yield f"      {what}  {one['date']}  {one['channel']}  {one['company']}  {title}"
        else:
            yield f"    applied by {row['by']} on {row['at']:%Y-%m-%d}, {row['state']}"


def plain(row: Row) -> Row:
    """Turn a row into what a program reads."""
    if "effect" not in row:
        return row
    return {**row, "effect": {key: shown(rows) for key, rows in row["effect"].items()}}


def _counted(counts: dict[str, int]) -> dict[str, str]:
    return {
        "lost": count("alerts", counts["lost"]),
        "gained": str(counts["gained"]),
        "rescored": count("days", counts["rescored"]),
    }


def _of(change: Change) -> Row:
    return {"part": change.part.value, "name": change.name, "before": change.before, "value": change.value}


def _proposed(one: Proposal, effect: Effect) -> Row:
    return {
        "id": one.id,
        "state": "proposed",
        "change": told(one.change),
        **_of(one.change),
        "reason": one.reason,
        "opinions": one.verdicts,
        "people": one.people,
        "stories": one.stories,
        "effect": {"lost": effect.lost, "gained": effect.gained, "rescored": effect.rescored},
    }


def _applied(one: Override) -> Row:
    state = "in force" if one.in_force else f"undone by {one.undone_by} on {one.undone_at:%Y-%m-%d}"
    row = {"id": one.id, "state": state, "change": told(one.change), **_of(one.change), "reason": one.reason}
    return {**row, "by": one.by, "at": one.at, "undone_by": one.undone_by, "undone_at": one.undone_at}

"""What is drawn without anybody pressing or typing: one function a scene, in the order of STAGES.

To bring in a new drawing that no command, button, modal or event reaches, add a function here.
"""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cli.rulebook import Rulebook
from cli.wiring import open_sources
from demo.gallery.kinds import Hall
from demo.gallery.studio import CHANNEL, LEA, Studio
from demo.gallery.walk import choose_shortcuts, open_everything, press_everything, press_in_vain, type_everything
from demo.play import Sending, place
from digests.draw import draw_said, draw_update
from digests.schedule import parse_rhythm
from digests.texts import say
from digests.views.home import view_home_said
from digests.views.waiting import view_loading
from handlers.actions import actions
from handlers.guarded import guarded
from handlers.words import LONGEST
from model.item import Item
from model.message import Message
from model.poll import PollState
from model.subscription import Density, MessageKind
from pipeline import SCORED_BACK, Pipeline
from rules.best import best_days
from rules.engine import score
from store.store import Store

Stage = Callable[[Studio], Awaitable[None]]
SITES = ("reuters.example", "apnews.example")
FAULT = "rules.departure.founder: points is 400, at most 60 are allowed"
FAILURES = 4
DENIAL = "OpenAI denies that CTO Mira Murati is leaving the company"


async def weeks(studio: Studio) -> None:
    """Hang up what the weeks posted: every alert with its edits and lines, and of each channel's digests the
    fullest, the last and the emptiest."""
    sent = studio.news()
    for alert, at in [one for one in sent if one.message.kind is MessageKind.ALERT]:
        studio.hang(Hall.ALERTS, "An alert as it is posted", alert.drawn, at=at)
        for edited, _ in [one for one in sent if _edits(one.message, alert)]:
            studio.hang(Hall.ALERTS, "The same alert, edited: there is more to tell", edited.drawn, at=at)
    for line, at in [one for one in sent if one.message.kind is MessageKind.THREAD]:
        studio.hang(Hall.THREADS, "A line under an alert", line.drawn, at=at)
    for channel in dict.fromkeys(one.message.channel for one in sent):
        digests = [one for one in sent if one.message.kind is MessageKind.DIGEST and one.message.channel == channel]
        for title, one in zip(("fullest", "last", "emptiest"), _some(digests), strict=False):
            hall = Hall.DIRECT if channel.startswith("U") else Hall.DIGESTS
            studio.hang(hall, f"The {title} digest of {place(channel)}", one.message.drawn, at=one.at)


def _edits(message: Message, alert: Message) -> bool:
    return message.kind is MessageKind.UPDATE and message.story == alert.story


def _some(digests: list[Sending]) -> list[Sending]:
    by_length = sorted(digests, key=lambda one: len(one.message.drawn.blocks))
    return [by_length[-1], digests[-1], by_length[0]] if digests else []


async def asked(studio: Studio) -> None:
    """Hang up three weeks in one digest, which overflows into its thread, and the quiet one after it."""
    for title in ("Three weeks at once", "Nothing new since"):
        studio.pass_by(minutes=1)
        await studio.books.digest_now(replace(LEA, channel="C0LEADERSHIP"), studio.now)
        await studio.post(title)


async def once_a_week(studio: Studio) -> None:
    """Hang up the digest of a channel that hears once a week, with the week in sum."""
    pipeline = studio.done.kit.pipeline
    (heard,) = [one for one in pipeline.watch.subscriptions if one.channel == "C0LEADERSHIP"]
    weekly = replace(heard, digest=parse_rhythm("mon 09:00"))
    for message in (await pipeline.editions.draw(weekly, studio.now, studio.now))[0]:
        studio.hang(Hall.DIGESTS, "The digest of a channel that hears once a week", message.drawn)


async def compact(studio: Studio) -> None:
    """Hang up a channel's three weeks and its last alert as they are where each story is one line."""
    pipeline = studio.done.kit.pipeline
    (heard,) = [one for one in pipeline.watch.subscriptions if one.channel == CHANNEL]
    wanted = replace(heard, density=Density.COMPACT)
    for drawn in await pipeline.editions.sample(wanted, studio.now):
        studio.hang(Hall.DIGESTS, "The digest of a channel that wants one line for each story", drawn)
    (story,) = await pipeline.store.stories([_alerted(studio)[-1]])
    stories = await pipeline.stories_of(story.company, studio.now - SCORED_BACK)
    standing = score(pipeline.watch.company(story.company), stories, pipeline.watch.rules, studio.now)
    best = best_days(story, standing, pipeline.watch.rules, studio.now)
    drawn = draw_update(story, standing, None, wanted, studio.now, best=best)
    studio.hang(Hall.ALERTS, "An alert in a channel that wants one line for each story", drawn)


async def buttons(studio: Studio) -> None:
    """Press everything on the last alert."""
    await press_everything(studio, _alerted(studio)[-1])


async def menus(studio: Studio) -> None:
    """Choose everything from Slack's own menus."""
    await choose_shortcuts(studio)


async def homes(studio: Studio) -> None:
    """Hang up the Home of somebody busy, of somebody new, and while a file of rules is wrong."""
    for verb in ("claim", "follow"):
        for story in _alerted(studio):
            press = studio.held(verb, story)
            await guarded(actions()[verb].act(press, studio.books, studio.now), verb)
    await studio.post("Taken and followed")
    await open_everything(studio, "Lea, who has taken and follows stories", _alerted(studio)[-1])


async def newcomer(studio: Studio) -> None:
    """Hang up what somebody sees on the first day: nobody is watched, nothing was read."""
    with TemporaryDirectory() as folder:
        async with await Store.open(f"sqlite:///{Path(folder) / 'new.db'}") as store:
            watch = replace(studio.done.kit.pipeline.watch, companies=(), subscriptions=())
            pipeline = Pipeline(store, studio.done.http, watch, random.random)
            new = studio.with_books(replace(studio.books, pipeline=pipeline, sources=tuple))
            await open_everything(new, "On the first day")
            for text in ("list", "mutes", "sources", "digest now", "people", "compare OpenAI Anthropic"):
                await new.type(text, title=f"/signals {text}, on the first day")


async def late(studio: Studio) -> None:
    """Let a source fail for hours, and a file of rules be wrong: Home, sources, rules and the digest say so."""
    kit = studio.done.kit
    feeds = kit.settings.sources["feed"]
    served: Any = feeds["urls"]
    gone = {"feed": {**feeds, "urls": [f"{served[0]}.gone"]}}
    (feed,) = open_sources(kit.settings.model_copy(update={"sources": gone}), ())
    for _ in range(FAILURES):
        async for _ in kit.pipeline.poll([feed], studio.now):
            pass
        studio.pass_by(hours=6)
    wrong = Rulebook(kit.rulebook.rules, (FAULT,), studio.now - timedelta(hours=2))
    broken = studio.with_books(replace(studio.books, rules=wrong, sources=lambda: [*kit.sources, feed]))
    await open_everything(broken, "A source is late, and a file of rules is wrong")
    for text in ("sources", "rules", "digest now"):
        await broken.type(text, title=f"/signals {text}, while a source is late and a file of rules is wrong")


async def vain(studio: Studio) -> None:
    """Press what somebody else has, and what is gone."""
    await press_in_vain(studio, _alerted(studio)[0])


async def denied(studio: Studio) -> None:
    """Let a story be denied that a channel was told of."""
    studio.pass_by(hours=1)
    for site in SITES:
        url = f"https://{site}/openai-denies"
        item = Item(f"feed:https://{site}/rss", url, url, DENIAL, "", "en", site, studio.now, studio.now)
        await studio.done.kit.pipeline.take_in([item], PollState(item.source), studio.now)
    await studio.done.kit.pipeline.read(studio.now)
    await studio.post("Denied")


async def typed(studio: Studio) -> None:
    """Type every command."""
    await type_everything(studio)


async def changes(studio: Studio) -> None:
    """Let time pass until reminders fall due."""
    studio.pass_by(days=3)
    await studio.done.kit.pipeline.send_digests(studio.now)
    await studio.post("Three days later")


async def trouble(studio: Studio) -> None:
    """Hang up what is said when something breaks: no_books and its like are what handlers/guarded.py says."""
    studio.hang_all(Hall.TROUBLE, "Far too much was typed", await studio.type("x" * (LONGEST + 1)))
    for key in ("no_books", "slow", "our_fault", "unknown_action", "too_late"):
        studio.hang_all(Hall.TROUBLE, key.replace("_", " ").capitalize(), draw_said(say(key)))
    studio.hang_all(Hall.MODALS, "While the books are asked", view_loading())
    studio.hang_all(Hall.HOME, "Nothing can be asked", view_home_said(say("no_books")))


def _alerted(studio: Studio) -> list[str]:
    """List the stories of which the channel was alerted."""
    sent = [one.message for one in studio.done.scene.sent]
    return [str(one.story) for one in sent if one.kind is MessageKind.ALERT and one.channel == CHANNEL]


STAGES: tuple[Stage, ...] = (
    weeks,
    once_a_week,
    compact,
    asked,
    buttons,
    menus,
    homes,
    newcomer,
    vain,
    denied,
    typed,
    changes,
    late,
    trouble,
)

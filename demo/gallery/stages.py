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
from demo.gallery.studio import CHANNEL, LEA, TOM, Studio
from demo.gallery.walk import open_everything, press_everything, press_in_vain, type_everything
from demo.play import Sending, place
from digests.draw import draw_said, draw_story
from digests.rehearsal import Rehearsed
from digests.share import draw_shared
from digests.texts import say
from digests.views.company import view_card
from digests.views.feed import view_add_feed, view_feed_tested
from digests.views.forget import view_forget
from digests.views.home import view_home_said
from digests.views.import_people import view_import_preview
from digests.views.rule import view_rule_edit, view_rule_tried
from digests.views.settings import view_settings, view_settings_said
from digests.views.setup import view_setup_sample
from digests.views.unwatch import view_unwatch
from digests.views.waiting import view_loading
from handlers.actions import actions
from handlers.guarded import guarded
from handlers.words import LONGEST
from model.effect import Alert, Effect, Rescored
from model.feed import AddedFeed, FirstLook
from model.imported import Export
from model.item import Item
from model.message import Message
from model.poll import PollState
from model.subscription import MessageKind
from pipeline import Pipeline
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


async def buttons(studio: Studio) -> None:
    """Press everything on the last alert."""
    await press_everything(studio, _alerted(studio)[-1])


async def homes(studio: Studio) -> None:
    """Hang up the Home of somebody busy, of somebody new, and while a file of rules is wrong."""
    for verb in ("claim", "follow"):
        for story in _alerted(studio):
            press = studio.held(verb, story)
            await guarded(actions()[verb].act(press, studio.books, studio.now), verb)
    await studio.post("Taken and followed")
    await open_everything(studio, "Lea, who has taken and follows stories")


async def newcomer(studio: Studio) -> None:
    """Hang up what somebody sees on the first day: nobody is watched, nothing was read."""
    with TemporaryDirectory() as folder:
        async with await Store.open(f"sqlite:///{Path(folder) / 'new.db'}") as store:
            watch = replace(studio.done.kit.pipeline.watch, companies=(), subscriptions=())
            pipeline = Pipeline(store, studio.done.http, watch, random.random)
            new = studio.with_books(replace(studio.books, pipeline=pipeline, sources=tuple))
            await open_everything(new, "On the first day")
            for text in ("list", "mutes", "sources", "digest now", "compare OpenAI Anthropic"):
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


async def windows(studio: Studio) -> None:
    """Hang up the windows that come after another."""
    rule = next(one for one in studio.done.kit.rulebook.rules.rules if one.id == "departure.founder")
    company, *others = studio.done.kit.pipeline.watch.companies
    zone, about = studio.done.scene.zone, "{}"
    change, lost = "strength 68 → 40", Alert("2024-09-25", CHANNEL, "OpenAI", "OpenAI CTO Mira Murati is leaving")
    effect = Effect(30, (lost,), (), (Rescored("2024-09-25", "OpenAI", "72 → 55", "57 → 57"),))
    card, sample = draw_said("OpenAI"), studio.done.scene.sent[0].message.drawn
    for title, view in (
        ("A company's card in a window", view_card(card)),
        (
            "A feed that was tested",
            view_feed_tested(FirstLook("wire.example/rss", 40, ((studio.now, DENIAL),)), zone, about),
        ),
        (
            "Feeds that were added",
            view_add_feed(
                [(AddedFeed("https://wire.example/rss", "U0LEA", studio.now), "wire.example/rss")], zone, about
            ),
        ),
        ("A rule to be changed", view_rule_edit(rule, about)),
        ("What a changed rule would have done", view_rule_tried(change, effect, about)),
        ("An import before it is saved", view_import_preview(Export(412, 9, 3, 1, (7, 19), first=False), about)),
        ("Somebody to be forgotten", view_forget("Ada Fontaine", {"items": 3, "stories": 1, "posted": 2}, about)),
        ("Which one shall be watched no more?", view_unwatch([company, *others[:2]], about)),
        ("The third step of the first set-up", view_setup_sample(sample, about)),
        (
            "Channel settings that were saved",
            view_settings_said(say("settings_saved"), studio.books.default(CHANNEL), Rehearsed(2, 11, 30)),
        ),
    ):
        studio.hang_all(Hall.MODALS, title, view)
    wishes = replace(studio.books.default(CHANNEL), threshold=40)
    tried = view_settings(wishes, Rehearsed(9, 41, 30), about, chosen=True)
    studio.hang_all(Hall.MODALS, "After settings_changed", tried)


async def shared(studio: Studio) -> None:
    """Hang up what is posted for all, what is said before an import, and a digest that comes once a week."""
    answer = draw_shared(draw_said("OpenAI"), "Lea", "/signals OpenAI")
    studio.hang(Hall.SHARED, "An answer that Lea posted", answer)
    for story in await studio.done.kit.store.stories(_alerted(studio)[:1]):
        studio.hang(Hall.SHARED, "A link to a story", draw_story(story))
    await studio.type("people", TOM, "/signals people, before anything was imported")
    for text in ("digest weekly mon 9:00", "digest now", "digest weekdays 9:00"):
        await studio.type(text, title=f"/signals {text}, to have it once a week")


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
    asked,
    buttons,
    homes,
    newcomer,
    vain,
    denied,
    typed,
    windows,
    shared,
    changes,
    late,
    trouble,
)

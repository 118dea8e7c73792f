"""English and French side by side: a channel is spoken to in its language, a person alone in the one they chose."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from digests.limits import view_faults
from digests.plain import as_text
from digests.tongues import Tongues
from model.language import Language
from model.message import Drawn
from model.subscription import Audience
from store.store import Store
from tests.handlers.pressing import CHANNEL, Room, pressing
from tests.handlers.test_story import chosen, dated
from tests.pipeline.desk import CTO_LEAVES_TOO, Desk, channel
from tests.signed import home_opened, inside, send_event

FRENCH = Language.FRENCH


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await Store.open(f"sqlite:///{tmp_path}/signals.db") as opened:
        yield opened


@pytest.fixture
async def room(store: Store) -> AsyncIterator[Room]:
    """A room whose channel speaks English."""
    async with pressing(Desk(store)) as running:
        yield running


@pytest.fixture
async def salon(store: Store) -> AsyncIterator[Room]:
    """A room whose channel speaks French."""
    desk = Desk(store)
    desk.start(channel(language=FRENCH))
    async with pressing(desk) as running:
        yield running


async def home(room: Room, user: str = "U0LEA", id: str = "Ev1") -> tuple[dict[str, Any], str]:
    """Open somebody's Home; return its view, and as text."""
    await send_event(room.base, home_opened(user, id=id))
    return await published(room)


async def published(room: Room) -> tuple[dict[str, Any], str]:
    view = await room.slack.shown()
    room.slack.views.clear()
    assert view_faults(view) == []
    return view, as_text(Drawn("…", tuple(view["blocks"])))


async def choose(room: Room, view: dict[str, Any], language: str, user: str = "U0LEA") -> None:
    """Choose a language in the Home, as Slack sends it."""
    option = {"value": language, "text": {"type": "plain_text", "text": language}}
    body = inside(view, "language", trigger=room.slack.trigger(), type="static_select", selected_option=option)
    await room.send({**body, "user": {"id": user, "name": "lea", "team_id": body["team"]["id"]}})


# --- a channel --------------------------------------------------------------------------------------------------------


async def test_an_alert_its_edits_and_its_thread_are_in_the_channels_language(salon: Room) -> None:
    story = await salon.told()
    first = await salon.message()
    assert "Mira Murati (CTO) quitte OpenAI." in first
    assert "fenêtre d'approche" in first
    assert first.splitlines()[-1] == "[ Je m'en occupe ]  [ Suivre ]  [ ⋯ ]"
    await salon.press("claim", story)
    assert (await salon.said()).startswith("OpenAI\u00a0: ce sujet est à vous.")
    await salon.desk.print(CTO_LEAVES_TOO, site="other.example", at=salon.now, now=salon.now)
    lines = await salon.thread()
    assert lines[0].endswith("lea s'en occupe")
    assert "désormais\u00a0: confirmé, selon 2 médias" in lines[1]


async def test_why_a_story_waits_is_written_in_the_channels_language(store: Store) -> None:
    desk = Desk(store)
    desk.start(channel(language=FRENCH, threshold=99), channel(channel="C0EN", threshold=99))
    await desk.print("OpenAI CTO Mira Murati leaves the company")
    [(_, said)] = await store.undigested("C0EN")
    assert said.endswith("your threshold is 99")
    [(_, said)] = await store.undigested(CHANNEL)
    assert said.endswith("votre seuil est de 99")


async def test_a_digest_is_in_the_channels_language(salon: Room) -> None:
    await salon.told()
    assert await salon.ask("récap maintenant") == "Le récapitulatif arrive."
    await salon.post()
    digest = as_text(Drawn("…", tuple(salon.slack.posts[-1]["blocks"])))
    assert digest.startswith("🗞️ Récapitulatif · 3 – 4 oct. 2024\n  1 à saisir, après lecture de 1 article\n")


async def test_commands_are_answered_in_the_channels_language_and_may_be_typed_in_it(salon: Room) -> None:
    assert (await salon.ask("aide")).startswith("Ce que vous pouvez demander")
    assert "Dès que quelque chose se dit" in await salon.ask("OpenAI")
    assert "En sourdine ici jusqu'au 11 oct. 2024" in await salon.ask("sourdine OpenAI 7j")
    assert "En sourdine ici jusqu'au 18 oct. 2024" in await salon.ask("mute OpenAI 2 semaines")
    said = await salon.ask("sourdine licenciements jusqu'au 12 novembre")
    assert said.startswith("En sourdine ici jusqu'au 12 nov. 2024, 09:00\u00a0: licenciements.")
    assert "Aucun récapitulatif" not in await salon.ask("récap lun,jeu 9h30")
    [row] = [one for one in await salon.desk.store.audited("T1") if one.action.startswith("settings of")]
    assert '"digest": "mon,thu 09:30"' in str(row.after)
    assert await salon.ask("watch") == "Dites quelle entreprise\u00a0: /signals watch OpenAI"
    assert "Vouliez-vous dire /signals list\u202f?" in await salon.ask("liset")
    assert await salon.ask("x" * 2001) == (
        "C'est plus long qu'un nom d'entreprise. Demandez une entreprise à la fois\u00a0: /signals OpenAI"
    )


async def test_a_modal_and_what_is_wrong_in_it_are_in_the_channels_language(salon: Room) -> None:
    story = await salon.told()
    await salon.press("mute", story)
    view = await salon.opened()
    assert view["title"]["text"] == "Mettre en sourdine"
    assert view["close"]["text"] == "Annuler"
    ack = await salon.submit(view, scope=chosen("company"), until=dated("2024-09-01"))
    assert ack == {"response_action": "errors", "errors": {"until": "Choisissez un jour à venir."}}
    await salon.submit(view, scope=chosen("company"), until=dated("2024-10-11"))
    assert (await salon.whispered()).startswith("En sourdine ici jusqu'au 11 oct. 2024, 09:00\u00a0: OpenAI.")


async def test_french_words_are_no_commands_where_english_is_spoken(room: Room) -> None:
    assert (await room.ask("aide")).startswith("No company called “aide” is watched here.")
    assert "Muted here until 11 Oct 2024" in await room.ask("mute OpenAI 7j")


# --- a person ---------------------------------------------------------------------------------------------------------


async def test_who_chooses_french_has_a_french_home_while_the_channel_stays_english(room: Room) -> None:
    story = await room.told()
    view, english = await home(room)
    assert "Companies" in english
    await choose(room, view, "fr")
    _, french = await published(room)
    assert "Entreprises" in french
    assert "fenêtre d'approche" in french
    _, again = await home(room, id="Ev2")
    assert again == french
    _, others = await home(room, "U0BEN", id="Ev3")
    assert "Companies" in others
    await room.press("claim", story)
    assert (await room.said()).startswith("OpenAI is yours.")
    assert await room.thread() == ["12:00 · lea takes this"]


async def test_what_is_written_to_a_person_alone_is_in_the_language_they_chose(room: Room) -> None:
    story = await room.told()
    view, _ = await home(room)
    await choose(room, view, "fr")
    await published(room)
    for user in ("lea", "ben"):
        await room.press("follow", story, user=user)
        assert "You follow this" in await room.said(user)
    await room.desk.print(CTO_LEAVES_TOO, site="other.example", at=room.now, now=room.now)
    [mine] = await room.direct("U0LEA")
    [theirs] = await room.direct("U0BEN")
    assert mine.startswith("Vous suivez ce sujet\u00a0: il passe de «\u00a0rapporté\u00a0» à «\u00a0confirmé\u00a0».")
    assert theirs.startswith("You follow this: it was reported, now it is confirmed.")
    await room.press("unfollow", story, channel={"id": "D0LEA", "name": "directmessage"})
    assert await room.said() == "Vous ne suivez plus ce sujet."


async def test_a_choice_is_kept_and_leaves_one_line(store: Store, room: Room) -> None:
    view, _ = await home(room)
    for language in ("fr", "fr", "en"):
        await choose(room, view, language)
        await published(room)
    changes = [(one.actor, one.before, one.after) for one in await store.audited("T1") if one.action == "language"]
    assert sorted(changes, key=str) == [("U0LEA", "fr", "en"), ("U0LEA", None, "fr")]
    assert await store.tongues.of("T1") == {"U0LEA": Language.ENGLISH}
    assert await store.tongues.of("T2") == {}


async def test_a_language_that_nobody_speaks_changes_nothing(store: Store, room: Room) -> None:
    view, _ = await home(room)
    await choose(room, view, "tlh")
    await room.slack.posted(1)
    assert "I do not know that button any more" in room.slack.posts[0]["text"]
    assert await store.tongues.of("T1") == {}


async def test_the_digest_of_ones_own_imports_is_in_ones_own_language() -> None:
    own = channel(channel="U0LEA", audience=Audience.PERSON)
    tongues = Tongues(Language.ENGLISH, {"U0LEA": FRENCH})
    assert tongues.of(own) is FRENCH
    assert tongues.of(replace(own, channel="U0BEN")) is Language.ENGLISH
    assert tongues.of(channel(language=FRENCH)) is FRENCH

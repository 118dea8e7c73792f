"""How typical messages look, to the letter. Delete a file in tests/fixtures/digests/ to draw it anew, and read it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digests.digest import Counts, compose
from digests.draw import (
    draw_alert,
    draw_card,
    draw_digest,
    draw_help,
    draw_list,
    draw_menu,
    draw_thread_line,
    draw_unknown,
    draw_update,
    draw_why,
)
from digests.limits import faults
from digests.schedule import parse_quiet, parse_rhythm
from model.hiring import OpenRoles
from model.message import Drawn
from model.score import Axis
from model.signal import Kind
from model.story import State
from model.subscription import Cause, Density, Now
from rules.best import BestDays
from tests.digests.golden import message_agrees
from tests.digests.scene import (
    ANTHROPIC,
    BROCKMAN,
    CHANNEL,
    KINGMA,
    MURATI,
    NOTE,
    NOW,
    OPENAI,
    OPENAI_BEFORE,
    SINCE,
    STORIES,
    corrected_digest,
    digest,
    long_digest,
)
from tests.make import DAY, HOUR, not_enough

ROLES = OpenRoles(1242, 12, 30, (("Research", 14), ("Sales <!here>", 9)))
HISTORY = [None, 0, 4, 40, 84]
LIFTED = Now("", Axis.WINDOW, 29, 84)
WISHES = replace(CHANNEL, quiet=parse_quiet("20:00-07:00"), digest=parse_rhythm("weekdays 09:00"))

COMPACT = replace(CHANNEL, density=Density.COMPACT)
BEST = BestDays(MURATI.first_seen + 45 * DAY, MURATI.first_seen + 70 * DAY, (45, 70))

MESSAGES: dict[str, tuple[Drawn, ...]] = {
    "alert_departure": (draw_alert(MURATI, OPENAI, LIFTED, CHANNEL),),
    "alert_first_count": (draw_alert(KINGMA, ANTHROPIC, Now("", Axis.PRESSURE, None, 80), CHANNEL),),
    "alert_from_a_note": (draw_alert(replace(NOTE, kind=Kind.OPEN_TO_WORK), OPENAI, LIFTED, CHANNEL),),
    "alert_rumour": (draw_alert(BROCKMAN, OPENAI, LIFTED, CHANNEL),),
    "alert_with_best_days": (draw_alert(MURATI, OPENAI, LIFTED, CHANNEL, best=BEST),),
    "alert_compact": (draw_alert(MURATI, OPENAI, LIFTED, COMPACT, best=BEST),),
    "update_compact_denied": (draw_update(replace(MURATI, state=State.DENIED), OPENAI, 84, COMPACT, NOW, best=BEST),),
    "update_confirmed": (draw_update(MURATI, OPENAI, 60, CHANNEL, NOW),),
    "update_denied": (draw_update(replace(MURATI, state=State.DENIED), OPENAI, 84, CHANNEL, NOW),),
    "update_without_numbers": (draw_update(MURATI, not_enough(), 84, CHANNEL, NOW),),
    "thread_line": (draw_thread_line(MURATI, "14:30 · also in nytimes.com and lemonde.fr", CHANNEL),),
    "digest": tuple(draw_digest(digest())),
    "digest_compact": tuple(draw_digest(replace(digest(), subscription=COMPACT))),
    "digest_with_buttons": tuple(draw_digest(corrected_digest())),
    "digest_with_thread": tuple(draw_digest(long_digest())),
    "digest_without_news": tuple(draw_digest(compose(CHANNEL, [], {}, {}, Counts(64, 0), [], SINCE, NOW))),
    "digest_of_what_was_held": tuple(
        draw_digest(
            replace(
                compose(CHANNEL, [], {}, {}, Counts(64, 0), [], SINCE, NOW, (), {Cause.QUIET: 2, Cause.OLD: 1}),
                quiet={NOW + 2 * HOUR: ["OpenAI", "Glean <!here>"]},
            )
        )
    ),
    "card": (
        draw_card("OpenAI", OPENAI, STORIES, NOW, CHANNEL.zone, before=OPENAI_BEFORE, history=HISTORY, roles=ROLES),
    ),
    "card_without_numbers": (draw_card("OpenAI", not_enough(), [BROCKMAN], NOW, CHANNEL.zone),),
    "card_of_a_stranger": (draw_card("Glean", not_enough(company="Glean"), [], NOW, CHANNEL.zone),),
    "why": (draw_why("OpenAI", OPENAI, STORIES, CHANNEL.zone),),
    "list": (draw_list(replace(WISHES, kinds=frozenset({Kind.DEPARTURE, Kind.LAYOFFS})), ["OpenAI", "Glean"], NOW),),
    "list_compact": (draw_list(COMPACT, ["OpenAI"], None),),
    "help": (draw_help(["OpenAI", "Glean"]),),
    "help_of_a_guest": (draw_help(["OpenAI"], ("help_company", "help_list")),),
    "menu": (draw_menu(["OpenAI", "Glean"], channel="C1"),),
    "unknown": (draw_unknown("Opnai <!channel>", ["OpenAI"]),),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_a_typical_message_looks_as_it_did(name: str) -> None:
    message_agrees(name, *MESSAGES[name])
    assert [fault for drawn in MESSAGES[name] for fault in faults(drawn)] == []

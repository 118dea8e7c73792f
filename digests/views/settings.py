"""The modal in which a channel says what it wants to hear, with what that would have meant lately."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import ActionsBlock, Block

from digests.blocks import context, line, rich, text
from digests.buttons import Choice, button
from digests.kinds import kind_name
from digests.rehearsal import Rehearsed
from digests.texts import count, say
from digests.views.parts import boxes, field, modal, select, several, typed
from model.message import View
from model.signal import Kind
from model.story import State
from model.subscription import Density, Subscription, Weekday

CALLBACK = "settings"
CHANGED = "settings_changed"  # the verb of every field whose change is told at once
RESET = "settings_reset"
THRESHOLD, FROM, CAP, WAIT = "threshold", "from", "cap", "wait"
KINDS, QUIET, QUIET_END, DAYS, AT, ZONE = "kinds", "quiet", "quiet_end", "days", "at", "zone"
DENSITY = "density"
FIELDS = (THRESHOLD, FROM, CAP, WAIT, QUIET, QUIET_END, AT, DENSITY)  # of one choice each
THRESHOLDS = (*range(20, 60, 10), *range(60, 100, 5))
CAPS = (0, 1, 2, 3, 4, 5, 8, 10, 15, 20, 50)
WAITS = (0, 5, 10, 20, 30, 60, 120)  # minutes
NEVER = "never"
USUAL_END, USUAL_TIME = "07:00", "09:00"
LONGEST_ZONE = 60
FROM_STATES = (State.REPORTED, State.CONFIRMED)


def view_settings(
    wishes: Subscription, heard: Rehearsed, about: str, *, chosen: bool = False, hears: bool = True
) -> View:
    """Draw a channel's wishes to be changed. `chosen` says that some of them are its own already."""
    blocks: list[Block] = [rich(line(text("🔔 "), text(preview(wishes, heard), bold=True)))]
    if not hears:
        blocks.append(context(say("settings_nothing")))
    blocks += [*_alerts(wishes), *_times(wishes)]
    if chosen:
        blocks += [
            context(say("settings_chosen")),
            ActionsBlock(elements=[button(RESET, say("button_settings_reset"))]),
        ]
    return modal(CALLBACK, say("settings_title"), blocks, about=about, submit=say("view_save"))


def view_settings_said(words: str, wishes: Subscription, heard: Rehearsed) -> View:
    """Draw what was done with a channel's settings. Slack keeps what fields show: it has to be opened anew for them."""
    return modal(CALLBACK, say("settings_title"), [rich(line(text(words))), rich(line(text(preview(wishes, heard))))])


def preview(wishes: Subscription, heard: Rehearsed) -> str:
    """Say what these wishes would have meant."""
    slots = {"days": heard.days, "alerts": count("alerts", heard.alerts)}
    if wishes.digest is None:
        said = say("settings_preview_no_digest", **slots)
    else:
        said = say("settings_preview", **slots, stories=count("stories", heard.digest))
    return f"{said} {say('settings_preview_compact')}" if wishes.density is Density.COMPACT else said


def _alerts(wishes: Subscription) -> list[Block]:
    kinds = [Choice(kind.value, kind_name(kind)) for kind in Kind]
    on = [kind.value for kind in wishes.kinds]
    points = [Choice(str(n), say("settings_points", points=n)) for n in _with(THRESHOLDS, wishes.threshold)]
    states = [Choice(state.value, say(f"settings_from_{state.value}")) for state in FROM_STATES]
    caps = [Choice(str(n), _cap(n)) for n in _with(CAPS, wishes.cap)]
    waits = [Choice(str(n), _wait(n)) for n in sorted({*(60 * n for n in WAITS), wishes.story_wait})]
    return [
        _asks(THRESHOLD, points, str(wishes.threshold)),
        _asks(FROM, states, wishes.instant_from.value),
        _asks(CAP, caps, str(wishes.cap)),
        _asks(WAIT, waits, str(wishes.story_wait)),
        field(
            KINDS,
            say("settings_kinds"),
            several(CHANGED, kinds, on),
            hint=say("settings_kinds_hint"),
            optional=True,
            tells=True,
        ),
        _asks(DENSITY, [Choice(one.value, say(f"settings_density_{one.value}")) for one in Density], wishes.density),
    ]


def _times(wishes: Subscription) -> list[Block]:
    quiet, digest = wishes.quiet, wishes.digest
    start, end = (f"{quiet.start:%H:%M}", f"{quiet.end:%H:%M}") if quiet else (NEVER, USUAL_END)
    at = f"{digest.at:%H:%M}" if digest else USUAL_TIME
    zone = typed(ZONE, most=LONGEST_ZONE, before=wishes.zone.key)
    days = [Choice(day.value, say(f"weekday_{day.value}")) for day in Weekday]
    on = [day.value for day in digest.days] if digest else []
    return [
        _asks(QUIET, [Choice(NEVER, say("settings_quiet_none")), *_clock(start)], start),
        _asks(QUIET_END, _clock(end), end),
        field(
            DAYS,
            say("settings_days"),
            boxes(CHANGED, days, on),
            hint=say("settings_days_hint"),
            optional=True,
            tells=True,
        ),
        _asks(AT, _clock(at), at),
        field(ZONE, say("settings_zone"), zone, hint=say("settings_zone_hint")),
    ]


def _asks(name: str, choices: Sequence[Choice], chosen: str) -> Block:
    return field(name, say(f"settings_{name}"), select(CHANGED, choices, chosen), tells=True)


def _with(usual: Sequence[int], mine: int) -> list[int]:
    return sorted({*usual, mine})


def _clock(mine: str) -> list[Choice]:
    """List the half hours of a day, and a time of the channel's own."""
    times = {f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 30)}
    return [Choice(time, time) for time in sorted(times if mine == NEVER else {*times, mine})]


def _cap(most: int) -> str:
    return say("settings_cap_some", alerts=count("alerts", most)) if most else say("settings_cap_none")


def _wait(seconds: int) -> str:
    minutes, over = divmod(seconds, 60)
    if not seconds:
        return say("settings_wait_none")
    return say("settings_wait_some", minutes=count("seconds", seconds) if over else count("minutes", minutes))

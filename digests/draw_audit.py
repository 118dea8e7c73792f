"""The answer to `/signals audit`: who changed what when, a sentence a line, the newest first."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import ActionsBlock, RichTextElementParts

from digests.blocks import Span, bullets, day, header, line, one, rich, text
from digests.buttons import button
from digests.escape import clean, escape
from digests.handled import is_member, mention
from digests.sentence import sentence
from digests.texts import say
from model.feedback import DigestOpinion, Opinion
from model.message import Drawn
from model.story import Story

LINES_A_BLOCK = 10
LONGEST = 120
# Verbs of which the value before and after says more than the sentence.
VALUED = frozenset({"add", "digest", "feedback", "import", "judge", "language", "remove"})
# The verbs of the log that have a sentence; any other stands as it is written there.
VERBS = (
    "add", "apply", "assign", "claim", "digest", "edit", "export", "feedback", "follow", "forget", "import", "judge",
    "language", "mute", "note", "post", "release", "remind", "remove", "settings", "undo", "unfollow", "unmute",
    "unremind", "unwatch", "watch",
)  # fmt: skip
OLDER = "older"
# What people said, by the verb of the log: told in the reader's words.
OPINIONS: Mapping[str, Mapping[str, str]] = {
    "judge": {one.value: f"opinion_{one.value}" for one in Opinion},
    "feedback": {one.value: f"feedback_{one.value}" for one in DigestOpinion},
}


@dataclass(frozen=True, slots=True)
class Done:
    """One change. `action` is as the log has it: a verb, what it was done to, and perhaps the channel."""

    at: datetime
    actor: str
    action: str
    before: str | None = None
    after: str | None = None


def draw_audit(done: Sequence[Done], told: Mapping[str, Story | None], zone: ZoneInfo, *, older: str = "") -> Drawn:
    """Draw the lines. `told` are the stories that they name, as the reader may see them; `older` asks for the rest."""
    title = say("audit_title")
    if not done:
        said = say("audit_none")
        return one(escape(f"{title}: {said}"), [header(title), rich(line(text(said)))])
    lines = [_line(one_, told, zone) for one_ in done]
    chunks = [lines[start : start + LINES_A_BLOCK] for start in range(0, len(lines), LINES_A_BLOCK)]
    blocks = [header(title), *(rich(bullets(chunk)) for chunk in chunks)]
    if older:
        blocks.append(ActionsBlock(block_id=OLDER, elements=[button(OLDER, say("button_older"), value=older)]))
    return one(escape(title), blocks)


def _line(done: Done, told: Mapping[str, Story | None], zone: ZoneInfo) -> list[Span]:
    done = _plainer(done)
    verb, _, rest = done.action.partition(" ")
    rest, place = _placed(rest)
    who = mention(done.actor) if is_member(done.actor) else text(done.actor or say("no_name"), bold=True)
    what = _what(rest, told)
    words = say(f"audit_{verb}", what=what) if verb in VERBS else say("audit_other", what=clean(done.action, LONGEST))
    spans = [day(done.at, zone, timed=True), text(" "), who, text(f" {words}", cap=200)]
    if place:
        spans += [text(" " + say("audit_in") + " "), RichTextElementParts.Channel(channel_id=place)]
    return [*spans, text(f" ({values})", cap=LONGEST) if verb in VALUED and (values := _values(done)) else None]


def _plainer(done: Done) -> Done:
    """Tell settings of which the digest alone was changed as the digest's."""
    verb, _, rest = done.action.partition(" ")
    if verb != "settings":
        return done
    before, after = _chosen(done.before), _chosen(done.after)
    if {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)} != {"digest"}:
        return done
    return replace(done, action=f"digest {rest}", before=before.get("digest"), after=after.get("digest"))


def _chosen(written: str | None) -> Mapping[str, str]:
    try:
        found = json.loads(written or "{}")
    except ValueError:
        return {}
    return {key: str(value) for key, value in found.items() if key != "v"} if isinstance(found, dict) else {}


def _placed(rest: str) -> tuple[str, str]:
    """Take the channel off the end: "OpenAI in C0123", "of C0123"."""
    what, _, place = f" {rest}".rpartition(" ")
    sound = place[:1] in {"C", "G"} and place.isalnum() and place.isascii() and place == place.upper()
    before, _, joint = what.rpartition(" ")
    return (before.strip(), place) if sound and joint in {"in", "of"} else (rest, "")


def _what(rest: str, told: Mapping[str, Story | None]) -> str:
    """Say what it was done to: a story in its own words, anything else as the log has it."""
    for id, story in told.items():
        if id in rest:
            return f"“{clean(sentence(story), LONGEST)}”" if story else say("audit_hidden")
    for front in ("of ", "on ", "company ", "kind ", "source ", "story "):
        rest = rest.removeprefix(front)
    return clean(rest, LONGEST)


def _values(done: Done) -> str:
    opinion = OPINIONS.get(done.action.partition(" ")[0], {})
    values = [value for value in (done.before, done.after) if value]
    return " → ".join(say(opinion[value]) if value in opinion else value for value in values)

"""How each row of handlers/roles.toml is asked in tests: typed, pressed or filled in, and what comes before it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from handlers.roles import Surface
from model.chosen import Chosen
from model.feed import AddedFeed
from model.feedback import Change, Part, Proposal
from model.handling import Claim, Follow, Mark, Mute, Reminder, Scope, When
from model.story import State, Story
from store.store import Store
from tests.handlers.pressing import CHANNEL
from tests.handlers.test_feed_setup import URL
from tests.make import DAY, NOW

TYPED: Mapping[str, str] = {
    "lookup": "OpenAI",
    "why": "why OpenAI",
    "compare": "compare OpenAI Northwind",
    "flow": "flow OpenAI",
    "search": "search Murati",
    "watch": "watch “{fresh}”",
    "unwatch": "unwatch OpenAI",
    "mute": "mute {fresh}.example 7d",
    "unmute": "unmute funding",
    "digest": "digest daily 9:00",
    "note": "note OpenAI {fresh} engineers are open to work",
    "people": "people OpenAI",
    "export": "export csv",
    "forget": "forget Ada Quill",
}
SETTLED = {"threshold": "90", "from": "reported", "cap": "9", "wait": "0", "quiet": "never", "quiet_end": "07:00"}
RULE, EDIT = "departure.c_suite", '{"strength":3}'
FILLED: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "add_feed": {"url": {"value": URL}},
    "feed_save": {},
    "edit_rule": {"rule": {"selected_option": {"value": RULE}}},
    "rule_edit": {"strength": {"value": "3"}},
    "rule_tried": {},
    "feedback": {"opinion": {"selected_option": {"value": "missed"}}, "words": {"value": "Bob McGrew left"}},
    "import_people": {"file": {"files": [{"id": "F1"}]}},
    "import_save": {},
    "settings": {
        **{field: {"selected_option": {"value": value}} for field, value in SETTLED.items()},
        "zone": {"value": "UTC"},
    },
    "setup": {"channel": {"selected_conversation": "C0SETUP"}},
    "watch": {"name": {"value": "Fresh{number}"}, "tier": {"selected_option": {"value": "2"}}},
    "unwatch": {"which": {"selected_option": {"value": "0"}}},
    "note": {"words": {"value": "A designer is looking around."}},
    "not_relevant": {"reason": {"selected_option": {"value": "too_weak"}}},
    "wrong_company": {"words": {"value": "Another one"}},
    "mute": {"scope": {"selected_option": {"value": "story"}}, "until": {"selected_date": "2024-10-20"}},
    "remind": {"when": {"selected_option": {"value": "change"}}},
    "assign": {"to": {"selected_user": "U0BEN"}},
    "forget": {},
    "look_up": {"company": {"selected_option": {"value": "OpenAI"}}},
    "add_signal": {"other": {"value": "OpenAI"}, "words": {"value": "A designer is looking around."}},
}
# What a window carries for us besides.
CARRIED: Mapping[str, Mapping[str, str]] = {
    "feed_save": {"url": URL},
    "rule_edit": {"rule": RULE},
    "rule_tried": {"rule": RULE, "edit": EDIT},
    "rule_again": {"rule": RULE, "edit": EDIT},
    "import_save": {"file": "F1"},
    "setup": {"step": "asked", "company1": "Fresh{number}"},
    "unwatch": {"near0": "OpenAI"},
}
# What is seen of it where nothing is changed, so that nobody takes an excuse for it.
SEEN: Mapping[tuple[Surface, str], str] = {
    (Surface.PRESS, "add_feed"): "'callback_id': 'add_feed'",
    (Surface.PRESS, "edit_company"): "'callback_id': 'watch'",
    (Surface.PRESS, "edit_rule"): "'callback_id': 'edit_rule'",
    (Surface.PRESS, "feedback"): "'callback_id': 'feedback'",
    (Surface.PRESS, "help"): "'callback_id': 'help'",
    (Surface.PRESS, "import_people"): "'callback_id': 'import_people'",
    (Surface.PRESS, "rule_again"): "'initial_value': '3'",
    (Surface.PRESS, "settings"): "'callback_id': 'settings'",
    (Surface.PRESS, "settings_changed"): "'callback_id': 'settings'",
    (Surface.PRESS, "setup"): "'callback_id': 'setup'",
    (Surface.FORM, "add_feed"): "'callback_id': 'feed_save'",
    (Surface.FORM, "edit_rule"): "'callback_id': 'rule_edit'",
    (Surface.FORM, "rule_edit"): "'callback_id': 'rule_tried'",
    (Surface.FORM, "import_people"): "'callback_id': 'import_save'",
}
KNOWN: tuple[str, Mark, datetime] = (CHANNEL, Mark(State.REPORTED, 1), NOW)
PROPOSAL = Proposal("e1", Change(Part.EDIT, RULE, EDIT, 63), "", (), 0, 0)
# What has to be done before by whoever may, so that the row changes something.
BEFORE: Mapping[tuple[Surface, str], Callable[[Store, Story, str], Awaitable[object]]] = {
    (Surface.COMMAND, "unmute"): lambda store, story, user: store.mutes.mute("T1", mute(Scope.KIND, "funding")),
    (Surface.PRESS, "unmute"): lambda store, story, user: store.mutes.mute("T1", mute(Scope.STORY, story.id)),
    (Surface.PRESS, "release"): lambda store, story, user: store.deeds.claim("T1", Claim(story.id, user, "x", NOW)),
    (Surface.PRESS, "unfollow"): lambda store, story, user: store.deeds.follow("T1", Follow(story.id, user, *KNOWN)),
    (Surface.PRESS, "unremind"): lambda store, story, user: store.deeds.remind("T1", remembered(story, user)),
    (Surface.PRESS, "remove_feed"): lambda store, story, user: store.feeds.add("", AddedFeed(URL, user, NOW), "wire"),
    (Surface.PRESS, "undo_rule"): lambda store, story, user: store.lessons.apply("T1", PROPOSAL, "", user, NOW),
    (Surface.PRESS, "settings_reset"): lambda store, story, user: store.choices.choose(
        "T1", CHANNEL, Chosen(cap=2), None, user, NOW
    ),
}


def mute(scope: Scope, name: str) -> Mute:
    return Mute(0, CHANNEL, scope, name, NOW + 30 * DAY, "U0BEN", "ben", NOW)


def remembered(story: Story, user: str) -> Reminder:
    return Reminder(story.id, user, CHANNEL, When.CHANGE, None, KNOWN[1], NOW)


PRESSED = {
    "share": "why OpenAI",
    "forget": "Ada Quill",
    "edit_company": "OpenAI",
    "language": "fr",
    "remove_feed": URL,
    "undo_rule": "e1",
}


def carried(name: str, number: int) -> dict[str, str]:
    return {key: value.replace("{number}", str(number)) for key, value in CARRIED.get(name, {}).items()}


def numbered(value: Mapping[str, Any], number: int) -> dict[str, Any]:
    """Let what is typed be of this cell alone."""
    return {k: v.replace("{number}", str(number)) if isinstance(v, str) else v for k, v in value.items()}

"""What Slack says of a pressed button and of a submitted modal, read once into values; total for any payload."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from digests.buttons import STORY
from digests.handled import is_member
from handlers.asker import Asker
from model.address import bare

LONGEST_TEXT = 3000
Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Form:
    """A modal as it is filled in: `callback` names it, `about` is what it carried for us, `view` its id at Slack."""

    callback: str
    asker: Asker
    about: Mapping[str, str]
    view: str
    values: Mapping[str, Mapping[str, Any]]

    @property
    def story(self) -> str:
        """The id of the story that the modal is about; "" for none."""
        return self.about.get("story", "")

    def text(self, field: str) -> str:
        """Read what was typed, without spaces around it; "" for nothing."""
        return _string(self.values.get(field, {}), "value").strip()[:LONGEST_TEXT]

    def choice(self, field: str) -> str:
        """Read the chosen option of radio buttons or a select; "" for none."""
        return _string(_mapping(self.values.get(field, {}), "selected_option"), "value")

    def ticked(self, field: str) -> frozenset[str]:
        """Read the ticked boxes, or the options of a select of several."""
        chosen = self.values.get(field, {}).get("selected_options")
        return frozenset(_string(one, "value") for one in chosen or () if isinstance(one, Mapping))

    def files(self, field: str) -> tuple[str, ...]:
        """List the ids of the files handed in."""
        ids = (_string(one, "id") for one in _list(self.values.get(field, {}), "files") if isinstance(one, Mapping))
        return tuple(id for id in ids if id.isascii() and id.isalnum())

    def member(self, field: str) -> str:
        """Read the chosen member of the workspace: Slack's id; "" for none."""
        found = _string(self.values.get(field, {}), "selected_user")
        return found if is_member(found) else ""

    def conversation(self, field: str) -> str:
        """Read the chosen channel: Slack's id; "" for none."""
        return _string(self.values.get(field, {}), "selected_conversation")

    def day(self, field: str) -> date | None:
        """Read the chosen day."""
        try:
            return date.fromisoformat(_string(self.values.get(field, {}), "selected_date"))
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Press:
    """A button pressed, or a line chosen from an overflow or a select.

    `action` is the verb: the button's action_id, or the chosen line's value. `value` is what the element carries
    besides, `story` the id that its block names, "" for none. `trigger` opens a modal within three seconds. `view` is
    the id of the modal or Home in which it was pressed, `about` that modal's private part, `form` what is filled in
    there. `ts` is the message's name, `link` its address, "" where Slack does not say enough. `response_url` is None
    for what was not pressed in a message.
    """

    action: str
    asker: Asker
    story: str = ""
    value: str = ""
    trigger: str = ""
    view: str = ""
    home: bool = False
    hash: str = ""
    about: Mapping[str, str] = field(default_factory=dict)
    ts: str = ""
    link: str = ""
    form: Form | None = None
    response_url: str | None = field(default=None, repr=False)


def read_press(body: Payload) -> Press:
    """Read the first action of a block_actions payload."""
    action = next((one for one in _list(body, "actions") if isinstance(one, Mapping)), {})
    view, container = _mapping(body, "view"), _mapping(body, "container")
    chosen = _string(_mapping(action, "selected_option"), "value")
    verb = chosen if action.get("type") == "overflow" else _string(action, "action_id")
    about = read_about(_string(view, "private_metadata"))
    story = _string(action, "block_id")
    ts = _string(container, "message_ts") or _string(_mapping(body, "message"), "ts")
    channel = (
        _string(_mapping(body, "channel"), "id") or _string(container, "channel_id") or bare(about.get("channel", ""))
    )
    return Press(
        action=verb,
        asker=_asker(body, channel),
        story=story.removeprefix(STORY).partition("#")[0] if story.startswith(STORY) else about.get("story", ""),
        value=chosen or _string(action, "value"),
        trigger=_string(body, "trigger_id"),
        view=_string(view, "id"),
        home=_string(view, "type") == "home",
        hash=_string(view, "hash"),
        about=about,
        ts=ts or about.get("ts", ""),
        link=_link(body, channel, ts) or about.get("link", ""),
        form=read_form(body) if view else None,
        response_url=_string(body, "response_url") or None,
    )


def read_shortcut(body: Payload) -> Press:
    """Read a shortcut payload: `action` is its callback_id, `value` the words of the message it was chosen on."""
    message = _mapping(body, "message")
    channel, ts = _string(_mapping(body, "channel"), "id"), _string(message, "ts") or _string(body, "message_ts")
    return Press(
        action=_string(body, "callback_id"),
        asker=_asker(body, channel),
        value=_string(message, "text"),
        trigger=_string(body, "trigger_id"),
        ts=ts,
        link=_link(body, channel, ts),
        response_url=_string(body, "response_url") or None,
    )


def read_event(body: Payload) -> tuple[Payload, Asker]:
    """Read an event_callback payload: the event, and who it is about ("" for nobody)."""
    event = _mapping(body, "event")
    user, channel = _string(event, "user"), _string(event, "channel")
    who = user if is_member(user) else ""
    enterprise, shared = _string(body, "enterprise_id"), body.get("is_ext_shared_channel") is True
    return event, Asker(team_of(body), channel, who, "", enterprise, shared)


def read_form(body: Payload) -> Form:
    """Read a view_submission payload. Inputs are known by their block_id; each has one element."""
    view = _mapping(body, "view")
    about = read_about(_string(view, "private_metadata"))
    values: dict[str, Mapping[str, Any]] = {}
    for block, elements in _mapping(_mapping(view, "state"), "values").items():
        element = next(iter(elements.values()), None) if isinstance(elements, Mapping) else None
        values[str(block)] = element if isinstance(element, Mapping) else {}
    asker = _asker(body, bare(about.get("channel", "")))
    return Form(_string(view, "callback_id"), asker, about, _string(view, "id"), values)


def write_about(**parts: str) -> str:
    """Write a modal's private part; what does not fit into Slack's 3,000 characters is our own mistake."""
    return json.dumps({name: part for name, part in parts.items() if part}, ensure_ascii=False, sort_keys=True)


def read_about(text: str) -> Mapping[str, str]:
    """Read what `write_about` wrote; nothing out of anything else."""
    try:
        found = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    return {k: v for k, v in found.items() if isinstance(v, str)} if isinstance(found, dict) else {}


def about_story(press: Press, callback: str, now: datetime) -> str:
    """Write the private part of a modal about the story of a press: what it is, where it came from, and when."""
    return write_about(
        **{"is": callback}, story=press.story, channel=press.asker.channel, ts=press.ts, link=press.link,
        opened=now.isoformat(),
    )  # fmt: skip


def opened_at(form: Form, now: datetime) -> datetime:
    """Tell when a modal was opened; `now` where it does not say, or says something that cannot be."""
    try:
        opened = datetime.fromisoformat(form.about.get("opened", ""))
        return opened if now - timedelta(days=1) <= opened <= now else now
    except (ValueError, TypeError):
        return now


def _asker(body: Payload, channel: str) -> Asker:
    user, team = _mapping(body, "user"), _mapping(body, "team")
    name = _string(user, "name") or _string(user, "username")
    home, theirs = team_said(body), _string(user, "team_id")
    enterprise = _string(_mapping(body, "enterprise"), "id") or _string(team, "enterprise_id")
    # Within an organisation people act in workspaces that are not their own.
    outside = bool(home and theirs and home != theirs and not enterprise)
    return Asker(home or theirs, channel, _string(user, "id"), name, enterprise, outside)


def team_of(body: Payload) -> str:
    """Read in which workspace something was done; a modal knows where the app is that opened it.

    Of a channel that is shared with others an event says for whom we hear it. An organisation's install says no `team`
    with a press: there it is the one of the person.
    """
    return team_said(body) or _string(_mapping(body, "user"), "team_id")


def team_said(body: Payload) -> str:
    """Read the workspace as Slack names it beside its organisation; "" where only the person's is known."""
    heard = next((one for one in _list(body, "authorizations") if isinstance(one, Mapping)), {})
    view, team = _mapping(body, "view"), _mapping(body, "team")
    inside = _string(view, "app_installed_team_id") or _string(team, "id")
    return inside or _string(heard, "team_id") or _string(body, "team_id")


def _link(body: Payload, channel: str, ts: str) -> str:
    """Give a message's permanent address, as Slack forms it."""
    domain, digits = _string(_mapping(body, "team"), "domain"), ts.replace(".", "")
    plain = domain.replace("-", "")
    sound = plain.isascii() and plain.isalnum() and channel.isascii() and channel.isalnum() and digits.isdigit()
    return f"https://{domain}.slack.com/archives/{channel}/p{digits}" if sound and digits.isascii() else ""


def _string(node: Payload, key: str) -> str:
    value = node.get(key)
    return value if isinstance(value, str) else ""


def _mapping(node: Payload, key: str) -> Payload:
    value = node.get(key)
    return value if isinstance(value, Mapping) else {}


def _list(node: Payload, key: str) -> Sequence[Any]:
    value = node.get(key)
    return value if isinstance(value, list) else []

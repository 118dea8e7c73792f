"""Block Kit as HTML: every block and element is drawn, is named for whoever cannot see it, and does nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from digests.html_blocks import draw_blocks, draw_home, draw_modal
from digests.html_fields import FROM_SLACK, SEVERAL, element
from digests.html_words import Pen

HOSTILE = "<script>alert(1)</script> & \"quoted\" 'words'"
SHOWN = "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quoted&quot; &#x27;words&#x27;"
Node = Mapping[str, Any]


def plain(words: str) -> Node:
    return {"type": "plain_text", "text": words}


def option(words: str, value: str = "", description: str = "") -> Node:
    more = {"description": plain(description)} if description else {}
    return {"text": plain(words), "value": value or words, **more}


def asked(part: Node, **more: object) -> Node:
    return {"type": "input", "block_id": "b", "label": plain("What?"), "element": part, **more}


def rich(kind: str, *parts: Node, **more: object) -> Node:
    return {"type": "rich_text", "elements": [{"type": f"rich_text_{kind}", "elements": list(parts), **more}]}


def words(text: str, **style: bool) -> Node:
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def drawn(*blocks: Node, **names: str) -> str:
    pen = Pen(names)
    page = draw_blocks(blocks, pen)
    assert pen.unknown == []
    return page


BUTTON = {"type": "button", "text": plain(HOSTILE), "action_id": "x"}
SELECT = {"type": "static_select", "options": [option(HOSTILE)], "placeholder": plain("Choose")}
GROUPS = {"type": "static_select", "option_groups": [{"label": plain("Group"), "options": [option(HOSTILE)]}]}
TABLE = {"type": "table", "rows": [[{"type": "raw_text", "text": "Name"}], [rich("section", words(HOSTILE))]]}


@pytest.mark.parametrize(
    "block",
    [
        {"type": "header", "text": plain(HOSTILE)},
        {"type": "section", "text": plain(HOSTILE), "accessory": BUTTON},
        {"type": "section", "fields": [plain(HOSTILE)]},
        {"type": "context", "elements": [{"type": "image", "alt_text": HOSTILE, "image_url": "https://a.example"}]},
        {"type": "actions", "elements": [BUTTON, SELECT, GROUPS]},
        {"type": "actions", "elements": [{"type": "overflow", "options": [option(HOSTILE)]}]},
        {"type": "image", "alt_text": HOSTILE, "title": plain("A title"), "image_url": "https://a.example"},
        {"type": "markdown", "text": HOSTILE},
        TABLE,
        rich("section", words(HOSTILE, bold=True, italic=True, strike=True, code=True)),
        rich("quote", words(HOSTILE)),
        rich("preformatted", words(HOSTILE)),
        rich("list", {"type": "rich_text_section", "elements": [words(HOSTILE)]}, style="ordered"),
        rich("section", {"type": "link", "url": "javascript:alert(1)", "text": HOSTILE}),
        rich("section", {"type": "user", "user_id": HOSTILE}),
        asked({"type": "plain_text_input", "initial_value": HOSTILE, "multiline": True}),
        asked({"type": "plain_text_input", "placeholder": plain(HOSTILE)}, optional=True),
        asked({"type": "radio_buttons", "options": [option("One", description=HOSTILE)]}),
        asked({"type": "checkboxes", "options": [option(HOSTILE)]}, hint=plain("A hint")),
        asked({"type": "multi_users_select", "initial_users": [HOSTILE]}),
    ],
)
def test_hostile_words_stand_there_as_words(block: Node) -> None:
    page = drawn(block)
    assert SHOWN in page
    assert "<script" not in page
    assert "javascript:" not in page


@pytest.mark.parametrize(
    ("part", "shown"),
    [
        ({"type": "datepicker", "initial_date": "2024-10-02"}, 'type="date" value="2024-10-02"'),
        ({"type": "timepicker", "initial_time": "09:00"}, 'type="time" value="09:00"'),
        ({"type": "datetimepicker"}, 'type="datetime-local"'),
        ({"type": "number_input", "initial_value": "7"}, 'type="number" value="7"'),
        ({"type": "email_text_input"}, 'type="email"'),
        ({"type": "url_text_input"}, 'type="url"'),
        ({"type": "file_input"}, 'type="file"'),
        *(({"type": f"{whom}_select", "placeholder": plain("Who")}, ">Who</option>") for whom in FROM_SLACK),
        *(({"type": kind}, "<select multiple") for kind in sorted(SEVERAL)),
    ],
)
def test_every_field_has_its_label(part: Node, shown: str) -> None:
    page = drawn(asked(part))
    assert shown in page
    assert '<label for="f1">What?</label>' in page
    assert ' id="f1"' in page
    assert f' aria-label="{part["placeholder"]["text"] if "placeholder" in part else "What"}"' in element(
        part, Pen(), "What"
    )


def test_choices_are_a_group_with_a_name_and_what_is_chosen_is_marked() -> None:
    choices = [option("One", "1"), option("Two", "2")]
    page = drawn(asked({"type": "radio_buttons", "options": choices, "initial_option": choices[1]}))
    assert "<legend>What?</legend>" in page
    assert page.count(" checked") == 1
    assert page.index("One") < page.index(" checked") < page.index("Two")


def test_what_is_wrong_stands_under_its_field_and_is_read_with_it() -> None:
    view = {"type": "modal", "title": plain("Note"), "close": plain("Cancel"), "submit": plain("Save")}
    modal = {**view, "blocks": [asked({"type": "plain_text_input"}, hint=plain("A hint"))]}
    page = draw_modal(modal, Pen(), wrong={"b": "Write something."})
    assert 'aria-describedby="f1w f1h"' in page
    assert '<p class="wrong" id="f1w">Write something.</p>' in page
    assert 'aria-invalid="true"' in page
    assert page.index("Note") < page.index("What?") < page.index("Cancel") < page.index("Save")


def test_a_home_has_its_tabs_and_headings_of_the_level_asked_for() -> None:
    page = draw_home({"type": "home", "blocks": [{"type": "header", "text": plain("Health")}]}, Pen(), level=4)
    assert '<h4 class="header">Health</h4>' in page
    assert "Messages" in page


def test_members_and_channels_are_shown_by_name() -> None:
    mrkdwn = {"type": "mrkdwn", "text": "*Given* to <@U0TOM> in <#C0A|> & <https://a.example/x|a.example>"}
    page = drawn(
        {"type": "context", "elements": [mrkdwn]},
        rich("section", {"type": "user", "user_id": "U0TOM"}, {"type": "broadcast", "range": "here"}),
        U0TOM="Tom",
        C0A="hiring",
    )
    assert page.count('<span class="mention">@Tom</span>') == 2
    assert '<span class="mention">#hiring</span>' in page
    assert '<a href="https://a.example/x" rel="noreferrer noopener">a.example</a>' in page
    assert "<b>Given</b>" in page
    assert "@here" in page


def test_a_question_before_a_button_acts_is_shown_beside_it() -> None:
    said = {"title": "Sure?", "text": "It is gone then.", "confirm": "Delete", "deny": "Keep"}
    ask = {part: plain(words) for part, words in said.items()}
    page = drawn({"type": "actions", "elements": [{**BUTTON, "confirm": ask}]})
    assert all(words in page for words in said.values())


@pytest.mark.parametrize(
    ("block", "what"),
    [
        ({"type": "video"}, "block video"),
        ({"type": "actions", "elements": [{"type": "workflow_button"}]}, "element workflow_button"),
        (asked({"type": "rich_text_input"}), "element rich_text_input"),
        (rich("table"), "rich_text element rich_text_table"),
        (rich("section", {"type": "hologram"}), "rich_text part hologram"),
    ],
)
def test_what_is_unknown_is_said_visibly(block: Node, what: str) -> None:
    pen = Pen()
    page = draw_blocks([block], pen)
    assert pen.unknown == [what]
    assert f'<p class="unknown">This page cannot draw: {what}.</p>' in page
